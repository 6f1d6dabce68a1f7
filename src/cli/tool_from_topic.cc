// a topic → a tool file
#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/listed_dialogues.h"
#include "cli/session.h"
#include "cli/tool_dry_run.h"
#include "cli/tool_input.h"
#include "cli/tool_plans.h"
#include "cli/tool_topic.h"
#include "cli/unit_measure.h"
#include "store/tool_file.h"

namespace generator::cli {
namespace {

struct Proposed {
  std::vector<Tool> tools;
  std::string why;  // there are none
};

Proposed ask(Session& session, const ToolTopic& topic) {
  Proposed out;
  ListedDialogues source(1, [&](std::size_t) { return topic.begin(); });
  session.run(kToolStage, source, [&](std::uint64_t, Finished& finished) -> Status {
    for (ToolUse& row : finished.tool_uses) out.tools = std::move(row.tools);
    for (const Reject& reject : finished.rejects) out.why = reject.code + ": " + reject.detail;
    return {};
  });
  return out;
}

/// There is one request: a preview really asks it, and its reply is in the ledger then.
Undertaking undertaking(Session& session, const ToolTopic& topic) {
  return {{kToolStage},
          "topics",
          [](std::uint64_t units) { return units < 1; },
          [&](std::uint64_t) {
            const std::vector<std::string> taken = {topic.topic()};
            UnitMeasure units(session);
            units.begin(taken);
            if (!ask(session, topic).tools.empty()) units.keep(taken);
            return units.forecast(taken, 1);
          }};
}

}  // namespace

int run_tool_from_topic(const Settings& settings) {
  if (settings.is_on("--dry-run")) return dry_run_tool_topic(settings);
  const std::string output = settings.output();
  Session session(settings, output);
  const ToolTopic topic(session, settings, session.is_offline(kToolStage));
  if (preview_or_ask(session, settings, undertaking(session, topic))) return kDone;
  const auto [tools, why] = ask(session, topic);
  session.close();
  if (tools.empty())
    throw Fatal(kFailed, "no tools were proposed: " + text::for_terminal(why));
  // Read again, as any other file of tools is.
  const ToolListing listing = must(read_tools(tools_as_json(tools), topic.topic(), {}));
  say_problems(settings, listing);
  must(write_file(output, tools_as_json(listing.tools)));
  print_error(fmt::format("{} in {}\n", text::counted(std::ssize(listing.tools), "tool"),
                          output == "-" ? "standard output" : text::for_terminal(output)));
  return kDone;
}

}  // namespace generator::cli
