// Random walks over the graph (ToolMind, arXiv 2511.15718), with two changes: what was drawn least
// comes first, so that a small set covers the tools; and what has to be called before a tool is put
// before it, so that a chain can be carried out.
#include "trajectory/chain.h"

#include <algorithm>
#include <map>

#include "tool/chain_check.h"
#include "tool/words.h"

namespace generator::trajectory {
namespace {

using enum tool::DeedKind;

constexpr int kTries = 12;
constexpr int kMostFailures = 24;

std::string_view reason(const Toolbox& box, std::size_t from, std::size_t to) {
  for (const std::size_t edge : box.edges.state_from(from))
    if (box.graph.state[edge].to == to) return tool::to_text(box.graph.state[edge].reason);
  return tool::to_text(tool::StateReason::kOpened);
}

/// A tool that opens things of a kind which its arguments name.
std::optional<std::size_t> opener(const Toolbox& box, const std::string& kind) {
  for (std::size_t i = 0; i < box.size(); ++i) {
    const world::Plan& plan = box.known.plans[i];
    const bool names_it = std::ranges::any_of(plan.parameters, [](const auto& parameter) {
      return parameter.role == world::Role::kReference && parameter.is_required;
    });
    if (plan.deed.kind == kOpen && tool::same_noun(plan.kind, kind) && names_it) return i;
  }
  return std::nullopt;
}

}  // namespace

bool ends(const tool::Deed& deed) { return deed.kind == kClose || deed.kind == kDestroy; }

std::optional<std::size_t> place(const Chain& chain, std::size_t tool) {
  for (std::size_t i = 0; i < chain.size(); ++i)
    if (chain[i].tool == tool) return i;
  return std::nullopt;
}

Chains::Chains(const Toolbox& box)
    : box_(box),
      first_(box.size()),
      drawn_(box.size()),
      failures_(box.size()),
      was_good_(box.size()),
      edge_draws_(box.graph.data.size()),
      state_draws_(box.graph.state.size()),
      edge_failures_(box.graph.data.size()),
      edge_problems_(box.graph.data.size()) {
  for (std::size_t i = 0; i < box.size(); ++i) {
    const world::Plan& plan = box.known.plans[i];
    if (!plan.kind.empty()) about_.add(plan.kind, i);
    for (const world::PlannedParameter& parameter : plan.parameters)
      if (!parameter.kind.empty()) taking_[{parameter.role, parameter.kind}].push_back(i);
    if (!plan.opened.empty())
      if (const auto opens = opener(box, plan.opened); opens && *opens != i)
        first_[i].push_back(*opens);
    for (const std::size_t before : plan.before)
      if (before != i) first_[i].push_back(before);
  }
}

bool Chains::is_usable(std::size_t tool) const {
  return was_good_[tool] || failures_[tool] < kMostFailures;
}

void Chains::failed(std::size_t tool) { ++failures_[tool]; }
void Chains::succeeded(std::size_t tool) { was_good_[tool] = true; }

std::vector<std::size_t> Chains::given_up() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < box_.size(); ++i)
    if (!is_usable(i)) out.push_back(i);
  return out;
}

std::optional<std::size_t> Chains::least_used(Random& random, bool alone) const {
  std::vector<std::size_t> least;
  for (std::size_t i = 0; i < box_.size(); ++i) {
    if (!is_usable(i) || (alone && !stands_alone(i))) continue;
    if (!least.empty() && drawn_[i] > drawn_[least[0]]) continue;
    if (!least.empty() && drawn_[i] < drawn_[least[0]]) least.clear();
    least.push_back(i);
  }
  if (least.empty()) return std::nullopt;
  return least[random.below(least.size())];
}

/// What must be called before `tool`, and before that, where it is not there yet.
void Chains::prepend(std::size_t tool, Chain& chain) const {
  for (const std::size_t before : first_[tool]) {
    if (place(chain, before) || chain.size() > box_.size()) continue;
    prepend(before, chain);
    chain.push_back({before, std::string(reason(box_, before, tool)), std::nullopt, std::nullopt});
  }
}

