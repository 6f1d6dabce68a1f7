#include "qa/rounds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/random.h"
#include "data/reasons.h"
#include "qa/generate.h"

namespace generator::qa {
namespace {

Finished gives(std::uint64_t chunk, std::int64_t first, std::int64_t kept, std::int64_t refused) {
  Finished out;
  const auto question = [&](std::int64_t i) {
    return "Q" + std::to_string(chunk) + "." + std::to_string(first + i) + "?";
  };
  for (std::int64_t i = 0; i < kept; ++i) {
    Example example;
    example.body = QaPair{question(i), {}, "A"};
    out.examples.push_back(std::move(example));
  }
  for (std::int64_t i = kept; i < kept + refused; ++i)
    out.rejects.push_back({std::string(reasons::kDanglingReference), "", "",
                           R"({"question":")" + question(i) + R"("})"});
  return out;
}

TEST(Rounds, WhatWasRefusedIsAskedForAgain) {
  Rounds rounds(6);
  for (int i = 0; i < 3; ++i) rounds.count({4, {}, {}});
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(rounds.share(i), 2);
    EXPECT_TRUE(rounds.asked(i).empty());
    rounds.heard(i, gives(i, 0, 1, 1));
  }
  ASSERT_TRUE(rounds.next(3));
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(rounds.share(i), 2);  // half was lost: three more want six asked for
    const std::string at = std::to_string(i);
    EXPECT_EQ(rounds.asked(i), (std::vector<std::string>{"Q" + at + ".0?", "Q" + at + ".1?"}));
    rounds.heard(i, gives(i, 2, 1, 1));
  }
  EXPECT_FALSE(rounds.next(6));
}

TEST(Rounds, AskForNoMoreThanTheMost) {
  Rounds rounds(6, 8);
  for (int i = 0; i < 3; ++i) rounds.count({4, {}, {}});
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(rounds.share(i), 2);
    rounds.heard(i, gives(i, 0, 1, 1));
  }
  EXPECT_EQ(rounds.asked_for(), 6);
  ASSERT_TRUE(rounds.next(3));
  std::int64_t shares = 0;
  for (std::uint64_t i = 0; i < 3; ++i) {
    const std::int64_t share = rounds.share(i);
    shares += share;
    if (share > 0) rounds.heard(i, gives(i, 2, 0, share));
  }
  EXPECT_EQ(shares, 2) << "six would make up for what was lost";
  EXPECT_FALSE(rounds.next(3));
  EXPECT_EQ(rounds.asked_for(), 8);
}

TEST(Rounds, AChunkThatGaveLessThanItsShareIsNotAskedAgain) {
  Rounds rounds(4);
  rounds.count({4, {}, {}});
  rounds.count({4, {}, {}});
  EXPECT_EQ(rounds.share(0), 2);
  EXPECT_EQ(rounds.share(1), 2);
  rounds.heard(0, gives(0, 0, 1, 0));  // one of two
  rounds.heard(1, gives(1, 0, 2, 0));
  ASSERT_TRUE(rounds.next(3));
  EXPECT_EQ(rounds.share(0), 0);
  EXPECT_EQ(rounds.share(1), 2);  // one more, and what a quarter lost takes
  EXPECT_TRUE(rounds.asked(0).empty());
}

TEST(Rounds, EndWithTheTargetOrWithWhatTheChunksBear) {
  Random random(3);
  for (int run = 0; run < 300; ++run) {
    const auto target = static_cast<std::int64_t>(1 + random.below(60));
    Rounds rounds(target);
    std::vector<std::int64_t> left;
    for (std::uint64_t i = 0; i < 1 + random.below(12); ++i) {
      left.push_back(static_cast<std::int64_t>(random.below(13)));
      rounds.count({left.back(), {}, {}});
    }
    std::int64_t kept = 0, asked = 0;
    do {
      for (std::uint64_t i = 0; i < left.size(); ++i) {
        const std::int64_t share = rounds.share(i);
        ASSERT_LE(share, left[i]);
        left[i] -= share;
        asked += share;
        const auto good =
            static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(share) + 1));
        kept += good;
        rounds.heard(i, gives(i, asked, good, share - good));
      }
    } while (rounds.next(std::min(kept, target)));
    ASSERT_TRUE(kept >= target || asked == rounds.possible());
  }
}

