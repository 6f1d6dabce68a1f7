#include "tool/fault.h"

#include "base/text.h"

namespace generator::tool {

std::string shown(std::string_view s, std::size_t most) {
  return std::string(text::prefix(s, most)) + (text::length(s) > most ? "…" : "");
}

}  // namespace generator::tool
