// Descriptions of tools to one tool file, with a report of what was understood, dropped, and why.
#include <fmt/format.h>

#include "base/files.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/tool_input.h"
#include "store/tool_listing.h"

namespace generator::cli {

int run_tool_parse(const Settings& settings) {
  const bool wants_report = settings.is_on("--report");
  const bool writes = settings.is_set("--output") || !wants_report;
  const std::string output = writes ? settings.output() : "";
  if (settings.is_on("--json") && !wants_report)
    throw Fatal(kWrongUseExit, "--json is the form of the report: give --report too");
  const ToolListing listing = read_tool_input(settings);
  if (wants_report) {
    const std::string report =
        settings.is_on("--json") ? report_as_json(listing) : report_as_text(listing);
    if (output == "-")
      print_error(report);
    else
      fmt::print("{}", report);
  } else {
    say_problems(settings, listing);
  }
  if (!writes) return kDone;
  if (listing.tools.empty()) refuse_no_tools(settings, listing);
  must(write_file(output, tools_as_json(listing.tools)));
  const std::string dropped =
      listing.dropped() == 0 ? "" : fmt::format(", {} dropped", listing.dropped());
  print_error(fmt::format("{} in {}{}\n",
                          text::counted(static_cast<std::int64_t>(listing.tools.size()), "tool"),
                          output == "-" ? "standard output" : text::for_terminal(output), dropped));
  return kDone;
}

}  // namespace generator::cli
