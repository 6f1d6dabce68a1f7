#include "cli/tool_row_stage.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/example_dialogues.h"
#include "cli/stage_tally.h"
#include "data/reasons.h"
#include "export/container.h"

namespace generator::cli {
namespace {

using Begin = std::function<Result<std::unique_ptr<Dialogue>>(const RawRow&)>;

/// The rows of a file, or those of a sample, one dialogue each.
class ToolRowDialogues final : public DialogueSource {
 public:
  ToolRowDialogues(std::string path, Sample* sample, Begin begin)
      : path_(std::move(path)),
        sample_(sample),
        begin_(std::move(begin)),
        rows_(must(RowStream::open(path_))) {
    if (sample_ != nullptr) sample_->of = count_tool_rows(path_);
  }

  Result<std::unique_ptr<Dialogue>> next() override {
    RawRow raw;
    for (;;) {
      TRY(const bool has_row, rows_.next(raw));
      if (!has_row) return nullptr;
      if (sample_ == nullptr) break;
      if (!sample_->takes(raw.number - 1)) continue;
      sample_->taken.push_back(tool_row_name(raw));
      break;
    }
    ++count_;
    return begin_(raw);
  }
  Status rewind() override {
    rows_ = must(RowStream::open(path_));
    count_ = 0;
    return {};
  }
  std::int64_t count() const { return count_; }

 private:
  std::string path_;
  Sample* sample_;
  Begin begin_;
  RowStream rows_;
  std::int64_t count_ = 0;
};

Finished refused(Reject reject) {
  Finished out;
  out.rejects.push_back(std::move(reject));
  return out;
}

std::unique_ptr<ExportContainer> container_at(const std::string& path) {
  return must(json_container(
      path.ends_with(".json") ? ContainerKind::kJsonArray : ContainerKind::kJsonLines, path));
}

StageResult finished(const Session& session, const StageTally& tally, std::int64_t in,
                     std::int64_t kept, RunSummary summary, ExportContainer& out,
                     const std::string& name) {
  must(out.close());
  must(out.commit());
  StageResult result = tally.result(session, "judge", "rows", in, std::move(summary));
  result.report.name = name;
  result.report.out = kept;
  result.report.gives = "rows";
  return result;
}

/// "single_step, parallel" of a row: how it was made, and how its calls stand to each other
/// (MCP-AgentBench's cells).
std::string cell_of(const ToolUse& row) {
  std::size_t calls = 0, steps = 0;
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps) {
      ++steps;
      calls = std::max(calls, step.calls.size());
    }
  return fmt::format("{}, {}", row.method.empty() ? "any method" : row.method,
                     steps == 0   ? "no call"
                     : calls > 1  ? "parallel"
                     : steps == 1 ? "single"
                                  : "sequential");
}

}  // namespace

Result<ToolUse> read_tool_row(const RawRow& raw) {
  TRY(const json::Document document, json::Document::parse(raw.json));
  return read_tool_use(document.root());
}

judge::ToolUseJudge make_tool_judge(const Session& session, const Settings& settings,
                                    bool from_inputs) {
  judge::ToolUseJudgeOptions options;
  options.sampling = session.choice("judge").sampling;
  options.threshold = settings.number("--threshold", 1, 10);
  options.turn_threshold = settings.number("--turn-threshold", 1, 10);
  options.from_inputs = from_inputs;
  options.model = session.model_name("judge");
  return must(judge::ToolUseJudge::create(
      *must(session.prompts().find("judge_tool_use", session.prompt_set("judge"))), options));
}

judge::OutcomeEvaluation make_tool_evaluation(const Session& session, bool from_inputs) {
  return must(judge::OutcomeEvaluation::create(
      *must(session.prompts().find("evaluate_tool_use", session.prompt_set("judge"))),
      {session.choice("judge").sampling, from_inputs, session.model_name("judge")}));
}

std::uint64_t count_tool_rows(const std::string& path) {
  RowStream rows = must(RowStream::open(path));
  RawRow raw;
  std::uint64_t out = 0;
  while (must(rows.next(raw))) ++out;
  return out;
}

std::string tool_row_name(const RawRow& raw) {
  const auto row = read_tool_row(raw);
  if (!row) return fmt::format("row {}", raw.number);
  std::string out = row->id;
  for (const ToolTurn& turn : row->turns) out += "\n" + turn.instruction;
  return out;
}

