#include "offline/chains.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

constexpr double kRepeatCost = 0.35;       // for every chain of the family that was taken
constexpr std::size_t kLongestQuestion = 40;  // words

bool is_fit(const Page& page, const Chain& chain, std::size_t min_steps, std::size_t max_steps) {
  if (chain.steps.size() < min_steps || chain.steps.size() > max_steps) return false;
  if (page.topic.product().empty() && !text::contains(chain.question, "`")) return false;
  return text::words(chain.question).size() <= kLongestQuestion;
}

}  // namespace

Chains chains(const Page& page, std::size_t count, std::size_t min_steps, std::size_t max_steps) {
  Chains all;
  if (page.chunk.kind == ChunkKind::kText)
    for (const auto family : {chain_deeds, chain_bridges, chain_procedures, chain_reasons})
      family(page, all);
  std::erase_if(all,
                [&](const Chain& chain) { return !is_fit(page, chain, min_steps, max_steps); });
  Chains taken;
  std::set<std::size_t> used;
  while (taken.size() < count) {
    const Chain* best = nullptr;
    double most = 0;
    for (const Chain& chain : all) {
      if (std::ranges::any_of(chain.units, [&](std::size_t unit) { return used.contains(unit); }))
        continue;
      const auto before = std::ranges::count(taken, chain.pattern, &Chain::pattern);
      const double worth = chain.worth - kRepeatCost * static_cast<double>(before);
      if (best != nullptr && worth <= most) continue;
      best = &chain;
      most = worth;
    }
    if (best == nullptr) break;
    used.insert(best->units.begin(), best->units.end());
    taken.push_back(*best);
  }
  std::ranges::stable_sort(taken, {}, [](const Chain& chain) { return chain.units.front(); });
  return taken;
}

}  // namespace generator::offline
