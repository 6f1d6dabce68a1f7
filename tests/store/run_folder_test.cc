#include "store/run_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "data/reasons.h"
#include "store/chunk_file.h"
#include "store/passage_index.h"
#include "store/rejects.h"

namespace generator {
namespace {

namespace fs = std::filesystem;

class RunFolderFiles : public ::testing::Test {
 protected:
  RunFolderFiles() {
    folder_ =
        fs::path(::testing::TempDir()) /
        (std::string("run-") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  ~RunFolderFiles() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
  }
  void write_chunks(const std::string& output, int count) const {
    ASSERT_TRUE(RunFolder::of(output).make());
    auto writer = ChunkWriter::create(RunFolder::of(output).chunks());
    ASSERT_TRUE(writer);
    for (int i = 0; i < count; ++i) {
      Chunk chunk;
      chunk.id = "doc \"é\".md:" + std::to_string(i);
      chunk.text = "passage\n" + std::to_string(i);
      chunk.headings = {"A", "B"};
      ASSERT_TRUE((*writer)->add(chunk));
      chunk.text = "the same id again";
      ASSERT_TRUE((*writer)->add(chunk));
    }
    EXPECT_EQ((*writer)->chunks(), static_cast<std::uint64_t>(count));
    ASSERT_TRUE((*writer)->finish());
  }

  fs::path folder_;
};

TEST_F(RunFolderFiles, NamesItsPlacesBesideTheOutput) {
  const RunFolder run = RunFolder::of("out/qa.json");
  EXPECT_EQ(run.chunks(), "out/qa.json.run/chunks.jsonl");
  EXPECT_EQ(run.stage("pairs"), "out/qa.json.run/pairs.jsonl");
  EXPECT_EQ(run.ledger(), "out/qa.json.run/ledger");
  EXPECT_EQ(rejected_path("out/qa.json"), "out/qa.rejected.jsonl");
  EXPECT_EQ(rejected_path("qa"), "qa.rejected.jsonl");
}

TEST_F(RunFolderFiles, SaysWhatIsInTheWay) {
  std::ofstream(path("qa.json.run")) << "a file";
  const auto made = RunFolder::of(path("qa.json")).make();
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("is in the way"), std::string::npos);
}

TEST_F(RunFolderFiles, FindsEachPassageByItsId) {
  write_chunks(path("qa.json"), 500);
  const auto index = PassageIndex::open(RunFolder::of(path("qa.json")).chunks());
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(index->size(), 500u);
  for (int i = 0; i < 500; ++i) {
    const std::string id = "doc \"é\".md:" + std::to_string(i);
    const auto found = index->find(id);
    ASSERT_TRUE(found && *found) << id;
    EXPECT_EQ((*found)->text, "passage\n" + std::to_string(i));
    EXPECT_EQ((*found)->headings, (HeadingPath{"A", "B"}));
  }
  const auto missing = index->find("doc.md:1");
  ASSERT_TRUE(missing);
  EXPECT_FALSE(*missing);
}

TEST_F(RunFolderFiles, LooksInTheRunFolderFirstAndThenInTheSource) {
  write_chunks(path("qa.json"), 1);
  int asked = 0;
  const PassageSource source = [&](std::string_view id) -> Result<std::optional<Chunk>> {
    ++asked;
    if (id != "elsewhere") return std::nullopt;
    Chunk chunk;
    chunk.id = id;
    return chunk;
  };
  const auto passages = Passages::of(path("qa.json"), source);
  ASSERT_TRUE(passages);
  EXPECT_TRUE(*passages->find("doc \"é\".md:0"));
  EXPECT_EQ(asked, 0);
  EXPECT_TRUE(*passages->find("elsewhere"));
  EXPECT_FALSE(*passages->find("nowhere"));
  EXPECT_FALSE(*passages->find(""));
  EXPECT_EQ(asked, 2);

  const auto without = Passages::of(path("other.json"), nullptr);
  ASSERT_TRUE(without);
  EXPECT_FALSE(without->has_any());
  EXPECT_FALSE(*without->find("elsewhere"));
}

TEST_F(RunFolderFiles, NamesTheLineOfABrokenChunk) {
  std::ofstream(path("chunks.jsonl")) << "{\"id\":\"a\",\"text\":\"t\"}\n{\"text\":\"t\"}\n";
  const auto index = PassageIndex::open(path("chunks.jsonl"));
  ASSERT_FALSE(index);
  EXPECT_NE(index.error().message.find("line 2: a chunk without `id`"), std::string::npos)
      << index.error().message;
}

TEST_F(RunFolderFiles, SaysWhenTheChunksWereChangedMeanwhile) {
  write_chunks(path("qa.json"), 2);
  const std::string chunks = RunFolder::of(path("qa.json")).chunks();
  const auto index = PassageIndex::open(chunks);
  ASSERT_TRUE(index);
  std::ofstream(chunks, std::ios::trunc) << "{}";
  const auto found = index->find("doc \"é\".md:1");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::kCorrupt);
}

TEST_F(RunFolderFiles, KeepsARejectedRowAsItWasOnOneLine) {
  auto writer = RejectWriter::create(path("qa.rejected.jsonl"));
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->add(reasons::kFactAdded, "the number 7", "c1", "{\n \"a\": 1.50\r\n}"));
  ASSERT_TRUE((*writer)->add(reasons::kUnreadableRow, "broken", "row 2", "{\"a\":\n"));
  ASSERT_TRUE((*writer)->add(reasons::kFactAdded, "x", "c2", "", false));
  const std::string reply = "no \xff JSON" + std::string(20'000, 'x');
  ASSERT_TRUE((*writer)->add(reasons::kUnreadableReply, "y", "c3", "", true, reply));
  const auto unknown = (*writer)->add("because", "x", "c2", "");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kInternal);
  ASSERT_TRUE((*writer)->finish());
  EXPECT_EQ(content(path("qa.rejected.jsonl")),
            "{\"code\":\"fact_added\",\"detail\":\"the number "
            "7\",\"item\":\"c1\",\"dropped\":true,\"row\":{  "
            "\"a\": 1.50  },\"reply\":null}\n"
            "{\"code\":\"unreadable_row\",\"detail\":\"broken\",\"item\":\"row "
            "2\",\"dropped\":true,\"row\":\"{\\\"a\\\":\\n\",\"reply\":null}\n"
            "{\"code\":\"fact_added\",\"detail\":\"x\",\"item\":\"c2\",\"dropped\":false,\"row\":"
            "null,\"reply\":null}\n"
            "{\"code\":\"unreadable_reply\",\"detail\":\"y\",\"item\":\"c3\",\"dropped\":true,"
            "\"row\":null,"
            "\"reply\":\"no \xEF\xBF\xBD JSON" +
                std::string(16'384 - 9, 'x') + "\"}\n");
  EXPECT_EQ((*writer)->counts(),
            (std::vector<std::pair<std::string, std::int64_t>>{
                {"unreadable_reply", 1}, {"fact_added", 1}, {"unreadable_row", 1}}));
}

}  // namespace
}  // namespace generator
