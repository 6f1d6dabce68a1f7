// Sentences whose subject is an identifier: "`H5Aclose` closes ..." → "What does `H5Aclose` do?",
// "`f` returns ..." → "What does `f` return?", "`x` is used to ..." → "What is `x` used for?"
#include <array>

#include "base/text.h"

#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

/// "`f`", "The `f` function", "The function `f`": the identifier's word and what it is called.
struct Named {
  std::size_t word = 0;
  std::string noun;  // "function", "option", ... or ""
};

std::optional<Named> named(const Sentence& s, Range subject) {
  std::size_t begin = subject.begin;
  if (begin < subject.end && s[begin].lower == "the") ++begin;
  if (subject.end - begin == 1 && s[begin].code && begin == subject.begin) return Named{begin, ""};
  if (subject.end - begin != 2) return std::nullopt;
  static constexpr std::string_view kNouns[] = {
      "function", "option", "command", "macro",   "method",    "flag",     "parameter", "property",
      "routine",  "call",   "class",   "module",  "constant",  "variable", "file",      "program",
      "utility",  "tool",   "field",   "setting", "directive", "header"};
  for (const std::string_view noun : kNouns) {
    if (s[begin].code && s[begin + 1].lower == noun) return Named{begin, std::string(noun)};
    if (s[begin + 1].code && s[begin].lower == noun) return Named{begin + 1, std::string(noun)};
  }
  return std::nullopt;
}

std::string code_font(const Word& word) {
  return word.text.front() == '`' ? word.text : "`" + word.text + "`";
}

void ask_about(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  const auto clause = find_clause(s, 0, clause_end(s, 0));
  if (!clause || clause->negated) return;
  const auto name = named(s, clause->subject);
  if (!name) return;
  const std::string& id = s[name->word].text;
  // A bare parameter (`buf`, `loc_id`) means nothing away from its signature.
  const bool global =
      !name->noun.empty() || text::contains(id, "::") || text::contains(id, "()") ||
      text::is_upper(id[0]) || id.starts_with("--") ||
      (id.front() == '`' && id.size() > 2 && (text::is_upper(id[1]) || id[1] == '-'));
  if (!global || name->noun == "parameter" || name->noun == "field" || name->noun == "variable")
    return;
  const std::string subject = (name->noun.empty() ? "" : "the ") + code_font(s[name->word]) +
                              (name->noun.empty() ? "" : " " + name->noun);
  const Range core{unit, unit + 1};
  if (clause->finite == Clause::Finite::kLexical && !clause->plural) {
    const std::string& base = clause->main->base;
    if (base == "return" && clause->rest.size() > 3)
      propose(page, length,
              {"what does " + subject + " return", "api", "what-does-return", 1.1, core}, out);
    else if (base != "mean" && base != "need" && base != "fail" && base != "take" &&
             base != "differ")
      propose(page, length, {"what does " + subject + " do", "api", "what-does-do", 1.1, core},
              out);
    return;
  }
  if (clause->finite == Clause::Finite::kBe && clause->main != nullptr &&
      clause->main->base == "use" && clause->passive) {
    if (s.find("this", clause->rest.begin) || s.find("these", clause->rest.begin)) return;
    propose(page, length, {"what is " + subject + " used for", "api", "used-for", 1.1, core}, out);
    return;
  }
  if (clause->finite == Clause::Finite::kModal && clause->main != nullptr &&
      clause->main->base == "use" && clause->passive && s[clause->verb].lower == "can")
    propose(page, length, {"what can " + subject + " be used for", "api", "used-for", 1.1, core},
            out);
}

}  // namespace

void ask_signatures(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    const Statement& statement = page.statements[i];
    if (page.is_prose(i) && statement.whole && !statement.points) ask_about(page, length, i, out);
  }
}

}  // namespace generator::offline
