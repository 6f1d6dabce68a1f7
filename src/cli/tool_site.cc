#include "cli/tool_site.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "cli/live_executor.h"
#include "cli/live_tools.h"
#include "cli/tool_input.h"

namespace generator::cli {

ToolSite::ToolSite(const Settings& settings) : settings_(settings) {
  if (!is_live(settings.input())) {
    tools_ = read_some_tools(settings).tools;
    return;
  }
  AllowedTools allowed = list_allowed_tools(settings);
  tools_ = std::move(allowed.tools);
  Hasher hasher;
  hasher.add(settings.input()).add(allowed.raw).add(settings.text("--folder"));
  identity_ = hasher.add(settings.text("--reset")).finish().hex();
}

ToolSite::~ToolSite() = default;

ToolPlace ToolSite::place(Session& session) {
  const std::string& spec = settings_.input();
  if (identity_.empty()) {
    simulated_ = std::make_unique<SimulatedPlace>(settings_, tools_);
    return simulated_->place(spec);
  }
  live_ = session.live_executor(identity_, [this] { return make_live_runner(settings_, {}); });
  return {*live_, nullptr, nothing_, spec};
}

std::string ToolSite::note() const {
  if (!live_) return "";
  return fmt::format("{} carried out for real by {}; what they replied is in the ledger",
                     text::counted(live_->called(), "call was", "calls were"),
                     text::for_terminal(settings_.input()));
}

}  // namespace generator::cli
