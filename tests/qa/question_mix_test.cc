#include "qa/question_mix.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "qa/pair_reply.h"

namespace generator::qa {
namespace {

QuestionMix mix(std::string_view text) { return QuestionMix::read(text).value(); }

TEST(QuestionMix, GivesEachKindItsShareOfManyPairs) {
  const QuestionMix wanted = mix("how-to=5,concept=3,comparison=1, reason = 1");
  std::map<std::string_view, int> count;
  int all = 0;
  for (std::uint64_t chunk = 0; chunk < 3000; ++chunk)
    for (const auto kind : wanted.kinds(chunk, 0, static_cast<std::int64_t>(chunk % 4))) {
      ++count[kind];
      ++all;
    }
  EXPECT_NEAR(count["how-to"], 0.5 * all, 0.02 * all);
  EXPECT_NEAR(count["concept"], 0.3 * all, 0.02 * all);
  EXPECT_NEAR(count["comparison"], 0.1 * all, 0.02 * all);
  EXPECT_NEAR(count["reason"], 0.1 * all, 0.02 * all);
  EXPECT_EQ(count.size(), 4U);
}

TEST(QuestionMix, IsMixedInsideAChunk) {
  const QuestionMix wanted = mix("how-to=1,concept=1,reason=1");
  for (std::uint64_t chunk = 0; chunk < 50; ++chunk) {
    std::map<std::string_view, int> count;
    for (const auto kind : wanted.kinds(chunk, 0, 6)) ++count[kind];
    for (const auto& [kind, times] : count) EXPECT_EQ(times, 2) << kind;
  }
}

TEST(QuestionMix, GoesOnInALaterRoundWhereTheFirstEnded) {
  const QuestionMix wanted = mix("how-to=3,concept=2,api=1");
  const auto all = wanted.kinds(7, 0, 9);
  auto parts = wanted.kinds(7, 0, 4);
  for (const auto kind : wanted.kinds(7, 4, 5)) parts.push_back(kind);
  EXPECT_EQ(parts, all);
}

TEST(QuestionMix, IsSaidInWords) {
  EXPECT_EQ(in_words({"reason", "how-to", "reason"}), "1 how-to, 2 reason");
  EXPECT_EQ(in_words({}), "");
  EXPECT_TRUE(QuestionMix().kinds(1, 0, 3).empty());
}

TEST(QuestionMix, NamesWhatItCannotRead) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"howto=1", "`howto` is no kind of question"},
      {"how-to", "`how-to` needs a number over 0"},
      {"how-to=0", "`how-to` needs a number over 0"},
      {"how-to=x", "`how-to` needs a number over 0"},
      {"how-to=nan", "`how-to` needs a number over 0"},
      {"how-to=1,how-to=2", "`how-to` stands twice"},
      {"how-to=1,", "`` is no kind of question"},
      {"", "`` is no kind of question"},
  };
  for (const auto& [text, message] : cases) {
    const auto read = QuestionMix::read(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::kWrongUse);
    EXPECT_NE(read.error().message.find(message), std::string::npos) << read.error().message;
  }
}

TEST(QuestionKind, IsWhatTheWordsLeaveNoDoubtAboutElseWhatTheModelSays) {
  struct Case {
    std::string_view question, said, kind;
  };
  const Case cases[] = {
      {"Why does HDF5 chunk datasets?", "concept", "reason"},
      {"Why does H5Dopen fail on a group?", "troubleshooting", "troubleshooting"},
      {"How do I open a file with h5py?", "api", "how-to"},
      {"How does chunking work in HDF5?", "concept", "concept"},
      {"What is the difference between a group and a dataset?", "concept", "comparison"},
      {"What is a datatype in HDF5?", "definition", "concept"},
      {"What does `H5Dopen` return?", "", "api"},
      {"Which driver writes in parallel?", "API", "concept"},
  };
  for (const auto& [question, said, kind] : cases)
    EXPECT_EQ(kind_of(question, said), kind) << question;
}

}  // namespace
}  // namespace generator::qa
