// A denial is what a model would learn to see without reading, so it comes last: another kind of
// fault is taken where there is one. Otherwise kinds are tried in an order drawn anew for each row,
// so that a set has all of them.
#include "preference/twins.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/random.h"
#include "base/text.h"
#include "preference/ground.h"
#include "qa/code_blocks.h"
#include "qa/rewrite_check.h"
#include "qa/support_check.h"

namespace generator::preference {
namespace {

using Planter = void (*)(const Ground&, std::vector<Fault>&);

// The faults that can be planted, in the order in which they are tried: one of each kind, then a
// second one.
std::vector<Fault> in_turn(const Ground& ground, Random random) {
  std::vector<Planter> planters = {plant_names, plant_numbers, plant_opposites, plant_exchanges};
  random.shuffle(planters);
  planters.push_back(plant_denials);
  std::vector<std::vector<Fault>> by_kind;
  std::size_t longest = 0;
  for (const Planter plant : planters) {
    std::vector<Fault>& faults = by_kind.emplace_back();
    plant(ground, faults);
    random.shuffle(faults);
    longest = std::max(longest, faults.size());
  }
  std::vector<Fault> out;
  for (std::size_t round = 0; round < longest; ++round)
    for (std::vector<Fault>& faults : by_kind)
      if (round < faults.size()) out.push_back(std::move(faults[round]));
  return out;
}

// What is weighed of an answer: of one that is copied the prose alone, for code that was copied in
// part is no code to the measure.
std::string weighed(const SourcedExample& row, const std::string& answer) {
  if (row.example.answer_form != "verbatim") return answer;
  std::string out;
  std::size_t copied = 0;
  for (const qa::CodeBlock& block : qa::code_blocks(answer)) {
    const auto begin = static_cast<std::size_t>(block.whole.begin);
    out.append(answer, copied, begin - copied);
    copied = static_cast<std::size_t>(block.whole.end);
  }
  out.append(answer, copied);
  return text::trim(out).empty() ? answer : out;
}

}  // namespace

std::optional<std::string> fault_by_source(const SourcedExample& row, const std::string& answer,
                                           const qa::Style& style) {
  // What was said before the answer is known already, and so are the steps that lead to it.
  std::string known = said_before(row.example);
  for (const std::string& step : last_turn(row.example).reasoning) known += "\n\n" + step;
  SourcedExample asked = row;
  asked.example.body = QaPair{std::move(known), {}, last_answer(row.example)};
  const auto fault = qa::check_support(asked, weighed(row, answer), style).fault;
  return fault ? std::optional(fault->detail) : std::nullopt;
}

std::vector<Preference> twins(const SourcedExample& row, const TwinOptions& options) {
  std::vector<Preference> out;
  if (!row.chunk || options.most == 0) return out;
  const Ground ground(row);
  const std::string purpose = row.example.id + said_before(row.example);
  std::vector<Fault> faults = in_turn(ground, Random(options.seed, purpose));
  for (Fault& fault : faults) {
    if (static_cast<std::int64_t>(out.size()) == options.most) break;
    if (qa::says_the_same_words(fault.answer, ground.answer())) continue;
    if (!fault_by_source(row, fault.answer, options.style)) continue;
    Preference& pair = out.emplace_back();
    pair.chosen = row.example;
    pair.rejected = row.example;
    last_answer(pair.rejected) = std::move(fault.answer);
    if (!fault.reasoning.empty())
      last_turn(pair.rejected).reasoning = std::move(fault.reasoning);
    pair.rejected.rating.reset();  // it was about another answer
    pair.origin = Origin::kPlantedFault;
    pair.difference = std::move(fault.difference);
  }
  return out;
}

}  // namespace generator::preference
