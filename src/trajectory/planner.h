// What each row of a set is going to be: its method, style and case, its tools, its sketch.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "data/tool_runner.h"
#include "tool/sketch.h"
#include "trajectory/chain.h"
#include "trajectory/toolbox.h"
#include "world/world.h"

namespace generator::trajectory {

/// Names with their shares, which add up to 1.
using Mix = std::vector<std::pair<std::string, double>>;

/// "call=85,abstention=5": shares are made to add up to 1; a name of `known` that is not told has
/// none. Errors: kWrongUse naming the part and what there is.
Result<Mix> read_mix(std::string_view text, const std::vector<std::string_view>& known);

inline constexpr std::string_view kSimple = "simple", kMultiple = "multiple", kParallel = "parallel",
                                  kParallelMultiple = "parallel_multiple",
                                  kMultiTurn = "multi_turn";
inline constexpr std::string_view kSingleStep = "single_step", kMultiStep = "multi_step",
                                  kChainFirst = "chain_first";

struct PlanOptions {
  double single_share = 0.5;  // of rows with one step
  double chain_share = 0;     // of the others, those that are made chain-first
  Mix styles;                 // empty: the usual ones of each method
  Mix cases;                  // empty: calls alone
  std::size_t least = 2, most = 4;  // tools of a row with several steps
  std::size_t offered = 8;          // tools that a row offers at most
  std::uint64_t seed = 0;
};

/// The share of single steps where nobody says one: that of tools which can be called with nothing
/// before them and of which nothing else needs a result, between 0.2 and 0.8.
double usual_single_share(const Toolbox& box);

struct Plan {
  tool::Sketch sketch;
  std::vector<std::size_t> offered;  // places in the toolbox, in the order of the row
  std::vector<std::vector<std::string>> results;  // of the trial, by step and call; or none
};

/// Plans are a function of the toolbox, the world, the options and how many went before.
class Planner {
 public:
  /// `runner` is where sketches are tried; nullptr: they are not. All must outlive this.
  Planner(const Toolbox& box, const world::World& world, ToolRunner* runner, PlanOptions options);

  /// Nothing where no tool can be called with what is known, or nothing is left to call but what
  /// several plans call already: rows that differ in their words alone are no use. `shown`, where not null: what the set
  /// shows; the next plan follows other edges, as many as it has room for, where it has several
  /// steps.
  std::optional<Plan> next(const Coverage* shown = nullptr);
  /// Why an edge was not followed, by place in the graph; "" where it may be.
  std::string why_no_data(std::size_t edge) const { return chains_.why_no_data(edge); }
  std::string why_no_state(std::size_t edge) const { return chains_.why_no_state(edge); }
  /// Tools that no values were found for.
  std::vector<std::size_t> unused() const { return chains_.given_up(); }

 private:
  struct Kind {
    std::string method, style, case_kind;
  };
  std::optional<Plan> one(const Coverage* shown);
  Kind kind_of(std::uint64_t index) const;
  std::optional<Plan> make(const Kind& kind, const Coverage* shown, Random& random);
  Chain chain_for(const Kind& kind, const Coverage* shown, Random& random);
  std::vector<std::size_t> offer(const tool::Sketch& sketch, const Chain& chain,
                                 Random& random) const;
  bool may_repeat(const tool::Sketch& sketch, int tries);

  const Toolbox& box_;
  const world::World& world_;
  ToolRunner* runner_;
  PlanOptions options_;
  Chains chains_;
  std::uint64_t made_ = 0;
  std::map<std::uint64_t, int> same_;  // plans by the checksum of their calls
  std::map<std::string, int> begin_;   // the try that a kind of plan begins with: it was used up
};

}  // namespace generator::trajectory
