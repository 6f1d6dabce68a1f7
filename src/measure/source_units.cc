#include "measure/source_units.h"

#include <algorithm>

#include "base/text.h"

namespace generator::measure {
namespace {

Span span(std::size_t begin, std::size_t end) {
  return {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)};
}

}  // namespace

void read_source_units(const Chunk& chunk, Passage& out) {
  out.sections.push_back({chunk.headings, span(0, out.text.size())});
  std::size_t outermost = std::string_view::npos;
  const auto indent_of = [](std::string_view line) { return line.find_first_not_of(" \t"); };
  for (const auto line : text::lines(out.text)) outermost = std::min(outermost, indent_of(line));
  std::size_t begin = 0, end = 0;
  const auto flush = [&] {
    while (begin < end && (out.text[begin] == '\n' || out.text[begin] == '\r')) ++begin;
    if (text::trim(out.text.substr(begin, end - begin)).empty()) return;
    out.blocks.push_back({span(begin, end), 0, {}});
    out.units.push_back(
        {UnitKind::kCode, span(begin, end), static_cast<int>(out.blocks.size()) - 1});
  };
  bool after_blank = false;
  for (std::size_t at = 0; at < out.text.size();) {
    const std::size_t line_end = std::min(out.text.find('\n', at), out.text.size());
    const std::string_view line = out.text.substr(at, line_end - at);
    const bool blank = text::trim(line).empty();
    const std::size_t indent = indent_of(line);
    const bool opens = !blank && indent == outermost &&
                       !text::contains(")}]", line.substr(indent, 1)) &&
                       !text::starts_with_ignoring_case(line.substr(indent), "end");
    if (after_blank && opens) {
      flush();
      begin = at;
    }
    if (!blank) end = line_end;
    after_blank = blank;
    at = line_end + 1;
  }
  flush();
}

bool looks_like_code(std::string_view text) {
  std::size_t code = 0, all = 0;
  for (std::string_view line : text::lines(text)) {
    line = text::trim(line);
    if (line.empty()) continue;
    ++all;
    const bool ends = text::contains(";{}\\", line.substr(line.size() - 1));
    const bool begins = line.starts_with("//") || line.starts_with("/*") ||
                        line.starts_with("#include") || line.starts_with("#define") ||
                        line.starts_with("} ");
    code += ends || begins ? 1 : 0;
  }
  return all >= 3 && code * 10 >= all * 6;
}

}  // namespace generator::measure
