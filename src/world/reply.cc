#include "world/reply.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "tool/schema.h"

namespace generator::world {
namespace {

// Whether the schema says more than what prose says better.
bool is_telling(const Plan& plan) {
  if (!plan.output) return false;
  const json::Value root = plan.output->root();
  const json::Value schema = tool::resolve(root, root);
  for (const std::string_view key :
       {"properties", "allOf", "anyOf", "oneOf", "enum", "const", "additionalProperties"})
    if (schema.find(key)) return true;
  if (const auto items = schema.find("items")) return items->size() > 0;
  const std::string_view type = tool::type_of(schema);
  return !plan.tool->source.method.empty() && !type.empty();
}

}  // namespace

std::string shown_thing(const Thing& thing) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (const Field& field : thing.fields)
    if (field.name != "range") writer.key(field.name).raw(field.json);
  writer.end_object();
  return out;
}

std::string past_of(std::string_view verb) {
  static const std::map<std::string_view, std::string_view> kOwn = {
      {"set", "Set"},          {"put", "Set"},          {"run", "Ran"},
      {"build", "Built"},      {"get", "Read"},         {"read", "Read"},
      {"write", "Wrote"},      {"send", "Sent"},        {"make", "Made"},
      {"begin", "Began"},      {"find", "Found"},       {"show", "Showed"},
      {"stop", "Stopped"},     {"drop", "Dropped"},     {"submit", "Submitted"},
      {"commit", "Committed"}, {"cancel", "Cancelled"}, {"new", "Created"},
      {"book", "Booked"},      {"undo", "Undid"}};
  if (verb.empty()) return "Done";
  if (const auto own = kOwn.find(verb); own != kOwn.end()) return std::string(own->second);
  std::string out(verb);
  if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  if (out.ends_with('e')) return out + "d";
  if (out.ends_with('y') && out.size() > 2) return out.substr(0, out.size() - 1) + "ied";
  return out + "ed";
}

std::string deed_message(const Moment& moment) {
  const std::string done = past_of(moment.plan.deed.verb);
  if (!moment.subject) {
    const std::string what = text::join(moment.plan.deed.nouns, " ");
    return what.empty() ? done : done + " " + what;
  }
  return fmt::format("{} {} '{}'", done, moment.subject->kind, moment.subject->key());
}

std::string reply(const Moment& moment) {
  const Plan& plan = moment.plan;
  if (plan.tool->output_is_inferred && plan.sample) return reply_by_sample(moment);
  if (is_telling(plan)) return reply_by_schema(moment);
  if (plan.sample) return reply_by_sample(moment);
  return reply_by_prose(moment);
}

}  // namespace generator::world
