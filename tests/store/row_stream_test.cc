#include "store/row_stream.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace generator {
namespace {

class Folder {
 public:
  Folder()
      : path_(std::filesystem::path(::testing::TempDir()) /
              (std::string("rows-") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

struct Seen {
  std::vector<std::string> rows;
  std::vector<std::uint64_t> lines;
  std::string error;
  RowLayout layout = RowLayout::kLines;
};

Seen rows_of(std::string_view content) {
  const Folder folder;
  Seen seen;
  auto stream = RowStream::open(folder.write("rows.json", content));
  if (!stream) {
    seen.error = stream.error().message;
    return seen;
  }
  seen.layout = stream->layout();
  RawRow row;
  for (;;) {
    const auto has_row = stream->next(row);
    if (!has_row) seen.error = has_row.error().message;
    if (!has_row || !*has_row) return seen;
    seen.rows.emplace_back(row.json);
    seen.lines.push_back(row.line);
    EXPECT_EQ(content.substr(row.offset, row.json.size()), row.json);
    EXPECT_EQ(row.number, seen.rows.size());
  }
}

using Rows = std::vector<std::string>;

TEST(RowStream, SeesTheLayoutByTheFirstBytes) {
  const struct {
    std::string_view content;
    RowLayout layout;
    Rows rows;
  } kCases[] = {
      {"", RowLayout::kLines, {}},
      {"\n \r\n", RowLayout::kLines, {}},
      {"{\"a\":1}\n{\"a\":2}\n", RowLayout::kLines, {R"({"a":1})", R"({"a":2})"}},
      {"{\"a\":1}\r\n\r\n{\"a\":2}", RowLayout::kLines, {R"({"a":1})", R"({"a":2})"}},
      {"\xEF\xBB\xBF{\"a\":1}\n", RowLayout::kLines, {R"({"a":1})"}},
      {"\xEF\xBB\xBF[{\"a\":1}]", RowLayout::kArray, {R"({"a":1})"}},
      {"[]", RowLayout::kArray, {}},
      {" [ ]\n", RowLayout::kArray, {}},
      {"[\n  {\"a\":1},\n  {\"a\": [1, {}]}\n]\n",
       RowLayout::kArray,
       {R"({"a":1})", R"({"a": [1, {}]})"}},
      {R"([{"a":"]},\"{"},3 , null,"s"])",
       RowLayout::kArray,
       {R"({"a":"]},\"{"})", "3", "null", R"("s")"}},
      {R"({"version":"[1","data":[{"a":1},{"a":2}],"more":{}})",
       RowLayout::kArray,
       {R"({"a":1})", R"({"a":2})"}},
      {"{\n \"a\": {\"data\": [1]}\n}\n{\n\"a\":2}",
       RowLayout::kValues,
       {"{\n \"a\": {\"data\": [1]}\n}", "{\n\"a\":2}"}},
      {R"({"messages":[{"role":"user"}]})",
       RowLayout::kLines,
       {R"({"messages":[{"role":"user"}]})"}},
  };
  for (const auto& c : kCases) {
    const Seen seen = rows_of(c.content);
    EXPECT_EQ(seen.error, "") << c.content;
    EXPECT_EQ(seen.layout, c.layout) << c.content;
    EXPECT_EQ(seen.rows, c.rows) << c.content;
  }
}

TEST(RowStream, NamesTheLineWhereARowBegins) {
  EXPECT_EQ(rows_of("[\n\n{\"a\":\n1},\n{}]").lines, (std::vector<std::uint64_t>{3, 5}));
  EXPECT_EQ(rows_of("\n{}\n\n{}\n").lines, (std::vector<std::uint64_t>{2, 4}));
}

TEST(RowStream, GoesOnAfterALineThatIsBrokenInside) {
  EXPECT_EQ(rows_of("{\"a\":1}\n{\"a\": [1,\nnonsense\n{\"a\":2}\n").rows,
            (Rows{R"({"a":1})", R"({"a": [1,)", "nonsense", R"({"a":2})"}));
}

TEST(RowStream, EndsWithAnErrorWhereNoFurtherRowCanBeFound) {
  const struct {
    std::string_view content;
    std::size_t rows;
    std::string_view message;
  } kCases[] = {
      {"[{\"a\":1},", 1, "after row 1: row 2 is not closed"},
      {"[{\"a\":1}", 1, "after row 1: the array is not closed"},
      {"[{\"a\":1}, {\"b", 1, "row 2 is not closed"},
      {"[{}\n{}]", 1, "line 2, after row 1: a comma or ] is missing"},
      {"[{},]", 1, "a comma without a row behind it"},
      {"[,{}]", 0, "a row is missing before the comma"},
      {"[{}] {}", 1, "text after the end of the array"},
      {"[{\"a\":[1}]", 0, "in row 1 a bracket is closed that was not opened"},
      {"[}", 0, "an unexpected closing bracket"},
      {"{\n\"a\":1", 0, "row 1 is not closed"},
  };
  for (const auto& c : kCases) {
    const Seen seen = rows_of(c.content);
    EXPECT_EQ(seen.rows.size(), c.rows) << c.content;
    EXPECT_NE(seen.error.find(c.message), std::string::npos) << c.content << " → " << seen.error;
  }
}

TEST(RowStream, RefusesWhatIsNoTextWithTheRemedy) {
  EXPECT_NE(rows_of("\x1F\x8B\x08").error.find("gunzip"), std::string::npos);
  EXPECT_NE(rows_of("PAR1\x15").error.find(".parquet"), std::string::npos);
  EXPECT_NE(rows_of("\xFF\xFE[").error.find("iconv"), std::string::npos);
  EXPECT_FALSE(RowStream::open(::testing::TempDir()));
  EXPECT_EQ(RowStream::open("/no/such/file.json").error().kind, ErrorKind::kNotFound);
}

TEST(RowStream, CutsRowsThatAreLargerThanItsBlocks) {
  for (const std::string_view between : {"\n", ",\n"}) {
    const bool is_array = between[0] == ',';
    std::string content = is_array ? "[" : "";
    Rows rows;
    for (int i = 0; i < 12; ++i) {
      rows.push_back("{\"a\":\"" +
                     std::string(static_cast<std::size_t>(40'000 * i), static_cast<char>('a' + i)) +
                     "\"}");
      if (i > 0) content += between;
      content += rows.back();
    }
    if (is_array) content += "]";
    EXPECT_EQ(rows_of(content).rows, rows);
  }
}

}  // namespace
}  // namespace generator
