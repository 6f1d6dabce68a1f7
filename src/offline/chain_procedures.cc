// The items of a procedure: what comes before one of them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "offline/chains.h"
#include "offline/clause.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

constexpr std::size_t kLongestItem = 16;  // words

struct Procedure {
  std::string aim;  // "create a new dataset"
  std::vector<std::string> items;  // "define the dataspace"
  std::vector<std::size_t> units;
};

/// "To create a dataset, …:", "The following steps are required to create a dataset:"
std::optional<std::string> aim_of(const Page& page, std::size_t unit) {
  const Sentence& s = page.statements[unit].sentence;
  if (s.size() > 5 && s[0].lower == "to" && s[1].is(kVerbBase)) {
    const std::size_t comma = clause_end(s, 0, ",");
    return comma < s.size() ? page.topic.phrase(s, {1, comma}) : std::nullopt;
  }
  if (const auto model = s.find("model"); model && s.matches(*model, "model for") && *model + 3 < s.size()) {
    // "The programming model for working with groups is as follows:"
    std::size_t end = *model + 2;
    while (end < s.size() && !s[end].is(kBe | kModal | kHave | kVerbThird)) ++end;
    const auto about = page.topic.phrase(s, {*model + 2, end});
    return about && s[*model + 2].is(kGerund) ? std::optional("are " + *about) : std::nullopt;
  }
  const auto steps = s.find("steps");
  if (!steps) return std::nullopt;
  for (std::size_t i = *steps + 1; i + 2 < s.size(); ++i)
    if (s[i].lower == "to" && s[i + 1].is(kVerbBase)) return page.topic.phrase(s, {i + 1, s.size()});
  return std::nullopt;
}

/// An imperative item as it stands behind "you": "define the dataspace".
std::optional<std::string> item_of(const Page& page, std::size_t unit) {
  const Statement& statement = page.statements[unit];
  std::string plain = statement.plain;
  if (const std::size_t aside = plain.find(" ("); aside != std::string::npos) plain.resize(aside);
  while (!plain.empty() && !text::is_word(plain.back()) && plain.back() != '`') plain.pop_back();
  const Sentence s = read_sentence(plain);
  if (s.size() < 2 || s.size() > kLongestItem || !s[0].is(kVerbBase) || s[0].after != 0)
    return std::nullopt;
  if (s[0].is(kNounToo) && !s[1].is(kDeterminer) && !s[1].code) return std::nullopt;
  for (const Word& word : s.words)
    if (word.is(kPronoun | kDemonstrative | kSelf | kPointer) || word.after == ':' ||
        word.after == '.' || word.after == ';')
      return std::nullopt;
  const auto phrase = page.topic.phrase(s, {0, s.size()});
  if (!phrase) return std::nullopt;
  return *phrase;
}

bool is_nested(const Page& page, std::size_t unit) {
  const auto text = page.passage.text_of(page.unit(unit));
  return !text.empty() && (text[0] == ' ' || text[0] == '\t');
}

std::optional<Procedure> procedure_at(const Page& page, std::size_t lead) {
  const Statement& statement = page.statements[lead];
  if (!page.is_prose(lead) || !statement.lead_in || lead + 1 >= page.statements.size())
    return std::nullopt;
  if (page.unit(lead + 1).kind != measure::UnitKind::kListItem ||
      page.section_of(lead) != page.section_of(lead + 1))
    return std::nullopt;
  const auto aim = aim_of(page, lead);
  if (!aim) return std::nullopt;
  Procedure out{*aim, {}, {lead}};
  const Range block = page.units_of(page.unit(lead + 1).block);
  for (std::size_t i = block.begin; i < block.end; ++i) {
    if (is_nested(page, i)) continue;  // says more of the item above it
    auto item = item_of(page, i);
    if (!item) return std::nullopt;
    out.items.push_back(std::move(*item));
    out.units.push_back(i);
  }
  if (out.items.size() < 3) return std::nullopt;
  return out;
}

}  // namespace

void chain_procedures(const Page& page, Chains& out) {
  static constexpr std::array<std::string_view, 3> kSteps = {
      "When you {1}, you begin with this: {0}.", "After that, you {0}.", "Then you {0}."};
  for (std::size_t lead = 0; lead < page.statements.size(); ++lead) {
    const auto procedure = procedure_at(page, lead);
    if (!procedure) continue;
    const auto& items = procedure->items;
    const std::size_t asked = items.size() > 3 ? 3 : 2;
    Chain chain;
    chain.question = finished_question(
        page, fmt::format("when you {}, what has to be done before you {}", procedure->aim,
                          items[asked]));
    chain.kind = "how-to";
    chain.pattern = "procedure";
    chain.worth = 1.4;
    chain.units = procedure->units;
    for (std::size_t i = 0; i < asked; ++i) {
      chain.steps.push_back(
          fmt::format(fmt::runtime(kSteps[i]), items[i], procedure->aim));
      chain.answer += i == 0 ? "First " + items[i] : (i + 1 == asked ? ", and then " : ", then ") + items[i];
    }
    chain.answer = "You f" + chain.answer.substr(1) + ".";
    out.push_back(std::move(chain));
  }
}

}  // namespace generator::offline
