#include "offline/stems.h"

#include <algorithm>

#include "measure/content_words.h"

namespace generator::offline {

Stems stems_of(std::string_view text) {
  Stems out;
  for (const measure::ContentWord& word : measure::content_words(text))
    if (!word.is_empty) out.insert(word.stem);
  return out;
}

std::size_t in_both(const Stems& a, const Stems& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a, [&](const std::string& stem) { return b.contains(stem); }));
}

}  // namespace generator::offline
