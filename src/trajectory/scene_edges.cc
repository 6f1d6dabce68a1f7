// Calls that show an edge of the graph: which of the things that a result tells of they take.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "tool/schema.h"
#include "trajectory/scene.h"
#include "trajectory/scene_problem.h"

namespace generator::trajectory {
namespace {

using tool::SketchArgument;
using tool::SketchCall;
using world::Thing;

constexpr std::size_t kMostWays = 8;
constexpr std::size_t kMostOfList = 3;
constexpr int kMostTellings = 8;
constexpr std::size_t kLongestProblem = 120;

/// Whether it can be tried without changing anything.
bool only_looks(const tool::Deed& deed) {
  return deed.kind == tool::DeedKind::kRead || deed.kind == tool::DeedKind::kList ||
         deed.kind == tool::DeedKind::kOther;
}

}  // namespace

std::string said(const std::string& tool, const CallResult& result) {
  std::string text = result.content;
  if (const auto document = json::Document::parse(text); document && document->root().is_object())
    if (const std::string error(document->root().text_of("error")); !error.empty()) text = error;
  return fmt::format("`{}` answers {}", tool, text::prefix(text, kLongestProblem));
}

std::optional<SketchCall> Scene::along(std::size_t tool, const Origin& from) {
  const std::vector<SketchArgument> all = ways(tool, from);
  problem_ = fmt::format("what `{}` replies has nothing for it",
                         box_.tools[box_.graph.data[*from.edge].from].name);
  const auto spoken = spoken_of_;
  const auto keys = keys_;
  for (const SketchArgument& way : all) {
    auto call = assemble(tool, from, &way);
    if (call && reply_of(tool, *call)) {
      problem_.clear();
      return call;
    }
    spoken_of_ = spoken;
    keys_ = keys;
  }
  return std::nullopt;
}

std::optional<SketchCall> Scene::sketch_telling(std::size_t tool, std::optional<Origin> from,
                                                const std::vector<std::string>& fields) {
  const auto spoken = spoken_of_;
  const auto keys = keys_;
  auto first = sketch(tool, from);
  if (runner_ == nullptr || fields.empty() || !only_looks(box_.meanings[tool].deed)) return first;
  const auto tells = [&](const SketchCall& call) {
    const auto reply = reply_of(tool, call);
    return reply && std::ranges::all_of(fields, [&](const std::string& field) {
      SketchArgument argument;
      argument.field = field;
      return !tool::values_of(argument, {{*reply}}).empty();
    });
  };
  if (!first || tells(*first)) return first;
  const auto after = std::pair(spoken_of_, keys_);
  for (int i = 0; i < kMostTellings; ++i) {
    std::tie(spoken_of_, keys_) = std::pair(spoken, keys);
    takes_any_kind_ = true;
    auto other = sketch(tool, from);
    takes_any_kind_ = false;
    if (other && tells(*other)) return other;
  }
  std::tie(spoken_of_, keys_) = after;
  return first;
}

/// The arguments that would show the edge, the plainest first.
std::vector<SketchArgument> Scene::ways(std::size_t tool, const Origin& from) const {
  const tool::DataEdge& edge = box_.graph.data[*from.edge];
  SketchArgument result;
  for (const world::PlannedParameter& parameter : box_.known.plans[tool].parameters)
    if (parameter.name == edge.parameter) {
      result.name = parameter.name;
      result.noun = parameter.kind.empty() ? listed_kind(edge.from, edge.field) : parameter.kind;
      result.description = parameter.description;
      result.is_required = parameter.is_required;
      result.takes_list = parameter.is_list;
    }
  if (result.name.empty()) return {};
  result.origin = tool::Origin::kResult;
  result.step = from.step;
  result.call = from.call;
  result.field = edge.field;
  result.is_of_list = edge.is_list;
  if (runner_ == nullptr) return {std::move(result)};
  std::vector<SketchArgument> out;
  const auto first = tool::value_of(result, results_);
  if (first && *first != "[]") out.push_back(result);
  SketchArgument named = result;
  named.origin = tool::Origin::kGiven;  // the instruction says which one
  named.step = named.call = 0;
  named.field.clear();
  named.is_of_list = named.takes_list = false;
  std::vector<const Thing*> things;
  for (const std::string& value : tool::values_of(result, results_)) {
    const Thing* thing = told(world::text_of_json(value), from);
    if (thing != nullptr) things.push_back(thing);
    if (result.takes_list || out.size() == kMostWays) continue;
    out.push_back(named);
    out.back().value =
        fitting(tool, named.name, thing == nullptr ? value : thing->fields[0].json);
    if (thing != nullptr && named.noun == "object") out.back().noun = thing->kind;
  }
  if (result.takes_list)
    for (SketchArgument& list : lists(named, things)) out.push_back(std::move(list));
  return out;
}

/// Of each kind the first three of those things, where there are several.
std::vector<SketchArgument> Scene::lists(const SketchArgument& like,
                                         const std::vector<const Thing*>& things) const {
  std::vector<std::pair<std::string, std::vector<std::string>>> kinds;
  for (const Thing* thing : things) {
    auto found = std::ranges::find(kinds, thing->kind, &decltype(kinds)::value_type::first);
    if (found == kinds.end()) found = kinds.insert(kinds.end(), {thing->kind, {}});
    if (found->second.size() < kMostOfList) found->second.push_back(thing->fields[0].json);
  }
  std::vector<SketchArgument> out;
  for (const auto& [kind, values] : kinds) {
    if (values.size() < 2) continue;
    out.push_back(like);
    out.back().value = "[" + text::join(values, ",") + "]";
    if (like.noun == "object") out.back().noun = kind;
  }
  return out;
}

/// A number where the argument is a text: as a text.
std::string Scene::fitting(std::size_t tool, const std::string& parameter,
                           std::string value) const {
  if (value.empty() || value.find_first_of("\"[{") == 0) return value;
  const auto schema = json::Document::parse(box_.schema_of(tool, parameter));
  return schema && tool::type_of(schema->root()) == "string" ? json::quote(value) : value;
}

/// The thing that a value of a result names: by itself, or as a part of what was asked about.
const Thing* Scene::told(const std::string& value, const Origin& from) const {
  if (const Thing* here = thing("", value)) return here;
  for (const Done& done : done_) {
    if (done.step != from.step || done.call != from.call) continue;
    for (const SketchArgument& argument : done.sketch.arguments) {
      const auto asked = tool::value_of(argument, results_);
      const std::string folder = asked ? world::text_of_json(*asked) : "";
      if (folder.starts_with('/'))
        if (const Thing* part = thing("", (folder == "/" ? "" : folder) + "/" + value)) return part;
    }
  }
  return nullptr;
}

/// What the call is answered with, where that can be seen without changing anything, else ""; nothing
/// where it is an error, which `problem` tells then.
std::optional<std::string> Scene::reply_of(std::size_t tool, const SketchCall& call) {
  if (runner_ == nullptr || !only_looks(box_.meanings[tool].deed)) return "";
  const auto arguments = tool::arguments_of(call, results_);
  if (!arguments) return std::nullopt;
  const auto result = runner_->call({"", call.tool, *arguments});
  if (result && result->is_error) problem_ = said(call.tool, *result);
  return result && !result->is_error ? std::optional(result->content) : std::nullopt;
}

}  // namespace generator::trajectory
