#include "world/kinds.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "tool/entity_words.h"
#include "tool/schema.h"
#include "tool/state_edges.h"
#include "world/learn_kinds.h"
#include "world/world.h"

namespace generator::world {
namespace {

using enum tool::DeedKind;
using tool::Entity;
using tool::Meaning;

bool is_kind_word(std::string_view noun) {
  return noun.size() > 1 && !tool::is_generic(noun) && !tool::is_measure(noun) &&
         !tool::is_qualifier(noun) && tool::handle_of(noun) == tool::kNoHandle;
}

// "apis[].apiKey" → "apis[]"; "[]" of "[]".
std::string item_place(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::size_t end = path.rfind("[]");
  if (end != std::string_view::npos && (dot == std::string_view::npos || dot < end))
    return std::string(path.substr(0, end + 2));
  return dot == std::string_view::npos ? std::string() : std::string(path.substr(0, dot));
}

// "To be used as a dataset parameter value": a field that says where it goes.
struct Use {
  std::size_t tool = 0, field = 0;
  std::string noun;
};

std::vector<Use> uses_of(const std::vector<Meaning>& meanings) {
  std::vector<Use> out;
  for (std::size_t i = 0; i < meanings.size(); ++i)
    for (std::size_t j = 0; j < meanings[i].fields.size(); ++j) {
      const std::string& said = meanings[i].fields[j].description;
      if (!generator::text::contains(generator::text::to_lower(said), "parameter")) continue;
      const tool::Words words = tool::words_of(said);
      for (std::size_t k = 2; k + 1 < words.size(); ++k) {
        const bool says_so = words[k - 2] == "as" && (words[k - 1] == "a" || words[k - 1] == "the");
        if (says_so && words[k + 1] == "parameter" && is_kind_word(words[k]))
          out.push_back({i, j, tool::singular(words[k])});
      }
    }
  return out;
}

class Reader {
 public:
  Reader(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings,
         const std::vector<tool::StateEdge>& state)
      : tools_(tools), meanings_(meanings), state_(state) {}

  Understanding read() {
    for (std::size_t i = 0; i < tools_.size(); ++i) find_kinds(i);
    find_taken();
    for (std::size_t i = 0; i < tools_.size(); ++i) out_.plans.push_back(plan(i));
    learn_kinds(out_, meanings_);
    read_preconditions();
    return std::move(out_);
  }

 private:
  void add(std::string_view noun, bool is_opened = false) {
    if (!is_kind_word(noun)) return;
    for (Kind& kind : out_.kinds) {
      if (!tool::same_noun(kind.noun, noun)) continue;
      if (noun.size() > kind.noun.size()) kind.noun = noun;
      kind.is_opened = kind.is_opened || is_opened;
      return;
    }
    out_.kinds.push_back({.noun = std::string(noun), .is_opened = is_opened});
  }

  void find_kinds(std::size_t i) {
    const Meaning& meaning = meanings_[i];
    const tool::Deed& deed = meaning.deed;
    if (deed.kind == kCreate || deed.kind == kOpen || deed.kind == kDestroy ||
        makes_what_is_missing(i))
      add(deed.noun(), deed.kind == kOpen);
    bool has_items = false;
    for (std::size_t j = 0; j < meaning.fields.size(); ++j) {
      const Entity& entity = meaning.results[j];
      const tool::ResultField& field = meaning.fields[j];
      if (!field.is_list || field.is_prose || entity.handle == tool::kNoHandle) continue;
      const bool is_item = field.path.ends_with("[]") || field.path.empty();
      const bool is_first = !has_items && (entity.handle & (tool::kById | tool::kByName)) != 0;
      if (!is_item && (!is_first || field.path.find('.') != field.path.rfind('.'))) continue;
      has_items = true;
      if (!entity.nouns.empty()) add(entity.nouns.back());
    }
    if (tools_[i].source.path.empty()) return;
    if (deed.kind == kList && deed.is_of_many && tools_[i].output_schema.empty() &&
        tools_[i].examples.empty())
      add(deed.noun());
    for (const tool::Parameter& parameter : meaning.parameters)
      for (const ArgumentPlace& place : tools_[i].source.places)
        if (place.in == "path" && place.argument == parameter.name && has_handle(parameter.entity))
          add(parameter.entity.nouns.empty() ? "" : parameter.entity.nouns.back());
  }

  bool makes_what_is_missing(std::size_t i) const {
    const std::string& verb = meanings_[i].deed.verb;
    return (verb == "write" || verb == "save" || verb == "put") &&
           generator::text::contains(generator::text::to_lower(tools_[i].description), "create");
  }

  // What several tools take by its name or path.
  void find_taken() {
    std::map<std::string, int> counts;
    for (const Meaning& meaning : meanings_)
      for (const tool::Parameter& parameter : meaning.parameters)
        if (parameter.is_required && has_handle(parameter.entity) &&
            !parameter.entity.nouns.empty())
          ++counts[parameter.entity.nouns.back()];
    for (const auto& [noun, count] : counts)
      if (count >= 2 && !tool::is_path_like(noun)) add(noun);
  }

  // The last of `nouns` that is a kind, as that is called. Not before all kinds are found.
  std::string kind_of(const tool::Words& nouns) const {
    for (auto noun = nouns.rbegin(); noun != nouns.rend(); ++noun) {
      const auto [known, is_new] = kind_of_.try_emplace(*noun);
      if (is_new)
        if (const Kind* kind = out_.kind(*noun)) known->second = kind->noun;
      if (!known->second.empty()) return known->second;
    }
    return {};
  }

