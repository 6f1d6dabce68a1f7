#include "tool/value_meaning.h"

#include <gtest/gtest.h>

namespace generator::tool {
namespace {

std::vector<ValueMeaning> meanings(std::string_view schema) {
  const auto document = json::Document::parse(schema);
  return document ? value_meanings(document->root()) : std::vector<ValueMeaning>{};
}

TEST(ValueMeaning, IsReadWhereAFieldIsDescribed) {
  const auto found = meanings(R"({"type":"object","properties":{
      "winner":{"type":"string","enum":[".","X"],"description":"Who won. `.` means nobody has won yet. `X` means crosses."},
      "limit":{"type":"integer","description":"'-1' stands for no limit; others count."}}})");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].field, "winner");
  EXPECT_EQ(found[0].value, R"(".")");
  EXPECT_EQ(found[0].text, "nobody has won yet");
  EXPECT_EQ(found[1].text, "crosses");
  EXPECT_EQ(found[2].value, "-1");
  EXPECT_EQ(found[2].text, "no limit");
}

TEST(ValueMeaning, ReferencesWithoutEndAreFollowedOnlySoFar) {
  const auto found = meanings(R"({"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{
      "mark":{"type":"string","description":"`.` means empty square."},
      "next":{"$ref":"#/$defs/node"}}}}})");
  EXPECT_GE(found.size(), 1u);
  EXPECT_LT(found.size(), 20u);
}

TEST(ValueMeaning, WhatIsNoValueOrNoShortMeaningIsPassedOver) {
  EXPECT_TRUE(meanings(R"({"type":"string","description":"This means nothing here."})").empty());
  EXPECT_TRUE(meanings(R"({"type":"integer","description":"`soon` means later"})").empty());
  EXPECT_TRUE(meanings(R"({"type":"string","description":"`a` means )" + std::string(200, 'x') + "\"}").empty());
  EXPECT_TRUE(meanings(R"({"type":"string","description":"` means x"})").empty());
}

}  // namespace
}  // namespace generator::tool
