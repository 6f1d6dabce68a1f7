// What a piece of source code defines, by its first lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/chunk.h"

namespace generator::offline {

struct Definition {
  std::string noun;       // "function", "method", "class", "structure", "constant", ...
  std::string name;       // "parse", "Reader"
  std::string_view code;  // from its first word on
  bool is_function() const { return noun == "function" || noun == "method" || noun == "macro"; }
};

/// The one definition that `code` begins with, behind attributes and decorators. Nothing for a
/// call, a statement, code cut off before its closing brace, and what only a compiler can name.
std::optional<Definition> read_definition(std::string_view code, std::string_view language);

}  // namespace generator::offline
