#include "store/json_nesting.h"

#include <array>

#include "base/text.h"

namespace generator {
namespace {

constexpr std::array<std::string_view, 5> kArrayFields = {"data", "rows", "examples", "items",
                                                          "train"};

}  // namespace

std::size_t array_field(std::string_view head) {
  JsonNesting nesting;
  std::size_t string_begin = 0;
  std::string_view last_string;
  char before = 0;  // the last byte at depth 1 that is neither blank nor in a string
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    const bool was_string = nesting.in_string();
    const bool opens_field = !was_string && c == '[' && nesting.depth() == 1 && before == ':';
    if (opens_field)
      for (const auto name : kArrayFields)
        if (last_string == name) return i;
    if (!was_string && c == '"') string_begin = i + 1;
    if (!was_string && nesting.depth() == 1 && !is_json_blank(c)) before = c;
    if (nesting.feed(c) != JsonNesting::Step::kInside) return std::string_view::npos;
    if (was_string && !nesting.in_string() && nesting.depth() == 1)
      last_string = head.substr(string_begin, i - string_begin);
  }
  return std::string_view::npos;
}

bool first_line_is_whole(std::string_view head) {
  const std::string_view line = text::trim(head.substr(0, head.find('\n')));
  JsonNesting nesting;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (const auto step = nesting.feed(line[i]); step != JsonNesting::Step::kInside)
      return step == JsonNesting::Step::kEnd && i + 1 == line.size();
  return false;
}

}  // namespace generator