StageResult judge_tool_rows(Session& session, const Settings& settings, const std::string& in_path,
                            ToolGate* gate, const std::string& out_path, RejectWriter& rejects,
                            std::int64_t most, Sample* sample) {
  const auto judge = make_tool_judge(session, settings, session.is_offline("judge"));
  const auto out = container_at(out_path);
  StageTally tally(rejects);
  std::int64_t kept = 0, asked = 0, masked = 0;
  ToolRowDialogues source(in_path, sample,
                          [&](const RawRow& raw) -> Result<std::unique_ptr<Dialogue>> {
    if (gate != nullptr) {
      auto row = gate->pass(raw);
      if (!row) return ended(refused(std::move(row.error())));
      ++asked;
      return judge.begin(std::move(*row));
    }
    TRY(ToolUse row, read_tool_row(raw));
    ++asked;
    return judge.begin(std::move(row));
  });
  RunSummary summary = session.run(
      "judge", source,
      [&](std::uint64_t, Finished& finished) -> Status {
        for (const ToolUse& row : finished.tool_uses) {
          if (kept == most) {
            finished.rejects.push_back({std::string(reasons::kSurplus),
                                        fmt::format("{} were asked for", most), row.id,
                                        tool_use_text(row)});
            continue;
          }
          CHECK_OK(out->add(tool_use_text(row)));
          ++kept;
          for (const ToolTurn& turn : row.turns)
            for (const ToolStep& step : turn.steps) masked += step.verdict && step.verdict->is_masked;
        }
        finished.tool_uses.clear();
        return tally.refuse(finished.rejects);
      },
      "judge");
  if (gate != nullptr) {
    gate->layers().judged = asked;
    gate->layers().kept = kept;
  }
  StageResult result =
      finished(session, tally, source.count(), kept, std::move(summary), *out, "judge");
  if (masked > 0)
    result.notes.push_back(
        fmt::format("judge: {} masked (weight 0), the rows are kept",
                    text::counted(masked, "message is", "messages are")));
  return result;
}

std::string OutcomeTally::text() const {
  std::string out;
  for (const auto& [status, count] : by_status) out += fmt::format("  {:>6}  {}\n", count, status);
  for (const auto& [cell, counts] : by_cell)
    out += fmt::format("  {:>6.1f} %  {} ({} of {})\n",
                       100.0 * static_cast<double>(counts.first) /
                           static_cast<double>(counts.second),
                       cell, counts.first, counts.second);
  return out;
}

StageResult evaluate_tool_rows(Session& session, const Settings& settings,
                               const std::string& in_path, const std::string& out_path,
                               RejectWriter& rejects, OutcomeTally& counts, Sample* sample) {
  const auto evaluation = make_tool_evaluation(session, session.is_offline("judge"));
  const bool strict = settings.is_on("--strict"), only_report = settings.is_on("--report-only");
  const double least = settings.maybe_number("--min-score", 0, 1).value_or(0);
  const auto out = container_at(out_path);
  StageTally tally(rejects);
  std::int64_t kept = 0;
  ToolRowDialogues source(in_path, sample,
                          [&](const RawRow& raw) -> Result<std::unique_ptr<Dialogue>> {
    auto row = read_tool_row(raw);
    if (!row)
      return ended(refused({std::string(reasons::kUnreadableRow), row.error().message,
                            fmt::format("row {}", raw.number), std::string(raw.json)}));
    return evaluation.begin(std::move(*row));
  });
  RunSummary summary = session.run(
      "judge", source,
      [&](std::uint64_t, Finished& finished) -> Status {
        for (const ToolUse& row : finished.tool_uses) {
          const ToolOutcome& outcome = *row.outcome;
          ++counts.by_status[outcome.status];
          auto& cell = counts.by_cell[cell_of(row)];
          cell.first += outcome.status == outcomes::kFully;
          ++cell.second;
          const bool is_good =
              only_report || ((!strict || outcome.status == outcomes::kFully) &&
                              outcome.score >= least);
          if (is_good) {
            CHECK_OK(out->add(tool_use_text(row)));
            ++kept;
            continue;
          }
          finished.rejects.push_back({std::string(reasons::kNotSatisfied),
                                      fmt::format("{}, score {:.2f}", outcome.status,
                                                  outcome.score),
                                      row.id, tool_use_text(row)});
        }
        finished.tool_uses.clear();
        return tally.refuse(finished.rejects);
      },
      "evaluate");
  return finished(session, tally, source.count(), kept, std::move(summary), *out, "evaluate");
}

}  // namespace generator::cli
