// From unit numbers to an answer in three steps: the units that must come along are added, each is
// written as it stands less its pointers, and what is left is looked at as a reader would who has
// nothing else.
#include "qa/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/cohesion.h"
#include "qa/composition.h"

namespace generator::qa {
namespace {

using measure::Passage;
using measure::Unit;
using measure::UnitKind;

// Whether the unit after `number` is the next sentence of the same paragraph, and introduces
// nothing.
bool continues(const Passage& passage, int number) {
  if (number >= static_cast<int>(passage.units.size())) return false;
  const Unit& here = passage.units[static_cast<std::size_t>(number) - 1];
  const Unit& next = passage.units[static_cast<std::size_t>(number)];
  return here.kind == UnitKind::kSentence && next.kind == UnitKind::kSentence &&
         here.block == next.block && !introduces(passage.text_of(next));
}

}  // namespace

std::int64_t count_words(std::string_view s) {
  enum Byte : std::uint8_t { kMark, kSpace, kLetter, kLead };  // kLead: begins a character
  static constexpr auto kBytes = [] {
    std::array<Byte, 256> table{};
    for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'})
      table[static_cast<unsigned char>(c)] = kSpace;
    for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = kLetter;
    for (std::size_t c = '0'; c <= '9'; ++c) table[c] = kLetter;
    for (std::size_t c = 0x80; c < 256; ++c) table[c] = c >= 0xC0 ? kLead : kLetter;
    return table;
  }();
  const auto byte_at = [&](std::size_t at) { return kBytes[static_cast<unsigned char>(s[at])]; };
  std::int64_t words = 0, wide = 0;
  for (std::size_t at = 0; at < s.size();) {
    if (byte_at(at) == kSpace) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    bool counts = false;
    for (; at < s.size() && byte_at(at) != kSpace; ++at) {
      if (byte_at(at) == kLead && text::leads_cjk(s[at])) {
        ++wide;
        for (int rest = 2; rest > 0 && at + 1 < s.size() && byte_at(at + 1) != kSpace; --rest) ++at;
      } else {
        counts = counts || byte_at(at) >= kLetter;
      }
    }
    const bool is_marker =
        at - begin <= 3 && (s[at - 1] == '.' || s[at - 1] == ')') && text::is_digit(s[begin]);
    if (counts && !is_marker) ++words;
  }
  return words + (wide + 1) / 2;
}

Checked<Answer> assemble(const Passage& passage, std::vector<int> units,
                         std::string_view code_language, AnswerWords words) {
  std::set<int> chosen(units.begin(), units.end());
  for (const int number : chosen)
    if (number < 1 || number > static_cast<int>(passage.units.size()))
      return refuse(reasons::kUnknownUnit,
                    fmt::format("unit {}; the passage has {}", number, passage.units.size()));
  if (chosen.empty()) return refuse(reasons::kUnknownUnit, "no unit is cited");
  add_what_belongs(passage, chosen);
  auto composed = compose(passage, chosen, code_language);
  // A few words too short: the paragraph's next sentence makes it whole.
  for (int last = *chosen.rbegin();
       composed && composed->words < words.least && composed->words * 2 >= words.least;) {
    if (!continues(passage, last)) break;
    chosen.insert(++last);
    auto longer = compose(passage, chosen, code_language);
    if (!longer || longer->words > words.most) break;
    composed = std::move(longer);
  }
  if (!composed) return composed;
  Answer answer = std::move(*composed);
  if (answer.units.empty())
    return refuse(reasons::kDanglingReference, "the cited units only point elsewhere");
  const auto& first = passage.units[static_cast<std::size_t>(answer.units[0]) - 1];
  const std::string_view opening = passage.text_of(first);
  if (first.kind == UnitKind::kSentence && leans_back(opening))
    return refuse(reasons::kDanglingReference,
                  fmt::format("it begins with \"{}\", whose subject stands elsewhere",
                              text::prefix(opening, 40)));
  const auto& last = passage.units[static_cast<std::size_t>(answer.units.back()) - 1];
  if (last.kind == UnitKind::kSentence && introduces(passage.text_of(last)))
    return refuse(reasons::kDanglingReference, "it ends in ':' and what follows is missing");
  if (answer.words < words.least)
    return refuse(reasons::kAnswerTooShort,
                  fmt::format("{}, at least {} are wanted", text::counted(answer.words, "word"),
                              words.least));
  if (answer.words > words.most)
    return refuse(reasons::kAnswerTooLong,
                  fmt::format("{}, at most {} are wanted", text::counted(answer.words, "word"),
                              words.most));
  return answer;
}

}  // namespace generator::qa
