#include "offline/question.h"

#include "base/text.h"

namespace generator::offline {
namespace {

constexpr std::size_t kMinQuestionWords = 4;
constexpr std::size_t kMaxQuestionWords = 26;

bool is_balanced(std::string_view s) {
  std::size_t ticks = 0;
  for (const char c : s) ticks += c == '`' ? 1 : 0;
  return ticks % 2 == 0;
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
