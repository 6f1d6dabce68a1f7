// What a tool does, and to what kind of thing, as its name and description tell it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/tool.h"
#include "tool/words.h"

namespace generator::tool {

enum class DeedKind : std::uint8_t {
  kOther,   // no verb that we know
  kCreate,  // afterwards there is a thing more
  kOpen,    // afterwards something can be worked with
  kBuild,   // makes what can be run or shown
  kRun,
  kClose,    // the end of kOpen
  kDestroy,  // afterwards there is a thing less
  kList,     // tells which things there are
  kRead,     // tells of a thing
  kChange,
};

struct Deed {
  DeedKind kind = DeedKind::kOther;
  std::string verb;  // "" where none is known
  Words nouns;       // singular, as they stand: {"similar", "dataset"}; the last one is the thing
  bool is_of_many = false;  // the last one was a plural
  std::string_view noun() const { return nouns.empty() ? std::string_view() : nouns.back(); }
};

/// The class of a verb in the imperative; kOther where it is none that we know.
DeedKind deed_kind(std::string_view verb);
bool is_verb(std::string_view word);

/// A deed for each tool. A word that many names begin with ("jm_", "hdf5_") is the name of what
/// they belong to and not a part of the deed. Where the name has no verb, an HTTP method tells.
std::vector<Deed> deeds_of(const std::vector<Tool>& tools);

/// What kind of creation goes before `later`: open and close, build and run.
bool comes_before(DeedKind first, DeedKind later);

}  // namespace generator::tool
