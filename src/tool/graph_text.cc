#include "tool/graph_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace generator::tool {
namespace {

constexpr std::size_t kMostLabels = 3;  // on one arrow

std::string field_name(const std::string& field) { return field.empty() ? "result" : field; }

const std::optional<EdgeVerdict>* said(const std::vector<std::optional<EdgeVerdict>>& verdicts,
                                       std::size_t edge) {
  return edge < verdicts.size() ? &verdicts[edge] : nullptr;
}

// " (0.95)" behind an edge that was confirmed; " (?)" where nobody answered.
std::string confidence(const ConfirmedGraph* confirmed, bool is_state, std::size_t edge) {
  if (confirmed == nullptr) return {};
  const auto* verdict =
      said(is_state ? confirmed->verdicts.state : confirmed->verdicts.data, edge);
  return verdict != nullptr && *verdict ? fmt::format(" ({:.2f})", (*verdict)->edge_confidence())
                                        : " (?)";
}

// What the arrows between two tools carry, a few of them in words.
std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> arrows(
    const DependencyGraph& graph, const ConfirmedGraph* confirmed) {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> out;
  for (std::size_t i = 0; i < graph.data.size(); ++i) {
    const DataEdge& edge = graph.data[i];
    out[{edge.from, edge.to}].push_back(field_name(edge.field) + " → " + edge.parameter +
                                        confidence(confirmed, false, i));
  }
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

std::string left_out_as_text(const std::vector<Tool>& tools, const ConfirmedGraph& confirmed) {
  std::string out;
  const auto shown = [](std::string_view name) {
    std::string line = generator::text::for_terminal(name);
    std::ranges::replace(line, '\n', ' ');
    return line;
  };
  for (const LeftOutEdge& edge : confirmed.left_out)
    out += fmt::format(
        "    {} ({:.2f}): {}\n",
        edge.is_state ? fmt::format("{} goes before {}", shown(tools[edge.from].name),
                                    shown(tools[edge.to].name))
                      : fmt::format("{} of {} as {} of {}", shown(field_name(edge.field)),
                                    shown(tools[edge.from].name), shown(edge.parameter),
                                    shown(tools[edge.to].name)),
        edge.verdict.edge_confidence(), shown(edge.verdict.reason));
  return out.empty() ? out : "left out\n" + out;
}

// 0.2, not 0.19999999999999996.
double rounded(double share) { return std::round(share * 1e4) / 1e4; }

void write_verdict(json::Writer& line, const std::optional<EdgeVerdict>* verdict) {
  if (verdict == nullptr || !*verdict) {
    line.key("confidence").null();
    return;
  }
  line.key("confidence").number(rounded((*verdict)->edge_confidence())).field("why", (*verdict)->reason);
}

}  // namespace

std::string graph_as_text(const std::vector<Tool>& tools, const DependencyGraph& graph,
                          const ConfirmedGraph* confirmed) {
  std::string out;
  const auto shown = [](std::string_view name) { return generator::text::for_terminal(name); };
  for (std::size_t i = 0; i < graph.data.size();) {
    const DataEdge& first = graph.data[i];
    out += fmt::format("{}: {} gives\n", shown(tools[first.from].name),
                       shown(field_name(first.field)));
    for (; i < graph.data.size() && graph.data[i].from == first.from &&
           graph.data[i].field == first.field;
         ++i)
      out += fmt::format("    {} of {}{}\n", shown(graph.data[i].parameter),
                         shown(tools[graph.data[i].to].name), confidence(confirmed, false, i));
  }
  for (std::size_t i = 0; i < graph.state.size();) {
    const StateEdge& first = graph.state[i];
    out += fmt::format("{} goes before\n", shown(tools[first.from].name));
    for (; i < graph.state.size() && graph.state[i].from == first.from; ++i)
      out += fmt::format("    {} ({}){}\n", shown(tools[graph.state[i].to].name),
                         to_text(graph.state[i].reason), confidence(confirmed, true, i));
  }
  return confirmed == nullptr ? out : out + left_out_as_text(tools, *confirmed);
}

std::string graph_as_json(const std::vector<Tool>& tools, const DependencyGraph& graph,
                          const ConfirmedGraph* confirmed) {
  // An edge a line.
  const auto lines = [&](const auto& edges, const auto& write_rest) {
    std::vector<std::string> out;
    for (const auto& edge : edges) {
      json::Writer writer(out.emplace_back());
      writer.begin_object().field("from", tools[edge.from].name).field("to", tools[edge.to].name);
      write_rest(writer, edge, out.size() - 1);
      writer.end_object();
    }
    return "[\n" + generator::text::join(out, ",\n") + "]";
  };
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("tools").begin_array();
  for (const Tool& tool : tools) writer.string(tool.name);
  writer.end_array();
  writer.key("data").raw(lines(graph.data, [&](json::Writer& line, const DataEdge& edge,
                                               std::size_t i) {
    line.field("field", edge.field).field("parameter", edge.parameter);
    line.key("list").boolean(edge.is_list).key("takes_list").boolean(edge.takes_list);
    line.key("required").boolean(edge.is_required);
    if (confirmed != nullptr) write_verdict(line, said(confirmed->verdicts.data, i));
  }));
  writer.key("state").raw(lines(graph.state, [&](json::Writer& line, const StateEdge& edge,
                                                 std::size_t i) {
    line.field("reason", to_text(edge.reason));
    if (confirmed != nullptr) write_verdict(line, said(confirmed->verdicts.state, i));
  }));
  writer.key("ends").raw(lines(graph.ends, [](json::Writer&, const EndEdge&, std::size_t) {}));
  if (confirmed != nullptr)
    writer.key("left_out").raw(
        lines(confirmed->left_out, [](json::Writer& line, const LeftOutEdge& edge, std::size_t) {
          if (!edge.is_state) line.field("field", edge.field).field("parameter", edge.parameter);
          line.key("confidence").number(rounded(edge.verdict.edge_confidence()));
          line.field("why", edge.verdict.reason);
        }));
  writer.end_object();
  return out + "\n";
}

std::string graph_as_dot(const std::vector<Tool>& tools, const DependencyGraph& graph,
                         const ConfirmedGraph* confirmed) {
  std::string out = "digraph tools {\n  rankdir=LR;\n  node [shape=box];\n";
  for (const std::size_t tool : tools_in(graph))
    out += fmt::format("  t{} [label=\"{}\"];\n", tool, escaped(tools[tool].name, false));
  for (const auto& [pair, labels] : arrows(graph, confirmed))
    out += fmt::format("  t{} -> t{} [label=\"{}\"];\n", pair.first, pair.second,
                       escaped(generator::text::join(labels, ", "), false));
  for (std::size_t i = 0; i < graph.state.size(); ++i)
    out += fmt::format("  t{} -> t{} [style=dashed, label=\"before{}\"];\n", graph.state[i].from,
                       graph.state[i].to, confidence(confirmed, true, i));
  return out + "}\n";
}

std::string graph_as_mermaid(const std::vector<Tool>& tools, const DependencyGraph& graph,
                             const ConfirmedGraph* confirmed) {
  std::string out = "flowchart LR\n";
  for (const std::size_t tool : tools_in(graph))
    out += fmt::format("  t{}[\"{}\"]\n", tool, escaped(tools[tool].name, true));
  for (const auto& [pair, labels] : arrows(graph, confirmed))
    out += fmt::format("  t{} -->|\"{}\"| t{}\n", pair.first,
                       escaped(generator::text::join(labels, ", "), true), pair.second);
  for (std::size_t i = 0; i < graph.state.size(); ++i)
    out += confirmed == nullptr
               ? fmt::format("  t{} -.->|before| t{}\n", graph.state[i].from, graph.state[i].to)
               : fmt::format("  t{} -.->|\"before{}\"| t{}\n", graph.state[i].from,
                             confidence(confirmed, true, i), graph.state[i].to);
  return out;
}

}  // namespace generator::tool
