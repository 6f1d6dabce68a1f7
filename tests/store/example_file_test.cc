#include "store/example_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/random.h"
#include "support/random_example.h"

namespace generator {
namespace {

namespace fs = std::filesystem;

class ExampleFile : public ::testing::Test {
 protected:
  ExampleFile() {
    folder_ = fs::path(::testing::TempDir()) /
              (std::string("examples-") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  ~ExampleFile() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
  }

  fs::path folder_;
};

std::string text_of(const Example& example) {
  std::string out;
  json::Writer writer(out);
  write_example(writer, example);
  return out;
}

struct Read {
  std::vector<std::string> rows;
  std::vector<std::string> broken;
};

Read read_all(const std::string& path) {
  Read read;
  auto reader = ExampleReader::open(path);
  EXPECT_TRUE(reader) << (reader ? "" : reader.error().message);
  ExampleRow row;
  for (;;) {
    const auto has_row = reader->next(row);
    EXPECT_TRUE(has_row) << (has_row ? "" : has_row.error().message);
    if (!has_row || !*has_row) return read;
    if (row.example)
      read.rows.push_back(text_of(*row.example));
    else
      read.broken.push_back(row.example.error().message);
  }
}

Example random_example(Random& random) {
  Example example = testing::random_example(random);
  if (random.below(2) == 0) example.extra = R"("mine":{"x":1.50,"y":[ ]})";
  return example;
}

TEST_F(ExampleFile, GivesBackWhatWasWrittenInBothLayouts) {
  for (const std::string name : {"set.json", "set.jsonl"}) {
    Random random(7, name);
    std::vector<std::string> written;
    auto writer = ExampleWriter::create(path(name));
    ASSERT_TRUE(writer);
    for (int i = 0; i < 1'000; ++i) {
      const Example example = random_example(random);
      written.push_back(text_of(example));
      ASSERT_TRUE((*writer)->add(example));
    }
    ASSERT_FALSE(fs::exists(path(name)));
    ASSERT_TRUE((*writer)->finish());
    const Read read = read_all(path(name));
    EXPECT_EQ(read.broken, std::vector<std::string>());
    ASSERT_EQ(read.rows.size(), written.size());
    for (std::size_t i = 0; i < written.size(); ++i) ASSERT_EQ(read.rows[i], written[i]) << i;
  }
}

TEST_F(ExampleFile, WritesAnArrayWithARowALine) {
  Example example;
  example.pair() = {"q", {}, "a"};
  auto writer = ExampleWriter::create(path("two.json"));
  ASSERT_TRUE((*writer)->add(example) && (*writer)->add(example) && (*writer)->finish());
  EXPECT_EQ(
      content(path("two.json")),
      "[\n{\"question\":\"q\",\"answer\":\"a\"},\n{\"question\":\"q\",\"answer\":\"a\"}\n]\n");
  auto empty = ExampleWriter::create(path("none.json"));
  ASSERT_TRUE((*empty)->finish());
  EXPECT_EQ(content(path("none.json")), "[]\n");
}

TEST_F(ExampleFile, LeavesNothingBehindWithoutFinish) {
  {
    auto writer = ExampleWriter::create(path("a.jsonl"));
    ASSERT_TRUE((*writer)->add(Example{}));
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ExampleFile, NamesFileRowLineFieldAndRemedyAndGoesOn) {
  const std::string file = write("bad.jsonl",
                                 "{\"question\":\"q\",\"answer\":\"a\"}\n\n"
                                 "{\"question\":\"q\",\"answer\":3}\n"
                                 "{\"question\":\"q\"\n"
                                 "{\"messages\":[]}\n"
                                 "{\"question\":\"\xff\",\"answer\":\"a\"}\n"
                                 "[1]\n"
                                 "{\"question\":\"q2\",\"answer\":\"a2\"}\n");
  const Read read = read_all(file);
  EXPECT_EQ(read.rows.size(), 2u);
  const std::string_view kWanted[][3] = {
      {": row 2 (line 3): ", "field `answer` is not a string", "correct the row or remove it"},
      {": row 3 (line 4): ", "not valid JSON", "correct the row or remove it"},
      {": row 4 (line 5): ", "no field `question`", "give the file it was exported from"},
      {": row 5 (line 6): ", "invalid UTF-8 at byte 104 of the file", "save the file as UTF-8"},
      {": row 6 (line 7): ", "a row is a JSON object", "correct the row"},
  };
  ASSERT_EQ(read.broken.size(), std::size(kWanted));
  for (std::size_t i = 0; i < read.broken.size(); ++i)
    for (const auto part : kWanted[i])
      EXPECT_NE(read.broken[i].find(part), std::string::npos) << read.broken[i] << "\n" << part;
}

TEST_F(ExampleFile, ReadsAnEscapedLoneSurrogateAsReplacementCharacter) {
  const Read read = read_all(
      write("half.jsonl", R"({"question":"\ud83d?","answer":"\ud83d\ude00 \\ud83d \udc00"})"));
  EXPECT_EQ(read.broken, std::vector<std::string>());
  EXPECT_EQ(read.rows,
            std::vector<std::string>{
                "{\"question\":\"\xEF\xBF\xBD?\",\"answer\":\"😀 \\\\ud83d \xEF\xBF\xBD\"}"});
}

TEST_F(ExampleFile, ReadsTheJarvisPairsAsTheyAre) {
  const std::string folder = SOURCE_DIR "/../shared/data/jarvis/";
  if (!fs::exists(folder)) GTEST_SKIP() << "no ../shared/data/jarvis here";
  const std::pair<std::string, std::size_t> kFiles[] = {{"jarvis_qa_code_chunks.jsonl", 3975},
                                                        {"jarvis_qa_text_chunks.jsonl", 3545},
                                                        {"jarvis_qa_curated.jsonl", 3911}};
  for (const auto& [name, count] : kFiles) {
    const Read read = read_all(folder + name);
    EXPECT_EQ(read.broken, std::vector<std::string>()) << name;
    EXPECT_EQ(read.rows.size(), count) << name;
  }
  const Read tools = read_all(folder + "jarvis_tool_curated.json");
  EXPECT_EQ(tools.rows.size(), 0u);
  ASSERT_EQ(tools.broken.size(), 356u);
  EXPECT_NE(tools.broken[0].find("this is a tool-use example"), std::string::npos)
      << tools.broken[0];
}

}  // namespace
}  // namespace generator
