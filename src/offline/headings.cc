// A heading that is a question is the question: "Why is my build slow?"
// A heading that names an activity is one, too: "Creating a Group" → "How do you create a group?",
// if the section's text says how.
#include <array>

#include "base/text.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

std::string_view kind_of_question(std::string_view lower) {
  if (lower.starts_with("why")) return "reason";
  if (lower.starts_with("how")) return "how-to";
  return "concept";
}

bool is_question(std::string_view heading) {
  if (heading.ends_with('?')) return true;
  static constexpr std::string_view kOpenings[] = {"what is ",   "what are ", "why does ",
                                                   "why is ",    "how do i ", "how does ",
                                                   "how can i ", "can i "};
  const std::string lower = text::to_lower(heading);
  for (const std::string_view opening : kOpenings)
    if (lower.starts_with(opening)) return true;
  return false;
}

/// The units directly under a heading, up to the first that does not belong in an answer.
Range opening_units(const Page& page, int section, AnswerLength length) {
  Range units;
  std::size_t words = 0;
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    if (page.section_of(i) != section) continue;
    if (units.end == 0) units = {i, i};
    const Statement& statement = page.statements[i];
    const bool good = !statement.points && (!page.is_prose(i) || statement.whole);
    // A list or paragraph is taken whole or not at all.
    const Range block = page.units_of(page.unit(i).block);
    std::size_t block_words = 0;
    for (std::size_t k = block.begin; k < block.end; ++k) block_words += page.statements[k].words;
    if (!good || (i == block.begin && words + block_words > length.max_words && words > 0)) break;
    words += statement.words;
    units.end = i + 1;
  }
  while (!units.empty() && page.statements[units.end - 1].lead_in) --units.end;
  return units;
}

void ask_question_heading(const Page& page, AnswerLength length, int section,
                          const std::string& heading, Candidates& out) {
  const Sentence s = read_sentence(heading);
  std::string text = page.topic.in_sentence_case(heading);
  for (const Word& word : s.words)
    if (word.is(kDemonstrative | kPointer | kPageNoun) ||
        ((word.lower == "it" || word.lower == "they") && s.size() < 8))
      return;
  if (heading.find(". ") > 3 && heading.find(". ") != std::string::npos) return;  // two sentences
  if (text.starts_with("how to ")) text = "how do you " + text.substr(7);
  bool asks = text.starts_with("how do you ");
  for (const Word& word : s.words) asks = asks || word.is(kBe | kModal | kDo | kHave);
  if (!asks) return;  // "Why Lance?"
  while (!text.empty() && text.back() == '?') text.pop_back();
  const std::size_t dot = text.find(". ");
  if (dot != std::string::npos && dot < 4) text = text.substr(dot + 2);
  for (const auto& [from, to] : {std::pair{" i ", " you "}, std::pair{" my ", " your "}})
    text = text::replace_all(text, from, to);
  std::size_t number = 0;
  while (number < text.size() && (text::is_digit(text[number]) || text[number] == '.')) ++number;
  text = std::string(text::trim(std::string_view(text).substr(number)));
  if (text.starts_with("what's new") || text.starts_with("what is new")) return;
  const Range units = opening_units(page, section, length);
  if (units.empty() || !page.is_prose(units.begin) ||
      text::is_digit(page.statements[units.begin].plain[0]) ||
      page.statements[units.begin].anaphoric)
    return;
  const auto kind = kind_of_question(text);
  propose(page, length, {std::move(text), kind, "heading", 2.0, units, true}, out);
}

/// Does the sentence say how `verb` is done: "To V, call ...", "Use `f` to V", "V by calling ..."?
bool says_how(const Sentence& s, const Verb& verb, std::string_view object) {
  bool acts = false;
  for (const Word& word : s.words)
    acts = acts || (word.verb != nullptr && word.verb->base == verb.base);
  if (!acts) return false;
  if (imperative(s, 0) != nullptr) return true;
  if (s[0].lower == "to") {
    const std::size_t comma = clause_end(s, 0, ",");
    return comma < s.size() && imperative(s, comma) != nullptr;
  }
  const auto clause = find_clause(s, 0, clause_end(s, 0));
  if (!clause || !clause->passive || clause->main != &verb) return false;
  // "The dataset is created with ..." does not say how a datatype is created.
  if (singular(s[clause->subject.end - 1].lower) != singular(object)) return false;
  for (std::size_t i = clause->rest.begin; i + 1 < s.size(); ++i)
    if (s[i].lower == "using" ||
        ((s[i].lower == "with" || s[i].lower == "by") &&
         (s[i + 1].code || s[i + 1].is(kGerund) || s[i + 1].lower == "the")))
      return true;
  return false;
}

void ask_activity(const Page& page, AnswerLength length, int section, const std::string& heading,
                  Candidates& out) {
  const std::string text = page.topic.in_sentence_case(heading);
  const Sentence s = read_sentence(text);
  if (s.size() < 2 || s.size() > 8 || !s[0].is(kGerund) || s[0].verb == nullptr || s[0].after != 0)
    return;
  static constexpr std::string_view kNoActions[] = {
      "understand", "get",     "begin",     "start",        "work",  "see",
      "contribute", "discuss", "introduce", "troubleshoot", "learn", "follow",
      "index",      "process", "string",    "open-source"};
  for (const std::string_view verb : kNoActions)
    if (s[0].verb->base == verb) return;
  if (s[1].is(kConjunction | kPreposition | kBe)) return;
  const auto object = page.topic.phrase(s, {1, s.size()});
  if (!object) return;
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    if (page.section_of(i) != section || !page.is_prose(i)) continue;
    const Statement& statement = page.statements[i];
    if (!statement.whole || statement.points || statement.anaphoric ||
        !says_how(statement.sentence, *s[0].verb, s[s.size() - 1].lower))
      continue;
    propose(
        page, length,
        {"how do you " + s[0].verb->base + " " + *object, "how-to", "how-do-you", 0.9, {i, i + 1}},
        out);
    return;
  }
}

}  // namespace

void ask_headings(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.passage.sections.size(); ++i) {
    const auto& headings = page.passage.sections[i].headings;
    if (headings.empty()) continue;
    const std::string heading = plain_text(headings.back());
    if (is_question(heading))
      ask_question_heading(page, length, static_cast<int>(i), heading, out);
    else
      ask_activity(page, length, static_cast<int>(i), heading, out);
  }
}

}  // namespace generator::offline
