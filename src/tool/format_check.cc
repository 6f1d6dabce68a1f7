#include "tool/format_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "data/reasons.h"
#include "tool/state_edges.h"

namespace generator::tool {
namespace {

constexpr std::size_t kShown = 60;  // characters of a value in a message
constexpr int kMostLevels = 64;

// The first placeholder anywhere in it.
std::string placeholder_in_value(json::Value value, int level = 0) {
  if (value.is_string()) return placeholder_in(value.text());
  for (std::size_t i = 0; level < kMostLevels && i < value.size(); ++i)
    if (std::string found = placeholder_in_value(value.at(i), level + 1); !found.empty())
      return found;
  return {};
}

// Names that the schema asks for or does not know.
std::vector<std::string> name_problems(const Tool& tool, json::Value input,
                                       json::Value arguments) {
  std::vector<std::string> out;
  const auto properties = input.find("properties");
  const auto required = input.find("required");
  for (std::size_t i = 0; required && i < required->size(); ++i)
    if (!arguments.find(required->at(i).text()))
      out.push_back(fmt::format("`{}` is missing", required->at(i).text()));
  const auto more = input.find("additionalProperties");
  const bool is_open =
      (more && more->boolean() != false) || input.find("patternProperties");
  std::vector<std::string> known;
  for (std::size_t i = 0; properties && i < properties->size(); ++i)
    known.emplace_back(properties->key(i));
  for (std::size_t i = 0; !is_open && i < arguments.size(); ++i) {
    const std::string_view name = arguments.key(i);
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string near = text::nearest(name, known);
    out.push_back(fmt::format("`{}` has no argument `{}`{}", tool.name, shown(name, kShown),
                              near.empty() ? "" : fmt::format("; `{}` is near", near)));
  }
  return out;
}

bool is_same(json::Value a, json::Value b) {
  if (a.is_number() && b.is_number()) return a.number() == b.number();
  if (a.is_string() && b.is_string()) return a.text() == b.text();
  return a.raw() == b.raw();
}

// The arguments without those that say what holds anyway: the default of their schema.
std::string without_defaults(json::Value input, json::Value arguments) {
  const auto properties = input.find("properties"), required = input.find("required");
  const auto must_stand = [&](std::string_view name) {
    for (std::size_t i = 0; required && i < required->size(); ++i)
      if (required->at(i).text() == name) return true;
    return false;
  };
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments.key(i);
    const auto schema = properties ? properties->find(name) : std::nullopt;
    const auto fallback = schema ? schema->find("default") : std::nullopt;
    if (!fallback || !is_same(*fallback, arguments.at(i)) || must_stand(name))
      writer.key(name).raw(arguments.at(i).raw());
  }
  writer.end_object();
  return out;
}

// What a schema gives as default is in form, whatever type or enum stands beside it: null of a
// text, "dontcare" of a number.
std::vector<std::string> schema_problems(const Tool& tool, const ToolCall& call, json::Value input,
                                         json::Value arguments, const ArgumentProblems& problems) {
  std::vector<std::string> out = problems(tool, call.arguments);
  return out.empty() ? out : problems(tool, without_defaults(input, arguments));
}

// "${HOME}/hosts" is no placeholder where somebody asked for it.
bool is_asked_for(const ToolUse& row, const std::string& placeholder) {
  return std::ranges::any_of(row.turns, [&](const ToolTurn& turn) {
    return text::contains(turn.instruction, placeholder);
  });
}

std::optional<Fault> fault_of(const ToolUse& row, const ToolCall& call, const ToolTable& tools,
                              const ArgumentProblems& problems) {
  const Tool* tool = tools.find(call.name);
  if (tool == nullptr) {
    const std::string near = tools.nearest(call.name);
    return Fault{reasons::kUnknownTool, 0, 0,
                 fmt::format("there is no tool `{}`{}", shown(call.name, kShown),
                             near.empty() ? "" : fmt::format("; `{}` is near", near))};
  }
  const auto arguments = json::Document::parse(call.arguments);
  if (!arguments || !arguments->root().is_object())
    return Fault{reasons::kMalformedCall, 0, 0,
                 fmt::format("the arguments of `{}` are no JSON object: {}", call.name,
                             shown(call.arguments, kShown))};
  if (const std::string found = placeholder_in_value(arguments->root());
      !found.empty() && !is_asked_for(row, found))
    return Fault{reasons::kPlaceholder, 0, 0,
                 fmt::format("`{}` gets the placeholder `{}`", call.name, shown(found, kShown))};
  const json::Value input = tools.input(*tool);
  std::vector<std::string> found = name_problems(*tool, input, arguments->root());
  if (found.empty() && problems)
    found = schema_problems(*tool, call, input, arguments->root(), problems);
  if (found.empty()) return std::nullopt;
  return Fault{reasons::kBadArguments, 0, 0, fmt::format("`{}`: {}", call.name, found[0])};
}

}  // namespace

