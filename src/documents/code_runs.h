// Runs of unfenced code in a page.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "documents/page.h"

namespace generator::documents {

struct CodeRun {
  std::size_t end = 0;  // index of the line after it
  std::vector<std::string> lines;
  std::string language;
};

/// The run of code that begins at line `i`, if one does. `is_expected`: a caption or a lead-in
/// ending in ':' stands right before it, so that a doubtful first line counts.
std::optional<CodeRun> read_code_run(const Page& page, std::size_t i, bool is_expected);

/// The block that is indented by four or more at line `i` and is code.
std::optional<CodeRun> read_indented_code(const Page& page, std::size_t i);

/// A fence around `code`, longer than any in it.
std::string fenced(std::string_view code, std::string_view language);

}  // namespace generator::documents
