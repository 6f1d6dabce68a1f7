#include "base/compact_json.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace generator::json {

std::string compact(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  bool is_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!is_text && text::is_space(c)) continue;
    if (c == '"') is_text = !is_text;
    out += c;
    if (is_text && c == '\\' && i + 1 < json.size()) out += json[++i];
  }
  return out;
}

std::string on_one_line(std::string_view json) {
  std::string out(text::trim(json));
  std::ranges::replace_if(out, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return out;
}

}  // namespace generator::json
