// "A. Therefore, B." with what A rests on before it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "measure/content_words.h"
#include "offline/chains.h"
#include "offline/deeds.h"
#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

constexpr std::array<std::string_view, 7> kOpenings = {
    "therefore",       "thus",        "consequently",    "hence",
    "for this reason", "as a result", "as a consequence"};

/// The words behind "Therefore,"; 0: it does not begin so.
std::size_t behind_opening(const Sentence& s) {
  for (const std::string_view opening : kOpenings)
    if (s.matches(0, opening)) return 1 + static_cast<std::size_t>(std::ranges::count(opening, ' '));
  return 0;
}

std::set<std::string> stems_of(std::string_view text) {
  std::set<std::string> out;
  for (const measure::ContentWord& word : measure::content_words(text))
    if (!word.is_empty) out.insert(word.stem);
  return out;
}

bool goes_on_from(std::string_view sentence, std::string_view before) {
  std::size_t shared = 0;
  const auto known = stems_of(before);
  for (const std::string& stem : stems_of(sentence)) shared += known.contains(stem) ? 1 : 0;
  return shared >= 1;
}

std::string as_reason(const Page& page, std::size_t unit) {
  const Sentence& s = page.statements[unit].sentence;
  const auto phrase = page.topic.phrase(s, {0, s.size()});
  return phrase.value_or("");
}

}  // namespace

void chain_reasons(const Page& page, Chains& out) {
  for (std::size_t unit = 2; unit < page.statements.size(); ++unit) {
    const Statement& statement = page.statements[unit];
    const std::size_t begin = page.is_prose(unit) && statement.whole && !statement.points &&
                                      !statement.lead_in
                                  ? behind_opening(statement.sentence)
                                  : 0;
    if (begin == 0 || !page.same_block(unit, unit - 1) || !page.same_block(unit, unit - 2)) continue;
    const std::string first = step_of(page, unit - 2), second = step_of(page, unit - 1);
    if (first.empty() || second.empty() || !goes_on_from(second, first)) continue;
    const Sentence& s = statement.sentence;
    const std::size_t end = clause_end(s, begin, ";.:");
    const auto clause = find_clause(s, begin, end);
    if (!clause) continue;
    const auto question = inverted(page.topic, s, *clause, end);
    const std::string one = as_reason(page, unit - 2), other = as_reason(page, unit - 1);
    if (!question || one.empty() || other.empty()) continue;
    Chain chain;
    chain.question = finished_question(page, "why " + *question);
    chain.kind = "reason";
    chain.pattern = "reason";
    chain.worth = 1.6;
    chain.units = {unit - 2, unit - 1, unit};
    chain.steps = {first, second};
    chain.answer = fmt::format("Because {}, and {}.", one, other);
    out.push_back(std::move(chain));
  }
}

}  // namespace generator::offline
