#include "store/label_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/files.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using generator::testing::TempFolder;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Example example_of(std::string question, std::string answer = "Yes.") {
  Example example;
  example.pair().question = std::move(question);
  example.pair().answer = std::move(answer);
  return example;
}

const Label kKeep{Label::Kind::kKeep, 0};
const Label kEight{Label::Kind::kMark, 8};

TEST(LabelFile, HoldsTheLastLabelOfEachRow) {
  const TempFolder folder;
  const std::string path = folder / "labels.jsonl";
  const Example a = example_of("A?"), b = example_of("B?"), c = example_of("C?");
  {
    auto file = LabelFile::open(path);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->add(a, "row 1", kKeep));
    ASSERT_TRUE(file->add(b, "row 2", kKeep));
    ASSERT_TRUE(file->add(b, "row 2", kEight));
    ASSERT_TRUE(file->add(c, "row 3", kKeep));
    ASSERT_TRUE(file->add(c, "row 3", {Label::Kind::kUndo, 0}));
    EXPECT_EQ(file->labels(), (Labels{{label_key(a), kKeep}, {label_key(b), kEight}}));
  }
  EXPECT_EQ(*read_labels(path), (Labels{{label_key(a), kKeep}, {label_key(b), kEight}}));
  EXPECT_EQ(LabelFile::open(path)->labels(), *read_labels(path));
}

TEST(LabelFile, KnowsARowByItsQuestionAndAnswer) {
  EXPECT_EQ(label_key(example_of("A?")), label_key(example_of("A?")));
  EXPECT_NE(label_key(example_of("A?")), label_key(example_of("A?", "No.")));
  EXPECT_NE(label_key(example_of("A", "?B")), label_key(example_of("A?", "B")));
}

TEST(LabelFile, GoesOnBehindALineThatWasCut) {
  const TempFolder folder;
  const std::string path = folder / "labels.jsonl";
  ASSERT_TRUE(LabelFile::open(path)->add(example_of("A?"), "row 1", kKeep));
  const std::string whole = *read_file(path);
  std::ofstream(path, std::ios::app) << R"({"key":"00","la)";
  EXPECT_EQ(read_labels(path)->size(), 1u);
  ASSERT_TRUE(LabelFile::open(path)->add(example_of("B?"), "row 2", kEight));
  EXPECT_THAT(*read_file(path), StartsWith(whole + "{\"key\":"));
  EXPECT_EQ(read_labels(path)->size(), 2u);
}

TEST(LabelFile, NamesTheLineThatIsNoLabel) {
  const TempFolder folder;
  const std::string path = folder / "labels.jsonl";
  for (const char* line : {"{\"key\":\"00\",\"label\":\"perhaps\"}", "{\"label\":\"keep\"}", "keep", "",
                           "{\"key\":\"00\",\"label\":\"mark\",\"mark\":11}",
                           "{\"key\":\"00\",\"label\":\"mark\"}"}) {
    ASSERT_TRUE(write_file(path, std::string("{\"key\":\"00\",\"label\":\"skip\"}\n") + line + "\n"));
    const auto labels = read_labels(path);
    ASSERT_FALSE(labels) << line;
    EXPECT_THAT(labels.error().message, HasSubstr("labels.jsonl:2: "));
  }
  EXPECT_EQ(read_labels(folder / "none.jsonl").error().kind, ErrorKind::kNotFound);
}

TEST(LabelFile, IsHeldByOneAtATime) {
  const TempFolder folder;
  const auto first = LabelFile::open(folder / "labels.jsonl");
  EXPECT_EQ(LabelFile::open(folder / "labels.jsonl").error().kind, ErrorKind::kBusy);
}

}  // namespace
}  // namespace generator
