#include "data/rating.h"

#include <fmt/format.h>

namespace generator {
namespace {

constexpr std::string_view kOlderParts[] = {"clarity", "accuracy", "usefulness", "difficulty"};

const std::vector<std::string_view> kKnown = {
    "total", "criteria", "reasons", "model", "votes", "panel", "grounded", "topic",
    "reasoning_quality", "reasoning_reasons", "on_topic"};

// Without the panel of a panel: nothing writes one, and what a file nests has no end.
Rating read_member(json::Value object) {
  Rating rating;
  if (const auto total = object.find("total")) rating.total = total->number().value_or(0);
  if (const auto criteria = object.find("criteria"))
    for (std::size_t i = 0; i < criteria->size(); ++i)
      if (const auto value = criteria->at(i).number())
        rating.criteria.emplace_back(criteria->key(i), *value);
  rating.reasons = object.text_of("reasons");
  rating.model = object.text_of("model");
  if (const auto votes = object.find("votes"))
    for (std::size_t i = 0; i < votes->size(); ++i)
      if (const auto total = votes->at(i).number()) rating.votes.push_back(*total);
  if (const auto grounded = object.find("grounded")) rating.grounded = grounded->boolean().value_or(true);
  if (const auto quality = object.find("reasoning_quality")) rating.reasoning_quality = quality->number();
  rating.reasoning_reasons = object.text_of("reasoning_reasons");
  rating.topic = object.text_of("topic");
  if (const auto on_topic = object.find("on_topic")) rating.on_topic = on_topic->boolean().value_or(true);
  rating.extra = json::other_fields(object, kKnown);
  return rating;
}

Rating read_object(json::Value object) {
  Rating rating = read_member(object);
  if (const auto panel = object.find("panel"))
    for (std::size_t i = 0; i < panel->size(); ++i)
      if (panel->at(i).is_object()) rating.panel.push_back(read_member(panel->at(i)));
  return rating;
}

}  // namespace

std::optional<double> Rating::criterion(std::string_view name) const {
  for (const auto& [key, value] : criteria)
    if (key == name) return value;
  return std::nullopt;
}

void write_rating(json::Writer& out, const Rating& rating) {
  out.begin_object().field("total", rating.total);
  out.key("criteria").begin_object();
  for (const auto& [name, value] : rating.criteria) out.field(name, value);
  out.end_object().field("reasons", rating.reasons);
  if (!rating.model.empty()) out.field("model", rating.model);
  if (!rating.votes.empty()) {
    out.key("votes").begin_array();
    for (const double total : rating.votes) out.number(total);
    out.end_array();
  }
  if (!rating.panel.empty()) {
    out.key("panel").begin_array();
    for (const Rating& said : rating.panel) write_rating(out, said);
    out.end_array();
  }
  if (!rating.grounded) out.key("grounded").boolean(false);
  if (rating.reasoning_quality) out.field("reasoning_quality", *rating.reasoning_quality);
  if (!rating.reasoning_reasons.empty()) out.field("reasoning_reasons", rating.reasoning_reasons);
  if (!rating.topic.empty()) out.field("topic", rating.topic).key("on_topic").boolean(rating.on_topic);
  if (!rating.extra.empty()) out.raw(rating.extra);
  out.end_object();
}

Result<std::optional<Rating>> read_rating(json::Value row) {
  const auto field = row.find("rating");
  if (!field || field->is_null()) return std::nullopt;
  if (field->is_object()) return read_object(*field);
  const auto total = field->number();
  if (!total)
    return fail(ErrorKind::kInvalidInput, "field `rating` is neither an object nor a number");
  Rating rating;
  rating.total = *total;
  for (const auto name : kOlderParts)
    if (const auto part = row.find(name))
      if (const auto value = part->number()) rating.criteria.emplace_back(name, *value);
  rating.reasons = row.text_of("reasoning");
  return rating;
}

}  // namespace generator
