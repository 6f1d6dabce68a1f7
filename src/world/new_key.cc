#include "world/new_key.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/words.h"
#include "world/values.h"

namespace generator::world {
namespace {

// "ior" of pkg_type "ior", "tools" of path "/opt/tools".
std::string named_by_arguments(const Moment& moment, std::uint64_t own) {
  for (const std::string_view end : {"name", "title", "path", "type"})
    for (std::size_t i = 0; i < moment.arguments.size(); ++i) {
      const tool::Words words = tool::words_of(moment.arguments.key(i));
      const json::Value value = moment.arguments.at(i);
      if (words.empty() || words.back() != end || !value.is_string() || value.text().empty())
        continue;
      return std::string(end == "path" ? last_part(value.text()) : text::prefix(value.text(), 60));
    }
  return fmt::format("{}-{:04x}", moment.plan.kind.empty() ? "item" : moment.plan.kind,
                     own & 0xffff);
}

std::string unused(const Moment& moment, const std::string& name, const Thing& thing) {
  const auto taken = [&](const std::string& candidate) {
    return std::ranges::any_of(moment.world.things, [&](const Thing& other) {
      return other.kind == thing.kind && same_place(other, thing) && other.key() == candidate;
    });
  };
  if (!taken(name)) return name;
  for (int i = 2;; ++i)
    if (const std::string next = fmt::format("{}_{}", name, i); !taken(next)) return next;
}

}  // namespace

bool same_place(const Thing& a, const Thing& b) {
  return std::ranges::equal(a.inside, b.inside, {}, &Container::key, &Container::key);
}

std::string given_key(const Moment& moment, const std::string& key_name) {
  Thing asked{moment.plan.kind, {}, {}, false};
  asked.fields.emplace_back(key_name, "null");
  for (std::size_t i = 0; i < moment.arguments.size(); ++i) {
    const json::Value value = moment.arguments.at(i);
    if ((value.is_string() && !value.text().empty()) || value.is_number())
      if (asked.find(moment.arguments.key(i)) != nullptr) return std::string(value.raw());
  }
  return {};
}

std::string new_key(const Moment& moment, const Kind* kind, const Thing& thing) {
  std::int64_t greatest = 0, count = 0;
  bool is_number = false, is_uuid = false;
  for (const Thing& other : moment.world.things) {
    if (!tool::same_noun(other.kind, moment.plan.kind) || other.fields.empty()) continue;
    ++count;
    const std::string key = other.key();
    is_uuid = is_uuid || (key.size() == 36 && key[8] == '-');
    if (other.fields[0].json.front() == '"' || key.size() > 15) continue;
    is_number = true;
    greatest = std::max<std::int64_t>(greatest, std::atoll(key.c_str()));
  }
  if (kind != nullptr && !kind->is_many && count > 0)
    for (const Thing& other : moment.world.things)
      if (tool::same_noun(other.kind, moment.plan.kind)) return other.fields[0].json;
  if (is_number) return fmt::format("{}", greatest + 1);
  const std::uint64_t own =
      seed_of(moment.seed, moment.plan.kind, "made", fmt::format("{}", count));
  if (is_uuid) return json::quote(uuid_value(own));
  std::string name = named_by_arguments(moment, own);
  const tool::Words words = tool::words_of(kind == nullptr ? "" : kind->key_name);
  if (!words.empty() && words.back() == "id" && name.find(' ') != std::string::npos)
    name = fmt::format("{}-{:02}", moment.plan.kind, count + 1);  // a title is no ID
  return json::quote(unused(moment, name, thing));
}

}  // namespace generator::world
