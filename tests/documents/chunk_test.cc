// What every division into chunks keeps, whatever the text.

#include "documents/chunk.h"

#include <gtest/gtest.h>

#include <set>

#include "base/random.h"
#include "base/text.h"
#include "documents/estimate.h"

namespace generator::documents {
namespace {

const EstimatedTokens kTokens;

Cleaned markdown(std::string text) {
  Cleaned cleaned;
  cleaned.source = "guide/page.md";
  cleaned.type = DocumentType::kMarkdown;
  cleaned.title = "Guide";
  cleaned.text = std::move(text);
  return cleaned;
}

Cleaned source(std::string text) {
  Cleaned cleaned = markdown(std::move(text));
  cleaned.source = "src/a.c";
  cleaned.type = DocumentType::kCode;
  cleaned.language = "c";
  return cleaned;
}

std::string words(int count) {
  std::string out = "Word";
  for (int i = 1; i < count; ++i) out += " word";
  return out + ".";
}

// Ranges are exact, in order and without overlap; what lies between is white space; no chunk is
// above the maximum.
void expect_sound(const Cleaned& document, const std::vector<Chunk>& all, const TokenRange& range) {
  std::int64_t at = 0;
  std::set<std::string> ids;
  for (const Chunk& chunk : all) {
    ASSERT_GE(chunk.bytes.begin, at);
    const auto begin = static_cast<std::size_t>(chunk.bytes.begin);
    const auto end = static_cast<std::size_t>(chunk.bytes.end);
    EXPECT_EQ(document.text.substr(begin, end - begin), chunk.text);
    EXPECT_TRUE(text::trim(document.text.substr(static_cast<std::size_t>(at),
                                                begin - static_cast<std::size_t>(at)))
                    .empty());
    EXPECT_LE(chunk.tokens, range.max) << chunk.text;
    EXPECT_EQ(chunk.tokens, kTokens.count(chunk.text));
    EXPECT_TRUE(text::is_valid_utf8(chunk.text));
    EXPECT_EQ(chunk.lines.begin, 1 + std::count(document.text.begin(),
                                                document.text.begin() + chunk.bytes.begin, '\n'));
    EXPECT_TRUE(ids.insert(chunk.id).second) << chunk.id;
    at = chunk.bytes.end;
  }
  EXPECT_TRUE(text::trim(document.text.substr(static_cast<std::size_t>(at))).empty());
}

TEST(Chunks, AreSoundForAnyTextAndRange) {
  const std::vector<std::string> pieces = {"# Head\n",
                                           "### Deep\n",
                                           "\n",
                                           "A sentence of prose. And one more.\n",
                                           "- item\n  - inner\n",
                                           "1. one\n",
                                           "| a | b |\n| --- | --- |\n| c | d |\n",
                                           "```c\nint x;\n\nint y;\n```\n",
                                           "```\nnever closed\n",
                                           "$$\nx^2\n$$\n",
                                           "nospaces" + std::string(300, 'x') + "\n",
                                           "Ünïcödé 漢字漢字漢字\n",
                                           "As follows:\n"};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    std::string text;
    for (std::uint64_t i = 0, n = random.below(40); i < n; ++i)
      text += pieces[random.below(pieces.size())];
    const TokenRange range{20, 40 + static_cast<std::int64_t>(random.below(60))};
    for (const Cleaned& document : {markdown(text), source(text)})
      expect_sound(document, chunks(document, range, kTokens, nullptr), range);
  }
}

TEST(Chunks, SiblingSectionsAreMergedUnderTheirCommonHeading) {
  std::string text = "# Guide\n\n## A\n\n";
  for (const char* name : {"One", "Two", "Three"})
    text += std::string("### ") + name + "\n\n" + words(60) + "\n\n";
  text += "## B\n\n" + words(150) + "\n";
  const auto all = chunks(markdown(text), {100, 220}, kTokens, nullptr);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].headings, (HeadingPath{"Guide"}));
  EXPECT_TRUE(all[1].text.starts_with("## B"));
  EXPECT_EQ(all[1].headings, (HeadingPath{"Guide", "B"}));
}

TEST(Chunks, ALongSectionIsDividedEvenlyBetweenParagraphs) {
  std::string text = "## A\n\n";
  for (int i = 0; i < 11; ++i) text += words(20) + "\n\n";
  const auto all = chunks(markdown(text), {80, 200}, kTokens, nullptr);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_GE(all[1].tokens, 80);
  EXPECT_TRUE(all[1].text.starts_with("Word"));
}

TEST(Chunks, BlocksThatFitAreNeverCut) {
  std::string code = "```c\n";
  for (int i = 0; i < 20; ++i) code += "call_number(" + std::to_string(i) + ");\n";
  code += "```";
  const std::string text =
      "## A\n\n" + words(60) + "\n\nDo it so:\n\n" + code + "\n\n" + words(70) + "\n";
  bool is_whole = false;
  for (const Chunk& chunk : chunks(markdown(text), {60, 180}, kTokens, nullptr)) {
    is_whole = is_whole || text::contains(chunk.text, code);
    EXPECT_FALSE(chunk.text.ends_with("Do it so:")) << "a lead-in was parted from its listing";
    EXPECT_FALSE(chunk.text.ends_with("## A"));
  }
  EXPECT_TRUE(is_whole);
}

