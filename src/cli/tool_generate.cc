// tools → rows of tool use
#include <string>

#include "cli/commands.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/tool_generate_stage.h"
#include "cli/tool_site.h"

namespace generator::cli {

int run_tool_generate(const Settings& settings) {
  const std::string output = settings.output();
  if (output == "-")
    throw Fatal(kWrongUseExit,
                "tool-generate writes files: what is refused stands beside the rows");
  ToolSite site(settings);
  const trajectory::Toolbox box(site.tools());
  Session session(settings, output);
  RunReportBuilder report(settings, session, output);
  const StageOutput files = must(StageOutput::create(output));
  const ToolPlace place = site.place(session);
  report.add(tool_generate_stage(session, settings, box, place,
                                 tool_rows_wanted(settings), output,
                                 files.rejects()));
  if (const std::string line = site.note(); !line.empty()) report.add_note(line);
  must(files.finish());
  session.close();
  return report.finish("");
}

}  // namespace generator::cli
