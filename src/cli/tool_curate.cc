// Rows of tool use → those that hold: form, execution, and what a judge thinks of them.
#include <fmt/format.h>

#include <string>

#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/input.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/tool_dry_run.h"
#include "cli/tool_gate.h"
#include "cli/tool_preview.h"
#include "cli/tool_row_stage.h"
#include "export/container.h"

namespace generator::cli {
namespace {

void tell(const Settings& settings, const ToolLayers& layers, const RejectWriter& rejects) {
  if (settings.is_on("--quiet")) return;
  std::string out = layers.text();
  for (const auto& [code, count] : rejects.counts())
    out += fmt::format("  {:>6}  {}\n", count, code);
  print_error(out);
}

// The two layers that ask nobody.
int curate_without_judge(const Settings& settings, const std::string& input,
                         const std::string& output) {
  const auto out = must(json_container(
      output.ends_with(".json") ? ContainerKind::kJsonArray : ContainerKind::kJsonLines, output));
  const auto rejects = must(RejectWriter::create(rejected_path(output)));
  ToolGate gate(settings.text("--tools"));
  RowStream rows = must(RowStream::open(input));
  std::int64_t kept = 0;
  RawRow raw;
  while (must(rows.next(raw))) {
    const auto row = gate.pass(raw);
    if (row) {
      must(out->add(tool_use_text(*row)));
      ++kept;
      continue;
    }
    const Reject& reject = row.error();
    must(rejects->add(reject.code, reject.detail, reject.item, reject.row));
  }
  must(out->close());
  must(out->commit());
  must(rejects->finish());
  tell(settings, gate.layers(), *rejects);
  print_error(fmt::format("{} of {} in {}\n", kept, text::counted(gate.layers().rows, "row"),
                          text::for_terminal(output)));
  return kept == 0 ? kFailed : kDone;
}

}  // namespace

int run_tool_curate(const Settings& settings) {
  if (settings.is_on("--no-judge"))
    for (const char* name : {"--dry-run", "--preview"})
      if (settings.is_set(name))
        throw Fatal(kWrongUseExit,
                    fmt::format("{}: --no-judge asks nobody, so there is nothing to forecast",
                                name));
  if (settings.is_on("--dry-run")) return dry_run_tool_rows(settings, RowsAsk::kJudge);
  const std::string input = settings.input(), output = settings.output();
  if (output == "-")
    throw Fatal(kWrongUseExit, "tool-curate writes files: what is refused stands beside the rows");
  must(check_input(input));
  const Rereadable rows = must(Rereadable::of(input));
  if (settings.is_on("--no-judge")) return curate_without_judge(settings, rows.path(), output);
  Session session(settings, output);
  RunReportBuilder report(settings, session, output);
  const StageOutput files = must(StageOutput::create(output));
  if (preview_or_ask(session, settings,
                     tool_rows(session, settings, rows.path(), RowsAsk::kJudge)))
    return kDone;
  ToolGate gate(settings.text("--tools"));
  report.add(judge_tool_rows(session, settings, rows.path(), &gate, output, files.rejects()));
  tell(settings, gate.layers(), files.rejects());
  must(files.finish());
  session.close();
  return report.finish("");
}

int run_tool_evaluate(const Settings& settings) {
  if (settings.is_on("--dry-run")) return dry_run_tool_rows(settings, RowsAsk::kEvaluate);
  const std::string input = settings.input(), output = settings.output();
  if (output == "-")
    throw Fatal(kWrongUseExit,
                "tool-evaluate writes files: what is refused stands beside the rows");
  must(check_input(input));
  const Rereadable rows = must(Rereadable::of(input));
  Session session(settings, output);
  RunReportBuilder report(settings, session, output);
  const StageOutput files = must(StageOutput::create(output));
  if (preview_or_ask(session, settings,
                     tool_rows(session, settings, rows.path(), RowsAsk::kEvaluate)))
    return kDone;
  OutcomeTally tally;
  report.add(evaluate_tool_rows(session, settings, rows.path(), output, files.rejects(), tally));
  if (!settings.is_on("--quiet")) print_error(tally.text());
  must(files.finish());
  session.close();
  return report.finish("");
}

}  // namespace generator::cli
