#include "trajectory/planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/hash.h"
#include "base/text.h"
#include "data/tool_use.h"
#include "trajectory/sketching.h"

namespace generator::trajectory {
namespace {

constexpr int kTries = 40;       // for a row
constexpr int kBarren = 20;      // rows on end for which nothing is found
constexpr int kStyleTries = 16;  // of these with the style and case that it should have
constexpr int kEdgeTries = 24;   // of these along edges that are to be shown
constexpr int kNewTries = 24;    // of these with calls that no other plan makes
constexpr int kOtherMethod = 28;  // tries after which a single step becomes several
constexpr int kMostSame = 2;     // plans with the same calls, which words alone tell apart

const Mix& usual_styles(bool is_single) {
  static const Mix kSingle = {{std::string(kSimple), 0.3},
                              {std::string(kMultiple), 0.4},
                              {std::string(kParallel), 0.2},
                              {std::string(kParallelMultiple), 0.1}};
  static const Mix kSeveral = {{std::string(kMultiple), 0.55},
                               {std::string(kMultiTurn), 0.3},
                               {std::string(kParallel), 0.1},
                               {std::string(kParallelMultiple), 0.05}};
  return is_single ? kSingle : kSeveral;
}

/// `at` in [0, 1).
const std::string& drawn(const Mix& mix, double at) {
  for (const auto& [name, share] : mix)
    if ((at -= share) < 0) return name;
  return mix.back().first;
}

/// Evenly spread numbers in [0, 1): any stretch of them has nearly the shares that are wanted.
double spread(std::uint64_t index, double step, std::uint64_t seed) {
  const double at = static_cast<double>(index) * step + static_cast<double>(seed % 9973) / 9973;
  return at - std::floor(at);
}

/// What is called with what, in which turn; where nothing is called, what is asked for.
std::uint64_t checksum_of_calls(const tool::Sketch& sketch) {
  std::string all = sketch.case_kind + sketch.missing;
  for (const tool::SketchTurn& turn : sketch.turns) {
    all += '\n';
    for (const tool::SketchStep& step : turn.steps)
      for (const tool::SketchCall& call : step.calls) {
        all += '\t' + call.tool;
        for (const tool::SketchArgument& argument : call.arguments)
          all += fmt::format(" {}={} {}.{}{}", argument.name, argument.value, argument.step,
                             argument.call, argument.field);
      }
  }
  return checksum(all);
}

constexpr double kGolden = 0.6180339887498949, kSilver = 0.4142135623730951,
                 kBronze = 0.3027756377319946, kPlastic = 0.7548776662466927;

}  // namespace

Result<Mix> read_mix(std::string_view text, const std::vector<std::string_view>& known) {
  Mix out;
  double sum = 0;
  for (const std::string_view part : text::split(text, ',')) {
    const std::size_t equals = part.find('=');
    const std::string name(text::trim(part.substr(0, equals)));
    double share = 1;
    if (equals != std::string_view::npos) {
      const std::string_view number = text::trim(part.substr(equals + 1));
      const auto [end, error] =
          std::from_chars(number.data(), number.data() + number.size(), share);
      if (error != std::errc() || end != number.data() + number.size() || !(share >= 0))
        return fail(ErrorKind::kWrongUse,
                    fmt::format("`{}` is no share: write NAME=NUMBER,…", part));
    }
    if (std::ranges::find(known, name) == known.end())
      return fail(ErrorKind::kWrongUse,
                  fmt::format("there is no `{}`: {}", name,
                              fmt::join(known, ", ")));
    out.emplace_back(name, share);
    sum += share;
  }
  if (sum <= 0) return fail(ErrorKind::kWrongUse, "the shares add up to nothing");
  for (auto& [name, share] : out) share /= sum;
  return out;
}

double usual_single_share(const Toolbox& box) {
  if (box.size() == 0) return 1;
  std::vector<bool> is_bound(box.size());
  for (const tool::DataEdge& edge : box.graph.data)
    if (edge.is_required) is_bound[edge.to] = true;
  for (const tool::StateEdge& edge : box.graph.state) is_bound[edge.to] = true;
  const auto free = std::ranges::count(is_bound, false);
  return std::clamp(static_cast<double>(free) / static_cast<double>(box.size()), 0.2, 0.8);
}

Planner::Planner(const Toolbox& box, const world::World& world, ToolRunner* runner,
                 PlanOptions options)
    : box_(box), world_(world), runner_(runner), options_(std::move(options)), chains_(box) {}

Planner::Kind Planner::kind_of(std::uint64_t index) const {
  Kind out;
  const bool is_single = spread(index, kGolden, options_.seed) < options_.single_share;
  const bool is_chain =
      !is_single && spread(index, kPlastic, options_.seed) < options_.chain_share;
  out.method = is_single ? kSingleStep : is_chain ? kChainFirst : kMultiStep;
  const Mix& styles = options_.styles.empty() ? usual_styles(is_single) : options_.styles;
  out.style = drawn(styles, spread(index, kSilver, options_.seed));
  out.case_kind = options_.cases.empty()
                      ? std::string(cases::kCall)
                      : drawn(options_.cases, spread(index, kBronze, options_.seed));
  if (is_chain && out.case_kind != cases::kCall) out.method = kMultiStep;
  if (out.method == kChainFirst) out.style = kMultiple;  // one call after the other
  if (out.style == kMultiTurn && is_single) out.method = kMultiStep;
  return out;
}

std::optional<Plan> Planner::next(const Coverage* shown) {
  for (int i = 0; i < kBarren; ++i)
    if (auto plan = one(shown)) return plan;
  return std::nullopt;
}

std::optional<Plan> Planner::one(const Coverage* shown) {
  const std::uint64_t index = made_++;
  Random random(options_.seed * 0x9E3779B97F4A7C15ull + index, "plan");
  Kind kind = kind_of(index);
  int& begin = begin_[kind.method + kind.style + kind.case_kind];
  for (int i = begin; i < kTries; ++i) {
    if (i >= kStyleTries) {  // it cannot be had: a plain row instead
      kind.case_kind = cases::kCall;
      kind.style = kMultiple;
    }
    if (i >= kOtherMethod && kind.method == kSingleStep && options_.single_share < 1)
      kind.method = kMultiStep;
    if (auto plan = make(kind, i < kEdgeTries ? shown : nullptr, random)) {
      if (!may_repeat(plan->sketch, i)) {
        if (i + 1 >= kNewTries) begin = std::min(i + 1, kOtherMethod);  // this kind is used up
        continue;
      }
      plan->sketch.seed = random.next();
      return plan;
    }
  }
  return std::nullopt;
}

/// Whether a plan with these calls may be one more; then it is counted.
bool Planner::may_repeat(const tool::Sketch& sketch, int tries) {
  int& count = same_[checksum_of_calls(sketch)];
  if (count >= (tries < kNewTries ? 1 : kMostSame)) return false;
  ++count;
  return true;
}

Chain Planner::chain_for(const Kind& kind, const Coverage* shown, Random& random) {
  const bool is_single = kind.method == kSingleStep;
  if (kind.case_kind == cases::kMissingArgument)
    return chains_.draw_one(random);
  if (kind.case_kind == cases::kAbstention || kind.case_kind == cases::kRecovery)
    return chains_.draw(1, random);
  if (kind.style == kParallelMultiple && is_single) {
    Chain chain = chains_.draw(2, random);
    return chain.size() == 2 ? chain : Chain{};
  }
  if (is_single) return chains_.draw_one(random);
  if (shown != nullptr && kind.style != kParallel && kind.style != kParallelMultiple)
    if (Chain chain = chains_.draw_along(*shown, options_.most, random); !chain.empty())
      return chain;
  const std::size_t wanted =
      options_.least + random.below(options_.most - options_.least + 1);
  Chain chain = chains_.draw(wanted, random);
  return chain.size() < options_.least && kind.style != kParallel ? Chain{} : chain;
}

std::optional<Plan> Planner::make(const Kind& kind, const Coverage* shown,
                                  Random& random) {
  const Chain chain = chain_for(kind, shown, random);
  if (chain.empty()) return std::nullopt;
  Sketching sketching(box_, world_, runner_, random);
  std::optional<tool::Sketch> sketch;
  if (kind.case_kind == cases::kAbstention)
    sketch = sketching.abstention(chain);
  else if (kind.case_kind == cases::kMissingArgument)
    sketch = sketching.missing_argument(chain);
  else if (kind.case_kind == cases::kRecovery)
    sketch = sketching.recovery(chain);
  else if (kind.style == kParallel)
    sketch = sketching.parallel(chain);
  else if (kind.style == kParallelMultiple)
    sketch = sketching.parallel_multiple(chain);
  else if (kind.style == kMultiTurn)
    sketch = sketching.turns(chain);
  else
    sketch = sketching.steps(chain);
  if (!sketch) {
    if (sketching.wrong_edge())
      chains_.edge_failed(*sketching.wrong_edge(), sketching.problem());
    else if (sketching.wrong())
      chains_.failed(*sketching.wrong());
    return std::nullopt;
  }
  for (const Link& link : chain) chains_.succeeded(link.tool);
  sketch->method = kind.method;
  sketch->case_kind = kind.case_kind;
  sketch->style = kind.style;
  if (kind.case_kind == cases::kMissingArgument) sketch->style = kMultiTurn;
  if (sketch->method == kSingleStep && sketch->steps() > 1 &&
      kind.case_kind != cases::kMissingArgument)
    sketch->method = kMultiStep;
  Plan out{std::move(*sketch), {}, {}};
  if (runner_ != nullptr) out.results = sketching.results();
  out.offered = offer(out.sketch, chain, random);
  if (out.offered.empty()) return std::nullopt;
  return out;
}

/// The needed tools with their neighbours, in any order; where none fits, its likes are left out.
std::vector<std::size_t> Planner::offer(const tool::Sketch& sketch, const Chain& chain,
                                        Random& random) const {
  std::vector<std::size_t> out;
  const std::size_t last = chain.back().tool;
  const bool abstains = sketch.case_kind == cases::kAbstention;
  if (!abstains)
    for (const tool::SketchStep* step : tool::steps_of(sketch))
      for (const tool::SketchCall& call : step->calls)
        for (std::size_t i = 0; i < box_.size(); ++i)
          if (box_.tools[i].name == call.tool && std::ranges::find(out, i) == out.end())
            out.push_back(i);
  const bool is_bare = !abstains && (sketch.style == kSimple || sketch.style == kParallel) &&
                       sketch.method == kSingleStep;
  const std::size_t wanted =
      is_bare ? out.size() : std::min(options_.offered, out.size() + 2 + random.below(4));
  for (const std::size_t near : box_.neighbours(last)) {
    if (out.size() >= wanted) break;
    if (std::ranges::find(out, near) != out.end()) continue;
    if (abstains && box_.does_the_same(last, near)) continue;
    out.push_back(near);
  }
  random.shuffle(out);
  return out;
}

}  // namespace generator::trajectory
