#include "store/parquet.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace generator {
namespace {

constexpr std::string_view kSchema =
    R"({"id":"string","n":"int64","score":"double","ok":"bool","tags":["string"],)"
    R"("messages":[{"role":"string","content":"string"}]})";

class ParquetFiles : public ::testing::Test {
 protected:
  void SetUp() override {
#ifndef GENERATOR_HAS_BRIDGE
    GTEST_SKIP() << "built without the bridge";
#endif
  }
  void TearDown() override { std::filesystem::remove(path_); }
  std::string path_ = ::testing::TempDir() + "/rows-" +
                      ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".parquet";
};

std::string row(int i) {
  return R"({"id":"é)" + std::to_string(i) + R"(","n":)" + std::to_string(i) +
         R"(,"score":0.5,"ok":true,"tags":["a"],"messages":[{"role":"user","content":"say \"hi\""},)"
         R"({"role":"assistant","content":null}]})";
}

TEST_F(ParquetFiles, RowsComeBackByteForByte) {
  auto writer = ParquetWriter::create(path_, kSchema);
  ASSERT_TRUE(writer);
  for (int i = 0; i < 5000; ++i) ASSERT_TRUE((*writer)->add(row(i)));
  EXPECT_FALSE(std::filesystem::exists(path_));
  ASSERT_TRUE((*writer)->finish());
  EXPECT_FALSE(std::filesystem::exists(path_ + ".part"));
  auto reader = ParquetReader::open(path_);
  ASSERT_TRUE(reader);
  EXPECT_EQ((*reader)->rows(), 5000u);
  EXPECT_EQ((*reader)->schema(), kSchema);
  std::string_view got;
  for (int i = 0; i < 5000; ++i) {
    const auto more = (*reader)->next(got);
    ASSERT_TRUE(more && *more);
    ASSERT_EQ(got, row(i));
  }
  EXPECT_FALSE((*reader)->next(got).value());
}

TEST_F(ParquetFiles, ARowThatDoesNotFitIsAnErrorAndLeavesNoFile) {
  for (const std::string_view bad :
       {R"({"id":1})", R"({"unknown":"x"})", R"(["x"])", R"({"id":)"}) {
    auto writer = ParquetWriter::create(path_, kSchema);
    ASSERT_TRUE(writer);
    const auto added = (*writer)->add(bad);
    const auto finished = added ? (*writer)->finish() : added;
    ASSERT_FALSE(finished) << bad;
    EXPECT_EQ(finished.error().kind, ErrorKind::kInvalidInput) << finished.error().message;
    writer->reset();
    EXPECT_FALSE(std::filesystem::exists(path_));
    EXPECT_FALSE(std::filesystem::exists(path_ + ".part"));
  }
}

TEST_F(ParquetFiles, WhatIsNoParquetFileIsRefused) {
  EXPECT_EQ(ParquetReader::open(path_).error().kind, ErrorKind::kNotFound);
  std::ofstream(path_) << "PAR1 not really PAR1";
  EXPECT_EQ(ParquetReader::open(path_).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(ParquetWriter::create(path_, R"({"a":"date"})").error().kind, ErrorKind::kInvalidInput);
}

}  // namespace
}  // namespace generator
