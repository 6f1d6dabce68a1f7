#include "cli/live_tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "cli/session.h"
#include "cli/tool_input.h"
#include "execute/command_words.h"
#include "execute/pins.h"
#include "execute/process_transport.h"
#include "store/tool_file.h"

namespace generator::cli {
namespace {

constexpr std::string_view kPrefix = "mcp:";
constexpr std::size_t kShortestLimit = 16u << 20;  // bytes of a server's longest line, at least

std::vector<std::string> server_words(const std::string& spec) {
  const std::string_view command = std::string_view(spec).substr(kPrefix.size());
  if (command.starts_with("http://") || command.starts_with("https://"))
    throw Fatal(kWrongUseExit, fmt::format("{}: a server behind an address cannot be asked yet; "
                                           "mcp:COMMAND starts one here",
                                           text::for_terminal(spec)));
  return execute::with_whole_paths(must(execute::command_words(command)));
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

execute::RunnerOptions runner_options(const Settings& settings) {
  execute::RunnerOptions out;
  out.call_ms = static_cast<std::int64_t>(settings.number("--call-timeout", 0.1, 86'400) * 1000);
  out.output_bytes = static_cast<std::size_t>(settings.integer("--max-output", 100, 1 << 30));
  out.accepts_changes = settings.is_on("--accept-changes");
  if (const std::string reset = settings.text("--reset"); !reset.empty())
    out.restore = [words = must(execute::command_words(reset))] {
      constexpr std::int64_t kMostMs = 600'000;
      return execute::run_command(words, kMostMs);
    };
  return out;
}

}  // namespace

bool is_live(std::string_view spec) { return spec.starts_with(kPrefix); }

LiveTools open_live_tools(const Settings& settings, const execute::RunnerOptions& options) {
  execute::ProcessCommand command = server_command(settings);
  const std::string held_back = command.sandbox.describe();
  LiveTools out;
  out.server = std::make_unique<execute::McpServer>(
      connector(std::move(command), std::max(kShortestLimit, 2 * options.output_bytes)), options);
  out.raw = must(out.server->list_tools());
  note(settings, fmt::format("{}; held back by: {}", shown_identity(out.server->identity()), held_back));
  hold_against_pins(settings, out.raw);
  out.listing = to_listing(settings, out.raw, out.server->identity());
  return out;
}

namespace {

void want_permission(const Settings& settings) {
  if (settings.list("--allow").empty())
    throw Fatal(kWrongUseExit, "nothing is called for real that is not allowed: --allow NAME names a "
                               "tool, --allow read-only all that only read");
}

execute::Permit permit_of(const Settings& settings, const LiveTools& live) {
  return must(execute::Permit::of(
      {.allowed = settings.list("--allow"), .destructive = settings.list("--allow-destructive")},
      live.listing.tools, live.server->identity().name));
}

}  // namespace

AllowedTools list_allowed_tools(const Settings& settings) {
  want_permission(settings);
  LiveTools live = open_live_tools(settings, runner_options(settings));
  say_problems(settings, live.listing);
  if (live.listing.tools.empty()) refuse_no_tools(settings, live.listing);
  const execute::Permit permit = permit_of(settings, live);
  AllowedTools out;
  for (Tool& tool : live.listing.tools)
    if (permit.check(tool)) out.tools.push_back(std::move(tool));
  if (out.tools.empty())
    throw Fatal(kWrongUseExit, "--allow lets no tool of this server be called");
  out.raw = std::move(live.raw);
  return out;
}

std::unique_ptr<ToolRunner> make_live_runner(const Settings& settings,
                                             const std::set<std::string>& names) {
  execute::RunnerOptions options = runner_options(settings);
  want_permission(settings);
  LiveTools live = open_live_tools(settings, options);
  say_problems(settings, live.listing);
  if (live.listing.tools.empty()) refuse_no_tools(settings, live.listing);
  execute::Permit permit = permit_of(settings, live);
  for (const Tool& tool : live.listing.tools)
    if (names.contains(tool.name)) must(permit.check(tool));
  return std::make_unique<execute::McpRunner>(std::move(live.server), std::move(live.listing.tools),
                                              std::move(live.raw), std::move(permit), options);
}

}  // namespace generator::cli
