#include "cli/live_tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "cli/remote_service.h"
#include "cli/session.h"
#include "cli/tool_input.h"
#include "execute/command_words.h"
#include "execute/pins.h"
#include "execute/process_transport.h"
#include "store/tool_file.h"
#include "web/url.h"

namespace generator::cli {
namespace {

constexpr std::string_view kPrefix = "mcp:";
constexpr std::size_t kShortestLimit = 16u << 20;  // bytes of a server's longest line, at least

std::string_view behind_prefix(std::string_view spec) { return spec.substr(kPrefix.size()); }

std::vector<std::string> server_words(const std::string& spec) {
  return execute::with_whole_paths(must(execute::command_words(behind_prefix(spec))));
}

execute::Sandbox choose_sandbox(const Settings& settings) {
  const std::string required = settings.text("--require-sandbox");
  std::optional<execute::SandboxLevel> most;
  if (required == to_text(execute::SandboxLevel::kBubblewrap)) most = execute::SandboxLevel::kBubblewrap;
  const execute::Sandbox out = execute::probe_sandbox(settings.is_on("--allow-net"), most);
  if (required.empty()) return out;
  const execute::SandboxLevel least = must(execute::sandbox_level(required));
  if (out.level < least)
    throw Fatal(kWrongUseExit,
                fmt::format("--require-sandbox {}: this machine has only `{}`; nothing was started",
                            required, execute::to_text(out.level)));
  return out;
}

execute::ProcessCommand server_command(const Settings& settings) {
  return {.words = server_words(settings.input()),
          .passed_variables = settings.list("--pass-env"),
          .readable = settings.list("--allow-read"),
          .snapshot = settings.text("--folder"),
          .allows_network = settings.is_on("--allow-net"),
          .sandbox = choose_sandbox(settings)};
}

execute::Connect connector(execute::ProcessCommand command, std::size_t longest_line) {
  return [command = std::move(command),
          longest_line]() -> Result<std::unique_ptr<execute::Transport>> {
    TRY(auto process, execute::Process::start(command));
    return std::make_unique<execute::ProcessTransport>(std::move(process), longest_line);
  };
}

struct Way {
  execute::Connect connect;
  std::string described;  // "held back by: ...", "behind api.example.com"
};

Way way_to_server(const Settings& settings, std::size_t longest) {
  const std::string spec = settings.input();
  if (is_mcp_url(spec)) {
    const std::string_view url = behind_prefix(spec);
    return {remote_connector(settings, url, longest), "behind " + web::host_of(url)};
  }
  execute::ProcessCommand command = server_command(settings);
  const std::string held_back = command.sandbox.describe();
  return {connector(std::move(command), longest), "held back by: " + held_back};
}

std::string pins_path(const Settings& settings) {
  if (settings.is_set("--pins")) return settings.text("--pins");
  const std::string output = settings.text("--output");
  return output.empty() || output == "-" ? "" : output + ".run/tool-pins.json";
}

void hold_against_pins(const Settings& settings, const std::string& raw) {
  const std::string path = pins_path(settings);
  if (path.empty()) return;
  execute::PinFile file = must(execute::PinFile::load(path));
  const auto changes = must(
      execute::check_pins(file, settings.input(), raw, settings.is_on("--accept-changes")));
  for (const std::string& change : changes) note(settings, change + "; it is pinned as it is now");
}

ToolListing to_listing(const Settings& settings, const std::string& raw,
                       const execute::ServerIdentity& identity) {
  ToolListing out =
      must(read_tools("{\"tools\":" + raw + "}", settings.input(), tool_filter(settings)));
  out.format = "MCP " + identity.revision;
  out.title = identity.title.empty() ? identity.name : identity.title;
  for (Tool& tool : out.tools) tool.source.kind = ToolOrigin::kMcp;
  return out;
}

std::string shown_identity(const execute::ServerIdentity& identity) {
  const auto shown = [](const std::string& text) {
    return text::for_terminal(text::prefix(text, 100));
  };
  return fmt::format("{} {}, MCP {}", identity.name.empty() ? "a server without a name" : shown(identity.name),
                     shown(identity.version), identity.revision);
}

}  // namespace

bool is_mcp(std::string_view spec) { return spec.starts_with(kPrefix); }
bool is_mcp_url(std::string_view spec) { return is_mcp(spec) && web::is_url(behind_prefix(spec)); }

LiveTools open_live_tools(const Settings& settings, const execute::RunnerOptions& options) {
  const std::size_t longest = std::max(kShortestLimit, 2 * options.output_bytes);
  Way way = way_to_server(settings, longest);
  LiveTools out;
  out.server = std::make_unique<execute::McpServer>(std::move(way.connect), options);
  out.raw = must(out.server->list_tools());
  note(settings, fmt::format("{}; {}", shown_identity(out.server->identity()), way.described));
  hold_against_pins(settings, out.raw);
  out.listing = to_listing(settings, out.raw, out.server->identity());
  return out;
}

}  // namespace generator::cli
