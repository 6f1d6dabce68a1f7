#include "export/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "export/dataset_info.h"
#include "export/support.h"

namespace generator {
namespace {

using ::testing::HasSubstr;

// `sections` sections with one to five rows each, two chunks a section.
std::vector<Example> rows_of_sections(int sections, std::uint64_t seed) {
  Random random(seed);
  std::vector<Example> rows;
  for (int s = 0; s < sections; ++s)
    for (std::uint64_t i = 0; i <= random.below(5); ++i)
      rows.push_back(pair_of("question " + std::to_string(rows.size()), "answer",
                             std::to_string(s) + "/" + std::to_string(i % 2)));
  return rows;
}

Result<std::optional<Chunk>> chunk_of(std::string_view id) {
  Chunk chunk;
  chunk.id = id;
  chunk.source = "doc.md";
  chunk.headings = {"Section", std::string(id.substr(0, id.find('/')))};
  return chunk;
}

SplitPlan plan_for(const std::vector<Example>& rows, const std::string& shares,
                   std::uint64_t seed) {
  SplitPlan plan(*split_shares(shares), seed);
  for (const auto& row : rows) plan.add(*split_groups(row, chunk_of));
  const auto decided = plan.decide();
  EXPECT_TRUE(decided) << decided.error().message;
  return plan;
}

std::size_t side_of(const SplitPlan& plan, const Example& row) {
  return plan.side(*split_groups(row, chunk_of));
}

TEST(Split, KeepsEverySectionOnOneSideAndComesNearToTheShares) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto rows = rows_of_sections(200, seed);
    const SplitPlan plan = plan_for(rows, "0.9:0.1", seed);
    std::map<std::string, std::set<std::size_t>> sides;
    for (const auto& row : rows)
      sides[row.provenance.chunk_id.substr(0, row.provenance.chunk_id.find('/'))].insert(
          side_of(plan, row));
    for (const auto& [section, where] : sides) EXPECT_EQ(where.size(), 1u) << section;
    EXPECT_EQ(plan.rows(0) + plan.rows(1), static_cast<std::int64_t>(rows.size()));
    EXPECT_NEAR(static_cast<double>(plan.rows(1)) / static_cast<double>(rows.size()), 0.1, 0.005);
  }
}

TEST(Split, DependsOnTheSeedButNotOnTheOrderOfRows) {
  auto rows = rows_of_sections(50, 1);
  const SplitPlan plan = plan_for(rows, "8:1:1", 1);
  const SplitPlan other_seed = plan_for(rows, "8:1:1", 2);
  const auto original = rows;
  std::reverse(rows.begin(), rows.end());
  const SplitPlan reversed = plan_for(rows, "8:1:1", 1);
  int moved = 0;
  for (const auto& row : original) {
    EXPECT_EQ(side_of(plan, row), side_of(reversed, row));
    moved += side_of(plan, row) != side_of(other_seed, row);
  }
  EXPECT_GT(moved, 0);
}

TEST(Split, TiesSectionsTogetherThatOneRowLeansOn) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto rows = rows_of_sections(10, 5);
    Example hop = pair_of("both?", "both", "0/0");
    hop.evidence = {{"0/0", {0, 1}}, {"7/1", {0, 1}}};
    rows.push_back(hop);
    const SplitPlan plan = plan_for(rows, "0.5:0.5", seed);
    EXPECT_EQ(side_of(plan, pair_of("question 0", "answer", "0/0")), side_of(plan, hop));
    for (const auto& row : rows)
      if (row.provenance.chunk_id.starts_with("7/") || row.provenance.chunk_id.starts_with("0/")) {
        EXPECT_EQ(side_of(plan, row), side_of(plan, hop));
      }
  }
}

TEST(Split, KeepsExactRepeatsTogetherAndNoSideEmpty) {
  const std::vector<Example> rows = {pair_of("same", "a", "1/0"), pair_of("same", "a", "2/0"),
                                     pair_of("other", "a", "3/0")};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const SplitPlan plan = plan_for(rows, "0.99:0.01", seed);
    EXPECT_EQ(side_of(plan, rows[0]), side_of(plan, rows[1]));
    EXPECT_NE(side_of(plan, rows[0]), side_of(plan, rows[2]));
    EXPECT_EQ(plan.groups(0), 1);
  }
}

