#include "world/observed.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "world/default_world.h"

namespace generator::world {
namespace {

constexpr std::ptrdiff_t kMostOfAKind = 100;
constexpr int kDeepest = 3;

class Observer {
 public:
  Observer(const Understanding& known, const Plan& plan, World& out)
      : known_(known), plan_(plan), out_(out) {}

  void look(json::Value value, const std::string& path, int depth) {
    if (depth > kDeepest) return;
    if (value.is_array()) return take_list(value, path + "[]", depth);
    for (std::size_t i = 0; value.is_object() && i < value.size(); ++i)
      look(value.at(i), path.empty() ? std::string(value.key(i)) : path + "." + std::string(value.key(i)),
           depth + 1);
  }

 private:
  // The kind of what a list holds: as the schema of the reply says, else what the tool lists.
  const Kind* kind_of(const std::string& path) const {
    if (const auto at = plan_.kind_at.find(path); at != plan_.kind_at.end())
      return known_.kind(at->second);
    const bool lists = plan_.deed.kind == tool::DeedKind::kList && plan_.kind_at.empty();
    return lists ? known_.kind(plan_.kind) : nullptr;
  }

  void take_list(json::Value list, const std::string& path, int depth) {
    const Kind* kind = kind_of(path);
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (kind != nullptr)
        take(*kind, list.at(i));
      else
        look(list.at(i), path, depth + 1);
    }
  }

  void take(const Kind& kind, json::Value item) {
    Thing thing{kind.noun, {}, {}, false};
    if (item.is_object()) {
      const auto key = key_field(kind, item);
      if (!key) return;
      thing.fields.emplace_back(kind.key_name, item.at(*key).raw());
      for (std::size_t i = 0; i < item.size(); ++i)
        if (i != *key) thing.fields.emplace_back(item.key(i), item.at(i).raw());
    } else if (item.is_string() || item.is_number()) {
      thing.fields.emplace_back(kind.key_name, item.raw());
    }
    if (!thing.key().empty() && is_new(thing)) out_.things.push_back(std::move(thing));
  }

  // "id" of a book where its key is "book_id".
  std::optional<std::size_t> key_field(const Kind& kind, json::Value item) const {
    const std::string wanted = plain_name(kind.key_name);
    std::optional<std::size_t> out;
    for (std::size_t i = 0; i < item.size(); ++i) {
      if (!item.at(i).is_string() && !item.at(i).is_number()) continue;
      const std::string plain = plain_name(item.key(i));
      if (plain == wanted) return i;
      if (!out && wanted == kind.noun + " " + plain) out = i;
    }
    return out;
  }

  bool is_new(const Thing& thing) const {
    std::ptrdiff_t same_kind = 0;
    for (const Thing& other : out_.things) {
      if (other.kind != thing.kind) continue;
      if (other.key() == thing.key()) return false;
      ++same_kind;
    }
    return same_kind < kMostOfAKind;
  }

  const Understanding& known_;
  const Plan& plan_;
  World& out_;
};

}  // namespace

void observe(const Understanding& known, const Plan& plan, json::Value reply, World& out) {
  Observer(known, plan, out).look(reply, "", 0);
}

bool needs_nothing(const Plan& plan) {
  return std::ranges::none_of(plan.parameters, [](const auto& one) { return one.is_required; });
}

World recorded_world(const Understanding& known, std::string_view recorded, std::uint64_t seed) {
  World seen;
  for (const std::string_view line : text::lines(recorded)) {
    const auto document = json::Document::parse(line);
    if (!document) continue;
    const auto result = document->root().find("result"), error = document->root().find("is_error");
    const auto plan = std::ranges::find(known.plans, document->root().text_of("name"),
                                        [](const Plan& one) -> std::string_view { return one.tool->name; });
    if (plan == known.plans.end() || !result || (error && error->boolean() == true)) continue;
    if (needs_nothing(*plan)) observe(known, *plan, *result, seen);
  }
  World out = default_world(known, seed);
  std::erase_if(out.things, [&](const Thing& thing) { return seen.has_kind(thing.kind); });
  out.things.insert(out.things.end(), seen.things.begin(), seen.things.end());
  return out;
}

}  // namespace generator::world
