#include "select/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace generator::select {
namespace {

std::vector<Match> matched(const std::vector<MatchText>& a, const std::vector<MatchText>& b) {
  return match(a, b);
}

TEST(Matching, PairsTheSameQuestionWhateverItsCapitalsAndMarks) {
  const std::vector<Match> found =
      matched({{"What is a group?", "c1"}, {"How do I open `a.h5`?", "c2"}},
              {{"how do I open a.h5", "c9"}, {"What is a link?", "c8"}, {"What is a `group`?", ""}});
  EXPECT_EQ(found, (std::vector<Match>{{0, 2, MatchKind::kQuestion}, {1, 0, MatchKind::kQuestion}}));
}

TEST(Matching, PairsARepeatedQuestionInsideItsChunkFirst) {
  const std::vector<Match> found = matched({{"What is it?", "c1"}, {"What is it?", "c2"}},
                                           {{"What is it?", "c2"}, {"What is it?", "c1"}});
  EXPECT_EQ(found, (std::vector<Match>{{0, 1, MatchKind::kQuestion}, {1, 0, MatchKind::kQuestion}}));
}

TEST(Matching, PairsTheMostAlikeQuestionsOfAChunk) {
  const std::vector<Match> found = matched(
      {{"Why are chunks cached?", "c1"}, {"How large is the cache of chunks?", "c1"}},
      {{"How large may the cache of a file be?", "c1"}, {"Why are whole chunks cached?", "c1"}});
  EXPECT_EQ(found, (std::vector<Match>{{0, 1, MatchKind::kChunk}, {1, 0, MatchKind::kChunk}}));
}

TEST(Matching, TakesEachRowOnceAndLeavesTheRest) {
  const std::vector<Match> found =
      matched({{"One?", "c1"}, {"Two?", "c1"}, {"Three?", ""}, {"", ""}},
              {{"Four?", "c1"}, {"Five?", "c3"}, {"Six?", ""}, {"", ""}});
  EXPECT_EQ(found, (std::vector<Match>{{0, 0, MatchKind::kChunk}}))
      << "rows without a chunk have none in common, nor rows without words a question";
  EXPECT_TRUE(matched({}, {{"One?", "c1"}}).empty());
}

TEST(Matching, IsTheSameSeenFromTheOtherSet) {
  const std::vector<MatchText> a = {{"One two three?", "c"}, {"Two three four?", "c"}, {"Five?", "d"}};
  const std::vector<MatchText> b = {{"Five six?", "d"}, {"One two?", "c"}, {"Four?", "c"}};
  std::vector<Match> back = match(b, a);
  for (Match& each : back) std::swap(each.a, each.b);
  std::ranges::sort(back, {}, &Match::a);
  EXPECT_EQ(match(a, b), back);
}

}  // namespace
}  // namespace generator::select
