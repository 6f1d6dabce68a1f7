#include "cli/real_calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "cli/live_tools.h"
#include "cli/remote_service.h"
#include "cli/session.h"
#include "cli/tool_input.h"
#include "execute/command_words.h"
#include "execute/http_runner.h"
#include "execute/mcp_runner.h"
#include "execute/permit.h"
#include "store/tool_listing.h"
#include "web/url.h"

namespace generator::cli {
namespace {

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


void want_permission(const Settings& settings) {
  if (settings.list("--allow").empty())
    throw Fatal(kWrongUseExit, "nothing is called for real that is not allowed: --allow NAME names a "
                               "tool, --allow read-only all that only read");
}

execute::Permit permit_of(const Settings& settings, const std::vector<Tool>& tools,
                          std::string_view server) {
  return must(execute::Permit::of(
      {.allowed = settings.list("--allow"), .destructive = settings.list("--allow-destructive")},
      tools, server));
}

LiveTools open_mcp(const Settings& settings) {
  LiveTools out = open_live_tools(settings, runner_options(settings));
  say_problems(settings, out.listing);
  learn_from_record(read_record(settings), out.listing.tools);
  if (out.listing.tools.empty()) refuse_no_tools(settings, out.listing);
  return out;
}

// What --server carries out: the operations of an OpenAPI description.
std::vector<Tool> operations(const Settings& settings) {
  must(web::check_url(settings.text("--server")));
  std::vector<Tool> out = read_some_tools(settings).tools;
  std::erase_if(out, [](const Tool& tool) { return tool.source.kind != ToolOrigin::kOpenApi; });
  if (out.empty())
    throw Fatal(kWrongUseExit, fmt::format("--server carries out operations of OpenAPI, and {} describes "
                                           "none",
                                           text::for_terminal(settings.input())));
  return out;
}

// What is called changes something that nobody puts back: a service behind an address is not
// started afresh.
bool can_stay_changed(const Settings& settings) {
  const bool is_elsewhere = !is_mcp(settings.input()) || is_mcp_url(settings.input());
  return is_elsewhere && settings.text("--reset").empty();
}

void keep_reading_ones(const Settings& settings, AllowedTools& out) {
  const std::size_t before = out.tools.size();
  std::erase_if(out.tools, [](const Tool& tool) { return !execute::is_read_only(tool); });
  const auto others = static_cast<std::int64_t>(before - out.tools.size());
  out.has_known_state = false;
  if (others == 0) return;
  const std::string why = fmt::format(
      "{} may change something, and nothing puts it back; --reset COMMAND does before each session "
      "(`true` where nothing has to be)",
      text::counted(others, "tool"));
  if (out.tools.empty()) throw Fatal(kWrongUseExit, why);
  note(settings, why + ". Only those that read are called");
}

void check_named(const Settings& settings, const execute::Permit& permit,
                 const std::vector<Tool>& tools, const std::set<std::string>& names) {
  bool changes = false;
  for (const Tool& tool : tools) {
    if (!names.contains(tool.name)) continue;
    must(permit.check(tool));
    changes |= !execute::is_read_only(tool);
  }
  if (changes && can_stay_changed(settings))
    note(settings, "what these calls change stays changed; --reset COMMAND puts it back before each "
                   "session");
}

}  // namespace

bool is_real(const Settings& settings) {
  const bool out = is_mcp(settings.input()) || settings.is_set("--server");
  if (is_mcp(settings.input()) && settings.is_set("--server"))
    throw Fatal(kWrongUseExit, "--server is for OpenAPI descriptions; SPEC is an MCP server");
  const std::vector<std::string_view> others =
      out ? std::vector<std::string_view>{"--world", "--error-rate", "--latency"}
          : std::vector<std::string_view>{"--allow", "--allow-destructive", "--reset"};
  for (const std::string_view option : others)
    if (settings.is_set(option))
      throw Fatal(kWrongUseExit,
                  fmt::format("{} is for {}", option,
                              out ? "a simulated world; these calls are real"
                                  : "real calls: with SPEC `mcp:COMMAND` or `mcp:URL`, or --server URL"));
  return out;
}

AllowedTools list_allowed_tools(const Settings& settings) {
  want_permission(settings);
  AllowedTools out;
  Hasher hasher;
  hasher.add(settings.input()).add(settings.text("--server"));
  hasher.add(settings.text("--folder")).add(settings.text("--reset"));
  std::string server;
  if (is_mcp(settings.input())) {
    LiveTools live = open_mcp(settings);
    server = live.server->identity().name;
    hasher.add(live.raw);
    out.tools = std::move(live.listing.tools);
  } else {
    out.tools = operations(settings);
    hasher.add(tools_as_json(out.tools));
  }
  out.identity = hasher.finish().hex();
  const execute::Permit permit = permit_of(settings, out.tools, server);
  std::erase_if(out.tools, [&](const Tool& tool) { return !permit.check(tool); });
  if (out.tools.empty()) throw Fatal(kWrongUseExit, "--allow lets no tool of this SPEC be called");
  if (can_stay_changed(settings)) keep_reading_ones(settings, out);
  return out;
}

std::unique_ptr<ToolRunner> make_real_runner(const Settings& settings,
                                             const std::set<std::string>& names) {
  want_permission(settings);
  const execute::RunnerOptions options = runner_options(settings);
  if (!is_mcp(settings.input())) {
    std::vector<Tool> tools = operations(settings);
    execute::Permit permit = permit_of(settings, tools, "");
    check_named(settings, permit, tools, names);
    return std::make_unique<execute::HttpRunner>(std::move(tools),
                                                 endpoint(settings, settings.text("--server")),
                                                 address_guard(settings), std::move(permit), options);
  }
  LiveTools live = open_mcp(settings);
  execute::Permit permit = permit_of(settings, live.listing.tools, live.server->identity().name);
  check_named(settings, permit, live.listing.tools, names);
  return std::make_unique<execute::McpRunner>(std::move(live.server), std::move(live.listing.tools),
                                              std::move(live.raw), std::move(permit), options);
}

}  // namespace generator::cli
