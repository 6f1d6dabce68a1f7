#include "documents/page.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace generator::documents {

bool Page::is_blank(std::size_t i) const { return text::trim(line(i)).empty(); }

std::size_t Page::next(std::size_t i) const {
  while (i < size() && gone[i]) ++i;
  return std::min(i, size());
}

void Page::rewrite(std::size_t i, std::string line) {
  rewritten_.push_back(std::move(line));
  lines[i] = rewritten_.back();
}

void Page::drop(std::size_t i, std::string_view kind) { drop(i, i + 1, kind); }

void Page::drop(std::size_t begin, std::size_t end, std::string_view kind) {
  std::size_t bytes = 0;
  for (std::size_t i = begin; i < std::min(end, size()); ++i) {
    if (!gone[i]) bytes += lines[i].size() + 1;
    gone[i] = true;
  }
  removals.add(kind, bytes);
}

std::string Page::take(Inline read) {
  if (!read.links.empty())
    removals.add("link_target", read.removed_bytes, static_cast<std::int64_t>(read.links.size()));
  for (Link& link : read.links)
    if (!link.url.empty()) links.push_back(std::move(link));
  return std::move(read.text);
}

bool read_marker(std::string_view line, Marker& marker) {
  if (is_rule(line)) return false;
  std::size_t i = 0;
  while (i < line.size() && (line[i] == ' ' || line[i] == '\t')) ++i;
  marker.indent = indent_of(line);
  if (i >= line.size()) return false;
  const std::size_t begin = i;
  if (line[i] == '*' || line[i] == '-' || line[i] == '+') {
    marker.number = -1;
    ++i;
  } else {
    int number = 0;
    while (i < line.size() && i - begin < 9 && text::is_digit(line[i]))
      number = number * 10 + (line[i++] - '0');
    if (i == begin || i >= line.size() || (line[i] != '.' && line[i] != ')')) return false;
    marker.number = number;
    ++i;
  }
  if (i < line.size() && line[i] != ' ' && line[i] != '\t') return false;
  while (i < line.size() && (line[i] == ' ' || line[i] == '\t')) ++i;
  marker.content = i;
  return true;
}

bool is_rule(std::string_view line) {
  const std::string_view s = text::trim(line);
  if (s.size() < 3 || (s[0] != '*' && s[0] != '-' && s[0] != '_')) return false;
  const char mark = s[0];
  return std::all_of(s.begin(), s.end(), [&](char c) { return c == mark || c == ' '; }) &&
         std::count(s.begin(), s.end(), mark) >= 3;
}

int heading_level(std::string_view line) {
  const std::string_view s = text::trim_right(line);
  if (indent_of(s) > 3) return 0;
  const std::size_t begin = s.find_first_not_of(' ');
  if (begin == std::string_view::npos) return 0;
  std::size_t i = begin;
  while (i < s.size() && s[i] == '#') ++i;
  const std::size_t level = i - begin;
  if (level == 0 || level > 6) return 0;
  return i == s.size() || s[i] == ' ' || s[i] == '\t' ? static_cast<int>(level) : 0;
}

bool is_fence(std::string_view line) {
  const std::string_view s = text::trim(line);
  return s.starts_with("```") || s.starts_with("~~~");
}

bool is_caption(std::string_view line) {
  const std::string_view s = text::trim(line);
  if (s.size() < 4) return false;
  const bool marked =
      (s.front() == '_' && s.back() == '_') || (s.front() == '*' && s.back() == '*');
  return marked && s.size() <= 400 && s.find(' ') != std::string_view::npos && s[1] != ' ' &&
         s[1] != '*';
}

std::size_t indent_of(std::string_view line) {
  std::size_t column = 0;
  for (const char c : line) {
    if (c == ' ')
      ++column;
    else if (c == '\t')
      column += 4 - column % 4;
    else
      break;
  }
  return column;
}

}  // namespace generator::documents
