// Targets come with brackets of their own, escapes, titles and angles; what is not closed within a
// page's longest address is no link.
#include "documents/link_target.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::documents {
namespace {

constexpr std::size_t kLongestLabel = 1024;
constexpr std::size_t kLongestLink = 2048;

}  // namespace

std::size_t find_within(std::string_view s, std::string_view what, std::size_t from,
                        std::size_t window) {
  return s.substr(0, std::min(s.size(), from + window)).find(what, from);
}

std::size_t past_bracket(std::string_view s, std::size_t open) {
  int depth = 0;
  const std::size_t end = std::min(s.size(), open + kLongestLabel);
  if (s.substr(0, end).find(']', open) == std::string_view::npos) return std::string_view::npos;
  for (std::size_t i = open; i < end; ++i) {
    if (s[i] == '\\' && i + 1 < end) {
      ++i;
    } else if (s[i] == '[') {
      ++depth;
    } else if (s[i] == ']' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

std::optional<LinkTarget> target_at(std::string_view s, std::size_t open) {
  std::size_t i = open + 1;
  LinkTarget target;
  if (i < s.size() && s[i] == '<') {
    const std::size_t close = find_within(s, ">", i, kLongestLink);
    if (close == std::string_view::npos) return std::nullopt;
    target.url = s.substr(i + 1, close - i - 1);
    i = close + 1;
  } else {
    int depth = 0;
    for (; i < s.size() && i < open + kLongestLink && !text::is_space(s[i]); ++i) {
      if (s[i] == '\\' && i + 1 < s.size()) {
        ++i;
      } else if (s[i] == '(') {
        ++depth;
      } else if (s[i] == ')' && depth-- == 0) {
        break;
      }
      target.url += s[i];
    }
  }
  while (i < s.size() && s[i] == ' ') ++i;
  if (i < s.size() && (s[i] == '"' || s[i] == '\'')) {
    const char quote = s[i];
    for (++i; i < s.size() && i < open + kLongestLink &&
              !(s[i] == quote && i + 1 < s.size() && (s[i + 1] == ')' || s[i + 1] == ' '));)
      ++i;
    if (i < s.size()) ++i;
    while (i < s.size() && s[i] == ' ') ++i;
  }
  if (i >= s.size() || s[i] != ')') return std::nullopt;
  target.end = i + 1;
  return target;
}

bool looks_like_target(std::string_view url) {
  constexpr std::array<std::string_view, 8> kBeginnings = {
      "http://", "https://", "mailto:", "javascript:", "ftp://", "#", "./", "../"};
  for (const std::string_view beginning : kBeginnings)
    if (url.starts_with(beginning)) return true;
  return text::contains(url, ".html") || text::contains(url, ".htm#") || url.ends_with(".htm") ||
         url.ends_with(".md") || url.ends_with(".png") || url.ends_with(".svg");
}

}  // namespace generator::documents
