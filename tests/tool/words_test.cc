#include "tool/words.h"

#include <gmock/gmock.h>

namespace generator::tool {
namespace {

using testing::ElementsAre;

TEST(ToolWords, NamesAreTakenApart) {
  EXPECT_THAT(words_of("readFullDataset"), ElementsAre("read", "full", "dataset"));
  EXPECT_THAT(words_of("pkg_id"), ElementsAre("pkg", "id"));
  EXPECT_THAT(words_of("HTTPServer2"), ElementsAre("http", "server2"));
  EXPECT_THAT(words_of("find pet by id"), ElementsAre("find", "pet", "by", "id"));
  EXPECT_THAT(words_of("get_filename"), ElementsAre("get", "file", "name"));
  EXPECT_THAT(words_of("rename"), ElementsAre("rename"));
  EXPECT_THAT(words_of("--"), ElementsAre());
}

TEST(ToolWords, PluralsBecomeOne) {
  EXPECT_EQ(singular("entries"), "entry");
  EXPECT_EQ(singular("boxes"), "box");
  EXPECT_EQ(singular("batches"), "batch");
  EXPECT_EQ(singular("caches"), "cache");
  EXPECT_EQ(singular("files"), "file");
  for (const char* word : {"status", "class", "series", "address", "analysis", "id"})
    EXPECT_EQ(singular(word), word);
}

TEST(ToolWords, AShortFormIsTheSameThingACompoundIsNot) {
  EXPECT_TRUE(same_noun("repo", "repository"));
  EXPECT_TRUE(same_noun("package", "pkg"));
  EXPECT_FALSE(same_noun("data", "database"));
  EXPECT_FALSE(same_noun("data", "dataset"));
  EXPECT_FALSE(same_noun("file", "filesystem"));
  EXPECT_FALSE(same_noun("user", "pet"));
}

TEST(ToolWords, ANumberBelongsToTheNounBeforeIt) {
  EXPECT_EQ(noun_of("newCards"), "card");
  EXPECT_EQ(noun_of("card_4"), "card4");
  EXPECT_EQ(noun_of("cards-2019-12"), "card201912");
  EXPECT_EQ(noun_of("4"), "");
  EXPECT_EQ(noun_of(""), "");
}

}  // namespace
}  // namespace generator::tool
