#include "run/trial.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

// Hears `usable` good replies, then bad ones; the number of the reply at which it stops, 0: never.
int stops_at(int usable, int replies, std::uint64_t wanted = 20) {
  Trial trial(wanted, "generate", "try a larger model");
  for (int i = 1; i <= replies; ++i)
    if (!trial.heard(1, i <= usable, "there is no JSON in the reply")) return i;
  return 0;
}

TEST(Trial, StopsWhereFewerThanHalfOfTheFirstRepliesCanBeUsed) {
  EXPECT_EQ(stops_at(9, 100), 20);
  EXPECT_EQ(stops_at(0, 100), 20);
  EXPECT_EQ(stops_at(10, 100), 0);
  EXPECT_EQ(stops_at(0, 19), 0);
}

TEST(Trial, JudgesOnce) { EXPECT_EQ(stops_at(20, 1000), 0); }

TEST(Trial, CanBeLeftOut) { EXPECT_EQ(stops_at(0, 1000, 0), 0); }

TEST(Trial, CountsRepliesOfOneTurnTogether) {
  Trial trial(20, "generate", "try a larger model");
  EXPECT_TRUE(trial.heard(8, true));
  EXPECT_TRUE(trial.heard(8, false, "x"));
  const Status judged = trial.heard(8, false, "no question");
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(judged.error().message,
            "only 8 of the first 24 replies could be used, the last one not because no question: "
            "the model may be too small for `generate`; try a larger model");
  EXPECT_TRUE(trial.heard(8, false, "x"));
}

TEST(Trial, TakesWhatWasRefusedForUseless) {
  const Example row;
  const auto of = [](std::vector<Example> examples, std::vector<Reject> rejects) {
    return std::string(useless(Turn(Finished{std::move(examples), std::move(rejects)})));
  };
  const Reject refused{"off_passage", "", "", ""};
  const Reject old_form{"fact_added", "", "", "", false};
  EXPECT_EQ(of({}, {refused}), "off_passage");
  EXPECT_EQ(of({row}, {old_form}), "fact_added") << "the rewriting was useless, the row stays";
  EXPECT_EQ(of({row}, {refused}), "") << "one of two pairs stays";
  EXPECT_EQ(of({row}, {}), "");
  EXPECT_EQ(of({}, {}), "");
  EXPECT_EQ(of({}, {{"nothing_to_ask", "", "", ""}}), "");
  EXPECT_EQ(useless(Turn(std::vector<Ask>{})), "");
}

}  // namespace
}  // namespace generator
