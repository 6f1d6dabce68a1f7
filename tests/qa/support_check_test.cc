#include "qa/support_check.h"

#include <gtest/gtest.h>

#include <string>

namespace generator::qa {
namespace {

const std::string kText =
    "The broker keeps a message for 30 days on its disk. It listens on port 7000. Workers take "
    "messages one after the other.";

SourcedExample item() {
  SourcedExample out;
  out.chunk.emplace();
  out.chunk->id = "c1";
  out.chunk->text = kText;
  out.example.pair() = {"How long does the broker keep a message?", {}, "For 30 days."};
  out.example.provenance.chunk_id = "c1";
  out.example.evidence = {{"c1", {0, 5}}, {"c1", {10, 20}, true}, {"c2", {1, 2}}};
  return out;
}

std::string said(const Example& example, std::size_t at) {
  const Span& bytes = example.evidence.at(at).bytes;
  return kText.substr(static_cast<std::size_t>(bytes.begin),
                      static_cast<std::size_t>(bytes.end - bytes.begin));
}

TEST(SupportCheck, EvidenceIsWhatSaysTheAnswerAndWhatIsRequiredStays) {
  const SourcedExample row = item();
  const std::string answer =
      "A message is kept by the broker on its disk for 30 days. The port that it listens on is "
      "7000.";
  const SupportCheck check = check_support(row, answer, {});
  ASSERT_FALSE(check.fault) << check.fault->detail;
  EXPECT_DOUBLE_EQ(check.share, 1);
  Example example = row.example;
  note_support(check, "c1", example);
  EXPECT_EQ(example.support, 1);
  ASSERT_EQ(example.evidence.size(), 4U);
  EXPECT_TRUE(example.evidence[0].required);
  EXPECT_EQ(example.evidence[1].chunk_id, "c2");
  EXPECT_EQ(said(example, 2), "The broker keeps a message for 30 days on its disk.");
  EXPECT_EQ(said(example, 3), "It listens on port 7000.");
}

TEST(SupportCheck, WhatIsNotSupportedIsNoEvidenceAndIsNamed) {
  const SupportCheck check = check_support(
      item(), "A message is kept by the broker on its disk for 30 days. It listens on port 7100.",
      {});
  ASSERT_TRUE(check.fault);
  EXPECT_NE(check.fault->detail.find("7100"), std::string::npos) << check.fault->detail;
  ASSERT_EQ(check.source.size(), 1U);
  EXPECT_EQ(check.source[0].begin, 0);
  EXPECT_LT(check.share, 0.8);
}

TEST(SupportCheck, OfAnotherLanguageTheEvidenceStaysAsItWas) {
  SourcedExample row = item();
  const SupportCheck check = check_support(
      row,
      "Der Broker behält eine Nachricht für 30 Tage auf der Platte, und danach ist sie nicht mehr "
      "da und wird von keinem der Arbeiter noch gelesen.",
      {});
  EXPECT_TRUE(check.facts_only);
  EXPECT_FALSE(check.fault);
  note_support(check, "c1", row.example);
  EXPECT_EQ(row.example.evidence.size(), 3U);
}

TEST(SupportCheck, ASentenceThatTwoPartsOfTheAnswerRestOnStandsOnce) {
  const SupportCheck check = check_support(
      item(), "The broker keeps a message for 30 days. On its disk the broker keeps a message.", {});
  ASSERT_EQ(check.source.size(), 1U);
  EXPECT_EQ(check.source[0].begin, 0);
}

}  // namespace
}  // namespace generator::qa
