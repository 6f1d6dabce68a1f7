// tools → a training file of verified tool use
#include <fmt/format.h>

#include <optional>
#include <string>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/tool_dry_run.h"
#include "cli/tool_export.h"
#include "cli/tool_generate_stage.h"
#include "cli/tool_preview.h"
#include "cli/tool_row_stage.h"
#include "cli/tool_site.h"

namespace generator::cli {

namespace {

constexpr int kPasses = 4;

struct Made {
  StageResult generated, judged;
  std::optional<StageOutput> files;
};

/// Where the judge refuses some, more are made: a further pass finds what the one before it asked in
/// the ledger, and asks for the rest.
Made make_kept_rows(Session& session, const Settings& settings, const trajectory::Toolbox& box,
                    const ToolPlace& place, const std::string& output) {
  const std::int64_t wanted = tool_rows_wanted(settings);
  std::int64_t target = wanted;
  Made out;
  for (int pass = 0; pass < kPasses; ++pass) {
    out.files.reset();  // an earlier pass's, which is not to take its place
    out.files.emplace(must(StageOutput::create(output)));
    const RunFolder& folder = out.files->folder();
    must(folder.make());
    out.generated = tool_generate_stage(session, settings, box, place, target, false,
                                        folder.stage("generated"), out.files->rejects());
    out.judged = judge_tool_rows(session, settings, folder.stage("generated"), nullptr,
                                 folder.stage("kept"), out.files->rejects(), wanted);
    const std::int64_t kept = out.judged.report.out, made = out.generated.report.out;
    const bool is_whole = out.generated.summary.complete() && out.judged.summary.complete();
    if (kept >= wanted || made < target || !is_whole) break;
    target += (wanted - kept) * 3 / 2 + 1;
  }
  out.generated.wanted = settings.is_set("--target-pairs") ? wanted : 0;
  out.generated.possible = wanted;
  return out;
}

}  // namespace

int run_tool_pipeline(const Settings& settings) {
  const ToolMaking making{.chain_first = false, .judges = true};
  if (settings.is_on("--dry-run")) return dry_run_tool_making(settings, making);
  const std::string output = settings.output();
  const ToolExportPlan plan = plan_tool_export(settings, output);
  if (output == "-")
    throw Fatal(kWrongUseExit, "`tool-pipeline` keeps its work beside the output, which cannot be "
                               "standard output");
  ToolSite site(settings);
  const trajectory::Toolbox box(site.tools());
  Session session(settings, output);
  note(settings, fmt::format("making rows of {} in {} format: {}",
                             text::counted(std::ssize(box.tools), "tool"), plan.format_name,
                             text::join(plan.paths(), ", ")));
  RunReportBuilder report(settings, session, output);
  const ToolPlace place = site.place(session, box);
  if (preview_or_ask(session, settings, tool_making(session, settings, box, place, making)))
    return kDone;
  const Made made = make_kept_rows(session, settings, box, place, output);
  report.add(made.generated);
  report.add(made.judged);
  if (const std::string line = site.note(); !line.empty()) report.add_note(line);
  const StageOutput& files = *made.files;
  const RunFolder& folder = files.folder();
  session.close();
  report.add(export_tool_rows(plan, folder.stage("kept"), files.rejects()), plan.format_name);
  must(files.finish());
  return report.finish("");
}

}  // namespace generator::cli
