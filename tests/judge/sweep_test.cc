#include "judge/sweep.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace generator::judge {
namespace {

// Ratings of every sort that files hold: whole marks, marks missing, totals that are sums on another
// scale, ratings without parts, and ones that were asked about a topic.
std::vector<Rating> mixed_ratings(std::size_t count) {
  std::mt19937 random(7);
  const auto upto = [&](unsigned n) { return static_cast<double>(random() % n); };
  std::vector<Rating> out(count);
  for (Rating& rating : out) {
    const double least = upto(8);
    for (const auto name : kCriteria)
      if (upto(20) > 0) rating.criteria.emplace_back(name, 1 + least + upto(3));
    rating.total = weighted_mean(rating, {}).value_or(1 + upto(10));
    if (upto(10) == 0) rating.total = 4 * (1 + least);
    if (upto(20) == 0) rating.criteria.clear();
    if (upto(3) == 0) {
      rating.topic = "storage";
      rating.on_topic = upto(2) > 0;
    }
  }
  return out;
}

std::int64_t kept_by_curation(const std::vector<Rating>& ratings, const Selection& selection) {
  Curation curation(selection);
  for (const Rating& rating : ratings) curation.add(rating);
  curation.close();
  return curation.report().kept;
}

TEST(GridOfSettings, KeepsAtEverySettingWhatACurationKeeps) {
  const std::vector<Rating> ratings = mixed_ratings(2000);
  for (const char* topic : {"", "storage"}) {
    Selection selection;
    selection.topic = topic;
    Sweep sweep(default_grid(), selection);
    for (const Rating& rating : ratings) sweep.add(rating);
    ASSERT_EQ(sweep.settings().size(), 100u);
    EXPECT_EQ(sweep.rated(), 2000);
    EXPECT_GT(sweep.gated(), 0);
    EXPECT_EQ(sweep.fixed(), std::count_if(ratings.begin(), ratings.end(), [](const Rating& rating) {
                return !is_mean_of_parts(rating);
              }));
    EXPECT_GT(sweep.fixed(), 0);
    for (const auto& setting : sweep.settings()) {
      selection.threshold = setting.threshold;
      selection.weights = setting.weights;
      EXPECT_EQ(setting.kept, kept_by_curation(ratings, selection))
          << topic << ' ' << to_text(setting.weights) << ' ' << setting.threshold;
    }
  }
}

TEST(GridOfSettings, KeepsARowAtTheThreshold) {
  Rating rating;
  rating.criteria = {{"clarity", 7}, {"accuracy", 7}, {"usefulness", 8}, {"difficulty", 1}};
  rating.total = 7.25;
  Sweep sweep({{{{1, 2, 1, 0}}, {{0, 0, 1, 0}}}, {7.25, 7.3, 8}}, {});
  sweep.add(rating);
  std::vector<std::int64_t> kept;
  for (const auto& setting : sweep.settings()) kept.push_back(setting.kept);
  EXPECT_EQ(kept, (std::vector<std::int64_t>{1, 0, 0, 1, 1, 1}));
}

TEST(GridOfSettings, OfNothingKeepsNothing) {
  for (const auto& setting : Sweep(default_grid(), {}).settings()) {
    EXPECT_EQ(setting.kept, 0);
    EXPECT_EQ(setting.share, 0);
  }
}

TEST(Weights, AreWrittenAsTheyAreRead) {
  const Weights weights{{0.5, 3, 0, 1e6}};
  EXPECT_EQ(to_text(weights), "clarity=0.5,accuracy=3,usefulness=0,difficulty=1000000");
  EXPECT_EQ(read_weights(to_text(weights))->values, weights.values);
}

}  // namespace
}  // namespace generator::judge
