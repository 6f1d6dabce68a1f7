#include "world/prose_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/schema.h"
#include "world/reply.h"

namespace generator::world {
namespace {

// Whether the end of a pattern such as "**/*.h5" fits; one without `*` is a whole name.
bool ends_as(std::string_view path, std::string_view pattern) {
  const std::size_t star = pattern.rfind('*');
  return path.ends_with(star == std::string_view::npos ? last_part(pattern)
                                                       : pattern.substr(star + 1));
}

bool has(std::string_view text, std::string_view part) { return text::contains(text, part); }

std::string default_type(const Moment& moment) {
  switch (moment.plan.deed.kind) {
    case tool::DeedKind::kList:
      return "array";
    case tool::DeedKind::kRead:
      return "object";
    default:
      return moment.plan.tool->source.method.empty() ? "string" : "object";
  }
}

}  // namespace

ProseFacts::ProseFacts(const Moment& now)
    : moment(now), subject(now.subject ? &*now.subject : nullptr) {
  if (subject != nullptr) array = Array::of(*subject, moment.seed);
  if (!moment.plan.output) {
    type = default_type(moment);
    return;
  }
  schema = tool::resolve(moment.plan.output->root(), moment.plan.output->root());
  type = tool::type_of(schema);
  description = schema.text_of("description");
}

std::string ProseFacts::message() const {
  std::string out = deed_message(moment);
  if (has(description, "mode"))
    for (const auto& [kind, thing] : moment.session.open)
      if (const Field* mode = thing.find("mode"))
        out += fmt::format(" (mode: {})", text_of_json(mode->json));
  return out;
}

std::optional<std::string> ProseFacts::fact(const std::string& noun) const {
  const bool is_array = array.has_value();
  if (is_array && noun == "shape")
    return type == "string" ? json::quote(extent_tuple(array->shape()))
                            : extent_json(array->shape());
  if (is_array && (noun == "size" || noun == "element"))
    return fmt::format("{}", has(description + moment.plan.tool->description, "byte")
                                 ? array->bytes()
                                 : array->elements());
  if (subject != nullptr)
    if (const Field* own = subject->find(noun)) return own->json;
  for (const auto& [kind, thing] : moment.session.open) {
    if (noun == kind + " name" || noun == kind + " path" || noun == kind)
      return thing.fields[0].json;
    if (const Field* own = thing.find(noun)) return own->json;
  }
  return std::nullopt;
}

std::vector<Thing> ProseFacts::scope() const {
  std::vector<Thing> out;
  for (const Thing& thing : moment.in_reach()) {
    const auto pattern = moment.argument("pattern");
    const auto folder = moment.argument("directory");
    const std::string* file = thing.container("file");
    const std::string& place = file != nullptr ? *file : thing.key();
    if (folder && !lies_under(place, folder->text())) continue;
    if (pattern && !ends_as(place, pattern->text())) continue;
    if (subject != nullptr && subject->kind == "group" && !lies_under(thing.key(), subject->key()))
      continue;
    out.push_back(thing);
  }
  std::ranges::stable_sort(out, {}, &Thing::key);
  return out;
}

std::vector<std::string> ProseFacts::child_names() const {
  const std::string path = subject != nullptr ? subject->key() : "/";
  std::vector<std::string> out;
  for (const Thing& thing : moment.in_reach())
    if (!thing.inside.empty() && parent_path(thing.key()) == clean_path(path))
      out.emplace_back(last_part(thing.key()));
  std::ranges::sort(out);
  return out;
}

}  // namespace generator::world