TEST(Chunks, ALongTableIsCutAtRowsAndKeepsItsHeadOnce) {
  std::string text = "| name | value |\n| --- | --- |\n";
  for (int i = 0; i < 80; ++i) text += "| row | number " + std::to_string(i) + " |\n";
  const auto all = chunks(markdown(text), {50, 120}, kTokens, nullptr);
  ASSERT_GT(all.size(), 2u);
  EXPECT_TRUE(text::contains(all[0].text, "---"));
  for (std::size_t i = 1; i < all.size(); ++i)
    EXPECT_TRUE(all[i].text.starts_with("| row |")) << all[i].text;
}

class TwoFunctions final : public SourceOutline {
 public:
  Result<std::vector<OutlineItem>> outline(std::string_view language,
                                           std::string_view text) const override {
    if (language != "c") return fail(ErrorKind::kNotFound, "no grammar");
    std::vector<OutlineItem> items;
    for (std::size_t at = text.find("void "); at != std::string_view::npos;
         at = text.find("void ", at + 1)) {
      const std::size_t end = text.find("\n}", at) + 2;
      const std::size_t name = at + 5;
      items.push_back({"function",
                       std::string(text.substr(name, text.find('(', name) - name)),
                       {static_cast<std::int64_t>(at), static_cast<std::int64_t>(end)},
                       0});
    }
    return items;
  }
};

TEST(Chunks, SourceIsCutAtDefinitionsAndNamesThem) {
  std::string text = "#include <a.h>\n\n";
  for (const char* name : {"first", "second", "third"}) {
    text += std::string("void ") + name + "(void)\n{\n";
    for (int i = 0; i < 12; ++i) text += "  call(" + std::to_string(i) + ");\n\n";
    text += "}\n\n";
  }
  const Cleaned document = source(text);
  const auto all = chunks(document, {30, 100}, kTokens, nullptr);
  const auto outlined =
      chunks(document, {30, 100}, kTokens, std::make_unique<TwoFunctions>().get());
  expect_sound(document, outlined, {30, 100});
  ASSERT_EQ(outlined.size(), 3u);
  EXPECT_EQ(outlined[1].headings, (HeadingPath{"second"}));
  EXPECT_TRUE(outlined[2].text.starts_with("void third"));
  EXPECT_EQ(outlined[2].kind, ChunkKind::kCode);
  EXPECT_FALSE(all.empty());
}

TEST(Chunks, IdsAreStableAndReadable) {
  const auto once = chunks(markdown("## A\n\ntext\n"), {}, kTokens, nullptr);
  const auto again = chunks(markdown("## A\n\ntext\n"), {}, kTokens, nullptr);
  ASSERT_EQ(once.size(), 1u);
  EXPECT_EQ(once[0].id, again[0].id);
  EXPECT_TRUE(once[0].id.starts_with("page.md:1:")) << once[0].id;
}

TEST(Changes, NameWhatWasAddedKeptAndRemoved) {
  const TokenRange range{5, 30};
  const auto before = chunks(markdown("## A\n\n" + words(20) + "\n\n## B\n\n" + words(22) + "\n"),
                             range, kTokens, nullptr);
  const auto now = chunks(markdown("## New\n\n" + words(24) + "\n\n## B\n\n" + words(22) + "\n"),
                          range, kTokens, nullptr);
  const Changes found = changes(before, now);
  EXPECT_EQ(found.added, (std::vector<std::size_t>{0}));
  EXPECT_EQ(found.kept, (std::vector<std::size_t>{1}));
  EXPECT_EQ(found.removed, (std::vector<std::string>{before[0].id}));
}

TEST(TokenRanges, AreReadOrRefused) {
  EXPECT_EQ(token_range("256:512")->max, 512);
  for (const std::string_view bad : {"", "512", "0:5", "9:8", "a:b", "1:2:3", "1:99999999"})
    EXPECT_FALSE(token_range(bad)) << bad;
}

TEST(Estimate, AddsUpOverLinesAndCutsPrefixes) {
  const std::string_view a = "The quick brown fox, H5Dcreate(file_id, 42);\n";
  const std::string_view b = "  Ünïcödé and 漢字 too.\n";
  EXPECT_EQ(kTokens.count(std::string(a) + std::string(b)), kTokens.count(a) + kTokens.count(b));
  for (std::int64_t n = 0; n < 40; ++n) {
    const std::size_t length = kTokens.prefix_within(b, n);
    EXPECT_LE(kTokens.count(b.substr(0, length)), n);
    EXPECT_TRUE(text::is_valid_utf8(b.substr(0, length)));
  }
}

}  // namespace
}  // namespace generator::documents
