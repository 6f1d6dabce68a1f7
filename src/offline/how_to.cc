// "To create a group, call `H5Gcreate` ..." → "How do you create a group?"
// "A link can be removed with `H5Ldelete`." → "How can a link be removed?"
// "Use `H5Aiterate` to walk the attributes." → "How do you walk the attributes?"
#include <algorithm>

#include "base/text.h"
#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

std::string_view kind_of(const Sentence& s) {
  for (const Word& word : s.words)
    for (const std::string_view mark : {"avoid", "prevent", "fix", "solve", "recover", "repair",
                                        "debug", "diagnose", "work around", "troubleshoot"})
      if (word.lower == mark) return "troubleshooting";
  return "how-to";
}

/// "to" and a verb at `at`: the purpose's words up to `end` as a phrase.
std::optional<std::string> purpose(const Page& page, const Sentence& s, std::size_t at,
                                   std::size_t end) {
  if (at + 2 >= end || s[at].lower != "to" ||
      !(s[at + 1].is(kVerbBase) || s[at + 1].lower == "do")) {
    if (!(at + 3 < end && s[at].lower == "to" && s[at + 1].is(kAdverb) && s[at + 2].is(kVerbBase)))
      return std::nullopt;
  }
  static constexpr std::string_view kVague[] = {
      "do",       "be",        "help",       "make",        "see",        "note",
      "begin",    "summarize", "illustrate", "demonstrate", "understand", "explain",
      "continue", "date",      "simplify",   "complicate",  "ease",       "learn"};
  for (const auto verb : kVague)
    if (s[at + 1].lower == verb) return std::nullopt;
  auto aim = page.topic.phrase(s, {at + 1, end});
  if (aim) *aim = text::replace_all(*aim, " and to ", " and ");
  return aim;
}

/// Subjects that do something for a purpose: "you", "the application", "a program", "users".
bool is_doer(const Sentence& s, Range subject) {
  if (subject.size() == 1 && (s[subject.begin].lower == "you" || s[subject.begin].lower == "one"))
    return true;
  return !subject.empty() && s[subject.end - 1].is(kRole) && subject.size() <= 3;
}

void ask_about_purpose_first(const Page& page, AnswerLength length, std::size_t unit,
                             Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  std::size_t at = 0;
  if (s.matches(0, "in order to")) at = 2;
  if (s[at].lower != "to") return;
  const std::size_t comma = clause_end(s, at, ",;:");
  if (comma >= s.size() || s[comma - 1].after != ',') return;
  const auto aim = purpose(page, s, at, comma);
  if (!aim) return;
  std::size_t main = comma;
  while (main < s.size() && s[main].is(kConnective)) ++main;
  if (main >= s.size()) return;
  bool method = imperative(s, main) != nullptr;
  std::size_t begin = main;
  if (!method && (s[main].lower == "you" || s[main].lower == "one")) method = true;
  if (!method)
    if (const auto clause = find_clause(s, begin, clause_end(s, begin)))
      method = !s[clause->subject.begin].is(kDemonstrative) &&
               (is_doer(s, clause->subject) || clause->finite == Clause::Finite::kModal ||
                clause->passive || s[clause->verb].is(kBe));
  if (!method) return;
  static constexpr std::string_view kWordings[] = {"how do you ", "how can you ", "how do you "};
  propose(page, length,
          {std::string(kWordings[page.turn(unit, 3)]) + *aim,
           kind_of(s),
           "how-do-you",
           1.2,
           {unit, unit + 1}},
          out);
}

/// "Use X to ..." / "Call X to ...": the tool first, the aim behind.
void ask_about_tool_first(const Page& page, AnswerLength length, std::size_t unit,
                          Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  std::size_t verb = 0;
  const bool you = s.matches(0, "you can") || s.matches(0, "you may") || s.matches(0, "you could");
  if (you) verb = 2;
  if (verb >= s.size() ||
      (s[verb].lower != "use" && s[verb].lower != "call" && s[verb].lower != "run"))
    return;
  const std::size_t end = clause_end(s, verb);
  const auto to = s.find("to", verb + 2, std::min(end, verb + 12));
  if (!to || s[*to - 1].after != 0) return;
  for (std::size_t i = verb; i < *to; ++i)
    if (s[i].is(kSubordinator)) return;
  std::size_t aim_end = end;
  for (std::size_t i = *to + 1; i < end; ++i)
    if (s[i].after == ',' || s[i].after == '-') {
      aim_end = i + 1;
      break;
    }
  if (aim_end < end) return;  // a purpose with commas inside goes on too long to be a question
  const auto aim = purpose(page, s, *to, aim_end);
  if (!aim) return;
  const bool function = s[verb + 1].code && (*to == verb + 2);
  const bool named = s[verb + 1].lower == "the" && *to == verb + 4 && s[verb + 2].code &&
                     (s[verb + 3].lower == "function" || s[verb + 3].lower == "command" ||
                      s[verb + 3].lower == "option");
  if (named || (function && page.turn(unit, 2) == 0 && s[verb + 1].lower.starts_with("h5"))) {
    const std::string noun = named ? s[verb + 3].lower : "function";
    propose(page, length,
            {"which " + noun + " do you use to " + *aim, "api", "which-to", 1.1, {unit, unit + 1}},
            out);
  } else {
    propose(page, length,
            {(you ? "how can you " : "how do you ") + *aim,
             kind_of(s),
             "how-do-you",
             1.1,
             {unit, unit + 1}},
            out);
  }
}

