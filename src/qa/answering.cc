#include "qa/answering.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "measure/facts.h"
#include "measure/support.h"
#include "qa/support_check.h"

namespace generator::qa {

bool may_answer(std::string_view question, std::string_view answer, const Chunk& passage,
                double most) {
  const SupportCheck check = check_support(question, answer, measure::read_passage(passage),
                                           passage.headings, Style{});
  return check.facts_only || check.share > most;
}

// "two", "0": in source code they stand everywhere.
static bool is_small(const measure::Fact& fact) {
  return fact.kind == measure::FactKind::kNumber &&
         (fact.text.size() == 1 || std::ranges::none_of(fact.text, text::is_digit));
}

bool has_fact_of_answer(std::string_view question, std::string_view answer, const Chunk& passage) {
  const measure::KnownFacts asked(question);
  const std::string text = to_text(passage.headings) + "\n\n" + passage.text;
  const measure::KnownFacts there(text);
  return std::ranges::any_of(measure::facts(answer), [&](const measure::Fact& fact) {
    return measure::is_hard(fact.kind) && !is_small(fact) && !asked.covers(fact) &&
           there.covers(fact);
  });
}

}  // namespace generator::qa
