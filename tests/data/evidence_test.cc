#include <gtest/gtest.h>

#include "data/example.h"

namespace generator {
namespace {

TEST(EvidenceIn, IsThatOfTheChunkAlone) {
  Example example;
  example.evidence = {{"c1", {0, 5}}, {"c2", {5, 9}}, {"", {9, 12}}};
  const auto spans = evidence_in(example, "c1");
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[0], (Span{0, 5}));
  EXPECT_EQ(spans[1], (Span{9, 12}));
}

}  // namespace
}  // namespace generator
