#include "offline/premises.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "offline/clause.h"
#include "offline/deeds.h"
#include "offline/stems.h"

namespace generator::offline {
namespace {

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

/// What functions and the like that the answer names, and the question does not, are said to do
/// outside the answer, where that is what is asked about.
std::vector<Premise> deeds_in(const Page& page, const std::vector<std::size_t>& own,
                              std::string_view question, std::string_view answer,
                              const Stems& asked) {
  std::vector<Premise> out;
  for (Deed& deed : deeds_of(page)) {
    const bool is_own = std::ranges::find(own, deed.unit) != own.end();
    if (is_own || !text::contains(answer, deed.name) || text::contains(question, deed.name)) continue;
    const Stems does = stems_of(deed.text);
    if (in_both(does, asked) < 1) continue;
    out.push_back({deed.sentence(), deed.unit, stems_of(deed.sentence()), 2});
  }
  return out;
}

/// "…, because R", "Because R, …", "R. Therefore, …": what the page itself gives as the reason.
std::vector<Premise> reasons_in(const Page& page, const std::vector<std::size_t>& own) {
  static constexpr std::array<std::string_view, 6> kOpenings = {
      "therefore", "thus", "consequently", "hence", "for this reason", "as a result"};
  std::vector<Premise> out;
  for (const std::size_t unit : own) {
    const Sentence& s = page.statements[unit].sentence;
    if (!page.is_prose(unit) || s.size() < 5) continue;
    const bool concludes = std::ranges::any_of(
        kOpenings, [&](std::string_view opening) { return s.matches(0, opening); });
    if (concludes && unit > 0 && page.same_block(unit, unit - 1))
      if (std::string step = step_of(page, unit - 1); !step.empty())
        out.push_back({step, unit - 1, stems_of(step), 3});
    if (page.statements[unit].points || page.statements[unit].anaphoric) continue;
    for (std::size_t i = 0; i + 4 < s.size(); ++i) {
      const bool leads = i == 0 && (s[0].lower == "because" || s[0].lower == "since");
      const bool trails = i > 3 && (s[i].lower == "because" ||
                                    (s[i].lower == "since" && s[i - 1].after == ','));
      if (!leads && !trails) continue;
      const std::size_t end = leads ? clause_end(s, 0, ",") : clause_end(s, i, ";.:");
      if (end > s.size() || !find_clause(s, i + 1, end)) break;
      auto clause = page.topic.phrase(s, {i + 1, end});
      if (!clause || clause->empty()) break;
      if ((*clause)[0] >= 'a' && (*clause)[0] <= 'z') (*clause)[0] = static_cast<char>((*clause)[0] - 32);
      out.push_back({*clause + ".", unit, stems_of(*clause), 3});
      break;
    }
  }
  return out;
}

/// The best thing that the page says, outside the answer and what was found, about the subject.
std::optional<Premise> context_of(const Page& page, const std::vector<std::size_t>& own,
                                  const std::vector<Premise>& found, const Stems& asked,
                                  const Stems& said) {
  const Stems product = stems_of(page.topic.product());
  std::optional<Premise> best;
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    if (std::ranges::find(own, i) != own.end() || page.section_of(i) != page.section_of(own[0]))
      continue;
    auto premise = premise_of(page, i, asked, said, product);
    if (!premise || premise->worth < 1 || share_in(premise->stems, said) >= 0.7) continue;
    const bool is_known = std::ranges::any_of(found, [&](const Premise& other) {
      return other.unit == i || share_in(premise->stems, other.stems) >= 0.7;
    });
    if (!is_known && (!best || premise->worth > best->worth)) best = std::move(premise);
  }
  return best;
}

}  // namespace

std::vector<std::string> steps_to(const Page& page, std::string_view question,
                                  std::string_view answer, std::size_t min_steps,
                                  std::size_t max_steps) {
  const Stems asked = stems_of(question), said = stems_of(answer);
  const std::vector<std::size_t> own = units_of_answer(page, answer);
  if (own.empty()) return {};
  std::vector<Premise> found = reasons_in(page, own);
  for (Premise& deed : deeds_in(page, own, question, answer, asked)) found.push_back(std::move(deed));
  if (found.empty()) return {};
  if (found.size() < max_steps)
    if (auto context = context_of(page, own, found, asked, said)) found.push_back(std::move(*context));
  found.resize(std::min(found.size(), max_steps));
  if (found.size() < min_steps) return {};
  std::ranges::stable_sort(found, {}, [](const Premise& premise) { return premise.worth; });
  std::vector<std::string> out;
  for (Premise& premise : found) out.push_back(std::move(premise.step));
  return out;
}

}  // namespace generator::offline
