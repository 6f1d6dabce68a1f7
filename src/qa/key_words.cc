#include "qa/key_words.h"

#include <algorithm>
#include <string>

#include "measure/passage.h"
#include "qa/passage_pool.h"

namespace generator::qa {
namespace {

// What X provides stands where X is spoken of.
const Terms& asking_words() {
  static const Terms words = terms_of(
      "happen happens mean means use used uses way ways kind kinds what which how why when where "
      "many much do does can should must there each one following several different "
      "provide provides control controls allow allows describe describes contain contains include "
      "includes offer offers represent represents work works");
  return words;
}

}  // namespace

Terms terms_of(std::string_view text) {
  const auto all = index_terms(text);
  return {all.begin(), all.end()};
}

KeyWords::KeyWords(const select::LexicalIndex& index, std::string_view text,
                   const Terms& without) {
  for (const auto term : terms_of(text))
    if (!without.contains(term) && index.has(term)) words_.emplace_back(term, index.weight(term));
  std::ranges::sort(words_);  // sums are the same on every machine
  for (const auto& [term, weight] : words_) all_ += weight;
}

KeyWords KeyWords::of_question(const select::LexicalIndex& index, std::string_view question) {
  return KeyWords(index, question, asking_words());
}

double KeyWords::share_in(const Terms& text) const {
  double out = 0;
  for (const auto& [term, weight] : words_)
    if (text.contains(term)) out += weight;
  return all_ > 0 ? out / all_ : 0;
}

double KeyWords::share_in_one_place(const Chunk& chunk) const {
  const measure::Passage passage = measure::read_passage(chunk);
  double out = 0;
  for (const measure::Unit& unit : passage.units) {
    const measure::Block& block = passage.blocks[static_cast<std::size_t>(unit.block)];
    const HeadingPath& headings =
        passage.sections[static_cast<std::size_t>(block.section)].headings;
    std::string text(passage.text_of(unit));
    text.append("\n").append(passage.text_of(block.header));
    if (!headings.empty()) text.append("\n").append(headings.back());
    out = std::max(out, share_in(terms_of(text)));
  }
  return out;
}

}  // namespace generator::qa
