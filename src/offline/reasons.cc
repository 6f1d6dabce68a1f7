// "M because R.", "Since R, M.", "R. Therefore, M.", "M so that R.", "M to avoid R." → "Why M?"
#include <array>

#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

bool worth_asking(const Sentence& s, const Clause& clause) {
  if (s[clause.subject.begin].lower == "there" || s[clause.subject.begin].lower == "you" ||
      s[clause.subject.begin].lower == "it")
    return false;
  return clause.rest.size() >= 1;
}

/// "so that users can ...": a purpose. "so that it broke" is a result.
bool intends(const Sentence& s, std::size_t from) {
  for (std::size_t i = from; i < s.size() && i < from + 14; ++i)
    if (s[i].is(kModal)) return true;
  return false;
}

void ask_why(const Page& page, AnswerLength length, std::size_t unit, const Clause& clause,
             std::size_t rest_end, Range core, double worth, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  if (!worth_asking(s, clause) || rest_end <= clause.rest.begin) return;
  if (s.find("but", clause.rest.begin, rest_end)) return;
  for (std::size_t i = clause.rest.begin + 1; i < rest_end && i < s.size(); ++i)
    if (s[i - 1].after == ',' && s[i].is(kConjunction) && find_clause(s, i + 1, rest_end)) return;
  const auto question = inverted(page.topic, s, clause, rest_end);
  if (question) propose(page, length, {"why " + *question, "reason", "why", worth, core}, out);
}

/// "M because R": the reason behind.
void ask_trailing(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  for (std::size_t i = 3; i + 2 < s.size(); ++i) {
    const bool comma = s[i - 1].after == ',';
    const bool because = s[i].lower == "because" || s.matches(i, "due to") ||
                         (s.matches(i, "so that") && !comma && intends(s, i + 2)) ||
                         (comma && s[i].lower == "since");
    const bool purpose = s.matches(i, "in order to") || s.matches(i, "to avoid") ||
                         s.matches(i, "to prevent") || s.matches(i, "to ensure") ||
                         s.matches(i, "to minimize") || s.matches(i, "to reduce") ||
                         s.matches(i, "to improve") || s.matches(i, "for efficiency") ||
                         s.matches(i, "to conserve") || s.matches(i, "for performance") ||
                         s.matches(i, "to make sure");
    if (!because && !purpose) continue;
    // "may be able to avoid ...": what it can do, not what for.
    for (const std::string_view word :
         {"able", "unable", "likely", "required", "needed", "designed", "free", "possible",
          "necessary", "used", "intended"})
      if (purpose && s[i - 1].lower == word) return;
    // Not the reason of an inner clause: "which fails because ...".
    std::size_t begin = 0;
    for (std::size_t j = 0; j < i; ++j) {
      if (s[j].after == ';') begin = j + 1;
      if (j >= begin && s[j].is(kSubordinator) && s[j].lower != "that" && s[j].lower != "where")
        return;
    }
    if (s[begin].is(kPreposition)) return;
    const auto clause = find_clause(s, begin, i);
    if (!clause || (purpose && !clause->passive && clause->finite != Clause::Finite::kModal))
      return;
    if (s.matches(i, "due to") && s[i - 1].is(kBe | kAdverb)) return;
    ask_why(page, length, unit, *clause, i, {unit, unit + 1}, because ? 1.2 : 0.9, out);
    return;
  }
}

/// "Because R, M": the reason first.
void ask_leading(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  if (s[0].lower != "because" && s[0].lower != "since" && !s.matches(0, "due to")) return;
  if (s[0].lower != "due" && !find_clause(s, 1, clause_end(s, 0, ",")))
    return;  // "Since 1.12.0, ..."
  for (std::size_t comma = clause_end(s, 0, ","); comma < s.size() && s[comma - 1].after == ',';
       comma = clause_end(s, comma, ",")) {
    const auto clause = find_clause(s, comma, clause_end(s, comma));
    if (!clause) continue;
    ask_why(page, length, unit, *clause, clause_end(s, comma, ";.:"), {unit, unit + 1}, 1.2, out);
    return;
  }
}

/// "R. Therefore, M.": the reason in the sentence before.
void ask_consequence(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  static constexpr std::string_view kOpenings[] = {
      "therefore",       "thus",        "consequently",    "hence",
      "for this reason", "as a result", "as a consequence"};
  for (const std::string_view opening : kOpenings) {
    if (!s.matches(0, opening)) continue;
    std::size_t begin = 1;
    for (const char c : opening) begin += c == ' ' ? 1 : 0;
    if (unit == 0 || !page.same_block(unit, unit - 1) || !page.statements[unit - 1].whole ||
        page.statements[unit - 1].lead_in)
      return;
    const auto clause = find_clause(s, begin, clause_end(s, begin));
    if (clause)
      ask_why(page, length, unit, *clause, clause_end(s, begin, ";.:"), {unit - 1, unit + 1}, 1.1,
              out);
    return;
  }
}

}  // namespace

void ask_reasons(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    const Statement& statement = page.statements[i];
    if (!page.is_prose(i) || !statement.whole || statement.points || statement.lead_in) continue;
    ask_trailing(page, length, i, out);
    ask_leading(page, length, i, out);
    ask_consequence(page, length, i, out);
  }
}

}  // namespace generator::offline
