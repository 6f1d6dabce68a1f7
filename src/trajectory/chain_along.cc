// Chains that show what no row shows yet: they begin with the open edge that was drawn least, and go
// on along further open edges, so that a row of four tools shows two or three.
#include <fmt/format.h>

#include <algorithm>

#include "trajectory/chain.h"

namespace generator::trajectory {
namespace {

constexpr int kMostEdgeFailures = 10;
constexpr int kMostStateDraws = 10;

}  // namespace

void Chains::edge_failed(std::size_t data_edge, std::string why) {
  ++edge_failures_[data_edge];
  edge_problems_[data_edge] = std::move(why);
}

/// Whether it may be drawn along: as why_no_data, which tells why not.
bool Chains::is_open(std::size_t data_edge) const {
  const tool::DataEdge& edge = box_.graph.data[data_edge];
  const std::vector<std::size_t>& before = first_[edge.from];
  return is_usable(edge.from) && is_usable(edge.to) &&
         std::ranges::find(before, edge.to) == before.end() &&
         !ends(box_.meanings[edge.from].deed) &&
         (edge_failures_[data_edge] < kMostEdgeFailures || edge_problems_[data_edge].empty());
}

std::string Chains::why_no_data(std::size_t index) const {
  if (is_open(index)) return "";
  const tool::DataEdge& edge = box_.graph.data[index];
  for (const std::size_t tool : {edge.from, edge.to})
    if (!is_usable(tool))
      return fmt::format("no arguments are known that `{}` could be called with",
                         box_.tools[tool].name);
  if (std::ranges::find(first_[edge.from], edge.to) != first_[edge.from].end())
    return fmt::format("`{}` goes before `{}`", box_.tools[edge.to].name,
                       box_.tools[edge.from].name);
  if (ends(box_.meanings[edge.from].deed))
    return fmt::format("nothing follows `{}` in a row", box_.tools[edge.from].name);
  return edge_problems_[index];
}

std::string Chains::why_no_state(std::size_t index) const {
  const tool::StateEdge& edge = box_.graph.state[index];
  for (const std::size_t tool : {edge.from, edge.to})
    if (!is_usable(tool))
      return fmt::format("no arguments are known that `{}` could be called with",
                         box_.tools[tool].name);
  return state_draws_[index] < kMostStateDraws ? "" : "no row with both of them holds";
}

/// One of those edges, by place among the data edges.
std::optional<std::size_t> Chains::least_drawn(const std::vector<std::size_t>& edges,
                                               Random& random) {
  std::vector<std::size_t> least;
  for (const std::size_t edge : edges) {
    if (!least.empty() && edge_draws_[edge] > edge_draws_[least[0]]) continue;
    if (!least.empty() && edge_draws_[edge] < edge_draws_[least[0]]) least.clear();
    least.push_back(edge);
  }
  if (least.empty()) return std::nullopt;
  const std::size_t out = least[random.below(least.size())];
  ++edge_draws_[out];
  return out;
}

bool Chains::can_follow(std::size_t data_edge, const Chain& chain, bool is_last) const {
  const tool::DataEdge& edge = box_.graph.data[data_edge];
  return place(chain, edge.from) && !place(chain, edge.to) && is_open(data_edge) &&
         (is_last || !ends(box_.meanings[edge.to].deed));
}

void Chains::follow(std::size_t data_edge, Chain& chain) const {
  const tool::DataEdge& edge = box_.graph.data[data_edge];
  prepend(edge.to, chain);
  chain.push_back({edge.to, "", place(chain, edge.from), data_edge});
}

Chain Chains::begin_along(const Coverage& shown, Random& random) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < box_.graph.data.size(); ++i)
    if (!shown.data()[i] && is_open(i)) open.push_back(i);
  Chain chain;
  for (std::size_t i = 0; i < box_.graph.state.size(); ++i) {
    const tool::StateEdge& edge = box_.graph.state[i];
    if (shown.state()[i] || !why_no_state(i).empty() || ends(box_.meanings[edge.from].deed)) continue;
    // Most are shown on the way to data; when those are done the rest is drawn for itself.
    if (!open.empty() && random.below(4) != 0) continue;
    ++state_draws_[i];
    prepend(edge.from, chain);
    if (!place(chain, edge.from))
      chain.push_back({edge.from, std::string(tool::to_text(edge.reason)), {}, {}});
    prepend(edge.to, chain);
    if (!place(chain, edge.to)) chain.push_back({edge.to, "", {}, {}});
    return chain;
  }
  const auto first = least_drawn(open, random);
  if (!first) return {};
  prepend(box_.graph.data[*first].from, chain);
  if (!place(chain, box_.graph.data[*first].from))
    chain.push_back({box_.graph.data[*first].from, "", {}, {}});
  if (!place(chain, box_.graph.data[*first].to))
    follow(*first, chain);
  else
    edge_failed(*first, fmt::format("`{}` goes before `{}`",
                                    box_.tools[box_.graph.data[*first].to].name,
                                    box_.tools[box_.graph.data[*first].from].name));
  return chain;
}

Chain Chains::draw_along(const Coverage& shown, std::size_t wanted, Random& random) {
  Chain chain = begin_along(shown, random);
  if (chain.empty()) return {};
  while (chain.size() < wanted && !ends(box_.meanings[chain.back().tool].deed)) {
    std::vector<std::size_t> open;
    for (const Link& link : chain)
      for (const std::size_t i : box_.edges.data_from(link.tool))
        if (!shown.data()[i] && can_follow(i, chain, chain.size() + 1 == wanted)) open.push_back(i);
    std::ranges::sort(open);
    const auto next = least_drawn(open, random);
    if (!next) break;
    follow(*next, chain);
  }
  if (grow(chain, wanted, random)) return chain;
  for (const Link& link : chain)
    if (link.edge) edge_failed(*link.edge, "no row with both of them holds");
  return {};
}

}  // namespace generator::trajectory