/// Tools about the same kind of thing, or that take one alike; `tool` is among them.
std::vector<std::size_t> Chains::siblings(std::size_t tool) const {
  const world::Plan& plan = box_.known.plans[tool];
  std::vector<std::size_t> out;
  if (!plan.kind.empty()) out = about_.find(plan.kind);
  for (const world::PlannedParameter& parameter : plan.parameters)
    if (const auto same = taking_.find({parameter.role, parameter.kind}); same != taking_.end())
      out.insert(out.end(), same->second.begin(), same->second.end());
  return out;
}

std::vector<Chains::Next> Chains::nexts(const Chain& chain, bool is_last) const {
  std::vector<double> weights(box_.size());
  std::vector<std::optional<std::size_t>> from(box_.size());
  std::map<std::size_t, std::size_t> places;  // of tools in the chain
  for (std::size_t i = chain.size(); i-- > 0;) places[chain[i].tool] = i;
  for (const auto& [tool, at] : places)
    for (const std::size_t place : box_.edges.data_from(tool)) {
      const std::size_t to = box_.graph.data[place].to;
      // What needs the other one first tells nothing new for it: the name of what is open.
      if (std::ranges::find(first_[tool], to) != first_[tool].end()) continue;
      const double weight = joined_.contains({tool, to}) ? 2 : 6;
      if (weight <= weights[to]) continue;
      weights[to] = weight;
      from[to] = at;
    }
  for (const auto& [tool, at] : places)
    for (const std::size_t place : box_.edges.state_from(tool)) {
      const std::size_t to = box_.graph.state[place].to;
      if (weights[to] == 0) weights[to] = joined_.contains({tool, to}) ? 1 : 3;
    }
  for (const std::size_t i : siblings(chain.back().tool))
    if (weights[i] == 0) weights[i] = 2;
  std::vector<Next> out;
  for (std::size_t i = 0; i < box_.size(); ++i) {
    if (weights[i] == 0 || place(chain, i) || !is_usable(i)) continue;
    if (ends(box_.meanings[i].deed) && !is_last) continue;
    out.push_back({{i, "", from[i], std::nullopt}, weights[i] / (1 + drawn_[i])});
  }
  return out;
}

bool Chains::grow(Chain& chain, std::size_t wanted, Random& random) {
  while (chain.size() < wanted) {
    if (ends(box_.meanings[chain.back().tool].deed)) break;
    const std::vector<Next> all = nexts(chain, chain.size() + 1 == wanted);
    double sum = 0;
    for (const Next& next : all) sum += next.weight;
    if (all.empty()) break;
    double at = random.unit() * sum;
    std::size_t chosen = 0;
    while (chosen + 1 < all.size() && (at -= all[chosen].weight) > 0) ++chosen;
    prepend(all[chosen].link.tool, chain);
    chain.push_back(all[chosen].link);
  }
  return holds(chain);
}

bool Chains::holds(const Chain& chain) const {
  std::vector<std::size_t> tools;
  std::vector<std::string> given;
  for (const Link& link : chain) {
    tools.push_back(link.tool);
    for (const auto& parameter : box_.meanings[link.tool].parameters)
      given.push_back(parameter.path);
  }
  return tool::check_chain(box_.tools, box_.graph, box_.edges, tools, given).problems.empty();
}

Chain Chains::draw_one(Random& random) {
  const auto tool = least_used(random, true);
  if (!tool) return {};
  ++drawn_[*tool];
  return {{*tool, "", std::nullopt, std::nullopt}};
}

Chain Chains::draw(std::size_t wanted, Random& random) {
  for (int i = 0; i < kTries; ++i) {
    const auto start = least_used(random, false);
    if (!start) return {};
    Chain chain;
    prepend(*start, chain);
    chain.push_back({*start, "", std::nullopt, std::nullopt});
    const bool is_good = grow(chain, wanted, random);
    ++drawn_[*start];  // also where it did not hold: another one is tried first
    if (!is_good) continue;
    for (const Link& link : chain)
      if (link.tool != *start) ++drawn_[link.tool];
    for (std::size_t j = 0; j + 1 < chain.size(); ++j)
      for (std::size_t k = j + 1; k < chain.size(); ++k)
        joined_.emplace(chain[j].tool, chain[k].tool);
    return chain;
  }
  return {};
}

}  // namespace generator::trajectory
