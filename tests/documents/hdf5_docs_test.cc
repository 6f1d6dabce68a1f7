// Crawled pages of a real user guide, where they are at hand.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "documents/chunk.h"
#include "documents/estimate.h"

namespace generator::documents {
namespace {

constexpr std::array<std::string_view, 6> kPages = {"h5_a_u_g", "h5_d_u_g", "h5_f_u_g",
                                                    "h5_g_u_g", "h5_s_u_g", "h5_t_u_g"};

class Hdf5Docs : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!is_directory(kFolder)) GTEST_SKIP() << "no " << kFolder;
  }
  static Cleaned page(std::string_view name) {
    Document document;
    document.source = std::string(name) + ".md";
    document.type = DocumentType::kMarkdown;
    document.text = *read_file(kFolder + document.source);
    return clean(document);
  }
  static inline const std::string kFolder = SOURCE_DIR "/../shared/data/hdf5_docs/";
};

TEST_F(Hdf5Docs, HoldNoFrameNoTooltipAndNoLinkTarget) {
  for (const std::string_view name : kPages) {
    const std::string text = page(name).text;
    for (const std::string_view left :
         {"https://", "javascript:", "**Definition**", "](", "Navigate back", "Help us improve",
          "Table of contents", "Searching...", "doxygen", "&nbsp;", "\xE2\x80\x8B", " \n",
          "Previous Chapter"})
      EXPECT_FALSE(text::contains(text, left)) << name << ": " << left;
  }
}

TEST_F(Hdf5Docs, EveryFenceIsClosed) {
  for (const std::string_view name : kPages) {
    bool is_open = false;
    const std::string text = page(name).text;
    for (const std::string_view line : text::lines(text))
      if (text::trim(line).starts_with("```")) is_open = !is_open;
    EXPECT_FALSE(is_open) << name;
  }
}

TEST_F(Hdf5Docs, ExamplesThreeAndFourAreFencedWhole) {
  const std::string text = page("h5_d_u_g").text;
  struct Example {
    std::string_view caption, first, last, after;
    std::ptrdiff_t lines;
  };
  for (const Example& example : std::initializer_list<Example>{
           {"_Example 3. Write an array of integers_", "hid_t file_id, dataset_id; // identifiers",
            "status = H5Dclose(dataset_id);", "Example 4 below shows", 15},
           {"_Example 4. Write an array using a property list_", "hid_t file_id, dataset_id;",
            "status = H5Dclose(dataset_id);", "The basic procedure to read", 13}}) {
    const std::size_t caption = text.find(example.caption);
    ASSERT_NE(caption, std::string::npos) << example.caption;
    const std::string open =
        std::string(example.caption) + "\n\n```c\n" + std::string(example.first) + "\n";
    EXPECT_TRUE(text.substr(caption).starts_with(open)) << text.substr(caption, 200);
    const std::size_t begin = text.find("```c\n", caption) + 5;
    const std::size_t end = text.find("\n```\n", begin);
    const std::string code = text.substr(begin, end - begin);
    EXPECT_TRUE(code.ends_with(example.last)) << code;
    EXPECT_EQ(std::count(code.begin(), code.end(), '\n') + 1, example.lines) << code;
    EXPECT_TRUE(text.substr(end + 6).starts_with(example.after)) << text.substr(end, 100);
  }
}

TEST_F(Hdf5Docs, ATableGetsItsPipesAndItsCaptionALine) {
  EXPECT_TRUE(text::contains(
      page("h5_d_u_g").text,
      "\n\nCategories of transfer properties\n\n| Properties | Description |\n| --- | --- |\n| "
      "Library parameters | Internal caches, buffers, B-Trees, etc. |\n"));
}

TEST_F(Hdf5Docs, MoreThanNineInTenChunksAreInsideTheRangeAndNoneIsAbove) {
  const EstimatedTokens tokens;
  const TokenRange range;
  std::vector<Chunk> all;
  for (const std::string_view name : kPages)
    for (Chunk& chunk : chunks(page(name), range, tokens, nullptr)) all.push_back(std::move(chunk));
  const RangeShare share = range_share(all, range);
  EXPECT_EQ(share.above, 0);
  EXPECT_GE(share.inside * 10, static_cast<std::int64_t>(all.size()) * 9);
  EXPECT_EQ(share.below, share.last);
}

}  // namespace
}  // namespace generator::documents
