#include "cli/tool_site.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/explore.h"
#include "cli/live_executor.h"
#include "cli/live_tools.h"
#include "cli/real_calls.h"
#include "cli/tool_input.h"

namespace generator::cli {
namespace {

constexpr std::size_t kRunners = 2;

}  // namespace

ToolSite::ToolSite(const Settings& settings)
    : settings_(settings), record_(read_record(settings)) {
  if (!is_real(settings)) {
    tools_ = read_some_tools(settings, record_).tools;
    return;
  }
  AllowedTools allowed = list_allowed_tools(settings);
  tools_ = std::move(allowed.tools);
  identity_ = std::move(allowed.identity);
  only_reads_ = !allowed.has_known_state;
}

ToolSite::~ToolSite() = default;

ToolPlace ToolSite::place(Session& session, const trajectory::Toolbox& box) {
  const std::string& spec = settings_.input();
  if (identity_.empty()) {
    simulated_ = std::make_unique<SimulatedPlace>(settings_, record_, box);
    return simulated_->place(spec);
  }
  // What one session changes, others would see, but for servers of its own and tools that only read.
  const bool is_apart = is_mcp(spec) && !is_mcp_url(spec) && settings_.text("--reset").empty();
  live_ = session.live_executor(
      {.identity = identity_, .runners = is_apart || only_reads_ ? kRunners : 1},
      [this] { return make_real_runner(settings_, {}); });
  seen_ = must(explore(*live_, box.known));
  return {*live_, nullptr, seen_, spec};
}

std::string ToolSite::note() const {
  if (!live_) return "";
  return fmt::format("{} carried out for real by {}; what they replied is in the ledger",
                     text::counted(live_->called(), "call was", "calls were"),
                     text::for_terminal(settings_.is_set("--server") ? settings_.text("--server")
                                                                     : settings_.input()));
}

}  // namespace generator::cli
