// "M when C." → "When M?"; "If C, M." → "What happens if C?" or, where M says what to do, "What
// should you do if C?". "M unless C." → "Under what condition ...?" would ask for the opposite, so
// it becomes "When M?".
#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

std::string_view kind_of(const Sentence& s) {
  static constexpr std::string_view kTrouble[] = {
      "fail",      "fails",   "failed",     "failure",    "error",       "errors", "corrupt",
      "corrupted", "lost",    "invalid",    "crash",      "crashes",     "leak",   "leaks",
      "undefined", "warning", "unexpected", "unintended", "inaccessible"};
  for (const Word& word : s.words)
    for (const std::string_view mark : kTrouble)
      if (word.lower == mark) return "troubleshooting";
  return "concept";
}

/// Something that goes on, so that one may ask what happens then.
bool is_event(const Sentence& s, const Clause& main) {
  const std::string& auxiliary = s[main.verb].lower;
  if (auxiliary == "should" || auxiliary == "must" || s[main.subject.begin].is(kDemonstrative))
    return false;
  if (main.passive) {
    static constexpr std::string_view kStates[] = {"call",      "know", "require", "need",
                                                   "recommend", "base", "define",  "describe",
                                                   "suppose",   "mean", "intend",  "relate"};
    for (const std::string_view state : kStates)
      if (main.main != nullptr && main.main->base == state) return false;
    return true;
  }
  if (main.finite == Clause::Finite::kLexical ||
      (main.finite == Clause::Finite::kDo && main.main != nullptr) ||
      (main.finite == Clause::Finite::kModal && main.main != nullptr)) {
    static constexpr std::string_view kStates[] = {"mean",   "contain", "have",    "consist",
                                                   "depend", "need",    "require", "be",
                                                   "want",   "refer",   "describe"};
    for (const std::string_view state : kStates)
      if (main.main->base == state) return false;
    return true;
  }
  return false;
}

void ask_leading(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  const std::string& word = s[0].lower;
  if (word != "if" && word != "when" && word != "once" && word != "after" && word != "whenever")
    return;
  const std::size_t comma = clause_end(s, 0, ",");
  if (comma + 1 >= s.size() || s[comma - 1].after != ',' || comma < 4) return;
  const auto premise = find_clause(s, 1, comma);
  const bool you = s[1].lower == "you";
  const bool gerund = s[1].is(kGerund) && word != "if";
  if (!premise && !you && !gerund) return;
  const auto condition = page.topic.phrase(s, {1, comma});
  if (!condition || text::contains(*condition, " and if ") ||
      text::contains(*condition, " is to be ") || text::contains(*condition, " are to be "))
    return;
  std::size_t main = comma;
  if (s[main].lower == "then") ++main;
  const std::string joint = word == "whenever" ? "when" : word;
  const bool obligation = main + 1 < s.size() && s[main].lower == "you" &&
                          (s[main + 1].lower == "should" || s[main + 1].lower == "must" ||
                           s[main + 1].lower == "can" || s[main + 1].lower == "may");
  // "When ..., port number 177 is used": a noun, no command.
  const bool noun = s[main].is(kNounToo) && main + 1 < s.size() && !s[main + 1].code &&
                    !s[main + 1].is(kDeterminer) && find_clause(s, main, clause_end(s, main));
  if ((imperative(s, main) != nullptr && !noun) || obligation) {
    const std::string verb = !obligation                  ? "should"
                             : s[main + 1].lower == "may" ? "can"
                                                          : s[main + 1].lower;
    propose(page, length,
            {"what " + verb + " you do " + joint + " " + *condition,
             "how-to",
             "what-should-you-do",
             1.0,
             {unit, unit + 1}},
            out);
    return;
  }
  if (you || gerund) return;
  const auto result = find_clause(s, main, clause_end(s, main));
  if (!result || !is_event(s, *result)) return;
  propose(page, length,
          {"what happens " + joint + " " + *condition,
           kind_of(s),
           "what-happens",
           1.0,
           {unit, unit + 1}},
          out);
}

/// Verbs behind which "if" and "when" mean "whether" and "at what time".
bool takes_a_question(std::string_view verb) {
  for (const std::string_view asking : {"check", "know", "tell", "decide", "indicate", "specify",
                                        "ask", "define", "control", "test"})
    if (verb == asking) return true;
  return false;
}

struct Joint {
  std::string_view words;
  std::string_view question;  // what the question begins with
};

void ask_trailing(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  static constexpr std::array kJoints = {Joint{"only if", "under what condition "},
                                         Joint{"only when", "when "},
                                         Joint{"if and only if", "under what condition "},
                                         Joint{"as long as", "under what condition "},
                                         Joint{"provided that", "under what condition "},
                                         Joint{"when", "when "},
                                         Joint{"if", "when "},
                                         Joint{"once", "when "},
                                         Joint{"until", "until when "},
                                         Joint{"whenever", "when "}};
  const Sentence& s = page.statements[unit].sentence;
  for (std::size_t i = 3; i + 2 < s.size(); ++i) {
    if (s[i].is(kSubordinator) && s[i].lower != "if" && s[i].lower != "when" &&
        s[i].lower != "once" && s[i].lower != "until" && s[i].lower != "unless" &&
        s[i].lower != "whenever")
      return;
    for (const Joint& joint : kJoints) {
      if (!s.matches(i, joint.words)) continue;
      const Word& before = s[i - 1];
      if (before.lower == "even" || before.lower == "time" || before.lower == "case" ||
          before.lower == "as" || before.is(kPreposition) || before.after == ':' ||
          before.after == ';' || before.lower == "determine" || before.lower == "see" ||
          before.is(kConjunction) || takes_a_question(before.lower))
        return;
      std::size_t begin = 0;
      for (std::size_t j = 0; j + 1 < i; ++j)
        if (s[j].after == ';')
          begin = j + 1;
        else if (s[j].after == ':')
          return;  // "Semantics: A packet is sent if ..."
      const auto clause = find_clause(s, begin, i);
      if (!clause || clause->rest.empty() || s[i].after == ',') return;
      const std::size_t subject =
          i + 1 + static_cast<std::size_t>(std::count(joint.words.begin(), joint.words.end(), ' '));
      if (subject < s.size() && s[subject].is(kGerund))
        return;  // "when creating a file": no event of its own
      auto question = inverted(page.topic, s, *clause, i);
      if (!question || question->find(',') != std::string::npos) return;
      *question = text::replace_all(*question, " only ", " ");
      if (question->ends_with(" only") || question->ends_with(" for")) return;
      if (joint.words == "until") return;
      propose(page, length,
              {std::string(joint.question) + *question, kind_of(s), "when", 1.1, {unit, unit + 1}},
              out);
      return;
    }
  }
}

}  // namespace

void ask_conditions(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    const Statement& statement = page.statements[i];
    if (!page.is_prose(i) || !statement.whole || statement.points || statement.lead_in) continue;
    ask_leading(page, length, i, out);
    ask_trailing(page, length, i, out);
  }
}

}  // namespace generator::offline
