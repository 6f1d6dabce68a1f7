#include "tool/dependencies.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "tool/entity.h"
#include "tool/entity_words.h"
#include "tool/state_edges.h"

namespace generator::tool {
namespace {

// Tools that work inside the same opened thing, as far as anybody says.
class Contexts {
 public:
  Contexts(const std::vector<Meaning>& meanings, const std::vector<StateEdge>& state) {
    for (const StateEdge& edge : state) {
      if (edge.reason != StateReason::kTold && edge.reason != StateReason::kOpened) continue;
      if (meanings[edge.from].deed.kind != DeedKind::kOpen) continue;
      inside_.emplace(edge.from, edge.to);
      openers_.emplace(edge.from, meanings[edge.from].deed.noun());
    }
  }
  // Without anything to open, a path is a path everywhere.
  bool are_near(std::size_t a, std::size_t b, const Entity& field) const {
    if (openers_.empty()) return (field.handle & (kByPath | kByUrl)) != 0 && field.handle != kByAny;
    return std::ranges::any_of(openers_, [&](const auto& opener) {
      return inside_.contains({opener.first, a}) && inside_.contains({opener.first, b}) &&
             !has_noun(field.nouns, opener.second);  // the file is not inside itself
    });
  }

 private:
  std::set<std::pair<std::size_t, std::size_t>> inside_;
  std::map<std::size_t, std::string> openers_;  // with what each opens
};

// What a getter is there to tell: `get_mode` for the argument `mode`.
bool tells(const ResultField& field, const Entity& result, const Parameter& parameter) {
  return field.path.empty() && !field.is_list && !result.attribute.empty() &&
         result.attribute == parameter.entity.attribute && !is_measure(result.attribute);
}

// Both stand in things of one kind: `relations[].from` of a result, `relations[].to` of an
// argument.
bool same_owner(const ResultField& field, const Parameter& parameter) {
  const Words one = words_of(field.owner), other = words_of(parameter.owner);
  return !one.empty() && !other.empty() && same_noun(singular(one.back()), singular(other.back()));
}

bool is_twin(const ResultField& field, const Parameter& parameter) {
  return field.name == parameter.name && same_owner(field, parameter);
}

class Edges {
 public:
  explicit Edges(const std::vector<Tool>& tools)
      : meanings_(meanings_of(tools)),
        state_(state_edges(tools, meanings_)),
        contexts_(meanings_, state_) {}

  DependencyGraph find() {
    for (std::size_t from = 0; from < meanings_.size(); ++from)
      for (std::size_t i = 0; i < meanings_[from].fields.size(); ++i)
        for (std::size_t to = 0; to < meanings_.size(); ++to)
          if (to != from) add_between(from, i, to);
    std::ranges::sort(
        data_, {}, [](const DataEdge& e) { return std::tie(e.from, e.field, e.to, e.parameter); });
    std::vector<EndEdge> ends = end_edges(meanings_, state_);
    return {std::move(data_), std::move(state_), std::move(ends)};
  }

 private:
  void add_between(std::size_t from, std::size_t i, std::size_t to) {
    const ResultField& field = meanings_[from].fields[i];
    const Entity& result = meanings_[from].results[i];
    const auto& parameters = meanings_[to].parameters;
    // A thing that is named by all that it holds goes over field by field.
    const bool has_twin = std::ranges::any_of(
        parameters, [&](const Parameter& parameter) { return is_twin(field, parameter); });
    if (!has_twin && result.handle == kNoHandle && result.attribute.empty()) return;
    const bool is_near = contexts_.are_near(from, to, result);
    for (const Parameter& parameter : parameters) {
      const bool goes_over = has_twin && meanings_[to].deed.kind == DeedKind::kDestroy &&
                             is_twin(field, parameter);
      // `relations[].from` has its own place there, so it is not meant for `relations[].to`.
      const bool is_other =
          has_twin && !is_twin(field, parameter) && same_owner(field, parameter);
      if (goes_over || (!is_other && (can_stand_for(result, parameter.entity, is_near) ||
                                      tells(field, result, parameter))))
        add(from, field, to, parameter);
    }
  }

  void add(std::size_t from, const ResultField& field, std::size_t to, const Parameter& parameter) {
    data_.push_back({from, to, field.path, parameter.path, field.is_list, parameter.is_list,
                     parameter.is_required});
  }

  std::vector<Meaning> meanings_;
  std::vector<StateEdge> state_;
  Contexts contexts_;
  std::vector<DataEdge> data_;
};

}  // namespace

std::string_view to_text(StateReason reason) {
  switch (reason) {
    case StateReason::kTold:
      return "told";
    case StateReason::kOpened:
      return "opened";
    case StateReason::kCreated:
      return "created";
    case StateReason::kBuilt:
      return "built";
  }
  return {};
}

DependencyGraph dependencies_of(const std::vector<Tool>& tools) { return Edges(tools).find(); }

}  // namespace generator::tool
