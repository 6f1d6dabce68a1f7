// Defaults and limits: "The default fill value is ..." → "What is the default fill value?",
// "By default, a group is created in ..." → "How is a group created by default?"
#include <array>

#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

bool is_limit(const Sentence& s, Range subject) {
  static constexpr std::string_view kMarks[] = {"default", "maximum",  "minimum",    "limit",
                                                "largest", "smallest", "limitation", "restriction"};
  for (std::size_t i = subject.begin; i < subject.end; ++i)
    for (const std::string_view mark : kMarks)
      if (s[i].lower == mark) return true;
  return false;
}

void ask_value(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  const auto clause = find_clause(s, 0, clause_end(s, 0, ";."));
  if (!clause || clause->finite != Clause::Finite::kBe || clause->negated ||
      clause->subject.size() < 3)
    return;
  if (s[clause->subject.begin].lower != "the" || !is_limit(s, clause->subject)) return;
  if (clause->passive && !s.matches(clause->rest.begin, "set to") &&
      !s.matches(clause->rest.begin, "limited"))
    return;
  const auto subject = page.topic.phrase(s, clause->subject);
  if (subject)
    propose(page, length,
            {(clause->plural ? "what are " : "what is ") + *subject,
             "concept",
             "what-default",
             1.1,
             {unit, unit + 1}},
            out);
}

void ask_default(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  if (!s.matches(0, "by default") || s.size() < 6) return;
  const std::size_t end = clause_end(s, 2, ";:.,");
  const auto clause = find_clause(s, 2, end);
  if (!clause || clause->negated) return;
  const Range core{unit, unit + 1};
  if (clause->passive && clause->main != nullptr) {
    std::size_t behind = clause->rest.begin;
    while (behind < end && s[behind].verb != clause->main) ++behind;
    if (behind + 1 >= end || !s[behind + 1].is(kPreposition)) return;
    const auto text = inverted(page.topic, s, *clause, behind + 1);
    if (text)
      propose(page, length, {"how " + *text + " by default", "concept", "by-default", 1.1, core},
              out);
    return;
  }
  if (clause->finite != Clause::Finite::kLexical || clause->rest.empty()) return;
  const Word& object = s[clause->rest.begin];
  if ((!object.code && !object.is(kDeterminer)) || s[clause->subject.begin].code) return;
  const auto text = inverted_without_rest(page.topic, s, *clause);
  if (text)
    propose(page, length, {"what " + *text + " by default", "concept", "by-default", 1.0, core},
            out);
}

}  // namespace

void ask_limits(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    const Statement& statement = page.statements[i];
    if (!page.is_prose(i) || !statement.whole || statement.points || statement.lead_in) continue;
    ask_value(page, length, i, out);
    ask_default(page, length, i, out);
  }
}

}  // namespace generator::offline
