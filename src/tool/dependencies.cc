#include "tool/dependencies.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "tool/entity.h"
#include "tool/entity_words.h"
#include "tool/noun_index.h"
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
  bool is_empty() const { return openers_.empty(); }
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

// What decides which arguments a field of a result can fill.
struct Source {
  std::string_view name, owner;  // `owner` in the singular
  const ResultField& field;
  const Entity& entity;
};

// Which tools could take what a field has: no more than these have to be looked at one by one.
class Takers {
 public:
  explicit Takers(const std::vector<Meaning>& meanings) {
    for (std::size_t tool = 0; tool < meanings.size(); ++tool)
      for (const Parameter& parameter : meanings[tool].parameters) {
        add(tool, parameter);
        if (meanings[tool].deed.kind == DeedKind::kDestroy && !parameter.owner.empty())
          whole_[parameter.name].push_back(tool);
      }
  }

  /// `is_near`: where a noun is missing, the context lets it stand for the other one's.
  std::vector<std::size_t> of(const Source& source, bool is_near) const {
    std::vector<std::size_t> out;
    const auto take = [&](const std::vector<std::size_t>& more) {
      out.insert(out.end(), more.begin(), more.end());
    };
    const Entity& entity = source.entity;
    const bool is_loose = tool::is_loose(entity.nouns);
    for (const auto& [handle, tools] : loose_)
      if ((handle & entity.handle) != 0 && (is_near || (is_loose && handle == entity.handle)))
        take(tools);
    if (is_loose && is_near)
      for (const auto& [handle, tools] : told_)
        if ((handle & entity.handle) != 0) take(tools);
    if (!is_loose)
      for (const std::string& noun : entity.nouns) take(nouns_.find(noun));
    if (const auto same = attributes_.find(entity.attribute);
        same != attributes_.end() && source.field.path.empty())
      take(same->second);
    if (const auto same = whole_.find(source.name); same != whole_.end() && !source.owner.empty())
      take(same->second);
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
  }

 private:
  void add(std::size_t tool, const Parameter& parameter) {
    const Entity& entity = parameter.entity;
    if (entity.handle != kNoHandle)
      (tool::is_loose(entity.nouns) ? loose_ : told_)[entity.handle].push_back(tool);
    for (const std::string& noun : entity.nouns) nouns_.add(noun, tool);
    if (!entity.attribute.empty()) attributes_[entity.attribute].push_back(tool);
  }

  using Tools = std::vector<std::size_t>;
  std::map<std::uint32_t, Tools> loose_, told_;  // by handle: without nouns, and with some
  std::map<std::string, Tools, std::less<>> attributes_;
  std::map<std::string, Tools, std::less<>> whole_;  // that take things field by field, by name
  NounIndex<std::size_t> nouns_;
};

class Edges {
 public:
  Edges(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings)
      : meanings_(meanings),
        state_(state_edges(tools, meanings_)),
        contexts_(meanings_, state_),
        takers_(meanings_) {
    for (const Meaning& meaning : meanings_) {
      auto& owners = owners_.emplace_back();
      for (const Parameter& parameter : meaning.parameters)
        owners.push_back(noun_of(parameter.owner));
    }
  }

  DependencyGraph find() {
    for (std::size_t from = 0; from < meanings_.size(); ++from)
      for (std::size_t i = 0; i < meanings_[from].fields.size(); ++i) add_edges(from, i);
    std::ranges::sort(
        data_, {}, [](const DataEdge& e) { return std::tie(e.from, e.field, e.to, e.parameter); });
    std::vector<EndEdge> ends = end_edges(meanings_, state_);
    return {std::move(data_), std::move(state_), std::move(ends)};
  }

 private:
  struct Target {
    std::size_t to;
    const Parameter* parameter;
  };
  using Key =
      std::tuple<std::string, std::string, std::uint32_t, Words, std::string, bool, std::size_t>;

  void add_edges(std::size_t from, std::size_t i) {
    const ResultField& field = meanings_[from].fields[i];
    const std::string owner = noun_of(field.owner);
    for (const Target& target :
         targets_of(from, {field.name, owner, field, meanings_[from].results[i]}))
      if (target.to != from)
        data_.push_back({from, target.to, field.path, target.parameter->path, field.is_list,
                         target.parameter->is_list, target.parameter->is_required});
  }

  // Fields that say the same fill the same arguments; what is open may make a difference by tool.
  const std::vector<Target>& targets_of(std::size_t from, const Source& source) {
    const Entity& entity = source.entity;
    const Key key{source.name,      source.owner,
                  entity.handle,    entity.nouns,
                  entity.attribute, source.field.path.empty() && !source.field.is_list,
                  contexts_.is_empty() ? 0 : from + 1};
    const auto [found, is_new] = targets_.try_emplace(key);
    if (is_new) {
      const bool may_be_near = !contexts_.is_empty() || contexts_.are_near(0, 0, entity);
      for (const std::size_t to : takers_.of(source, may_be_near))
        add_targets(source, to, contexts_.are_near(from, to, entity), found->second);
    }
    return found->second;
  }

  void add_targets(const Source& source, std::size_t to, bool is_near,
                   std::vector<Target>& out) const {
    const auto& parameters = meanings_[to].parameters;
    // Both stand in things of one kind: `relations[].from` of a result, `relations[].to` of an
    // argument.
    const auto same_owner = [&](std::size_t i) {
      return !source.owner.empty() && !owners_[to][i].empty() &&
             same_noun(source.owner, owners_[to][i]);
    };
    const auto is_twin = [&](std::size_t i) {
      return source.name == parameters[i].name && same_owner(i);
    };
    // A thing that is named by all that it holds goes over field by field.
    bool has_twin = false;
    for (std::size_t i = 0; i < parameters.size(); ++i) has_twin = has_twin || is_twin(i);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const bool goes_over =
          has_twin && meanings_[to].deed.kind == DeedKind::kDestroy && is_twin(i);
      // `relations[].from` has its own place there, so it is not meant for `relations[].to`.
      const bool is_other = has_twin && !is_twin(i) && same_owner(i);
      if (goes_over ||
          (!is_other && (can_stand_for(source.entity, parameters[i].entity, is_near) ||
                         tells(source.field, source.entity, parameters[i]))))
        out.push_back({to, &parameters[i]});
    }
  }

  const std::vector<Meaning>& meanings_;
  std::vector<StateEdge> state_;
  Contexts contexts_;
  Takers takers_;
  std::vector<std::vector<std::string>> owners_;  // of each tool's parameters, in the singular
  std::map<Key, std::vector<Target>> targets_;
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

DependencyGraph dependencies_of(const std::vector<Tool>& tools,
                                const std::vector<Meaning>& meanings) {
  return Edges(tools, meanings).find();
}

DependencyGraph dependencies_of(const std::vector<Tool>& tools) {
  return dependencies_of(tools, meanings_of(tools));
}

}  // namespace generator::tool
