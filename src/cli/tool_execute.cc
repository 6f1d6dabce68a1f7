// Calls of tools, carried out in a simulated world or for real.
#include <fmt/format.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/compact_json.h"
#include "base/files.h"
#include "base/json.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/real_calls.h"
#include "cli/session.h"
#include "cli/tool_input.h"
#include "cli/tool_world.h"

namespace generator::cli {
namespace {

struct Call {
  std::string name;
  std::string arguments;  // JSON, or the text that a model wrote for it
  std::string shown;      // as it stood in the file
};
using Calls = std::vector<Call>;  // of one session

[[noreturn]] void refuse(const std::string& place, std::string_view what) {
  throw Fatal(kFailed, fmt::format("{}: {}", text::for_terminal(place), what));
}

Call read_call(json::Value row, const std::string& place) {
  if (!row.is_object()) refuse(place, "a call is an object: {\"name\": …, \"arguments\": {…}}");
  const auto name = row.find("name");
  if (!name || !name->is_string() || name->text().empty())
    refuse(place, "`name` is missing: the name of the tool, a string");
  const auto arguments = row.find("arguments");
  if (!arguments) return {std::string(name->text()), "{}", "{}"};
  if (arguments->is_string())
    return {std::string(name->text()), std::string(arguments->text()),
            std::string(arguments->raw())};
  if (!arguments->is_object()) refuse(place, "`arguments` must be an object, or one as JSON text");
  return {std::string(name->text()), std::string(arguments->raw()), std::string(arguments->raw())};
}

std::vector<Calls> read_calls(const std::string& path) {
  must(check_input(path));
  const Rereadable file = must(Rereadable::of(path));
  const std::string content = must(read_file(file.path()));
  const std::string shown = path == "-" ? "standard input" : path;
  std::vector<Calls> out;
  std::size_t number = 0;
  for (const std::string_view line : text::lines(content)) {
    ++number;
    if (text::trim(line).empty()) continue;
    const std::string place = fmt::format("{}:{}", shown, number);
    const auto document = json::Document::parse(line);
    if (!document) refuse(place, document.error().message);
    const json::Value root = document->root();
    Calls session;
    if (!root.is_array()) session.push_back(read_call(root, place));
    for (std::size_t i = 0; root.is_array() && i < root.size(); ++i)
      session.push_back(read_call(root.at(i), fmt::format("{}: call {}", place, i + 1)));
    out.push_back(std::move(session));
  }
  if (out.empty())
    throw Fatal(kFailed, fmt::format("{}: there is no call in it", text::for_terminal(shown)));
  return out;
}

// 'list_keys', 'open_file {"path": "/a"}'.
Calls calls_by_hand(const std::vector<std::string>& texts) {
  Calls out;
  for (const std::string& whole : texts) {
    const std::string_view call = text::trim(whole);
    const std::string_view name = call.substr(0, call.find_first_of(" \t{"));
    const std::string_view arguments = text::trim(call.substr(name.size()));
    if (name.empty())
      throw Fatal(kWrongUseExit, "--call: the name of a tool is missing: 'list_keys {}'");
    const auto document = json::Document::parse(arguments.empty() ? "{}" : arguments);
    if (!document || !document->root().is_object())
      throw Fatal(kWrongUseExit, fmt::format("--call: the arguments of `{}` are no JSON object",
                                             text::for_terminal(name)));
    out.push_back({std::string(name), std::string(document->root().raw()),
                   std::string(document->root().raw())});
  }
  return out;
}

std::unique_ptr<ToolRunner> make_runner(const Settings& settings, const std::vector<Calls>& sessions) {
  std::set<std::string> names;
  for (const Calls& session : sessions)
    for (const Call& call : session) names.insert(call.name);
  if (is_real(settings)) return make_real_runner(settings, names);
  const Record record = read_record(settings);
  return make_simulator(settings, record,
                        world::understand_own(read_some_tools(settings, record).tools));
}

std::string line_of(std::size_t session, const Call& call, const CallResult& result) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object()
      .field("session", static_cast<std::int64_t>(session))
      .field("name", call.name);
  writer.key("arguments").raw(json::compact(call.shown)).key("result").raw(result.content);
  writer.key("is_error").boolean(result.is_error);
  if (result.latency_ms > 0) writer.field("latency_ms", result.latency_ms);
  writer.end_object();
  return out + "\n";
}

}  // namespace

int run_tool_execute(const Settings& settings) {
  const std::vector<std::string> by_hand = settings.list("--call");
  const std::string file = settings.text("--calls");
  if (by_hand.empty() == file.empty())
    throw Fatal(kWrongUseExit, by_hand.empty()
                                   ? "what is to be called? Give --calls FILE, or --call 'NAME {…}'"
                                   : "--calls and --call: give one of them");
  if (file == "-" && settings.input() == "-")
    throw Fatal(kWrongUseExit, "SPEC and --calls cannot both be standard input");
  const std::vector<Calls> sessions =
      file.empty() ? std::vector<Calls>{calls_by_hand(by_hand)} : read_calls(file);
  const std::unique_ptr<ToolRunner> runner = make_runner(settings, sessions);
  std::string out;
  std::int64_t calls = 0, errors = 0;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    must(runner->reset());
    for (const Call& call : sessions[i]) {
      const CallResult result = must(runner->call({"", call.name, call.arguments}));
      ++calls;
      errors += result.is_error;
      out += line_of(i, call, result);
    }
  }
  if (const std::string output = settings.text("--output"); !output.empty() && output != "-")
    must(write_file(output, out));
  else
    fmt::print("{}", out);
  note(settings,
       fmt::format("{} in {}, {} answered with an error", text::counted(calls, "call"),
                   text::counted(std::ssize(sessions), "session"), text::with_commas(errors)));
  return kDone;
}

}  // namespace generator::cli
