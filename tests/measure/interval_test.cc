#include "measure/interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/random.h"

namespace generator::measure {
namespace {

TEST(Interval, AShareHasWilsonsBounds) {
  const struct {
    std::int64_t hits, of;
    double low, high;
  } table[] = {{0, 10, 0, 0.2775},
               {10, 10, 0.7225, 1},
               {8, 10, 0.4902, 0.9433},
               {50, 100, 0.4038, 0.5962},
               {1, 1, 0.2065, 1}};
  for (const auto& row : table) {
    const Estimate share = share_of(row.hits, row.of);
    EXPECT_NEAR(share.low, row.low, 5e-5) << row.hits << "/" << row.of;
    EXPECT_NEAR(share.high, row.high, 5e-5) << row.hits << "/" << row.of;
  }
  EXPECT_EQ(share_of(0, 0).high, 1);
}

TEST(Interval, AMeanHasStudentsBounds) {
  const Estimate mean = mean_of(std::vector<double>{1, 2, 3, 4, 5});
  EXPECT_DOUBLE_EQ(mean.value, 3);
  EXPECT_NEAR(mean.low, 3 - 2.7764 * std::sqrt(2.5 / 5), 1e-9);
  EXPECT_NEAR(mean.high, 3 + 2.7764 * std::sqrt(2.5 / 5), 1e-9);
  EXPECT_TRUE(std::isinf(mean_of(std::vector<double>{7}).high));
  EXPECT_EQ(mean_of(std::vector<double>{0, 100}).low, 0);
  EXPECT_DOUBLE_EQ(scaled(mean, 10).value, 30);
}

TEST(Interval, HoldsTheTrueMeanInAboutNineteenOfTwentySamples) {
  Random random(1, "interval");
  int held = 0;
  for (int trial = 0; trial < 2'000; ++trial) {
    std::vector<double> values;
    for (int i = 0; i < 10; ++i) values.push_back(random.unit() + random.unit());
    const Estimate mean = mean_of(values);
    held += mean.low <= 1 && 1 <= mean.high;
  }
  EXPECT_GT(held, 1'860);
  EXPECT_LT(held, 1'940);
}

}  // namespace
}  // namespace generator::measure
