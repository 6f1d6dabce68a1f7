#include "cli/tool_plans.h"

#include <algorithm>

#include "trajectory/facts.h"

namespace generator::cli {
namespace {

trajectory::PlanOptions planned(const Settings& settings, const trajectory::Toolbox& box,
                                bool chain_first) {
  trajectory::PlanOptions out = plan_options(settings, box);
  if (!chain_first) return out;
  return {.single_share = 0, .chain_share = 1, .styles = out.styles, .cases = {},
          .least = out.least, .most = out.most, .offered = out.offered, .seed = out.seed};
}

trajectory::GenerationOptions asked_with(const Session& session, const Settings& settings,
                                         PlanningPlace& place, bool from_inputs) {
  trajectory::GenerationOptions out = generation_options(session, settings);
  out.source_file = std::move(place.source_file);
  out.from_inputs = from_inputs;
  return out;
}

// A place without a trial is a real one.
std::optional<trajectory::ModelReplies> model_replies(const Session& session,
                                                      const Settings& settings,
                                                      const std::vector<Tool>& tools, bool is_real,
                                                      bool from_inputs) {
  if (!settings.is_on("--model-replies")) return std::nullopt;
  if (is_real)
    throw Fatal(kWrongUseExit, "--model-replies is for a simulated world; these calls are real");
  const prompt::Template* prompt =
      must(session.prompts().find("tool_reply", session.prompt_set(kToolStage)));
  return must(trajectory::ModelReplies::create(
      tools, *prompt,
      {.sampling = session.choice(kToolStage).sampling, .from_inputs = from_inputs}));
}

}  // namespace

trajectory::PlanOptions plan_options(const Settings& settings, const trajectory::Toolbox& box) {
  using namespace trajectory;
  PlanOptions out;
  const bool single = settings.is_on("--single-step"), multi = settings.is_on("--multi-step");
  if (single && multi)
    throw Fatal(kWrongUseExit, "--single-step and --multi-step: give one of them, or neither");
  out.single_share = single ? 1 : multi ? 0 : usual_single_share(box);
  out.chain_share = settings.number("--chain-ratio", 0, 1);
  if (const std::string styles = settings.text("--style-mix"); !styles.empty())
    out.styles = must(
        read_mix(styles, {kSimple, kMultiple, kParallel, kParallelMultiple, kMultiTurn}),
        kWrongUseExit);
  if (const std::string mix = settings.text("--case-mix"); !mix.empty())
    out.cases = must(read_mix(mix, {cases::kAll.begin(), cases::kAll.end()}), kWrongUseExit);
  const auto [least, most] = settings.range("--steps", 1);
  out.least = static_cast<std::size_t>(least);
  out.most = static_cast<std::size_t>(std::max(least, most));
  out.offered = static_cast<std::size_t>(settings.integer("--offer", 1, 128));
  out.seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX));
  return out;
}

trajectory::GenerationOptions generation_options(const Session& session,
                                                 const Settings& settings) {
  trajectory::GenerationOptions out;
  out.sampling = session.choice(kToolStage).sampling;
  out.nodes = static_cast<std::size_t>(settings.integer("--max-nodes", 1, 1000));
  out.most = static_cast<std::size_t>(settings.range("--steps", 1).second);
  out.depth = std::max<std::size_t>(out.most + 2, 6);
  out.keep_dead_ends = settings.is_on("--keep-branches");
  return out;
}

ToolPlans::ToolPlans(const Session& session, const Settings& settings,
                     const trajectory::Toolbox& box, PlanningPlace place, bool chain_first,
                     bool from_inputs)
    : options_(planned(settings, box, chain_first)),
      wanted_edges_(settings.maybe_number("--cover-edges", 0, 1)),
      from_inputs_(from_inputs),
      world_(place.world),
      generation_(must(trajectory::Generation::make(
          box, session.prompts(), session.prompt_set(kToolStage),
          [this](const Tool& tool, std::string_view arguments) {
            return schemas_(tool, arguments);
          },
          asked_with(session, settings, place, from_inputs)))),
      replies_(model_replies(session, settings, box.tools, place.trial == nullptr, from_inputs)),
      planner_(box, place.world, place.trial, options_),
      expected_(std::in_place, box) {}

std::unique_ptr<Dialogue> ToolPlans::begin(trajectory::GenerationItem item) const {
  auto out = generation_->begin(std::move(item));
  return replies_ ? replies_->around(std::move(out)) : std::move(out);
}

std::optional<trajectory::GenerationItem> ToolPlans::next() {
  const bool is_short = wanted_edges_ && expected_->share_of_edges() < *wanted_edges_;
  auto plan = planner_.next(is_short ? &*expected_ : nullptr);
  if (!plan) return std::nullopt;
  expected_->expect(plan->sketch, plan->results);
  plan->results = {};  // nobody needs them any more, and they can be long
  std::string facts = from_inputs_ ? "" : trajectory::facts_for(world_, plan->sketch);
  return trajectory::GenerationItem{index_++, std::move(*plan), std::move(facts)};
}

}  // namespace generator::cli
