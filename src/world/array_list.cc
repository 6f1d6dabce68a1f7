#include <algorithm>

#include "base/text.h"
#include "world/array_reply.h"

namespace generator::world {
namespace {

constexpr std::size_t kMostSuggested = 5;

struct Ranked {
  double score = 0;
  std::string json;
};

bool has(std::string_view text, std::string_view part) { return text::contains(text, part); }

bool names_several(const Moment& moment) {
  return std::ranges::any_of(moment.plan.parameters, [&](const PlannedParameter& parameter) {
    return parameter.is_list && moment.argument(parameter.name);
  });
}

// False where it is none of those that are asked for.
bool write_row(Ranked& row, const std::string& said, const Array& array, const Thing& thing) {
  const std::vector<std::string> issues = array.issues();
  const bool wants_issues = has(said, "issue") || has(said, "warning");
  if (wants_issues && issues.empty()) return false;
  json::Writer out(row.json);
  out.begin_object().field("path", thing.key());
  if (has(said, "score"))
    out.field(has(said, "similarity") ? "similarity_score" : "score", row.score);
  out.key("shape").raw(extent_json(array.shape()));
  out.key("dtype").raw(thing.find("dtype")->json);
  out.field("size_mb", array.megabytes());
  if (wants_issues) {
    out.key("issues").begin_array();
    for (const std::string& issue : issues) out.string(issue);
    out.end_array();
  }
  out.end_object();
  return true;
}

}  // namespace

bool write_array_list(json::Writer& out, const Moment& moment, const std::string& said,
                      const std::vector<Thing>& near) {
  const auto own = moment.subject ? Array::of(*moment.subject, moment.seed) : std::nullopt;
  const bool lists_them = names_several(moment);
  const auto least = moment.argument("similarity_threshold");
  std::vector<Ranked> rows;
  bool is_any = false;
  for (const Thing& thing : lists_them ? moment.named : near) {
    const auto array = Array::of(thing, moment.seed);
    if (!array) continue;
    is_any = true;
    const bool compares = own && !lists_them;
    if (compares && thing.key() == moment.subject->key()) continue;
    Ranked row{compares ? similarity(*own, *moment.subject, *array, thing) : interest(*array), ""};
    const double threshold = least ? least->number().value_or(0.8) : 0.8;
    if (compares && has(said, "similar") && row.score < threshold) continue;
    if (write_row(row, said, *array, thing)) rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows,
                           [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  const std::size_t most = has(said, "suggest") ? kMostSuggested : rows.size();
  for (std::size_t i = 0; i < std::min(most, rows.size()); ++i) out.raw(rows[i].json);
  return is_any;
}

}  // namespace generator::world