TEST(Rounds, PairsBeyondTheTargetAreSurplus) {
  const Finished all = gives(0, 0, 3, 1);
  const Finished some = at_most(all, 2);
  ASSERT_EQ(some.examples.size(), 2U);
  EXPECT_EQ(some.examples[1].pair().question, "Q0.1?");
  ASSERT_EQ(some.rejects.size(), 2U);
  EXPECT_EQ(some.rejects[1].code, reasons::kSurplus);
  EXPECT_NE(some.rejects[1].row.find("Q0.2?"), std::string::npos);
  EXPECT_TRUE(at_most(all, 0).examples.empty());
  EXPECT_EQ(at_most(all, 9).examples.size(), 3U);
}

// Two chunks that bear four each, and two pairs of passages behind the second.
Rounds with_joints(std::int64_t target, double share, std::int64_t most = INT64_MAX) {
  Rounds rounds(target, most, share);
  rounds.count({4, {}, {}});
  rounds.count({4, {}, {}});
  rounds.count_joint(1);
  rounds.count_joint(0);
  rounds.begin();
  return rounds;
}

std::vector<std::int64_t> shares(Rounds& rounds) {
  std::vector<std::int64_t> out;
  for (std::uint64_t i = 0; i < 4; ++i) out.push_back(rounds.share(i));
  return out;
}

TEST(Rounds, AShareIsAskedOfPairsOfPassagesAndTheBestFirst) {
  Rounds rounds = with_joints(5, 0.2);
  EXPECT_EQ(shares(rounds), (std::vector<std::int64_t>{2, 2, 0, 1}));
  EXPECT_EQ(rounds.joint_asked_for(), 1);
  EXPECT_EQ(rounds.asked_for(), 5);
  EXPECT_EQ(rounds.possible(), 10);
}

TEST(Rounds, APairOfPassagesIsAskedOnce) {
  Rounds rounds = with_joints(4, 0.25);
  EXPECT_EQ(shares(rounds), (std::vector<std::int64_t>{1, 2, 0, 1}));
  for (std::uint64_t i = 0; i < 4; ++i) rounds.heard(i, gives(i, 0, 0, i == 2 ? 0 : 1));
  ASSERT_TRUE(rounds.next(0));  // nothing came: twice as many
  const auto second = shares(rounds);
  EXPECT_EQ(second[2], 1);
  EXPECT_EQ(second[3], 0);
  EXPECT_EQ(rounds.joint_asked_for(), 2);
  for (std::uint64_t i = 0; i < 4; ++i) rounds.heard(i, gives(i, 2, 0, 1));
  while (rounds.next(0)) {
    const auto later = shares(rounds);
    EXPECT_EQ(later[2] + later[3], 0);
    for (std::uint64_t i = 0; i < 2; ++i) rounds.heard(i, {});
  }
}

TEST(Rounds, WhatPairsOfPassagesOweIsAskedOfFurtherOnesAndThenOfChunks) {
  Rounds rounds = with_joints(5, 0.2);
  EXPECT_EQ(shares(rounds), (std::vector<std::int64_t>{2, 2, 0, 1}));
  for (std::uint64_t i = 0; i < 2; ++i) rounds.heard(i, gives(i, 0, 2, 0));
  rounds.heard(3, gives(3, 0, 0, 1));
  ASSERT_TRUE(rounds.next(4));
  EXPECT_EQ(shares(rounds), (std::vector<std::int64_t>{0, 0, 1, 0}));  // no chunk takes its place
  rounds.heard(2, gives(2, 0, 0, 1));
  ASSERT_TRUE(rounds.next(4));
  const auto last = shares(rounds);  // there is none left
  EXPECT_GE(last[0] + last[1], 1);
  EXPECT_EQ(last[2] + last[3], 0);
}

TEST(Rounds, WhatPairsOfPassagesDoNotBearIsAskedOfChunksUnlessTheyAreToGiveNothing) {
  Rounds half = with_joints(8, 0.5);
  EXPECT_EQ(shares(half), (std::vector<std::int64_t>{3, 3, 1, 1}));
  Rounds all = with_joints(8, 1);
  EXPECT_EQ(shares(all), (std::vector<std::int64_t>{0, 0, 1, 1}));
  EXPECT_EQ(all.possible(), 2);
  EXPECT_FALSE(all.next(0));
}

TEST(Rounds, WithPairsOfPassagesAskForNoMoreThanTheMost) {
  Rounds rounds = with_joints(6, 0.5, 3);
  EXPECT_EQ(shares(rounds), (std::vector<std::int64_t>{0, 1, 1, 1}));
  EXPECT_FALSE(rounds.next(0));
}

}  // namespace
}  // namespace generator::qa
