// What a judge said about an example.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace generator {

struct Rating {
  double total = 0;  // weighted mean of `criteria`, 1–10
  std::vector<std::pair<std::string, double>>
      criteria;  // "clarity", "accuracy", "usefulness", "difficulty"
  std::string reasons;
  std::string model;  // who judged
  std::vector<double> votes;  // totals of the samples that this is the median of; empty: of one
  std::vector<Rating> panel;  // what each of several judges said, whose median this is
  bool grounded = true;                     // false: judged without the passage, as far as a reader can tell
  std::optional<double> reasoning_quality;  // of the chain of thought, 1–10; never part of `total`
  std::string reasoning_reasons;            // why; the answer's reasons stand in `reasons`
  std::string topic;                        // the --topic it was asked about; "": none
  bool on_topic = true;                     // says something only where `topic` is set
  std::string extra;                        // unknown fields, raw JSON `"a":1,"b":2`

  std::optional<double> criterion(std::string_view name) const;
};

void write_rating(json::Writer& out, const Rating& rating);
/// Reads the `rating` of a row: our object, or a number with its parts beside it, as older files
/// have it. Nothing where the row has no `rating`.
Result<std::optional<Rating>> read_rating(json::Value row);

}  // namespace generator
