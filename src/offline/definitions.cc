// "An HDF5 dataset is an object that ..." → "What is an HDF5 dataset?"
//
// Only a sentence that says what kind of thing its subject is, and what sets it apart, is a
// definition: be + article + noun phrase, followed by "that", "which", "of", "used", ... At most
// one a section.
#include <array>

#include "base/text.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

/// Nouns that classify nothing: "X is a way to ...", "X is the case".
bool classifies(const Sentence& s, Range rest) {
  static constexpr std::string_view kEmpty[] = {
      "case",    "result",  "problem",   "issue",       "reason",         "matter",  "need",
      "example", "mistake", "bit",       "lot",         "same",           "first",   "last",
      "only",    "best",    "good",      "bad",         "great",          "new",     "start",
      "must",    "default", "preferred", "recommended", "responsibility", "concern", "one",
      "better",  "simple",  "little",    "member",      "number",         "question"};
  for (std::size_t i = rest.begin + 1; i < rest.end && i < rest.begin + 4; ++i)
    for (const std::string_view word : kEmpty)
      if (s[i].lower == word) return false;
  return true;
}

bool sets_apart(const Sentence& s, Range rest) {
  for (std::size_t i = rest.begin + 1; i < rest.end; ++i) {
    const Word& word = s[i];
    for (const std::string_view mark : {"that", "which", "of", "for", "to", "where", "whose", "in",
                                        "by", "with", "from", "on", "between", "consisting", "as"})
      if (word.lower == mark) return true;
    if (word.is(kParticiple | kGerund) && i > rest.begin + 1) return true;
  }
  return false;
}

/// "a", "an" or "the" and a noun phrase; in the plural a bare one.
bool is_classification(const Sentence& s, const Clause& clause, std::size_t end) {
  const std::size_t at = clause.rest.begin;
  if (at + 5 > end || clause.negated) return false;
  const Word& first = s[at];
  if (first.is(kArticle)) return true;
  if (!clause.plural) return false;
  return !first.is(kParticiple | kDeterminer | kPreposition | kAdverb | kGerund | kNot | kPronoun |
                   kSubordinator | kConjunction) &&
         s.find("that", at, at + 6).has_value();
}

bool is_term(const Page& page, const Sentence& s, Range subject) {
  std::size_t begin = subject.begin;
  if (s[begin].is(kArticle)) ++begin;
  if (begin >= subject.end || subject.end - begin > 6) return false;
  for (std::size_t i = begin; i < subject.end; ++i) {
    const Word& word = s[i];
    if (word.is(kPreposition) && word.lower != "of") return false;
    if (word.is(kDeterminer | kConjunction | kAdverb | kPronoun | kPossessive | kSelf))
      return false;
    if (word.is(kGerund) && i == begin) return false;
  }
  static constexpr std::string_view kNoTerms[] = {
      "way",       "reason",  "result",    "difference",   "goal",      "purpose",  "idea",
      "problem",   "step",    "advantage", "disadvantage", "following", "point",    "output",
      "input",     "name",    "value",     "type",         "default",   "size",     "number",
      "path",      "case",    "thing",     "order",        "set",       "list",     "answer",
      "exception", "kind",    "option",    "location",     "parameter", "argument", "syntax",
      "format",    "starting"};
  const std::string head = singular(s[subject.end - 1].lower);
  const bool single = subject.end - begin == 1;
  for (const std::string_view word : kNoTerms)
    if (head == word && (single || s.find("of", begin, subject.end))) return false;
  if (single && s[subject.begin].lower == "the" && !page.topic.is_concept(head)) return false;
  return true;
}

void define(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Statement& statement = page.statements[unit];
  const Sentence& s = statement.sentence;
  const std::size_t end = clause_end(s, 0);
  const auto clause = find_clause(s, 0, end);
  if (!clause || !is_term(page, s, clause->subject)) return;
  if (s.end() == ':' && end == s.size()) return;
  auto subject = page.topic.phrase(s, clause->subject);
  if (!subject) return;
  const Word& head = s[clause->subject.end - 1];
  if (head.code && clause->subject.size() == 1 && !text::is_upper(head.text[head.text[0] == '`']))
    return;
  for (const std::string_view part :
       {"field", "parameter", "argument", "member", "method", "property", "option"})
    if (head.lower == part && s[clause->subject.end - 2].code) return;
  if (subject->starts_with("the ") && page.topic.is_concept(head.lower) && !is_plural(head.lower) &&
      !s.find("of", 0, clause->subject.end)) {
    const std::string bare = subject->substr(4);
    subject = std::string(indefinite_article(bare)) + " " + bare;
  }
  double worth = 1.0;
  for (std::size_t i = clause->subject.begin; i < clause->subject.end; ++i)
    if (page.topic.is_concept(s[i].lower)) worth += 0.1;
  if (clause->finite == Clause::Finite::kBe && is_classification(s, *clause, end) &&
      s[clause->verb].lower[0] != 'w') {
    if (!classifies(s, {clause->rest.begin, end}) || !sets_apart(s, {clause->rest.begin, end}))
      return;
    propose(page, length,
            {std::string(clause->plural ? "what are " : "what is ") + *subject,
             "concept",
             "what-is",
             worth,
             {unit, unit + 1}},
            out);
    return;
  }
  const std::size_t at = clause->rest.begin;
  if (clause->finite == Clause::Finite::kBe && s.matches(at, "defined as"))
    propose(page, length,
            {std::string(clause->plural ? "what are " : "what is ") + *subject,
             "concept",
             "what-is",
             worth,
             {unit, unit + 1}},
            out);
  if (clause->finite == Clause::Finite::kLexical && clause->main->base == "refer" &&
      s.matches(at, "to"))
    propose(page, length,
            {"what does " + *subject + " refer to",
             "concept",
             "what-does-refer",
             worth,
             {unit, unit + 1}},
            out);
}

}  // namespace

void ask_definitions(const Page& page, AnswerLength length, Candidates& out) {
  int section = -1;
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    if (!page.is_prose(i) || !page.statements[i].whole || page.section_of(i) == section) continue;
    const std::size_t before = out.size();
    define(page, length, i, out);
    if (out.size() > before) section = page.section_of(i);
  }
}

}  // namespace generator::offline
