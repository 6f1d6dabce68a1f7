// "Unlike X, Y ..." → "How does Y differ from X?"; "X is ..., whereas Y ..." and "X ...; Y does not
// ..." → "What is the difference between X and Y?"; "The difference between X and Y is ..." as it
// stands.
#include "base/text.h"
#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

void ask_difference(const Page& page, AnswerLength length, std::size_t unit, const Sentence& s,
                    Range a, Range b, double worth, Candidates& out) {
  const auto one = page.topic.phrase(s, a);
  const auto other = page.topic.phrase(s, b);
  if (!one || !other || text::contains(*one, *other) || text::contains(*other, *one) ||
      a.size() > 6 || b.size() > 6)
    return;
  for (const Range range : {a, b})
    for (std::size_t i = range.begin; i < range.end; ++i)
      if (s[i].is(kPreposition) && s[i].lower != "of") return;
  propose(page, length,
          {"what is the difference between " + *one + " and " + *other,
           "comparison",
           "difference",
           worth,
           {unit, unit + 1}},
          out);
}

void ask_unlike(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  if (s[0].lower != "unlike" && !s.matches(0, "in contrast to") && !s.matches(0, "compared to") &&
      !s.matches(0, "compared with"))
    return;
  const std::size_t from = s[0].lower == "unlike" ? 1 : (s[0].lower == "in" ? 3 : 2);
  const std::size_t comma = clause_end(s, 0, ",");
  if (comma >= s.size() || comma <= from) return;
  const auto clause = find_clause(s, comma, clause_end(s, comma));
  if (!clause) return;
  const auto other = page.topic.phrase(s, {from, comma});
  const auto subject = page.topic.phrase(s, clause->subject);
  if (!other || !subject || s[from].is(kDemonstrative | kPronoun)) return;
  const bool plural = clause->plural || (clause->finite == Clause::Finite::kModal &&
                                         is_plural(s[clause->subject.end - 1].lower));
  propose(page, length,
          {std::string(plural ? "how do " : "how does ") + *subject + " differ from " + *other,
           "comparison",
           "how-differ",
           1.3,
           {unit, unit + 1}},
          out);
}

void ask_parallel(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  const bool leading = s[0].lower == "while" || s[0].lower == "whereas" || s[0].lower == "although";
  if (leading) {
    const std::size_t comma = clause_end(s, 0, ",");
    if (comma >= s.size() || s[0].lower == "although") return;
    const auto first = find_clause(s, 1, comma);
    const auto second = find_clause(s, comma, clause_end(s, comma));
    if (first && second)
      ask_difference(page, length, unit, s, first->subject, second->subject, 1.2, out);
    return;
  }
  const auto first = find_clause(s, 0, s.size());
  if (!first) return;
  for (std::size_t i = first->verb + 2; i + 3 < s.size(); ++i) {
    const bool joint = s[i].lower == "whereas" || (s[i].lower == "while" && s[i - 1].after == ',');
    const bool semicolon = s[i - 1].after == ';';
    if (!joint && !semicolon) continue;
    const auto second = find_clause(s, joint ? i + 1 : i, s.size());
    if (!second) return;
    if (joint || first->negated != second->negated)
      ask_difference(page, length, unit, s, first->subject, second->subject, 1.2, out);
    return;
  }
}

/// "The (main) difference between X and Y is ..."
void ask_stated(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  const auto clause = find_clause(s, 0, clause_end(s, 0));
  if (!clause) return;
  const auto noun = s.find("difference", 0, clause->subject.end);
  const auto nouns = s.find("differences", 0, clause->subject.end);
  if ((noun || nouns) && s.find("between", 0, clause->subject.end)) {
    const auto subject = page.topic.phrase(s, clause->subject);
    if (subject)
      propose(page, length,
              {(clause->plural ? "what are " : "what is ") + *subject,
               "comparison",
               "difference",
               1.3,
               {unit, unit + 1}},
              out);
    return;
  }
  const bool differs = clause->finite == Clause::Finite::kLexical &&
                       clause->main->base == "differ" && s.matches(clause->rest.begin, "from");
  if (!differs) return;
  std::size_t end = clause->rest.begin + 1;
  while (end < s.size() && s[end].lower != "in" && s[end - 1].after == 0) ++end;
  const auto question = inverted(page.topic, s, *clause, end);
  if (question)
    propose(page, length, {"how " + *question, "comparison", "how-differ", 1.3, {unit, unit + 1}},
            out);
}

}  // namespace

void ask_comparisons(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    const Statement& statement = page.statements[i];
    if (!page.is_prose(i) || !statement.whole || statement.points) continue;
    ask_unlike(page, length, i, out);
    ask_parallel(page, length, i, out);
    ask_stated(page, length, i, out);
  }
}

}  // namespace generator::offline
