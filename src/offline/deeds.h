// What named functions, options and the like do, as a page says it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "offline/page.h"

namespace generator::offline {

/// "`H5Fclose` closes a file": a name and what it does.
struct Deed {
  std::string name;      // without backticks
  std::string text;      // "closes a file": third person, no mark at the end
  const Verb* verb = nullptr;
  std::size_t unit = 0;  // that says it
  bool in_table = false;

  /// "`H5Fclose` closes a file."
  std::string sentence() const { return "`" + name + "` " + text + "."; }
};

/// From rows of tables and items of lists that begin with a name ("| H5Fclose | Closes a file. |",
/// "- `--force`: overwrites the target"), and from sentences ("`H5Fclose` closes a file", "`f` is
/// used to close a file"). One a name; the table's where there are several.
std::vector<Deed> deeds_of(const Page& page);

/// The sentence of a unit as a step of a reasoning: plain, in house style, without the connective
/// at its front; "" where it leans on others, points elsewhere, or is long.
std::string step_of(const Page& page, std::size_t unit);

}  // namespace generator::offline
