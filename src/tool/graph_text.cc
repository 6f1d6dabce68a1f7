#include "tool/graph_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace generator::tool {
namespace {

constexpr std::size_t kMostLabels = 3;  // on one arrow

std::string field_name(const std::string& field) { return field.empty() ? "result" : field; }

// What the arrows between two tools carry, a few of them in words.
std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> arrows(
    const DependencyGraph& graph) {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> out;
  for (const DataEdge& edge : graph.data)
    out[{edge.from, edge.to}].push_back(field_name(edge.field) + " → " + edge.parameter);
  for (auto& [pair, labels] : out)
    if (labels.size() > kMostLabels) {
      const std::size_t rest = labels.size() - kMostLabels;
      labels.resize(kMostLabels);
      labels.push_back(fmt::format("and {} more", rest));
    }
  return out;
}

std::set<std::size_t> tools_in(const DependencyGraph& graph) {
  std::set<std::size_t> out;
  for (const DataEdge& edge : graph.data) out.insert({edge.from, edge.to});
  for (const StateEdge& edge : graph.state) out.insert({edge.from, edge.to});
  return out;
}

// Inside a quoted string of DOT or of Mermaid, which writes entities.
std::string escaped(std::string_view text, bool is_mermaid) {
  std::string out;
  for (const char c : generator::text::for_terminal(text)) {
    if (c == '"')
      out += is_mermaid ? "#quot;" : "\\\"";
    else if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += ' ';
    else if (is_mermaid && (c == '<' || c == '>'))
      out += c == '<' ? "#lt;" : "#gt;";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string graph_as_text(const std::vector<Tool>& tools, const DependencyGraph& graph) {
  std::string out;
  const auto shown = [](std::string_view name) { return generator::text::for_terminal(name); };
  for (std::size_t i = 0; i < graph.data.size();) {
    const DataEdge& first = graph.data[i];
    out += fmt::format("{}: {} gives\n", shown(tools[first.from].name),
                       shown(field_name(first.field)));
    for (; i < graph.data.size() && graph.data[i].from == first.from &&
           graph.data[i].field == first.field;
         ++i)
      out += fmt::format("    {} of {}\n", shown(graph.data[i].parameter),
                         shown(tools[graph.data[i].to].name));
  }
  for (std::size_t i = 0; i < graph.state.size();) {
    const StateEdge& first = graph.state[i];
    out += fmt::format("{} goes before\n", shown(tools[first.from].name));
    for (; i < graph.state.size() && graph.state[i].from == first.from; ++i)
      out += fmt::format("    {} ({})\n", shown(tools[graph.state[i].to].name),
                         to_text(graph.state[i].reason));
  }
  return out;
}

std::string graph_as_json(const std::vector<Tool>& tools, const DependencyGraph& graph) {
  // An edge a line.
  const auto lines = [&](const auto& edges, const auto& write_rest) {
    std::vector<std::string> out;
    for (const auto& edge : edges) {
      json::Writer writer(out.emplace_back());
      writer.begin_object().field("from", tools[edge.from].name).field("to", tools[edge.to].name);
      write_rest(writer, edge);
      writer.end_object();
    }
    return "[\n" + generator::text::join(out, ",\n") + "]";
  };
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("tools").begin_array();
  for (const Tool& tool : tools) writer.string(tool.name);
  writer.end_array();
  writer.key("data").raw(lines(graph.data, [](json::Writer& line, const DataEdge& edge) {
    line.field("field", edge.field).field("parameter", edge.parameter);
    line.key("list").boolean(edge.is_list).key("takes_list").boolean(edge.takes_list);
    line.key("required").boolean(edge.is_required);
  }));
  writer.key("state").raw(lines(graph.state, [](json::Writer& line, const StateEdge& edge) {
    line.field("reason", to_text(edge.reason));
  }));
  writer.key("ends").raw(lines(graph.ends, [](json::Writer&, const EndEdge&) {}));
  writer.end_object();
  return out + "\n";
}

std::string graph_as_dot(const std::vector<Tool>& tools, const DependencyGraph& graph) {
  std::string out = "digraph tools {\n  rankdir=LR;\n  node [shape=box];\n";
  for (const std::size_t tool : tools_in(graph))
    out += fmt::format("  t{} [label=\"{}\"];\n", tool, escaped(tools[tool].name, false));
  for (const auto& [pair, labels] : arrows(graph))
    out += fmt::format("  t{} -> t{} [label=\"{}\"];\n", pair.first, pair.second,
                       escaped(generator::text::join(labels, ", "), false));
  for (const StateEdge& edge : graph.state)
    out += fmt::format("  t{} -> t{} [style=dashed, label=\"before\"];\n", edge.from, edge.to);
  return out + "}\n";
}

std::string graph_as_mermaid(const std::vector<Tool>& tools, const DependencyGraph& graph) {
  std::string out = "flowchart LR\n";
  for (const std::size_t tool : tools_in(graph))
    out += fmt::format("  t{}[\"{}\"]\n", tool, escaped(tools[tool].name, true));
  for (const auto& [pair, labels] : arrows(graph))
    out += fmt::format("  t{} -->|\"{}\"| t{}\n", pair.first,
                       escaped(generator::text::join(labels, ", "), true), pair.second);
  for (const StateEdge& edge : graph.state)
    out += fmt::format("  t{} -.->|before| t{}\n", edge.from, edge.to);
  return out;
}

}  // namespace generator::tool
