#include "offline/question.h"

#include <algorithm>

#include "base/text.h"
#include "offline/title.h"

namespace generator::offline {
namespace {

constexpr std::size_t kMinQuestionWords = 4;
constexpr std::size_t kMaxQuestionWords = 26;

bool is_balanced(std::string_view s) {
  std::size_t ticks = 0;
  std::size_t quotes = 0;
  int round = 0;
  for (const char c : s) {
    ticks += c == '`' ? 1U : 0U;
    quotes += c == '"' ? 1U : 0U;
    round += c == '(' ? 1 : c == ')' ? -1 : 0;
  }
  return ticks % 2 == 0 && quotes % 2 == 0 && round == 0 && !text::contains(s, "``");
}

/// Without a product to name, a question needs a name of its own: else nobody could tell what it is
/// about.
bool names_something(std::string_view question) {
  bool first = true;
  for (const auto token : text::words(question)) {
    const auto word = without_marks(token);
    if (token.find('`') != std::string_view::npos) return true;
    if (!word.empty() && !first && text::is_upper(word[0]) && word.size() > 1) return true;
    first = false;
  }
  return false;
}

void capitalise(std::string& s) {
  if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
}

/// "In HDF5, when is ...": for questions that a name at the end would run on.
bool wants_product_first(std::string_view question) {
  if (text::words(question).size() > 9 || question.find(',') != std::string_view::npos) return true;
  for (const auto inner : {" when ", " if ", " that ", " which ", " so ", " in ", " by ", " with ",
                           " using ", " from "})
    if (text::contains(question, inner)) return true;
  return false;
}

/// The first sentence of an answer may not speak of "this stage" or "the same mechanisms" that it
/// has not told.
bool opens_by_itself(const Page& page, std::size_t unit) {
  if (!page.is_prose(unit)) return true;
  const Sentence& s = page.statements[unit].sentence;
  for (std::size_t i = 1; i + 1 < s.size(); ++i) {
    const std::string& lower = s[i].lower;
    const std::string& next = s[i + 1].lower;
    if (lower == "same" && s[i - 1].lower == "the") {
      static constexpr std::string_view kManner[] = {
          "way",    "manner", "mechanism", "mechanisms", "method", "methods",  "technique",
          "effect", "reason", "procedure", "thing",      "rules",  "approach", "problem"};
      const bool told = s.find("as", i + 1) || s.find("that", i + 1) || s.find("for", i + 1);
      if (!told && std::find(std::begin(kManner), std::end(kManner), next) != std::end(kManner))
        return false;
      continue;
    }
    if (lower != "this" && lower != "these" && lower != "such") continue;
    if (s[i].after != 0 || next == "as" || next == "that" ||
        s[i + 1].is(kBe | kModal | kHave | kDo | kPreposition | kVerbThird | kDeterminer))
      continue;
    bool told = false;
    for (std::size_t k = 0; k < i && !told; ++k) told = singular(s[k].lower) == singular(next);
    if (!told) return false;
  }
  return true;
}

}  // namespace

std::string finished_question(const Page& page, std::string text) {
  while (!text.empty() && !text::is_word(text.back()) && text.back() != '`' && text.back() != ')' &&
         text.back() != '+' && text.back() != '*' && text.back() != '/')
    text.pop_back();
  for (const std::string_view filler : {" now ", " really ", " simply "})
    text = text::replace_all(text, filler, " ");
  if (text.starts_with("how ") || text.starts_with("what "))
    for (const std::string_view filler : {" always ", " generally ", " usually ", " typically ",
                                          " normally ", " also ", " then ", " now "})
      text = text::replace_all(text, filler, " ");
  if (!page.topic.names_product(text)) {
    if (wants_product_first(text))
      text = "in " + page.topic.product_in_text() + ", " + text;
    else
      text += page.in_product(text);
  }
  capitalise(text);
  return text + "?";
}

void propose(const Page& page, AnswerLength length, Proposal proposal, Candidates& out) {
  const std::string question = finished_question(page, std::move(proposal.text));
  const std::size_t words = text::words(question).size();
  if (page.topic.product().empty() && !names_something(question)) return;
  if (words < kMinQuestionWords || words > kMaxQuestionWords || !is_balanced(question)) return;
  const auto evidence =
      proposal.as_it_is ? exactly(page, proposal.core, length) : grow(page, proposal.core, length);
  if (!evidence || !opens_by_itself(page, evidence->units.begin)) return;
  Candidate candidate;
  candidate.question = question;
  candidate.kind = proposal.kind;
  candidate.pattern = proposal.pattern;
  candidate.evidence = *evidence;
  candidate.core = proposal.core.begin;
  candidate.worth =
      proposal.worth - 0.15 * static_cast<double>(evidence->added) - (words > 18 ? 0.2 : 0.0);
  out.push_back(std::move(candidate));
}

}  // namespace generator::offline
