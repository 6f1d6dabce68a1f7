#include "qa/plan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"
#include "data/reasons.h"
#include "qa/seeds.h"

namespace generator::qa {
namespace {

Chunk chunk_of(std::string text, ChunkKind kind = ChunkKind::kText) {
  Chunk chunk;
  chunk.id = "c";
  chunk.text = std::move(text);
  chunk.kind = kind;
  return chunk;
}

std::string prose(int words) {
  std::string out;
  for (int i = 0; i < words; ++i) out += i % 12 == 11 ? "end. " : "Word ";
  return out;
}

TEST(Plan, SharesTheTargetOutToTheLastPair) {
  Random random(7);
  for (int round = 0; round < 500; ++round) {
    std::vector<Bearing> chunks;
    for (std::uint64_t i = 0; i < 1 + random.below(40); ++i)
      chunks.push_back({static_cast<std::int64_t>(random.below(13)), {}, {}});
    TargetPlan plan(static_cast<std::int64_t>(random.below(300)));
    for (const auto& chunk : chunks) plan.count(chunk);
    std::int64_t sum = 0;
    for (const auto& chunk : chunks) {
      const std::int64_t share = plan.share(chunk);
      ASSERT_GE(share, 0);
      ASSERT_LE(share, chunk.pairs);
      sum += share;
    }
    ASSERT_EQ(sum, std::min(plan.target(), plan.possible()));
  }
}

TEST(Plan, AChunkBearsWhatItsWordsAllow) {
  const Style style;
  EXPECT_EQ(bearing(chunk_of(prose(40)), style).pairs, 1);
  EXPECT_EQ(bearing(chunk_of(prose(600)), style).pairs, 10);
  EXPECT_EQ(bearing(chunk_of(prose(6000)), style).pairs, 12);
  EXPECT_EQ(fixed_share(20, bearing(chunk_of(prose(40)), style)), 20);
}

TEST(Plan, SkipsWhatNobodyAsksAboutWithItsReason) {
  const Style style;
  const auto skip = [&](const Chunk& chunk) { return bearing(chunk, style).skip; };
  EXPECT_EQ(skip(chunk_of("")), reasons::kShortChunk);
  EXPECT_EQ(skip(chunk_of("# Title\n\nToo short.\n")), reasons::kShortChunk);
  std::string contents;
  for (int i = 0; i < 30; ++i) contents += "* [Chapter on things](x.html)\n";
  EXPECT_EQ(skip(chunk_of(contents)), reasons::kBoilerplateChunk);
  EXPECT_EQ(skip(chunk_of("Copyright 2020 by somebody, all rights reserved, under the licence that "
                          "comes with this file. "
                          "Permission is hereby granted under the license to any person obtaining "
                          "a copy of it without warranty.")),
            reasons::kBoilerplateChunk);
  std::string imports;
  for (int i = 0; i < 40; ++i) imports += "#include <header" + std::to_string(i) + ".h>\n";
  EXPECT_EQ(skip(chunk_of(imports, ChunkKind::kCode)), reasons::kBoilerplateChunk);
}

TEST(Plan, ALicenceHeaderDoesNotHideTheCodeBelowIt) {
  std::string code = "/* Copyright by a group. All rights reserved. */\n\n";
  for (int i = 0; i < 20; ++i)
    code += "int f" + std::to_string(i) + "(int a, int b) {\n  return a + b * 2;\n}\n\n";
  EXPECT_GT(bearing(chunk_of(code, ChunkKind::kCode), {}).pairs, 0);
}

TEST(Seeds, AreFiveToFifty) {
  std::vector<QaPair> rows(4, {"q", {}, "a"});
  EXPECT_EQ(Seeds::make(rows, 1).error().kind, ErrorKind::kWrongUse);
  rows.resize(51);
  EXPECT_FALSE(Seeds::make(rows, 1));
  rows.resize(50);
  EXPECT_TRUE(Seeds::make(rows, 1));
}

TEST(Seeds, TakeTurns) {
  std::vector<QaPair> rows;
  for (int i = 0; i < 6; ++i) rows.push_back({"q" + std::to_string(i), {}, "a"});
  const Seeds seeds = *Seeds::make(rows, 1);
  std::vector<std::string> seen;
  for (std::uint64_t position = 0; position < 2; ++position)
    for (const QaPair* row : seeds.for_chunk(position)) seen.push_back(row->question);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, (std::vector<std::string>{"q0", "q1", "q2", "q3", "q4", "q5"}));
  EXPECT_EQ(seeds.for_chunk(2), seeds.for_chunk(0));
  EXPECT_TRUE(seeds.has("Q3!", "x"));
  EXPECT_FALSE(seeds.has("q33", "x"));
}

}  // namespace
}  // namespace generator::qa
