#include "offline/premises.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "measure/content_words.h"
#include "offline/clause.h"
#include "offline/deeds.h"

namespace generator::offline {
namespace {

using Stems = std::set<std::string>;

Stems stems_of(std::string_view text) {
  Stems out;
  for (const measure::ContentWord& word : measure::content_words(text))
    if (!word.is_empty) out.insert(word.stem);
  return out;
}

std::size_t in_both(const Stems& a, const Stems& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a, [&](const std::string& stem) { return b.contains(stem); }));
}

double share_in(const Stems& words, const Stems& in) {
  return words.empty() ? 0 : static_cast<double>(in_both(words, in)) / static_cast<double>(words.size());
}

/// Says what its subject is, has or does, for good.
bool tells_of_its_subject(const Sentence& s, const Clause& clause) {
  if (clause.finite == Clause::Finite::kBe) return true;
  if (clause.finite == Clause::Finite::kHave) return true;
  if (clause.finite == Clause::Finite::kModal)
    return s[clause.verb].lower == "can" || s[clause.verb].lower == "cannot" ||
           s[clause.verb].lower == "must";
  return clause.finite == Clause::Finite::kLexical && !s[clause.verb].is(kVerbPast);
}

std::string words_of(const Sentence& s, Range range) {
  std::string out;
  for (std::size_t i = range.begin; i < range.end; ++i) out += s[i].text + " ";
  return out;
}

struct Premise {
  std::string step;
  std::size_t unit = 0;
  Stems stems;
  double worth = 0;
};

/// How well a statement explains: its subject is named by question or answer, and it says of it
/// something that has to do with another thing they name.
std::optional<Premise> premise_of(const Page& page, std::size_t unit, const Stems& question,
                                  const Stems& answer, const Stems& product) {
  Premise out{step_of(page, unit), unit, {}, 0};
  if (out.step.empty()) return std::nullopt;
  const Sentence& s = page.statements[unit].sentence;
  const std::size_t end = clause_end(s, 0, ";:.");
  const auto clause = find_clause(s, 0, end);
  if (!clause || clause->subject.size() > 5 || !tells_of_its_subject(s, *clause)) return std::nullopt;
  Stems named = question;
  named.insert(answer.begin(), answer.end());
  Stems subject = stems_of(words_of(s, clause->subject));
  for (const std::string& stem : product) subject.erase(stem);
  if (subject.empty() || share_in(subject, named) < 1) return std::nullopt;
  Stems rest = stems_of(words_of(s, {clause->verb, s.size()}));
  for (const std::string& stem : subject) rest.erase(stem);
  for (const std::string& stem : product) rest.erase(stem);
  const std::size_t linked = in_both(rest, named);
  const std::size_t fresh = rest.size() - linked;
  if (linked < 1 || fresh < 2) return std::nullopt;
  out.stems = stems_of(out.step);
  out.worth = 2.0 * share_in(rest, named) + (in_both(subject, question) > 0 ? 0.5 : 0) +
              (linked >= 2 ? 0.5 : 0);
  return out;
}

/// The sentences of an answer, by the page's statements that it holds.
std::vector<std::size_t> units_of_answer(const Page& page, std::string_view answer) {
  std::string flat;
  for (const std::string_view word : text::words(answer)) flat.append(word).append(" ");
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    std::string text;
    for (const std::string_view word : text::words(page.passage.text_of(page.unit(i))))
      text.append(word).append(" ");
    if (text.size() > 12 && text::contains(flat, text)) out.push_back(i);
  }
  return out;
}

}  // namespace

std::vector<std::string> steps_to(const Page& page, std::string_view question,
                                  std::string_view answer, std::size_t min_steps,
                                  std::size_t max_steps) {
  const Stems asked = stems_of(question), said = stems_of(answer),
              product = stems_of(page.topic.product());
  const std::vector<std::size_t> own = units_of_answer(page, answer);
  std::vector<std::string> core;
  for (const std::size_t unit : own)
    if (std::string step = step_of(page, unit); !step.empty()) core.push_back(std::move(step));
  if (own.size() < 2 || core.empty() || max_steps < 2) return {};
  std::vector<Premise> found;
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    if (std::ranges::find(own, i) != own.end()) continue;
    if (page.section_of(i) != page.section_of(own[0])) continue;
    auto premise = premise_of(page, i, asked, said, product);
    // What the answer says already explains nothing.
    if (premise && share_in(premise->stems, said) < 0.7) found.push_back(std::move(*premise));
  }
  std::ranges::stable_sort(found, [](const Premise& a, const Premise& b) { return a.worth > b.worth; });
  constexpr double kWorthSaying = 1.0;
  std::erase_if(found, [](const Premise& premise) { return premise.worth < kWorthSaying; });
  if (found.empty()) return {};
  found.resize(std::min<std::size_t>(found.size(), max_steps > 3 ? 2 : 1));
  std::ranges::sort(found, {}, &Premise::unit);
  std::vector<std::string> out;
  for (Premise& premise : found) out.push_back(std::move(premise.step));
  for (std::string& step : core)
    if (out.size() < std::min<std::size_t>(max_steps, 4)) out.push_back(std::move(step));
  if (out.size() < min_steps) return {};
  return out;
}

}  // namespace generator::offline