TEST(Split, SaysWhenThereAreTooFewSections) {
  SplitPlan plan(*split_shares("0.9:0.1"), 0);
  plan.add(*split_groups(pair_of("q1", "a", "1/0"), chunk_of));
  plan.add(*split_groups(pair_of("q2", "a", "1/1"), chunk_of));
  const auto decided = plan.decide();
  ASSERT_FALSE(decided);
  EXPECT_THAT(decided.error().message, HasSubstr("1 section,"));
}

TEST(Split, ReadsSharesAndRefusesOthers) {
  EXPECT_EQ(*split_shares("0.9:0.1"), (std::vector<double>{0.9, 0.1}));
  EXPECT_EQ(*split_shares("90:10"), (std::vector<double>{0.9, 0.1}));
  EXPECT_EQ(split_shares("8:1:1")->size(), 3u);
  for (const auto wrong :
       {"", "0.9", "1:0", "a:b", "0.9:0.1x", "1:-1", "1:1:1:1", "inf:1", "nan:1"})
    EXPECT_FALSE(split_shares(wrong)) << wrong;
}

TEST(Split, NamesTheFilesAfterTheOutput) {
  EXPECT_EQ(split_path("out/set.jsonl", 0), "out/set.train.jsonl");
  EXPECT_EQ(split_path("set", 1), "set.validation");
}

TEST(Split, SeparatesRowsWhosePassageIsNotFoundByTheirChunk) {
  const auto find_nothing = [](std::string_view) -> Result<std::optional<Chunk>> {
    return std::nullopt;
  };
  const auto a = *split_groups(pair_of("q1", "a", "c1"), find_nothing);
  const auto b = *split_groups(pair_of("q2", "a", "c1"), nullptr);
  const auto c = *split_groups(pair_of("q3", "a", "c2"), nullptr);
  EXPECT_EQ(a[1], b[1]);
  EXPECT_NE(b[1], c[1]);
}

TEST(Split, WritesEachSideToItsOwnFileAndPutsAllInPlaceTogether) {
  const ExportFolder folder;
  const auto rows = rows_of_sections(30, 2);
  const SplitPlan plan = plan_for(rows, "0.8:0.2", 9);
  std::vector<std::unique_ptr<Exporter>> files;
  for (std::size_t side = 0; side < plan.sides(); ++side) {
    ExportOptions options;
    options.format = &kFlatFormat;
    auto container =
        json_container(ContainerKind::kJsonLines, split_path(folder.path("o.jsonl"), side));
    files.push_back(*Exporter::create(options, std::move(*container), nullptr));
  }
  SplitExporter exporter(plan, chunk_of, std::move(files));
  for (const auto& row : rows) ASSERT_TRUE(exporter.add(row));
  ASSERT_TRUE(exporter.finish());
  for (std::size_t side = 0; side < 2; ++side) {
    const std::string content = ExportFolder::content(split_path(folder.path("o.jsonl"), side));
    EXPECT_EQ(std::count(content.begin(), content.end(), '\n'), plan.rows(side));
    EXPECT_EQ(exporter.summary(side).rows, plan.rows(side));
  }
}

TEST(DatasetInfo, NamesEachFileRelativeToItsFolder) {
  EXPECT_EQ(
      dataset_info(kAlpacaFormat.factory_entry, {"out/my set.train.jsonl"}, "out/my set.jsonl.run"),
      "{\n  \"my_set_train\": {\"file_name\":\"../my set.train.jsonl\",\"columns\":{\"prompt\":"
      "\"instruction\",\"query\":\"input\",\"response\":\"output\",\"system\":\"system\","
      "\"history\":"
      "\"history\"}}\n}\n");
  const std::string two = dataset_info(kShareGptFormat.factory_entry, {"a.jsonl", "b.jsonl"}, "a.jsonl.run");
  const auto document = json::Document::parse(two);
  ASSERT_TRUE(document) << two;
  EXPECT_EQ(document->root().size(), 2u);
  EXPECT_EQ(document->root().at(1).text_of("file_name"), "../b.jsonl");
  EXPECT_EQ(dataset_info(kMessagesFormat.factory_entry, {"a"}, "b"), "");
}

}  // namespace
}  // namespace generator
