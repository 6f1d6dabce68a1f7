#include "documents/glob.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace generator::documents {
namespace {

// `[a-z!]` at p[0]: whether `c` is in it; `length` of the set, 0 where it is not closed.
bool in_set(std::string_view p, char c, std::size_t& length) {
  const std::size_t close = p.find(']', p.size() > 2 ? 2 : 1);
  length = close == std::string_view::npos ? 0 : close + 1;
  if (length == 0) return false;
  std::string_view set = p.substr(1, close - 1);
  const bool negated = !set.empty() && (set.front() == '!' || set.front() == '^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found = found || (set[i] <= c && c <= set[i + 2]);
      i += 2;
    } else {
      found = found || set[i] == c;
    }
  }
  return found != negated;
}

// Without braces. Steps are bounded by keeping only the last star of each kind to return to.
bool matches_plain(std::string_view p, std::string_view s) {
  std::size_t i = 0, k = 0;
  std::size_t star = std::string_view::npos, star_at = 0;  // after `*`
  std::size_t deep = std::string_view::npos, deep_at = 0;  // after `**`
  for (;;) {
    if (i < p.size() && p.substr(i).starts_with("**")) {
      i += 2;
      if (i < p.size() && p[i] == '/' && (i == 2 || p[i - 3] == '/'))
        ++i;  // `**/` also matches nothing
      deep = i;
      deep_at = k;
      star = std::string_view::npos;
      continue;
    }
    if (i < p.size() && p[i] == '*') {
      star = ++i;
      star_at = k;
      continue;
    }
    if (k == s.size() && i == p.size()) return true;
    std::size_t length = 1;
    bool same = false;
    if (k < s.size() && i < p.size()) {
      if (p[i] == '?')
        same = s[k] != '/';
      else if (p[i] == '[' && (same = in_set(p.substr(i), s[k], length), length > 0))
        same = same && s[k] != '/';
      else
        length = 1, same = p[i] == s[k];
    }
    if (same) {
      i += length;
      ++k;
    } else if (star != std::string_view::npos && star_at < s.size() && s[star_at] != '/') {
      i = star;
      k = ++star_at;
    } else if (deep != std::string_view::npos && deep_at < s.size()) {
      i = deep;
      k = ++deep_at;
      star = std::string_view::npos;
    } else {
      return false;
    }
  }
}

bool matches_any(std::string_view pattern, std::string_view path, int depth) {
  const std::size_t open = pattern.find('{');
  const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
  if (close == std::string_view::npos || depth > 4) return matches_plain(pattern, path);
  std::size_t begin = open + 1;
  while (begin <= close) {
    const std::size_t end = std::min(pattern.find(',', begin), close);
    const std::string one = std::string(pattern.substr(0, open)) +
                            std::string(pattern.substr(begin, end - begin)) +
                            std::string(pattern.substr(close + 1));
    if (matches_any(one, path, depth + 1)) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view path) {
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  if (pattern.find('/') == std::string_view::npos) path = path.substr(path.rfind('/') + 1);
  return matches_any(pattern, path, 0);
}

}  // namespace generator::documents
