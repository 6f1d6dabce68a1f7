#include "measure/markdown_line.h"

#include <algorithm>

#include "base/text.h"

namespace generator::measure {
namespace {

std::size_t run_of(std::string_view s, char c) {
  std::size_t n = 0;
  while (n < s.size() && s[n] == c) ++n;
  return n;
}

bool only(std::string_view s, std::string_view allowed) {
  return std::all_of(s.begin(), s.end(),
                     [&](char c) { return allowed.find(c) != std::string_view::npos; });
}

// Length of a bullet or number with the space after it; 0: none.
std::size_t list_marker(std::string_view s, char& mark) {
  std::size_t n = 0;
  if (s[0] == '-' || s[0] == '*' || s[0] == '+') {
    n = 1;
    mark = s[0];
  } else if (s.starts_with("•") || s.starts_with("◦")) {
    n = 3;
    mark = '*';
  } else {
    while (n < s.size() && n < 9 && text::is_digit(s[n])) ++n;
    if (n == 0 || n >= s.size() || (s[n] != '.' && s[n] != ')')) return 0;
    ++n;
    mark = '1';
  }
  if (n >= s.size() || (s[n] != ' ' && s[n] != '\t')) return 0;
  while (n < s.size() && (s[n] == ' ' || s[n] == '\t')) ++n;
  return n < s.size() ? n : 0;
}

bool is_rule(std::string_view s) {
  const char c = s[0];
  if (c != '-' && c != '*' && c != '_') return false;
  const auto marks = std::count(s.begin(), s.end(), c);
  return marks >= 3 && only(s, std::string(1, c) + " \t");
}

bool is_delimiter(std::string_view s) {
  return text::contains(s, "|") && text::contains(s, "-") && only(s, "|:- \t");
}

// `![alt](address)` and nothing else, `[label]: address`, `<!-- comment -->`, `<a id="x"></a>`.
bool says_nothing(std::string_view s) {
  if (s.starts_with("<!--")) return s.ends_with("-->");
  if (s.starts_with("<a ") && s.ends_with("></a>")) return true;
  if (s[0] == '[') {
    const std::size_t close = s.find("]:");
    return close != std::string_view::npos && close > 1 && s.find(']') == close && s[1] != '^';
  }
  if (!s.starts_with("![")) return false;
  const std::size_t target = s.find("](");
  return target != std::string_view::npos && s.find(')', target) == s.size() - 1;
}

bool has_pipe_outside_code(std::string_view s) {
  bool in_code = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '`') in_code = !in_code;
    if (s[i] == '\\')
      ++i;
    else if (s[i] == '|' && !in_code)
      return true;
  }
  return false;
}

}  // namespace

MarkdownLine read_markdown_line(std::string_view text, std::size_t begin) {
  MarkdownLine line;
  line.begin = begin;
  line.end = std::min(text.find('\n', begin), text.size());
  if (line.end > begin && text[line.end - 1] == '\r') --line.end;
  std::size_t at = begin;
  while (at < line.end && (text[at] == ' ' || text[at] == '\t'))
    line.indent += text[at++] == '\t' ? 4 - line.indent % 4 : 1;
  line.content = at;
  const std::string_view s = text::trim_right(text.substr(at, line.end - at));
  if (s.empty()) {
    line.kind = LineKind::kBlank;
    return line;
  }
  line.has_pipe = text::contains(s, "|") && has_pipe_outside_code(s);
  const std::size_t hashes = run_of(s, '#');
  const std::size_t ticks = std::max(run_of(s, '`'), run_of(s, '~'));
  const std::size_t marker = list_marker(s, line.mark);
  if (ticks >= 3 && !(s[0] == '`' && text::contains(s.substr(ticks), "`"))) {
    line.kind = LineKind::kFence;
    line.level = ticks;
    line.mark = s[0];
  } else if (line.indent < 4 && hashes >= 1 && hashes <= 6 &&
             (s.size() == hashes || text::is_space(s[hashes]))) {
    line.kind = LineKind::kHeading;
    line.level = hashes;
    line.content = at + hashes;
  } else if (is_delimiter(s)) {
    line.kind = LineKind::kDelimiter;
  } else if (line.indent < 4 && (only(s, "=") || (only(s, "-") && s.size() >= 2))) {
    line.kind = LineKind::kUnderline;
    line.level = s[0] == '=' ? 1 : 2;
  } else if (is_rule(s)) {
    line.kind = LineKind::kRule;
  } else if (marker > 0) {
    line.kind = LineKind::kListItem;
    line.content = at + marker;
  } else if (s[0] == '>') {
    line.kind = LineKind::kQuote;
    line.content = at + 1 + (s.size() > 1 && s[1] == ' ' ? 1 : 0);
  } else if (says_nothing(s)) {
    line.kind = LineKind::kNothing;
  } else if (line.indent >= 4) {
    line.kind = LineKind::kIndented;
  }
  return line;
}

}  // namespace generator::measure