  Role role_of(const tool::Parameter& parameter, const Meaning& meaning, std::string& kind) const {
    const std::string plain = plain_name(parameter.name);
    for (const std::string_view name :
         {"limit", "page size", "per page", "max results", "top k", "rows"})
      if (plain == name && parameter.type != "string") return Role::kLimit;
    if ((plain == "offset" || plain == "skip") && parameter.type != "string") return Role::kOffset;
    const Entity& entity = parameter.entity;
    if (entity.handle == tool::kNoHandle) return Role::kPlain;
    kind = kind_of(entity.nouns);
    if (entity.is_new && meaning.deed.kind == kCreate) return Role::kNew;
    if (entity.nouns.size() == 1 && tool::is_path_like(entity.nouns[0]) && kind.empty())
      return Role::kFolder;
    if (!kind.empty()) return entity.is_new ? Role::kNew : Role::kReference;
    return (entity.handle & tool::kByPath) != 0 && entity.handle != tool::kByAny ? Role::kAnything
                                                                                 : Role::kPlain;
  }

  // "/board/{row}/{column}"
  void read_coordinates(Plan& out, const Meaning& meaning) const {
    for (const ArgumentPlace& place : out.tool->source.places)
      for (const tool::Parameter& parameter : meaning.parameters)
        if (place.in == "path" && parameter.name == place.argument && parameter.type == "integer" &&
            !has_handle(parameter.entity))
          out.coordinates.push_back(parameter.name);
    if (out.coordinates.size() < 2) return out.coordinates.clear();
    const auto schema =
        json::Document::parse(schema_of(parsed(out.tool->parameters), out.coordinates[0]));
    const auto least = schema ? schema->root().find("minimum") : std::nullopt;
    out.first_coordinate = least && least->integer() == 1 ? 1 : 0;
  }

  static std::optional<json::Document> parsed(const std::string& text) {
    if (text.empty()) return std::nullopt;
    auto document = json::Document::parse(text);
    return document ? std::optional(std::move(*document)) : std::nullopt;
  }

  Plan plan(std::size_t i) {
    const Meaning& meaning = meanings_[i];
    Plan out;
    out.tool = &tools_[i];
    out.deed = meaning.deed;
    for (const tool::Parameter& parameter : meaning.parameters) {
      PlannedParameter planned{parameter.name,    parameter.description, Role::kPlain, "",
                               parameter.is_list, parameter.is_required};
      planned.role = role_of(parameter, meaning, planned.kind);
      out.parameters.push_back(std::move(planned));
    }
    read_coordinates(out, meaning);
    out.makes_what_is_missing = makes_what_is_missing(i);
    out.kind = kind_of(meaning.deed.nouns);
    if (meaning.deed.kind != kCreate)  // "get package config" is about the package that it takes
      for (const PlannedParameter& parameter : out.parameters)
        if (parameter.role == Role::kReference &&
            tool::has_noun(meaning.deed.nouns, parameter.kind))
          out.kind = parameter.kind;
    if (meaning.deed.kind == kCreate && out.kind.empty()) out.kind = meaning.deed.noun();
    for (std::size_t j = 0; j < meaning.fields.size(); ++j)
      if (const std::string kind = kind_of(meaning.results[j].nouns);
          !kind.empty() && meaning.results[j].handle != tool::kNoHandle)
        out.kind_at.emplace(item_place(meaning.fields[j].path), kind);
    out.input = parsed(tools_[i].parameters);
    out.output = parsed(tools_[i].output_schema);
    for (const ToolExample& example : tools_[i].examples) {
      if (out.sample || example.output.empty()) continue;
      out.sample = parsed(example.output);
      out.sample_input = parsed(example.input);
    }
    return out;
  }

  void read_preconditions() {
    for (const tool::StateEdge& edge : state_) {
      if (edge.reason != tool::StateReason::kTold && edge.reason != tool::StateReason::kOpened)
        continue;
      const Plan& opener = out_.plans[edge.from];
      Plan& later = out_.plans[edge.to];
      const bool opens = opener.deed.kind == kOpen && !opener.kind.empty() &&
                         std::ranges::any_of(opener.parameters, [](const PlannedParameter& p) {
                           return p.role == Role::kReference;
                         });
      if (opens)
        later.opened = opener.kind;
      else
        later.before.push_back(edge.from);
    }
  }

  const std::vector<Tool>& tools_;
  const std::vector<Meaning>& meanings_;
  const std::vector<tool::StateEdge>& state_;
  Understanding out_;
  mutable std::unordered_map<std::string, std::string> kind_of_;  // nouns that were asked for
};

}  // namespace

const Kind* Understanding::kind(std::string_view noun) const {
  for (const Kind& kind : kinds)
    if (tool::same_noun(kind.noun, noun)) return &kind;
  return nullptr;
}

Understanding understand(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings,
                         const std::vector<tool::StateEdge>& state) {
  if (const std::vector<Use> uses = uses_of(meanings); !uses.empty()) {
    std::vector<Meaning> told = meanings;
    for (const Use& use : uses) {
      told[use.tool].results[use.field].nouns = {use.noun};
      told[use.tool].results[use.field].handle = tool::kByName | tool::kById;
    }
    return Reader(tools, told, state).read();
  }
  return Reader(tools, meanings, state).read();
}

Understanding understand(const std::vector<Tool>& tools) {
  const std::vector<Meaning> meanings = tool::meanings_of(tools);
  return understand(tools, meanings, tool::state_edges(tools, meanings));
}

std::shared_ptr<const Understanding> understand_own(std::vector<Tool> tools) {
  struct Owned {
    explicit Owned(std::vector<Tool> of) : tools(std::move(of)), known(understand(tools)) {}
    const std::vector<Tool> tools;
    const Understanding known;
  };
  const auto owned = std::make_shared<const Owned>(std::move(tools));
  return {owned, &owned->known};
}

}  // namespace generator::world
