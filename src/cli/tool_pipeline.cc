// tools → a training file of verified tool use
#include <fmt/format.h>

#include <string>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/tool_export.h"
#include "cli/tool_generate_stage.h"
#include "cli/tool_site.h"
#include "cli/tool_row_stage.h"

namespace generator::cli {

int run_tool_pipeline(const Settings& settings) {
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
  const StageOutput files = must(StageOutput::create(output));
  const RunFolder& folder = files.folder();
  must(folder.make());
  const ToolPlace place = site.place(session);
  report.add(tool_generate_stage(session, settings, box, place,
                                 folder.stage("generated"), files.rejects()));
  if (const std::string line = site.note(); !line.empty()) report.add_note(line);
  report.add(judge_tool_rows(session, settings, folder.stage("generated"), nullptr,
                             folder.stage("kept"), files.rejects()));
  session.close();
  report.add(export_tool_rows(plan, folder.stage("kept"), files.rejects()), plan.format_name);
  must(files.finish());
  return report.finish("");
}

}  // namespace generator::cli
