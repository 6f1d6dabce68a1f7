// tools → rows of tool use
#include <fmt/format.h>

#include <string>

#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/tool_dry_run.h"
#include "cli/tool_generate_stage.h"
#include "cli/tool_preview.h"
#include "cli/tool_site.h"

namespace generator::cli {

namespace {

int make_rows(const Settings& settings, bool chain_first) {
  const ToolMaking making{.chain_first = chain_first, .judges = false};
  if (settings.is_on("--dry-run")) return dry_run_tool_making(settings, making);
  const std::string output = settings.output();
  if (output == "-")
    throw Fatal(kWrongUseExit,
                fmt::format("{} writes files: what is refused stands beside the rows",
                            settings.command().name));
  ToolSite site(settings);
  const trajectory::Toolbox box(site.tools());
  Session session(settings, output);
  RunReportBuilder report(settings, session, output);
  const StageOutput files = must(StageOutput::create(output));
  const ToolPlace place = site.place(session, box);
  if (preview_or_ask(session, settings, tool_making(session, settings, box, place, making)))
    return kDone;
  report.add(tool_generate_stage(session, settings, box, place,
                                 tool_rows_wanted(settings), chain_first, output,
                                 files.rejects()));
  if (const std::string line = site.note(); !line.empty()) report.add_note(line);
  must(files.finish());
  session.close();
  return report.finish("");
}

}  // namespace

int run_tool_generate(const Settings& settings) { return make_rows(settings, false); }

int run_tool_generate_chain(const Settings& settings) { return make_rows(settings, true); }

}  // namespace generator::cli
