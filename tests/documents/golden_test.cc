// Pages written by us in the style of crawled ones, and what they must become.

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/files.h"
#include "documents/clean.h"

namespace generator::documents {
namespace {

const std::string kGolden = SOURCE_DIR "/tests/documents/golden/";

Cleaned clean_file(const std::string& name, DocumentType type) {
  Document document;
  document.source = name;
  document.type = type;
  document.text = *read_file(kGolden + name);
  document.bytes = static_cast<std::int64_t>(document.text.size());
  return clean(document);
}

// GENERATOR_UPDATE_GOLDEN=1 writes what came out, to be read before it is committed.
void expect_golden(const Cleaned& cleaned, const std::string& name) {
  if (std::getenv("GENERATOR_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_file(kGolden + name, cleaned.text));
  }
  const auto golden = read_file(kGolden + name);
  ASSERT_TRUE(golden) << golden.error().message;
  EXPECT_EQ(cleaned.text, *golden);
}

TEST(Golden, ACrawledDoxygenPageBecomesCleanMarkdown) {
  const Cleaned cleaned = clean_file("crawled_page.md", DocumentType::kMarkdown);
  expect_golden(cleaned, "crawled_page.clean.md");
  EXPECT_EQ(cleaned.title, "Probes");
  EXPECT_EQ(cleaned.links.front(), (Link{"SKopen", "https://sensors.example/api.html#a1"}));
}

TEST(Golden, AnHtmlPageBecomesTheSameKindOfMarkdown) {
  const Cleaned cleaned = clean_file("page.html", DocumentType::kHtml);
  expect_golden(cleaned, "page.clean.md");
  EXPECT_EQ(cleaned.title, "Mast Controller");
}

TEST(Golden, APlainTextManualGetsHeadingsAndParagraphs) {
  expect_golden(clean_file("manual.txt", DocumentType::kText), "manual.clean.md");
}

TEST(Golden, WhatWasTakenOutIsCountedByKind) {
  const Cleaned cleaned = clean_file("crawled_page.md", DocumentType::kMarkdown);
  const auto count = [&](std::string_view kind) {
    for (const Removal& removal : cleaned.removals)
      if (removal.kind == kind) return removal.count;
    return std::int64_t{0};
  };
  EXPECT_EQ(count("figure"), 1);
  EXPECT_EQ(count("tooltip"), 1);
  EXPECT_EQ(count("empty_table"), 1);
  EXPECT_EQ(count("repeated_title"), 1);
  EXPECT_GE(count("navigation"), 4);
  EXPECT_GE(count("banner"), 2);
  EXPECT_GE(count("link_target"), 8);
}

TEST(Golden, CleaningCleanTextChangesNothing) {
  for (const std::string name : {"crawled_page.clean.md", "page.clean.md"}) {
    const Cleaned again = clean_file(name, DocumentType::kMarkdown);
    EXPECT_EQ(again.text, *read_file(kGolden + name)) << name;
  }
}

}  // namespace
}  // namespace generator::documents
