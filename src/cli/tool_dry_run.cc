#include "cli/tool_dry_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/estimate_text.h"
#include "cli/input.h"
#include "cli/ledger_folder.h"
#include "cli/played_dialogue.h"
#include "cli/session.h"
#include "cli/stage_estimates.h"
#include "cli/tool_edges.h"
#include "cli/tool_plans.h"
#include "cli/tool_row_stage.h"
#include "cli/tool_site.h"
#include "cli/tool_topic.h"

namespace generator::cli {
namespace {

constexpr std::int64_t kMostPlayed = 2'000;  // rows; each stands for more where there are more
constexpr double kFewestKept = 0.5;          // of the rows, from stage to stage

StageEstimates estimates_for(const Session& session, const Settings& settings) {
  return {session, settings, ledger_folder(settings, settings.text("--output"))};
}

/// Counts what a played dialogue of `stage` asks.
OnPlayed counting(StageEstimates& estimates, std::string_view stage, Range times) {
  return [&estimates, stage, times](const Ask& ask, const std::string& reply) {
    estimates.add(stage, ask, estimates.counter().count(reply), times);
  };
}

void print(const StageEstimates& estimates, const std::vector<std::string_view>& stages,
           const Session& session, const Settings& settings, std::vector<std::string> assumed) {
  assumed.insert(assumed.begin(), "lower end: replies as short as those of the rules");
  assumed.insert(assumed.begin() + 1, "upper end: every reply as long as max_tokens allows");
  assumed.push_back(each_request_once(settings));
  print_estimates(estimates, stages, session, assumed);
}

}  // namespace

int dry_run_tool_making(const Settings& settings, ToolMaking making) {
  const ToolSite site(settings);
  const trajectory::Toolbox box(site.tools());
  SimulatedPlace simulated(settings, site.record(), box);
  const Session session(settings, "", Session::Use::kEstimate);
  StageEstimates estimates = estimates_for(session, settings);
  ToolPlans plans(session, settings, box,
                  {simulated.trial.get(), simulated.world, settings.input()}, making.chain_first,
                  false);
  const judge::ToolUseJudge judge = make_tool_judge(session, settings, false);
  const std::int64_t wanted = tool_rows_wanted(settings);
  const std::int64_t played = std::min(wanted, kMostPlayed);
  const double each = static_cast<double>(wanted) / static_cast<double>(played);
  for (std::int64_t i = 0; i < played; ++i) {
    auto item = plans.next();
    if (!item) break;
    const auto dialogue = plans.begin(std::move(*item));
    const Finished made =
        play(*dialogue, &simulated.executor, counting(estimates, kToolStage, {each, each}));
    if (!making.judges) continue;
    for (const ToolUse& row : made.tool_uses)
      play(*judge.begin(row), nullptr, counting(estimates, "judge", {each * kFewestKept, each}));
  }
  std::vector<std::string> assumed = {
      "a search finds its way at once: dead ends, up to --max-nodes calls a turn, ask more; a "
      "second pass for rows that are refused asks more, too"};
  if (making.judges)
    assumed.emplace_back("rows are not there yet: those of the rules stand for them, and half to "
                         "all of them come to the judge");
  if (played < wanted)
    assumed.push_back(fmt::format("the first {} of {} rows stand for all", played,
                                  text::with_commas(wanted)));
  std::vector<std::string_view> stages = {kToolStage};
  if (making.judges) stages.emplace_back("judge");
  print(estimates, stages, session, settings, std::move(assumed));
  return kDone;
}

int dry_run_tool_rows(const Settings& settings, RowsAsk ask) {
  const std::string input = settings.input();
  must(check_input(input));
  const Rereadable given = must(Rereadable::of(input));
  const Session session(settings, "", Session::Use::kEstimate);
  StageEstimates estimates = estimates_for(session, settings);
  const auto begin = [&]() -> std::function<std::unique_ptr<Dialogue>(const RawRow&)> {
    if (ask == RowsAsk::kJudge) {
      const auto judge = std::make_shared<const judge::ToolUseJudge>(
          make_tool_judge(session, settings, false));
      const auto gate = std::make_shared<ToolGate>(settings.text("--tools"));
      return [judge, gate](const RawRow& raw) -> std::unique_ptr<Dialogue> {
        auto row = gate->pass(raw);
        return row ? judge->begin(std::move(*row)) : nullptr;
      };
    }
    const auto evaluation = std::make_shared<const judge::OutcomeEvaluation>(
        make_tool_evaluation(session, false));
    return [evaluation](const RawRow& raw) -> std::unique_ptr<Dialogue> {
      auto row = read_tool_row(raw);
      return row ? evaluation->begin(std::move(*row)) : nullptr;
    };
  }();
  RowStream rows = must(RowStream::open(given.path()));
  std::int64_t all = 0, passed_over = 0;
  for (RawRow raw; must(rows.next(raw)); ++all) {
    if (const auto dialogue = begin(raw))
      play(*dialogue, nullptr, counting(estimates, "judge", {1, 1}));
    else
      ++passed_over;
  }
  std::vector<std::string> assumed;
  if (passed_over > 0)
    assumed.push_back(fmt::format("{} of {} are refused before anybody is asked", passed_over,
                                  text::counted(all, "row")));
  print(estimates, {"judge"}, session, settings, std::move(assumed));
  return kDone;
}

int dry_run_tool_edges(const Settings& settings, const std::vector<Tool>& tools,
                       const tool::DependencyGraph& graph) {
  const Session session(settings, "", Session::Use::kEstimate);
  StageEstimates estimates = estimates_for(session, settings);
  const auto confirmation = make_edge_confirmation(session, false);
  for (const trajectory::EdgeQuestion& question : trajectory::questions_of(tools, graph))
    play(*confirmation.begin(question), nullptr, counting(estimates, kToolStage, {1, 1}));
  print(estimates, {kToolStage}, session, settings, {});
  return kDone;
}

int dry_run_tool_topic(const Settings& settings) {
  const Session session(settings, "", Session::Use::kEstimate);
  StageEstimates estimates = estimates_for(session, settings);
  const ToolTopic topic(session, settings, false);
  play(*topic.begin(), nullptr, counting(estimates, kToolStage, {1, 1}));
  print(estimates, {kToolStage}, session, settings, {});
  return kDone;
}

}  // namespace generator::cli
