#include "measure/support.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "measure/content_words.h"
#include "measure/rewrites.h"

namespace generator::measure {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kText =
    "# Caches\n\nThe chunk cache holds 64 KB of raw data for each open dataset. It is emptied when "
    "the dataset is closed, and it does not keep metadata. Use `H5Pset_cache` to enlarge it "
    "before the file is opened.\n\nThe metadata cache of a file grows on demand.\n";

class SupportTest : public ::testing::Test {
 protected:
  SupportTest() { chunk_.text = kText, passage_ = read_passage(chunk_); }
  Support of(std::string_view answer, SupportOptions options = {}) const {
    return support(answer, passage_, options);
  }
  Chunk chunk_;
  Passage passage_;
};

TEST_F(SupportTest, OfACopyIsWholeInAnyForm) {
  const Support copy = of("The **chunk cache** holds 64 KB of\nraw data for each open dataset.");
  EXPECT_EQ(copy.share, 1);
  ASSERT_EQ(copy.sentences.size(), 1u);
  EXPECT_TRUE(copy.sentences[0].is_verbatim);
  ASSERT_EQ(copy.sentences[0].source.size(), 1u);
  EXPECT_THAT(std::string(passage_.text_of(copy.sentences[0].source[0])),
              HasSubstr("The chunk cache holds 64 KB"));
}

TEST_F(SupportTest, OfARewordingNamesItsSentences) {
  const Support reworded = of(
      "To enlarge the chunk cache, use `H5Pset_cache` before opening the file. Closing the dataset "
      "empties the cache, which keeps no metadata.");
  EXPECT_EQ(reworded.share, 1) << unsupported_text(reworded);
  ASSERT_EQ(reworded.sentences.size(), 2u);
  EXPECT_FALSE(reworded.sentences[0].is_verbatim);
  EXPECT_THAT(std::string(passage_.text_of(reworded.sentences[1].source[0])),
              HasSubstr("It is emptied when"));
}

struct Wrong {
  std::string_view answer, named;
};

TEST_F(SupportTest, NamesWhatIsNotThere) {
  const Wrong wrong[] = {
      {"The chunk cache holds 64 MB of raw data for each open dataset.", "number `64 MB`"},
      {"The chunk cache holds 128 KB of raw data for each open dataset.", "number `128 KB`"},
      {"Use `H5Pset_buffer` to enlarge it before the file is opened.", "`H5Pset_buffer`"},
      {"Use `H5Pset_cache` to enlarge it after the file is opened.", "opposite of `befor"},
      {"It is emptied when the dataset is closed, and it does keep metadata.", "denies"},
      {"It is not emptied when the dataset is closed, and it does not keep metadata.", "denies"},
      {"The metadata cache of a file never grows on demand.", "denies"}};
  for (const Wrong& w : wrong) {
    const Support found = of(w.answer);
    EXPECT_EQ(found.share, 0) << w.answer;
    EXPECT_THAT(unsupported_text(found), HasSubstr(w.named)) << w.answer;
  }
}

TEST_F(SupportTest, OfWhatIsMadeUpIsNone) {
  EXPECT_EQ(of("Penguins huddle together through the long polar winter.").share, 0);
  const Support half = of(
      "The metadata cache of a file grows on demand. Penguins huddle through the polar winter.");
  EXPECT_GT(half.share, 0.3);
  EXPECT_LT(half.share, 0.7);
}

TEST_F(SupportTest, IsNotAskedOfWhatTheReaderWasTold) {
  EXPECT_EQ(of("In HDF5 1.14, the metadata cache grows on demand.").share, 0);
  SupportOptions told;
  told.known = "How does the metadata cache of HDF5 1.14 grow?";
  EXPECT_EQ(of("In HDF5 1.14, the metadata cache grows on demand.", told).share, 1);
}

TEST_F(SupportTest, ComparesFactsAloneAcrossLanguages) {
  SupportOptions foreign;
  foreign.facts_only = true;
  EXPECT_EQ(of("Der Puffer fasst 64 KB je geöffnetem Datensatz.", foreign).share, 1);
  EXPECT_THAT(unsupported_text(of("Der Puffer fasst 65 KB je Datensatz.", foreign)),
              HasSubstr("65 KB"));
}

TEST_F(SupportTest, OfNothingIsWhole) {
  EXPECT_EQ(of("").share, 1);
  EXPECT_THAT(of("").sentences, IsEmpty());
  Chunk nothing;
  EXPECT_EQ(support("It holds 64 KB of data.", read_passage(nothing), {}).share, 0);
}

TEST(Support, TakesRewordingsByHandAndRefusesWhatTheyAdd) {
  int alarms = 0, harmless = 0, found = 0, faults = 0;
  for (const Rewrite& pair : rewrites()) {
    Chunk chunk;
    chunk.text = pair.original;
    const Support of = support(pair.rewritten, read_passage(chunk), {});
    if (pair.added.empty() && pair.lost.empty()) {
      ++harmless;
      alarms += of.share < 0.8;
      if (of.share < 0.8) fmt::print("alarm: {} | {}\n", pair.original, pair.rewritten);
    } else if (!pair.added.empty()) {
      ++faults;
      found += of.share < 0.8;
      if (of.share >= 0.8) fmt::print("missed: {} | {}\n", pair.original, pair.rewritten);
    }
  }
  fmt::print("{} of {} harmless rewordings refused, {} of {} that add a fact\n", alarms, harmless,
             found, faults);
  EXPECT_LE(alarms * 20, harmless);
  EXPECT_GE(found * 100, faults * 95);
}

TEST(ContentWords, MeetInTheirCommonForms) {
  const auto stems = [](std::string_view text) {
    std::vector<std::string> out;
    for (const ContentWord& word : content_words(text))
      if (!word.is_empty) out.push_back(word.stem);
    return out;
  };
  EXPECT_EQ(stems("It stores entries"), stems("storing an entry"));
  EXPECT_EQ(stems("They are opened"), stems("open"));
  EXPECT_THAT(stems("H5Dopen isn't the H5Dclose"), ElementsAre("h5dopen", "h5dclose"));
  EXPECT_THAT(stems("数据集"), ElementsAre("数据", "据集"));
}

}  // namespace
}  // namespace generator::measure
