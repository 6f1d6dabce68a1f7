#include "store/lance.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/hash.h"
#include "base/text.h"

namespace generator {
namespace {

namespace fs = std::filesystem;

class LanceTables : public ::testing::Test {
 protected:
  LanceTables() {
    folder_ =
        fs::path(::testing::TempDir()) /
        (std::string("lance é ") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
  }
  ~LanceTables() override { fs::remove_all(folder_); }

  void SetUp() override {
#ifndef GENERATOR_HAS_BRIDGE
    GTEST_SKIP() << "built without the bridge";
#endif
  }

  std::string directory() const { return folder_.string(); }

  static Chunk chunk(int i) {
    Chunk chunk;
    chunk.id = "doc.md:" + std::to_string(i);
    chunk.text = i % 10 == 3 ? "" : "# Überschrift\n\ntext " + std::to_string(i);
    chunk.content_hash = digest(chunk.text).hex();
    chunk.source = "guide/doc.md";
    chunk.source_type = i % 2 == 0 ? "markdown" : "code";
    chunk.language = i % 2 == 0 ? "" : "c";
    chunk.kind = i % 2 == 0 ? ChunkKind::kText : ChunkKind::kCode;
    chunk.headings = {"Guide", "Part " + std::to_string(i)};
    chunk.lines = {i + 1, i + 4};
    chunk.bytes = {i * 100, i * 100 + 50};
    chunk.tokens = i;
    return chunk;
  }

  std::uint64_t write(const std::string& table, int from, int to, std::size_t dims = 0) const {
    auto writer = ChunkTableWriter::replace(directory(), table, dims);
    EXPECT_TRUE(writer) << (writer ? "" : writer.error().message);
    for (int i = from; i < to; ++i) {
      const std::vector<float> vector(dims, static_cast<float>(i));
      const auto added = (*writer)->add(chunk(i), i == from ? std::span<const float>{} : vector);
      EXPECT_TRUE(added) << (added ? "" : added.error().message);
    }
    const auto version = (*writer)->finish();
    EXPECT_TRUE(version) << (version ? "" : version.error().message);
    return version ? *version : 0;
  }

  std::vector<Chunk> read(const std::string& table) const {
    std::vector<Chunk> chunks;
    auto reader = ChunkTableReader::open(directory(), table);
    EXPECT_TRUE(reader) << (reader ? "" : reader.error().message);
    if (!reader) return chunks;
    for (Chunk chunk;;) {
      const auto more = (*reader)->next(chunk);
      EXPECT_TRUE(more) << (more ? "" : more.error().message);
      if (!more || !*more) return chunks;
      chunks.push_back(chunk);
    }
  }

  fs::path folder_;
};

TEST_F(LanceTables, ChunksComeBackAsTheyWent) {
  EXPECT_EQ(write("text_chunks", 0, 10'000), 1u);
  const auto chunks = read("text_chunks");
  ASSERT_EQ(chunks.size(), 10'000u);
  for (int i = 0; i < 10'000; ++i) {
    const Chunk& got = chunks[static_cast<std::size_t>(i)];
    const Chunk want = chunk(i);
    ASSERT_EQ(got.id, want.id);
    ASSERT_EQ(got.text, want.text);
    ASSERT_EQ(got.content_hash, want.content_hash);
    ASSERT_EQ(got.source, want.source);
    ASSERT_EQ(got.source_type, want.source_type);
    ASSERT_EQ(got.language, want.language);
    ASSERT_EQ(got.kind, want.kind);
    ASSERT_EQ(got.headings, want.headings);
    ASSERT_EQ(got.lines, want.lines);
    ASSERT_EQ(got.bytes, want.bytes);
    ASSERT_EQ(got.tokens, want.tokens);
  }
}

TEST_F(LanceTables, WritingAgainIsANewVersionWithTheNewRowsOnly) {
  EXPECT_EQ(write("t", 0, 100, 8), 1u);
  EXPECT_EQ(write("t", 50, 53, 8), 2u);
  EXPECT_EQ(read("t").size(), 3u);
  EXPECT_EQ(read("t")[0].id, "doc.md:50");
  const auto info = describe_table(directory(), "t");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->rows, 3u);
  EXPECT_EQ(info->version, 2u);
  EXPECT_EQ(info->columns.back().type, "FixedSizeList(8 x Float32)");
}

TEST_F(LanceTables, AWriterThatIsDroppedChangesNothing) {
  write("t", 0, 5);
  {
    auto writer = ChunkTableWriter::replace(directory(), "t");
    ASSERT_TRUE(writer);
    for (int i = 0; i < 20'000; ++i) ASSERT_TRUE((*writer)->add(chunk(i)));
  }
  EXPECT_EQ(read("t").size(), 5u);
}

TEST_F(LanceTables, OfTwoWritersTheSlowerIsTold) {
  auto slow = ChunkTableWriter::replace(directory(), "t");
  ASSERT_TRUE(slow);
  ASSERT_TRUE((*slow)->add(chunk(0)));
  write("t", 1, 3);
  const auto version = (*slow)->finish();
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().kind, ErrorKind::kBusy);
  EXPECT_EQ(read("t").size(), 2u);
}

TEST_F(LanceTables, ADirectoryIsSeenByItsTables) {
  fs::create_directories(folder_);
  EXPECT_FALSE(is_lance_directory(directory()));
  EXPECT_FALSE(is_lance_directory(directory() + "/none"));
  write("t", 0, 1);
  EXPECT_TRUE(is_lance_directory(directory()));
}

TEST_F(LanceTables, TablesWithoutChunksAreLeftOutByNameAndReason) {
  write("code_chunks", 0, 1);
  write("_metadata", 0, 1);
  write("text_chunks", 0, 1);
  const auto choice = choose_tables(directory());
  ASSERT_TRUE(choice);
  ASSERT_EQ(choice->used.size(), 2u);
  EXPECT_EQ(choice->used[0].name, "code_chunks");
  ASSERT_EQ(choice->left_out.size(), 1u);
  EXPECT_EQ(choice->left_out[0].first, "_metadata");
  const auto named = choose_tables(directory(), {"_metadata"});
  ASSERT_TRUE(named);
  EXPECT_EQ(named->used.size(), 1u);
}

TEST_F(LanceTables, AMissingTableSaysWhatIsThere) {
  write("code_chunks", 0, 1);
  const auto choice = choose_tables(directory(), {"text_chunks"});
  ASSERT_FALSE(choice);
  EXPECT_EQ(choice.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(choice.error().message.find("no table `text_chunks`"), std::string::npos);
  EXPECT_NE(choice.error().message.find("it has: code_chunks"), std::string::npos);
  EXPECT_FALSE(choose_tables(directory() + "/none"));
}

TEST_F(LanceTables, ADamagedFileIsNamed) {
  write("t", 0, 1000);
  const fs::path file = fs::directory_iterator(folder_ / "t.lance" / "data")->path();
  fs::resize_file(file, fs::file_size(file) / 2);
  auto reader = ChunkTableReader::open(directory(), "t");
  std::string message;
  if (reader) {
    Chunk chunk;
    const auto more = (*reader)->next(chunk);
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().kind, ErrorKind::kCorrupt);
    message = more.error().message;
  } else {
    message = reader.error().message;
  }
  EXPECT_NE(message.find(file.filename().string()), std::string::npos) << message;
}

TEST_F(LanceTables, WhatPythonWroteIsRead) {
  const std::string python = std::string(SOURCE_DIR) + "/../shared/data/hdf5.lancedb";
  if (!fs::exists(python)) GTEST_SKIP() << "no " << python;
  const auto choice = choose_tables(python);
  ASSERT_TRUE(choice) << choice.error().message;
  ASSERT_EQ(choice->used.size(), 1u);
  EXPECT_EQ(choice->left_out[1].first, "image_chunks");
  EXPECT_NE(choice->left_out[1].second.find("caption"), std::string::npos);
  auto reader = ChunkTableReader::open(python, "code_chunks");
  ASSERT_TRUE(reader);
  std::size_t rows = 0, longest = 0;
  for (Chunk chunk; (*reader)->next(chunk).value(); ++rows) {
    longest = std::max(longest, text::length(chunk.text));
    EXPECT_EQ(chunk.kind, chunk.language == "markdown" ? ChunkKind::kText : ChunkKind::kCode);
    EXPECT_GT(chunk.lines.end, chunk.lines.begin);
    EXPECT_FALSE(chunk.id.empty());
  }
  EXPECT_EQ(rows, 446u);
  EXPECT_EQ(longest, 60'500u);
}

TEST_F(LanceTables, VectorsComeBackUnderTheIdsOfTheirChunks) {
  write("with", 0, 300, 3);
  write("without", 0, 2);
  std::vector<std::string> ids;
  const auto read = [&](const std::string& table) {
    return read_vectors(directory(), *describe_table(directory(), table),
                        [&](const std::string& id, std::span<const float> vector) {
                          EXPECT_EQ(vector.size(), ids.empty() ? 0u : 3u) << id;
                          for (const float number : vector)
                            EXPECT_EQ(number, static_cast<float>(ids.size()));
                          ids.push_back(id);
                        });
  };
  const auto found = read("with");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(*found);
  ASSERT_EQ(ids.size(), 300u);
  EXPECT_EQ(ids[299], "doc.md:299");
  const auto none = read("without");
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_FALSE(*none);
}

}  // namespace
}  // namespace generator
