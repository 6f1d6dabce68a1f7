#include "store/schema.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

TEST(Schema, ProblemsBeginWithTheirPlace) {
  auto checker = compile_schema(
      R"({"type":"object","required":["q"],"properties":{"q":{"type":"string"},"n":{"minimum":1}}})");
  if (!checker && checker.error().kind == ErrorKind::kUnavailable)
    GTEST_SKIP() << checker.error().message;
  ASSERT_TRUE(checker);
  EXPECT_TRUE((*checker)->check(R"({"q":"a","n":1})").empty());
  const auto problems = (*checker)->check(R"({"q":1,"n":0})");
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].substr(0, 4), "/q: ");
  EXPECT_EQ((*checker)->check("{").size(), 1u);
}

TEST(Schema, WhatIsNoSchemaIsRefused) {
  const auto refused = [](const char* schema) {
    const auto checker = compile_schema(schema);
    return !checker && (checker.error().kind == ErrorKind::kInvalidInput ||
                        checker.error().kind == ErrorKind::kUnavailable);
  };
  EXPECT_TRUE(refused("{"));
  EXPECT_TRUE(refused(R"({"type":"thing"})"));
  EXPECT_TRUE(refused(R"({"$ref":"https://example.org/other.json"})"));
  EXPECT_TRUE(refused(R"({"pattern":"(?<=a)b"})"));
}

}  // namespace
}  // namespace generator
