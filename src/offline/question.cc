#include "offline/question.h"

#include "base/text.h"

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

/// Without a product to name, a question needs a name of its own, or enough words to tell what it
/// is about.
bool names_something(std::string_view question) {
  std::size_t content = 0;
  bool first = true;
  for (const auto token : text::words(question)) {
    if (!first && (token.front() == '`' || text::is_upper(token.front()))) return true;
    first = false;
    const Entry entry = look_up(text::to_lower(token));
    constexpr std::uint32_t kFunctionWords = kDeterminer | kPreposition | kSubordinator |
                                             kConjunction | kBe | kModal | kDo | kHave | kAdverb;
    if (!(entry.classes & kFunctionWords) && token != "you") ++content;
  }
  return content >= 3;
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
      text = "in " + page.topic.product() + ", " + text;
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
  if (!evidence) return;
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
