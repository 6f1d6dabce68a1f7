#include "cot/words.h"

#include <algorithm>

#include "base/text.h"
#include "measure/content_words.h"
#include "measure/plain.h"

namespace generator::cot {

Stems stems_of(std::string_view text) {
  Stems out;
  for (const measure::ContentWord& word :
       measure::content_words(measure::PlainText(text).text())) {
    if (measure::is_denial(word.stem)) ++out.denials;
    if (!word.is_empty) out.content.insert(word.stem);
  }
  return out;
}

std::set<std::string> Stems::with_digits() const {
  std::set<std::string> out;
  for (const std::string& stem : content)
    if (std::ranges::any_of(stem, text::is_digit)) out.insert(stem);
  return out;
}

std::set<std::string> beyond(const Stems& text, const Stems& known) {
  std::set<std::string> out;
  std::ranges::set_difference(text.content, known.content, std::inserter(out, out.end()));
  return out;
}

double share_in(const std::set<std::string>& words, const std::set<std::string>& in) {
  if (words.empty()) return 1;
  const auto found =
      std::ranges::count_if(words, [&](const std::string& word) { return in.contains(word); });
  return static_cast<double>(found) / static_cast<double>(words.size());
}

double jaccard(const std::set<std::string>& a, const std::set<std::string>& b) {
  const auto both =
      std::ranges::count_if(a, [&](const std::string& word) { return b.contains(word); });
  const double all = static_cast<double>(a.size() + b.size()) - static_cast<double>(both);
  return all == 0 ? 1 : static_cast<double>(both) / all;
}

}  // namespace generator::cot
