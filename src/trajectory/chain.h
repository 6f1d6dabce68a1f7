// Which tools follow each other in a row.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "tool/noun_index.h"
#include "trajectory/coverage.h"
#include "trajectory/toolbox.h"

namespace generator::trajectory {

/// A tool in a chain.
struct Link {
  std::size_t tool = 0;
  std::string prepares;             // as tool::SketchCall has it
  std::optional<std::size_t> from;  // the link whose result an argument of it comes from
  std::optional<std::size_t> edge;  // by place among the data edges: the one that is to be shown
};
using Chain = std::vector<Link>;

/// Where a tool stands in a chain.
std::optional<std::size_t> place(const Chain& chain, std::size_t tool);
/// Whether what a tool works on is gone after it.
bool ends(const tool::Deed& deed);

/// Draws chains along the graph, those tools and edges first that were drawn least.
class Chains {
 public:
  explicit Chains(const Toolbox& box);

  /// A chain of about `wanted` tools, what has to be called before them included; every one holds
  /// by tool::check_chain. Empty where none was found in a few tries.
  Chain draw(std::size_t wanted, Random& random);
  /// A tool that stands alone, with what has to be called before it.
  Chain draw_one(Random& random);
  /// One along edges that no row of a set has yet, as many as find room, those first that were drawn
  /// least. Empty where none is left, or the one that was drawn does not hold.
  Chain draw_along(const Coverage& shown, std::size_t wanted, Random& random);

  /// An edge that a chain was to show could not be shown; after some times it is drawn no more.
  void edge_failed(std::size_t data_edge, std::string why);
  /// Why an edge is not drawn along, by place in the graph; "" where it is.
  std::string why_no_data(std::size_t edge) const;
  std::string why_no_state(std::size_t edge) const;

  /// Nothing was found to call `tool` with; after some times it is drawn no more.
  void failed(std::size_t tool);
  void succeeded(std::size_t tool);
  /// Tools that nothing was ever found for.
  std::vector<std::size_t> given_up() const;
  /// Whether it can be called without anything before it.
  bool stands_alone(std::size_t tool) const { return first_[tool].empty(); }

 private:
  struct Next {
    Link link;
    double weight = 0;
  };
  bool is_usable(std::size_t tool) const;
  std::optional<std::size_t> least_used(Random& random, bool alone) const;
  void prepend(std::size_t tool, Chain& chain) const;
  std::vector<Next> nexts(const Chain& chain, bool is_last) const;
  bool grow(Chain& chain, std::size_t wanted, Random& random);
  bool holds(const Chain& chain) const;
  std::vector<std::size_t> siblings(std::size_t tool) const;
  bool is_open(std::size_t data_edge) const;
  std::optional<std::size_t> least_drawn(const std::vector<std::size_t>& edges, Random& random);
  bool can_follow(std::size_t data_edge, const Chain& chain, bool is_last) const;
  void follow(std::size_t data_edge, Chain& chain) const;
  Chain begin_along(const Coverage& shown, Random& random);

  const Toolbox& box_;
  std::vector<std::vector<std::size_t>> first_;  // what has to be called before a tool
  tool::NounIndex<std::size_t> about_;  // tools by the kind that they are about
  std::map<std::pair<world::Role, std::string>, std::vector<std::size_t>> taking_;
  std::vector<int> drawn_, failures_;
  std::vector<bool> was_good_;
  std::set<std::pair<std::size_t, std::size_t>> joined_;
  std::vector<int> edge_draws_, state_draws_, edge_failures_;  // by place in the graph
  std::vector<std::string> edge_problems_;
};

}  // namespace generator::trajectory
