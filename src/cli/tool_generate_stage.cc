#include "cli/tool_generate_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "cli/listed_dialogues.h"
#include "cli/stage_tally.h"
#include "cli/tool_coverage.h"
#include "cli/tool_plans.h"
#include "cli/tool_world.h"
#include "data/reasons.h"
#include "export/container.h"
#include "trajectory/coverage.h"

namespace generator::cli {
namespace {

constexpr std::size_t kRounds = 8;

using trajectory::GenerationItem;

/// Which rows have other documentation than that of their tools, and what.
class DocumentationMix {
 public:
  DocumentationMix(const Settings& settings, const trajectory::Toolbox& box, std::uint64_t seed)
      : box_(box), random_(seed, "documentation") {
    const std::string text = settings.text("--doc-mix");
    if (text.empty()) return;
    mix_ = must(trajectory::read_mix(text, {"given", "absent", "other"}), kWrongUseExit);
  }

  void change(ToolUse& row) {
    if (mix_.empty()) return;
    double at = random_.unit();
    for (const auto& [name, share] : mix_) {
      if ((at -= share) >= 0) continue;
      if (name != "given") row.documentation = name;
      break;
    }
    if (row.documentation == "absent") row.tools.clear();
    if (row.documentation == "other") replace(row);
  }

 private:
  /// Instead of what is called its neighbours, as a retriever that is wrong would find them.
  void replace(ToolUse& row) const {
    std::set<std::string> called;
    for (const ToolTurn& turn : row.turns)
      for (const ToolStep& step : turn.steps)
        for (const ToolCall& call : step.calls) called.insert(call.name);
    for (Tool& tool : row.tools) {
      if (!called.contains(tool.name)) continue;
      const auto own = std::ranges::find(box_.tools, tool.name, &Tool::name);
      for (const std::size_t near :
           box_.neighbours(static_cast<std::size_t>(own - box_.tools.begin()))) {
        const Tool& other = box_.tools[near];
        const bool is_there = std::ranges::find(row.tools, other.name, &Tool::name) !=
                              row.tools.end();
        if (is_there || called.contains(other.name)) continue;
        tool = other;
        tool.examples.clear();
        break;
      }
    }
    std::erase_if(row.tools, [&](const Tool& tool) { return called.contains(tool.name); });
  }

  const trajectory::Toolbox& box_;
  Random random_;
  trajectory::Mix mix_;
};

std::string instructions(const ToolUse& row) {
  std::string out;
  for (const ToolTurn& turn : row.turns) out += text::to_lower(turn.instruction) + "\n";
  return out;
}

class Rows {
 public:
  Rows(const Settings& settings, const trajectory::Toolbox& box, const std::string& out_path,
       RejectWriter& rejects, std::int64_t wanted, std::uint64_t seed)
      : coverage_(box),
        documentation_(settings, box, seed),
        out_(must(json_container(out_path.ends_with(".json") ? ContainerKind::kJsonArray
                                                             : ContainerKind::kJsonLines,
                                 out_path))),
        tally_(rejects),
        wanted_(wanted) {}

  Status take(Finished& finished) {
    for (ToolUse& row : finished.tool_uses) {
      std::string_view code;
      std::string detail;
      if (!said_.insert(checksum(instructions(row))).second) {
        code = reasons::kRepeatedQuestion;
        detail = "another row has the same instructions";
      } else if (kept_ == wanted_) {
        code = reasons::kSurplus;
        detail = fmt::format("{} were asked for", wanted_);
      }
      if (!code.empty()) {
        finished.rejects.push_back({std::string(code), detail, row.id, tool_use_text(row)});
        continue;
      }
      coverage_.add(row);
      documentation_.change(row);
      CHECK_OK(out_->add(tool_use_text(row)));
      ++kept_;
    }
    finished.tool_uses.clear();
    return tally_.refuse(finished.rejects);
  }

  Status finish() {
    CHECK_OK(out_->close());
    return out_->commit();
  }
  std::int64_t kept() const { return kept_; }
  const StageTally& tally() const { return tally_; }
  const trajectory::Coverage& coverage() const { return coverage_; }

