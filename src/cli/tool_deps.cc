// The dependency graph of tools, and whether tools can be called in an order.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/session.h"
#include "cli/tool_dry_run.h"
#include "cli/tool_edges.h"
#include "cli/tool_input.h"
#include "cli/tool_plans.h"
#include "tool/chain_check.h"
#include "tool/dependencies.h"
#include "tool/graph_text.h"

namespace generator::cli {
namespace {

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> out;
  for (const std::string_view part : text::split(list, ','))
    if (!text::trim(part).empty()) out.emplace_back(text::trim(part));
  return out;
}

std::size_t place_of(const std::vector<Tool>& tools, const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < tools.size(); ++i) {
    if (tools[i].name == name) return i;
    names.push_back(tools[i].name);
  }
  const std::string near = text::nearest(name, names);
  throw Fatal(kWrongUseExit,
              fmt::format("--chain: there is no tool `{}`{}", text::for_terminal(name),
                          near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
}

// True where the chain holds.
bool show_chain(const std::vector<Tool>& tools, const tool::DependencyGraph& graph,
                const std::string& list, const std::vector<std::string>& given) {
  std::vector<std::size_t> chain;
  for (const std::string& name : parts_of(list)) chain.push_back(place_of(tools, name));
  if (chain.empty())
    throw Fatal(kWrongUseExit, "--chain: names of tools are missing: 'first,second'");
  const tool::CheckedChain checked = tool::check_chain(tools, graph, chain, given);
  for (std::size_t step = 0; step < chain.size(); ++step) {
    fmt::print("{}. {}\n", step + 1, tools[chain[step]].name);
    for (const tool::ArgumentSource& source : checked.sources[step])
      fmt::print("     {}: {}\n", text::for_terminal(source.parameter),
                 source.step ? fmt::format("{} of step {}",
                                           source.field.empty() ? "the result"
                                                                : text::for_terminal(source.field),
                                           *source.step + 1)
                             : "from outside");
    for (const tool::ChainProblem& problem : checked.problems)
      if (problem.step == step) fmt::print("     ! {}\n", text::for_terminal(problem.message));
  }
  const auto count = static_cast<std::int64_t>(checked.problems.size());
  fmt::print("{}\n", count == 0 ? "the chain holds"
                                : "the chain does not hold: " + text::counted(count, "problem"));
  return count == 0;
}

std::string graph_text(const Settings& settings, const std::vector<Tool>& tools,
                       const tool::DependencyGraph& graph,
                       const tool::ConfirmedGraph* confirmed) {
  const int forms =
      settings.is_on("--json") + settings.is_on("--dot") + settings.is_on("--mermaid");
  if (forms > 1) throw Fatal(kWrongUseExit, "--json, --dot and --mermaid: give one of them");
  if (settings.is_on("--json")) return tool::graph_as_json(tools, graph, confirmed);
  if (settings.is_on("--dot")) return tool::graph_as_dot(tools, graph, confirmed);
  if (settings.is_on("--mermaid")) return tool::graph_as_mermaid(tools, graph, confirmed);
  return tool::graph_as_text(tools, graph, confirmed);
}

// Chains are checked, and the graph goes to where it should. Returns the exit code.
int show(const Settings& settings, const std::vector<Tool>& tools,
         const tool::DependencyGraph& graph, const tool::ConfirmedGraph* confirmed) {
  const std::vector<std::string> chains = settings.list("--chain");
  bool holds = true;
  for (const std::string& chain : chains)
    holds = show_chain(tools, graph, chain, parts_of(settings.text("--given"))) && holds;
  if (chains.empty() || settings.is_set("--output")) {
    const std::string text = graph_text(settings, tools, graph, confirmed);
    if (const std::string output = settings.text("--output"); !output.empty() && output != "-")
      must(write_file(output, text));
    else
      fmt::print("{}", text);
  }
  note(settings, fmt::format("{}: {}, {}", text::counted(std::ssize(tools), "tool"),
                             text::counted(std::ssize(graph.data), "data edge"),
                             text::counted(std::ssize(graph.state), "state edge")));
  return holds ? kDone : kFailed;
}

int show_confirmed(const Settings& settings, const std::vector<Tool>& tools,
                   const tool::DependencyGraph& graph) {
  const double least = settings.number("--min-confidence", 0, 1);
  Session session(settings, settings.text("--output"));
  if (preview_or_ask(session, settings, tool_edges(session, tools, graph))) return kDone;
  AskedEdges asked = ask_edges(session, tools, graph);
  session.close();
  const tool::ConfirmedGraph confirmed = tool::confirm(graph, std::move(asked.verdicts), least);
  const int code = show(settings, tools, confirmed.graph, &confirmed);
  note(settings, fmt::format("{} looked at by {}, {} left out below {:g}",
                             text::counted(asked.answered, "edge was", "edges were"),
                             session.model_name(kToolStage), std::ssize(confirmed.left_out), least));
  if (asked.unanswered == 0) return code;
  note(settings, fmt::format("{} stay without an answer; the same command asks again",
                             text::counted(asked.unanswered, "edge", "edges")));
  return code == kDone ? kIncomplete : code;
}

}  // namespace

int run_tool_deps(const Settings& settings) {
  if (settings.list("--chain").empty() && settings.is_set("--given"))
    throw Fatal(kWrongUseExit, "--given belongs to --chain");
  if (!settings.is_on("--confirm"))
    for (const char* name : {"--min-confidence", "--dry-run", "--preview"})
      if (settings.is_set(name))
        throw Fatal(kWrongUseExit, fmt::format("{} belongs to --confirm", name));
  const std::vector<Tool> tools = read_some_tools(settings).tools;
  const tool::DependencyGraph graph = tool::dependencies_of(tools);
  if (!settings.is_on("--confirm")) return show(settings, tools, graph, nullptr);
  if (settings.is_on("--dry-run")) return dry_run_tool_edges(settings, tools, graph);
  return show_confirmed(settings, tools, graph);
}

}  // namespace generator::cli
