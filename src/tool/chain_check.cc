#include "tool/chain_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/parameters.h"

namespace generator::tool {
namespace {

class Checker {
 public:
  Checker(const std::vector<Tool>& tools, const DependencyGraph& graph, const EdgeIndex& edges,
          const std::vector<std::size_t>& chain, const std::vector<std::string>& given)
      : tools_(tools), graph_(graph), edges_(edges), chain_(chain), given_(given) {}

  CheckedChain check() {
    for (std::size_t step = 0; step < chain_.size(); ++step) {
      check_arguments(step);
      check_state(step);
      check_ends(step);
    }
    return std::move(out_);
  }

 private:
  // The last step before `end` that calls `tool`.
  std::optional<std::size_t> last_call(std::size_t tool, std::size_t end) const {
    for (std::size_t i = end; i-- > 0;)
      if (chain_[i] == tool) return i;
    return std::nullopt;
  }

  void problem(std::size_t step, std::string message) {
    out_.problems.push_back({step, std::move(message)});
  }

  const std::string& name(std::size_t tool) const { return tools_[tool].name; }

  void check_state(std::size_t step) {
    for (const std::size_t place : edges_.state_to(chain_[step])) {
      const StateEdge& edge = graph_.state[place];
      if (last_call(edge.from, step)) continue;
      const bool is_needed =
          edge.reason == StateReason::kTold || edge.reason == StateReason::kOpened;
      const bool comes_later = last_call(edge.from, chain_.size()).has_value();
      // A creation that comes later, where nothing earlier or outside could have given the thing.
      if (is_needed || (comes_later && !has_any_creation(step) && !is_supplied(step)))
        problem(step,
                fmt::format("`{}` has to be called before `{}`", name(edge.from), name(edge.to)));
    }
  }

  bool has_any_creation(std::size_t step) const {
    return std::ranges::any_of(edges_.state_to(chain_[step]), [&](std::size_t place) {
      const StateEdge& edge = graph_.state[place];
      const bool makes = edge.reason == StateReason::kCreated || edge.reason == StateReason::kBuilt;
      return makes && last_call(edge.from, step);
    });
  }

  bool is_given(const std::string& parameter) const {
    return std::ranges::find(given_, parameter) != given_.end();
  }

  bool is_supplied(std::size_t step) const {
    return std::ranges::any_of(out_.sources[step], [&](const ArgumentSource& source) {
      return source.step || is_given(source.parameter);
    });
  }

  // Whether what `step` needs was there again after `since`.
  bool is_renewed(std::size_t step, std::size_t since) const {
    const auto lies_between = [&](std::size_t from) {
      const auto call = last_call(from, step);
      return call && *call > since;
    };
    const auto state = [&](std::size_t place) { return lies_between(graph_.state[place].from); };
    const auto data = [&](std::size_t place) { return lies_between(graph_.data[place].from); };
    return std::ranges::any_of(edges_.state_to(chain_[step]), state) ||
           std::ranges::any_of(edges_.data_to(chain_[step]), data);
  }

  void check_ends(std::size_t step) {
    for (const std::size_t place : edges_.ends_to(chain_[step])) {
      const EndEdge& edge = graph_.ends[place];
      const auto end = last_call(edge.from, step);
      if (end && !is_renewed(step, *end))
        problem(step, fmt::format("after `{}` there is nothing left for `{}` to work on",
                                  name(edge.from), name(edge.to)));
    }
  }

  void check_arguments(std::size_t step) {
    auto& sources = out_.sources.emplace_back();
    for (const Parameter& parameter : parameters_of(tools_[chain_[step]])) {
      if (!parameter.is_required) continue;
      sources.push_back({parameter.path, std::nullopt, ""});
      bool could_come = false;
      for (const std::size_t place : edges_.data_to(chain_[step])) {
        const DataEdge& edge = graph_.data[place];
        if (edge.parameter != parameter.path) continue;
        could_come = true;
        const auto call = last_call(edge.from, step);
        if (call && (!sources.back().step || *call > *sources.back().step))
          sources.back() = {parameter.path, call, edge.field};
      }
      if (could_come && !sources.back().step && !is_given(parameter.path))
        problem(step, fmt::format("no earlier result gives `{}` of `{}`", parameter.path,
                                  name(chain_[step])));
    }
  }

  const std::vector<Tool>& tools_;
  const DependencyGraph& graph_;
  const EdgeIndex& edges_;
  const std::vector<std::size_t>& chain_;
  const std::vector<std::string>& given_;
  CheckedChain out_;
};

}  // namespace

CheckedChain check_chain(const std::vector<Tool>& tools, const DependencyGraph& graph,
                         const EdgeIndex& edges, const std::vector<std::size_t>& chain,
                         const std::vector<std::string>& given) {
  return Checker(tools, graph, edges, chain, given).check();
}

CheckedChain check_chain(const std::vector<Tool>& tools, const DependencyGraph& graph,
                         const std::vector<std::size_t>& chain,
                         const std::vector<std::string>& given) {
  return check_chain(tools, graph, EdgeIndex(graph, tools.size()), chain, given);
}

}  // namespace generator::tool