 private:
  trajectory::Coverage coverage_;
  DocumentationMix documentation_;
  std::unique_ptr<ExportContainer> out_;
  StageTally tally_;
  std::int64_t wanted_, kept_ = 0;
  std::set<std::uint64_t> said_;  // checksums of instructions
};

/// So many plans more, or those that are found.
std::vector<GenerationItem> next_items(ToolPlans& plans, std::size_t wanted) {
  std::vector<GenerationItem> out;
  while (out.size() < wanted) {
    auto item = plans.next();
    if (!item) break;
    out.push_back(std::move(*item));
  }
  return out;
}

}  // namespace

SimulatedPlace::SimulatedPlace(const Settings& settings, const Record& record,
                               const trajectory::Toolbox& box)
    : runner(make_simulator(settings, record, {std::shared_ptr<void>(), &box.known})),
      trial(runner->another()),
      world(runner->world()),
      executor(*runner) {}

ToolPlace SimulatedPlace::place(std::string source_file) {
  return {executor, trial.get(), world, std::move(source_file)};
}

std::int64_t tool_rows_wanted(const Settings& settings) {
  return settings.maybe_integer("--target-pairs", 1, 10'000'000).value_or(100);
}

StageResult tool_generate_stage(Session& session, const Settings& settings,
                                const trajectory::Toolbox& box, const ToolPlace& place,
                                std::int64_t wanted, bool chain_first,
                                const std::string& out_path, RejectWriter& rejects,
                                Sample* sample) {
  ToolPlans plans(session, settings, box, {place.trial, place.world, place.source_file},
                  chain_first, session.is_offline(kToolStage));
  if (sample != nullptr) {
    sample->of = static_cast<std::uint64_t>(wanted);
    wanted = static_cast<std::int64_t>(std::min(sample->wanted, sample->of));
  }
  Rows rows(settings, box, out_path, rejects, wanted, plans.options().seed);
  RunSummary summary;
  session.act_with(&place.executor);
  bool is_used_up = false;  // nothing else can be called
  for (std::size_t round = 0; round < kRounds && rows.kept() < wanted; ++round) {
    const auto missing = static_cast<std::size_t>(wanted - rows.kept());
    if (round > 0) plans.see(rows.coverage());
    const std::vector<GenerationItem> items = next_items(plans, missing);
    if (sample != nullptr)
      for (const GenerationItem& item : items)
        sample->taken.push_back(trajectory::item_name(item.index));
    is_used_up = items.size() < missing;
    if (items.empty()) break;
    ListedDialogues source(items.size(), [&](std::size_t i) { return plans.begin(items[i]); });
    summary.add(session.run(kToolStage, source,
                            [&](std::uint64_t, Finished& finished) { return rows.take(finished); },
                            round == 0 ? std::string(kToolStage)
                                       : fmt::format("{}, round {}", kToolStage, round + 1)));
    const bool is_last = sample != nullptr || items.size() < missing;
    if (is_last || !summary.complete() || summary.calls_failed > 0) break;
  }
  session.act_with(nullptr);
  must(rows.finish());
  StageResult result = rows.tally().result(session, kToolStage, "tools",
                                           static_cast<std::int64_t>(box.size()), summary);
  result.report.out = rows.kept();
  result.report.gives = "rows";
  result.wanted = settings.is_set("--target-pairs") ? wanted : 0;
  result.possible = wanted;
  if (is_used_up && rows.kept() < wanted)
    result.notes.push_back("these tools can be called with nothing else here: further rows would "
                           "differ in their words alone");
  if (!settings.is_on("--single-step") && !settings.is_on("--multi-step"))
    result.notes.push_back(fmt::format("{:.0f} % single steps, as the tools depend on each other",
                                       100 * plans.options().single_share));
  for (std::string& line :
       coverage_notes(box, rows.coverage(), plans.planner(), plans.wanted_edges()))
    result.notes.push_back(std::move(line));
  return result;
}

}  // namespace generator::cli
