#include "trajectory/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "world/world.h"

namespace generator::trajectory {
namespace {

/// The leaves of a value, as texts.
void collect(json::Value value, std::set<std::string>& out) {
  if (!value.is_object() && !value.is_array()) {
    out.insert(world::text_of_json(std::string(value.raw())));
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.is_object()) out.emplace(value.key(i));
    collect(value.at(i), out);
  }
}

std::set<std::string> texts_of(std::string_view json) {
  std::set<std::string> out;
  if (const auto document = json::Document::parse(json)) collect(document->root(), out);
  return out;
}

std::set<std::string> texts_of(const ToolCall& call, const std::string& parameter) {
  std::set<std::string> out;
  const auto document = json::Document::parse(call.arguments);
  if (!document) return out;
  const std::string_view top = std::string_view(parameter).substr(0, parameter.find_first_of(".["));
  if (const auto value = document->root().find(top)) collect(*value, out);
  return out;
}

struct Done {
  std::size_t tool;
  const ToolCall* call;
  std::set<std::string> asked, replied;
  std::size_t step;
};

/// Whether `value` was replied, or joined of what was replied and what was asked about.
bool tells(const Done& earlier, const std::string& value) {
  if (earlier.replied.contains(value)) return true;
  const std::string parent(world::parent_path(value));
  if (parent.empty() || !earlier.replied.contains(std::string(world::last_part(value))))
    return false;
  return parent == "/" || earlier.asked.contains(parent) || earlier.replied.contains(parent);
}

/// A sketch that was tried, as the row that it is going to be.
ToolUse tried(const tool::Sketch& sketch, const std::vector<std::vector<std::string>>& results) {
  ToolUse out;
  ToolTurn& turn = out.turns.emplace_back();
  std::size_t step = 0;
  for (const tool::SketchStep* planned : tool::steps_of(sketch)) {
    ToolStep& done = turn.steps.emplace_back();
    for (std::size_t i = 0; i < planned->calls.size(); ++i) {
      done.calls.push_back({"", planned->calls[i].tool,
                            tool::arguments_of(planned->calls[i], results).value_or("{}")});
      done.results.push_back({i < results[step].size() ? results[step][i] : "", planned->fails});
    }
    ++step;
  }
  return out;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t count(const std::vector<bool>& flags) {
  return static_cast<std::size_t>(std::ranges::count(flags, true));
}

}  // namespace

Coverage::Coverage(const Toolbox& box)
    : box_(box),
      data_(box.graph.data.size()),
      state_(box.graph.state.size()),
      tools_(box.size()) {}

std::size_t Coverage::place(const std::string& name) const {
  const auto found = std::ranges::find(box_.tools, name, &Tool::name);
  return static_cast<std::size_t>(found - box_.tools.begin());
}

void Coverage::add(const ToolUse& row) {
  std::vector<Done> done;
  std::set<std::size_t> seen;
  std::size_t step = 0;
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& one : turn.steps) {
      for (std::size_t i = 0; i < one.calls.size(); ++i) {
        const std::size_t tool = place(one.calls[i].name);
        if (tool == box_.size()) continue;
        seen.insert(tool);
        const bool is_good = i < one.results.size() && !one.results[i].is_error;
        done.push_back({tool, &one.calls[i], texts_of(one.calls[i].arguments),
                        is_good ? texts_of(one.results[i].content) : std::set<std::string>(),
                        step});
      }
      ++step;
    }
  for (const std::size_t tool : seen) ++tools_[tool];
  for (const Done& later : done)
    for (const Done& earlier : done) {
      if (earlier.step >= later.step) continue;
      for (const std::size_t i : box_.edges.data_from(earlier.tool)) {
        const tool::DataEdge& edge = box_.graph.data[i];
        if (data_[i] || edge.to != later.tool) continue;
        const auto given = texts_of(*later.call, edge.parameter);
        data_[i] = std::ranges::any_of(given, [&](const std::string& value) {
          return tells(earlier, value);
        });
      }
      for (const std::size_t i : box_.edges.state_from(earlier.tool))
        if (box_.graph.state[i].to == later.tool) state_[i] = true;
    }
}

void Coverage::expect(const tool::Sketch& sketch,
                      const std::vector<std::vector<std::string>>& results) {
  if (results.size() == sketch.steps()) return add(tried(sketch, results));
  if (!results.empty()) return;  // part of it is not carried out
  std::vector<std::size_t> called;
  for (const tool::SketchStep* step : tool::steps_of(sketch)) {
    for (const tool::SketchCall& call : step->calls) {
      const std::size_t to = place(call.tool);
      if (to == box_.size()) continue;
      const auto is_shown = [&](const auto& edge) {
        return std::ranges::find(called, edge.from) != called.end();
      };
      for (const std::size_t i : box_.edges.data_to(to))
        data_[i] = data_[i] || is_shown(box_.graph.data[i]);
      for (const std::size_t i : box_.edges.state_to(to))
        state_[i] = state_[i] || is_shown(box_.graph.state[i]);
    }
    for (const tool::SketchCall& call : step->calls) called.push_back(place(call.tool));
  }
}

double Coverage::share_of_edges() const {
  return share(count(data_) + count(state_), data_.size() + state_.size());
}

double Coverage::share_of_tools() const {
  return 1 - share(static_cast<std::size_t>(std::ranges::count(tools_, 0)), tools_.size());
}

std::string Coverage::data_name(std::size_t at) const {
  const tool::DataEdge& edge = box_.graph.data[at];
  return fmt::format("{} {} → {} {}", box_.tools[edge.from].name,
                     edge.field.empty() ? "(its result)" : edge.field, box_.tools[edge.to].name,
                     edge.parameter);
}

std::string Coverage::state_name(std::size_t at) const {
  const tool::StateEdge& edge = box_.graph.state[at];
  return fmt::format("{} → {}", box_.tools[edge.from].name, box_.tools[edge.to].name);
}

std::vector<std::string> Coverage::missing_edges() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < data_.size(); ++i)
    if (!data_[i]) out.push_back(data_name(i));
  for (std::size_t i = 0; i < state_.size(); ++i)
    if (!state_[i]) out.push_back(state_name(i));
  return out;
}

std::vector<std::string> Coverage::missing_tools() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < tools_.size(); ++i)
    if (tools_[i] == 0) out.push_back(box_.tools[i].name);
  return out;
}

}  // namespace generator::trajectory