ToolTable::ToolTable(const std::vector<Tool>& tools)
    : ToolTable(tools, std::make_shared<const std::vector<Meaning>>(meanings_of(tools))) {}

ToolTable::ToolTable(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings,
                     const DependencyGraph& order)
    : ToolTable(tools, Meanings(std::shared_ptr<void>(), &meanings)) {
  order_ = {std::shared_ptr<void>(), &order};
}

ToolTable::ToolTable(const std::vector<Tool>& tools, Meanings meanings)
    : tools_(tools), meanings_(std::move(meanings)) {
  for (const Tool& tool : tools) {
    auto input = json::Document::parse(tool.parameters);
    if (!input) input = json::Document::parse(R"({"additionalProperties":true})");
    inputs_.push_back(std::move(*input));
  }
  for (std::size_t i = 0; i < tools.size(); ++i) places_.insert_or_assign(tools[i].name, i);
  for (std::size_t i = 0; i < tools.size(); ++i)
    if (!tools[i].source.name.empty()) places_.try_emplace(tools[i].source.name, i);
}

const Tool* ToolTable::find(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? nullptr : &tools_[found->second];
}

json::Value ToolTable::input(const Tool& tool) const { return inputs_[place(tool)].root(); }

const Meaning& ToolTable::meaning(const Tool& tool) const { return (*meanings_)[place(tool)]; }

const DependencyGraph& ToolTable::order() const {
  if (!order_) {
    const auto made = std::make_shared<DependencyGraph>();
    made->state = state_edges(tools_, *meanings_);
    made->ends = end_edges(*meanings_, made->state);
    order_ = made;
  }
  return *order_;
}

std::string ToolTable::nearest(std::string_view name) const {
  std::vector<std::string> names;
  for (const auto& [known, place] : places_) names.push_back(known);
  return text::nearest(name, names);
}

CheckedFormat check_format(const ToolUse& row, const ToolTable& tools,
                           const ArgumentProblems& problems) {
  const auto malformed = [](Fault fault, std::size_t turn, std::size_t step) {
    fault.turn = turn;
    fault.step = step;
    return CheckedFormat{Outcome::kMalformed, std::move(fault)};
  };
  bool calls_any = false;
  for (std::size_t turn = 0; turn < row.turns.size(); ++turn) {
    const ToolTurn& at = row.turns[turn];
    if (text::trim(at.instruction).empty())
      return malformed({reasons::kMalformedCall, 0, 0, "there is no instruction"}, turn, 0);
    if (at.steps.empty() && text::trim(at.answer).empty())
      return malformed({reasons::kMalformedCall, 0, 0, "neither a call nor an answer"}, turn, 0);
    for (std::size_t step = 0; step < at.steps.size(); ++step) {
      if (at.steps[step].calls.empty())
        return malformed({reasons::kMalformedCall, 0, 0, "a step without a call"}, turn, step);
      for (const ToolCall& call : at.steps[step].calls) {
        calls_any = true;
        if (auto fault = fault_of(row, call, tools, problems))
          return malformed(std::move(*fault), turn, step);
      }
    }
  }
  return {calls_any ? Outcome::kCall : Outcome::kAbstention, std::nullopt};
}

}  // namespace generator::tool
