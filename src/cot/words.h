// A step's words, as they are compared.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace generator::cot {

struct Stems {
  std::set<std::string> content;  // measure/content_words.h
  std::size_t denials = 0;
  bool has(const std::string& stem) const { return content.contains(stem); }
  /// Numbers and what is spelt with digits: two texts that differ there do not say the same.
  std::set<std::string> with_digits() const;
};

Stems stems_of(std::string_view text);

/// Words of `text` that `known` does not have.
std::set<std::string> beyond(const Stems& text, const Stems& known);
/// Of `words`, the share that `in` has; 1 for no words.
double share_in(const std::set<std::string>& words, const std::set<std::string>& in);
double jaccard(const std::set<std::string>& a, const std::set<std::string>& b);

}  // namespace generator::cot
