// Of 20 pairs that differ, a judge that reads them gives the same four marks to a few: our rules,
// on pages that are all alike, to 8 of any 20 in a row at most. So 18 leaves room.
#include "judge/straight_lining.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"

namespace generator::judge {
namespace {

// "clarity 8, accuracy 9"
std::string in_words(const Rating& rating) {
  std::string out;
  for (const auto& [name, mark] : rating.criteria)
    fmt::format_to(std::back_inserter(out), "{}{} {:g}", out.empty() ? "" : ", ", name, mark);
  return out.empty() ? fmt::format("{:g}", rating.total) : out;
}

}  // namespace

Status StraightLining::add(const Example& example) {
  if (!example.rating) return {};
  Model& model = models_[example.rating->model];
  if (std::ssize(model.seen) == kPairs) return {};
  if (!model.seen.insert(checksum(all_questions(example) + '\0' + all_answers(example))).second) return {};
  ++model.counts[in_words(*example.rating)];
  if (std::ssize(model.seen) < kPairs) return {};
  const auto& [marks, count] = *std::max_element(
      model.counts.begin(), model.counts.end(),
      [](const auto& a, const auto& b) { return a.second < b.second; });
  if (10 * count < 9 * kPairs) return {};
  return fail(ErrorKind::kUnavailable,
              fmt::format("the model may be too small for `judge`: `{}` gave {} to {} of its first "
                          "{} pairs, whatever they say",
                          example.rating->model, marks, count, kPairs));
}

}  // namespace generator::judge
