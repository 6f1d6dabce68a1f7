#include "qa/promise.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/random.h"
#include "data/example.h"
#include "qa/rounds.h"

namespace generator::qa {
namespace {

TEST(Promise, OfWhatWasNeverAskedIsThatOfItsLike) {
  Promise promise;
  for (int i = 0; i < 20; ++i) promise.add(i < 10 ? 0 : 1);
  EXPECT_DOUBLE_EQ(promise.of(0).mean, 0.5);
  for (std::uint64_t i = 0; i < 5; ++i) {
    promise.hear(i, 10, 9);
    promise.hear(10 + i, 10, 1);
  }
  EXPECT_GT(promise.of(7).mean, 0.7);
  EXPECT_LT(promise.of(17).mean, 0.3);
  EXPECT_EQ(promise.asked(), 100);
  EXPECT_EQ(promise.kept(), 50);
}

TEST(Promise, OfAChunkIsMoreAndMoreItsOwn) {
  Promise promise;
  for (int i = 0; i < 3; ++i) promise.add(0);
  promise.hear(0, 50, 45);
  promise.hear(1, 4, 0);
  const double few = promise.of(1).mean;
  promise.hear(1, 40, 0);
  EXPECT_LT(promise.of(1).mean, few);
  EXPECT_LT(promise.of(1).mean, 0.2);
  EXPECT_GT(promise.of(0).mean, 0.7);
}

TEST(Promise, IsSurerOfWhatWasAskedMore) {
  Promise promise;
  promise.add(0);
  promise.add(0);
  promise.hear(0, 40, 20);
  EXPECT_LT(promise.of(0).deviation, promise.of(1).deviation);
}

// A source of two documents, one of which is worth asking.
struct Source {
  static constexpr std::uint64_t kChunks = 60;
  static double rate(std::uint64_t chunk) { return chunk % 2 == 0 ? 0.9 : 0.1; }
};

Finished given(Random& random, std::uint64_t chunk, std::int64_t share, double rate) {
  Finished out;
  for (std::int64_t i = 0; i < share; ++i) {
    Example example;
    example.pair().question = std::to_string(random.next()) + "?";
    example.provenance.chunk_id = "c" + std::to_string(chunk);
    if (random.unit() < rate)
      out.examples.push_back(std::move(example));
    else
      out.rejects.push_back({"low_support", "", "", example_text(example)});
  }
  return out;
}

TEST(Rounds, AskTheDocumentThatGivesMostWhenThePilotHasShownIt) {
  Random random(11);
  Rounds rounds(100, INT64_MAX, 0, Rounds::pilot_for(100));
  for (std::uint64_t i = 0; i < Source::kChunks; ++i)
    rounds.count({12, {}, {}}, static_cast<std::uint32_t>(i % 2));
  std::int64_t kept = 0, good = 0, bad = 0;
  do {
    for (std::uint64_t i = 0; i < Source::kChunks; ++i) {
      const std::int64_t share = rounds.share(i);
      if (rounds.round() > 1) (Source::rate(i) > 0.5 ? good : bad) += share;
      const Finished finished = given(random, i, share, Source::rate(i));
      kept += std::ssize(finished.examples);
      rounds.heard(i, finished);
    }
  } while (rounds.next(kept));
  EXPECT_GE(kept, 100);
  EXPECT_GT(good, 5 * bad);
  EXPECT_LT(rounds.asked_for(), 170) << "even shares need 200";
}

TEST(Rounds, LearnFromWhatTheJudgeKeptWhereOneComesAfterThem) {
  Random random(12);
  Rounds rounds(25, INT64_MAX, 0, 20);
  for (std::uint64_t i = 0; i < 20; ++i) rounds.count({4, {}, {}}, static_cast<std::uint32_t>(i % 2));
  std::vector<std::uint64_t> good;  // of all that come the judge keeps those of even chunks
  for (std::uint64_t i = 0; i < 20; ++i) {
    const std::int64_t share = rounds.share(i);
    rounds.heard(i, given(random, i, share, 1));
    if (i % 2 == 0)
      good.insert(good.end(), static_cast<std::size_t>(share), checksum("c" + std::to_string(i)));
  }
  ASSERT_TRUE(rounds.next(10, &good));
  const auto forecast = rounds.forecast();
  EXPECT_EQ(forecast.asked, 20);
  EXPECT_EQ(forecast.kept, 10);
  EXPECT_DOUBLE_EQ(forecast.rate.value, 0.5);
  EXPECT_LT(forecast.rate.low, 0.5);
  EXPECT_GT(forecast.more.high, forecast.more.low);
  std::int64_t even = 0, odd = 0;
  for (std::uint64_t i = 0; i < 20; ++i) (i % 2 == 0 ? even : odd) += rounds.share(i);
  EXPECT_GT(even, odd);
}

}  // namespace
}  // namespace generator::qa