/// "S can be set with/by/using M" and "S is created by calling M".
void ask_about_means(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  const std::size_t end = clause_end(s, 0, ";:.,");
  const auto clause = find_clause(s, 0, end);
  if (!clause || !clause->passive || clause->negated || clause->negated_later) return;
  std::optional<std::size_t> means;
  for (std::size_t i = clause->rest.begin + 1; i + 1 < end && !means; ++i) {
    const bool by_doing =
        s[i].lower == "by" && (s[i + 1].is(kGerund) || s.matches(i, "by a call") ||
                               s.matches(i, "by means of") || (s[i + 1].code && i + 2 < s.size()));
    const bool with = (s[i].lower == "with" || s[i].lower == "via" || s[i].lower == "through") &&
                      (s[i + 1].code ||
                       (i + 2 < end && (s[i + 2].code || s.matches(i + 1, "a call") ||
                                        s.matches(i + 1, "one of"))) ||
                       (i + 3 < end && s[i + 3].code));
    // "kept for compatibility with": the noun asks for its "with".
    static constexpr std::string_view kGoverning[] = {
        "compatibility", "compatible",       "together",   "along",       "accordance",
        "conjunction",   "combination",      "consistent", "comparison",  "contact",
        "conflict",      "associated",       "agreement",  "integration", "consistency",
        "incompatible",  "interoperability", "equivalent"};
    if (std::find(std::begin(kGoverning), std::end(kGoverning), s[i - 1].lower) !=
        std::end(kGoverning))
      continue;
    const bool calling = s[i].lower == "using" || s.matches(i, "calling");
    if (by_doing || with || calling) means = i;
  }
  if (!means) return;
  for (const std::string_view verb : {"follow", "describe", "accompany", "show", "illustrate",
                                      "concern", "use", "mean", "allow", "permit", "enable", "do"})
    if (clause->main != nullptr && clause->main->base == verb) return;
  // What stands between the participle and the means must be short, or the question runs on.
  const auto question = inverted(page.topic, s, *clause, *means);
  if (!question) return;
  propose(page, length, {"how " + *question, "how-to", "how-passive", 1.0, {unit, unit + 1}}, out);
}

/// "You can X by/with/using ..."
void ask_about_ability(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  if (!(s.matches(0, "you can") || s.matches(0, "users can") || s.matches(0, "you may")) ||
      s.size() < 6 || !s[2].is(kVerbBase))
    return;
  if (s[2].lower == "use" || s[2].lower == "also" || s[2].lower == "see" || s[2].lower == "find")
    return;
  const std::size_t end = clause_end(s, 0, ";:.,");
  for (std::size_t i = 4; i + 1 < end; ++i) {
    const bool by = s[i].lower == "by" && s[i + 1].is(kGerund);
    const bool with = (s[i].lower == "with" || s[i].lower == "via") &&
                      (s[i + 1].code || (i + 2 < end && s[i + 2].code));
    if (!by && !with && s[i].lower != "using") continue;
    if (const auto aim = page.topic.phrase(s, {2, i}))
      propose(page, length, {"how can you " + *aim, "how-to", "how-do-you", 1.1, {unit, unit + 1}},
              out);
    return;
  }
}

}  // namespace

void ask_how_to(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    const Statement& statement = page.statements[i];
    if (!page.is_prose(i) || !statement.whole || statement.points) continue;
    ask_about_purpose_first(page, length, i, out);
    ask_about_tool_first(page, length, i, out);
    ask_about_means(page, length, i, out);
    ask_about_ability(page, length, i, out);
  }
}

}  // namespace generator::offline
