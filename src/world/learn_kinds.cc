#include "world/learn_kinds.h"

#include <utility>

#include "base/text.h"
#include "tool/entity_words.h"
#include "tool/noun_index.h"
#include "tool/schema.h"

namespace generator::world {
namespace {

using enum tool::DeedKind;
using tool::Entity;
using tool::Meaning;

class Learner {
 public:
  Learner(Understanding& out, const std::vector<Meaning>& meanings)
      : out_(out), meanings_(meanings) {
    for (std::size_t i = 0; i < meanings_.size(); ++i) {
      const Meaning& meaning = meanings_[i];
      for (std::size_t j = 0; j < meaning.parameters.size(); ++j)
        for (const std::string& noun : meaning.parameters[j].entity.nouns)
          taken_.add(noun, {i, j});
      for (std::size_t j = 0; j < meaning.fields.size(); ++j)
        if (is_key(meaning.fields[j], meaning.results[j]))
          for (const std::string& noun : meaning.results[j].nouns) told_.add(noun, {i, j});
    }
  }

  void learn() {
    for (std::size_t i = 0; i < meanings_.size(); ++i) learn_containers(i);
    for (Kind& kind : out_.kinds) learn_key(kind);
    for (const Plan& plan : out_.plans) learn_numbers(plan);
  }

 private:
  // Of two things that a tool takes, the first one holds the other.
  void learn_containers(std::size_t i) {
    const Plan& plan = out_.plans[i];
    std::string earlier;
    for (const PlannedParameter& parameter : plan.parameters) {
      if (parameter.role != Role::kReference && parameter.role != Role::kNew) continue;
      Kind* kind = find(parameter.kind);
      if (kind == nullptr) continue;
      if (!earlier.empty() && kind->container.empty() && earlier != kind->noun &&
          (plan.kind == kind->noun || !plan.tool->source.path.empty()))
        kind->container = earlier;
      earlier = kind->noun;
    }
  }

  void learn_numbers(const Plan& plan) {
    for (const PlannedParameter& parameter : plan.parameters)
      if (Kind* kind = find(parameter.kind)) kind->is_many = true;
    if (plan.deed.kind == kList && plan.deed.is_of_many)
      if (Kind* kind = find(plan.kind)) kind->is_many = true;
    for (const auto& [path, noun] : plan.kind_at)
      if (Kind* kind = find(noun); kind != nullptr && path.ends_with("[]")) kind->is_many = true;
  }

  // How things of a kind are called: the field of a result that tools take, else as they take it.
  void learn_key(Kind& kind) {
    std::uint32_t wanted = tool::kNoHandle;
    bool is_of_new = false;  // the key is told by who makes such a thing
    for (const auto& [i, j] : taken_.find(kind.noun)) {
      const tool::Parameter& parameter = meanings_[i].parameters[j];
      if (!has_handle(parameter.entity)) continue;
      wanted |= parameter.entity.is_new ? 0 : parameter.entity.handle;
      const bool is_better = kind.key_name.empty() || (is_of_new && !parameter.entity.is_new);
      if (!is_better || parameter.is_list) continue;
      is_of_new = parameter.entity.is_new;
      kind.key_name = parameter.name;
      kind.key_schema = schema_of(out_.plans[i].input, parameter.name);
    }
    for (const auto& [i, j] : told_.find(kind.noun)) {
      if ((meanings_[i].results[j].handle & (wanted == 0 ? tool::kById : wanted)) == 0) continue;
      kind.key_name = meanings_[i].fields[j].name;
      kind.key_schema = schema_of(out_.plans[i].output, meanings_[i].fields[j].path);
      return;
    }
    if (kind.key_name.empty()) kind.key_name = "name";
    if (const tool::Words words = tool::words_of(kind.key_name);
        words.empty() || tool::handle_of(words.back()) == tool::kNoHandle)
      kind.key_name = "name";
  }

  // Whether a field may be what things are called by.
  static bool is_key(const tool::ResultField& field, const Entity& entity) {
    return !field.is_prose && !field.name.empty() && !field.path.ends_with("[]") &&
           has_handle(entity);
  }

  Kind* find(std::string_view noun) {
    for (Kind& kind : out_.kinds)
      if (kind.noun == noun) return &kind;
    return nullptr;
  }

  Understanding& out_;
  const std::vector<Meaning>& meanings_;
  using Place = std::pair<std::size_t, std::size_t>;  // tool, and which of its
  tool::NounIndex<Place> taken_, told_;               // parameters; fields that may be keys
};

}  // namespace

void learn_kinds(Understanding& understanding, const std::vector<Meaning>& meanings) {
  Learner(understanding, meanings).learn();
}

bool has_handle(const tool::Entity& entity) {
  return entity.handle != tool::kNoHandle && entity.handle != tool::kByAny;
}

std::string schema_of(const std::optional<json::Document>& document, std::string_view path) {
  if (!document) return {};
  json::Value schema = tool::resolve(document->root(), document->root());
  for (std::string_view step : generator::text::split(path, '.')) {
    int lists = 0;
    for (; step.ends_with("[]"); ++lists) step.remove_suffix(2);
    if (!step.empty()) {
      const auto properties = schema.find("properties");
      const auto next = properties ? properties->find(step) : std::nullopt;
      if (!next) return {};
      schema = tool::resolve(*next, document->root());
    }
    for (; lists > 0; --lists) {
      const auto items = schema.find("items");
      if (!items) return {};
      schema = tool::resolve(*items, document->root());
    }
  }
  return std::string(schema.raw());
}

}  // namespace generator::world
