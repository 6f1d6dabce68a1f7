#include "measure/passage.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/text.h"

namespace generator::measure {
namespace {

Chunk markdown(std::string text, HeadingPath headings = {}) {
  Chunk chunk;
  chunk.id = "c";
  chunk.text = std::move(text);
  chunk.headings = std::move(headings);
  return chunk;
}

std::string shown(const Passage& passage) {
  std::string out;
  for (const auto& unit : passage.units) {
    static constexpr std::string_view kNames = "SLCT";
    out += kNames[static_cast<std::size_t>(unit.kind)];
    out += std::to_string(unit.block) + ":" +
           text::replace_all(passage.text_of(unit), "\n", "\\n") + "\n";
  }
  return out;
}

TEST(Passage, CutsMarkdownIntoUnits) {
  const Chunk chunk = markdown(
      "# Title\nOne here. Two\nthere.\n\n* a first\n  goes on\n* second\n\n  its paragraph\n  * "
      "nested\n\n"
      "```c\nint x; // a. B\n\ny();\n```\n> Quoted. Text\n> here.\n\n"
      "| k | v |\n|---|---|\n| a | 1 |\n| b | `x|y` |\n\n![alone](x.png)\n[ref]: http://x\n* * "
      "*\n1. Do this. Then that.\n2) Stop.\n");
  EXPECT_EQ(shown(read_passage(chunk)),
            "S0:One here.\nS0:Two\\nthere.\n"
            "L1:* a first\\n  goes on\nL1:* second\\n\\n  its paragraph\nL1:* nested\n"
            "C2:```c\\nint x; // a. B\\n\\ny();\\n```\n"
            "S3:Quoted.\nS3:Text\\n> here.\n"
            "T4:| a | 1 |\nT4:| b | `x|y` |\n"
            "L5:1. Do this. Then that.\nL5:2) Stop.\n");
}

TEST(Passage, KnowsTheHeaderOfATable) {
  const Chunk chunk = markdown("Name | Type\n---|---\na | int\nb | char\nAfter it.\n");
  const Passage passage = read_passage(chunk);
  ASSERT_EQ(passage.units.size(), 3U) << shown(passage);
  EXPECT_EQ(passage.text_of(passage.blocks[0].header), "Name | Type\n---|---");
  EXPECT_EQ(passage.text_of(passage.units[1]), "b | char");
  EXPECT_EQ(passage.units[2].kind, UnitKind::kSentence);
}

TEST(Passage, GivesEverySectionItsPath) {
  const Chunk chunk = markdown(
      "Before.\n\n# A\nIn A.\n## B #\nIn B.\n## C\nIn C.\n\nD\n===\nIn D.\n", {"Doc", "A"});
  const Passage passage = read_passage(chunk);
  std::vector<std::string> paths;
  for (const auto& unit : passage.units) {
    const auto& section = passage.sections[static_cast<std::size_t>(
        passage.blocks[static_cast<std::size_t>(unit.block)].section)];
    paths.push_back(to_text(section.headings));
    EXPECT_LE(section.bytes.begin, unit.bytes.begin);
    EXPECT_LE(unit.bytes.end, section.bytes.end);
  }
  EXPECT_EQ(paths, (std::vector<std::string>{"Doc > A", "Doc > A", "Doc > A > B", "Doc > A > C",
                                             "Doc > A > D"}));
}

TEST(Passage, LeavesOutAnEmptyFirstSection) {
  const Chunk chunk = markdown("\n# A\nIn A.\n", {"Doc"});
  const Passage passage = read_passage(chunk);
  ASSERT_EQ(passage.sections.size(), 1U);
  EXPECT_EQ(to_text(passage.sections[0].headings), "Doc > A");
  EXPECT_EQ(passage.blocks[0].section, 0);
}

TEST(Passage, KeepsFencesWholeEvenWhenUnclosed) {
  const Chunk chunk =
      markdown("Text.\n````md\n```c\nx\n```\n# no heading\n````\nMore.\n~~~\nopen\n\nend");
  EXPECT_EQ(shown(read_passage(chunk)),
            "S0:Text.\nC1:````md\\n```c\\nx\\n```\\n# no "
            "heading\\n````\nS2:More.\nC3:~~~\\nopen\\n\\nend\n");
  EXPECT_EQ(shown(read_passage(markdown("```\n```\n"))), "");
}

TEST(Passage, KeepsACaptionWhole) {
  EXPECT_EQ(shown(read_passage(
                markdown("_Example 1. Create a file. And close it_\n\n**Note.** This is. So.\n"))),
            "S0:_Example 1. Create a file. And close it_\nS1:**Note.**\nS1:This is.\nS1:So.\n");
}

TEST(Passage, KnowsCodeThatWasCutAtItsChunk) {
  EXPECT_EQ(shown(read_passage(markdown(
                "// Set it.\nf(x);\nif (a) {\n  g();\n}\n```\n\nThis follows. It does.\n"))),
            "C0:// Set it.\\nf(x);\\nif (a) {\\n  g();\\n}\nS1:This follows.\nS1:It does.\n");
  EXPECT_EQ(shown(read_passage(markdown("// Set it.\nf(x);\nif (a) {\n  g();\n}\n"))),
            "C0:// Set it.\\nf(x);\\nif (a) {\\n  g();\\n}\n");
  EXPECT_EQ(shown(read_passage(markdown("Text here.\n\nMore of it.\n\n```\nf(x);\n"))),
            "S0:Text here.\nS1:More of it.\nC2:```\\nf(x);\n");
}

TEST(Passage, ReadsIndentedCode) {
  EXPECT_EQ(shown(read_passage(markdown("Text:\n\n    int x;\n\n      y;\n\nAfter.\n"))),
            "S0:Text:\nC1:    int x;\\n\\n      y;\nS2:After.\n");
}

TEST(Passage, CutsSourceCodeAtItsDefinitions) {
  Chunk chunk = markdown(
      "#include <x.h>\n\n/* adds */\nint add(int a)\n{\n  int b;\n\n  return a;\n}\n\nint main() "
      "{\n}\n");
  chunk.kind = ChunkKind::kCode;
  EXPECT_EQ(shown(read_passage(chunk)),
            "C0:#include <x.h>\nC1:/* adds */\\nint add(int a)\\n{\\n  int b;\\n\\n  return "
            "a;\\n}\nC2:int main() {\\n}\n");
  chunk.text = "    def a(self):\n        x\n\n        y\n\n    def b(self):\n        pass\n";
  EXPECT_EQ(shown(read_passage(chunk)),
            "C0:    def a(self):\\n        x\\n\\n        y\nC1:    def b(self):\\n        pass\n");
}

TEST(Passage, UnitsAreInOrderAndInsideTheirBlocks) {
  const std::vector<std::string> pieces = {
      "Text. More", "\n",       "\n\n", "* item", "  cont", "```", "# H",     "a | b", "---|---",
      "> q",        "    code", "---",  "1. x",   "|",      "\t",  "![i](x)", "===",   "~~~~"};
  std::uint64_t state = 3;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      text += pieces[(state >> 33) % pieces.size()];
      if ((state >> 20) % 3 != 0) text += '\n';
    }
    const Chunk chunk = markdown(text);
    const Passage passage = read_passage(chunk);
    std::int64_t before = 0;
    for (const auto& unit : passage.units) {
      const auto& block = passage.blocks.at(static_cast<std::size_t>(unit.block));
      ASSERT_LE(before, unit.bytes.begin) << text;
      ASSERT_LT(unit.bytes.begin, unit.bytes.end) << text;
      ASSERT_LE(block.bytes.begin, unit.bytes.begin) << text;
      ASSERT_LE(unit.bytes.end, block.bytes.end) << text;
      ASSERT_LT(static_cast<std::size_t>(block.section), passage.sections.size()) << text;
      before = unit.bytes.end;
    }
  }
}

TEST(Passage, ReadsTheHdf5PagesQuickly) {
  const std::string folder = SOURCE_DIR "/../shared/data/hdf5_docs";
  if (!is_directory(folder)) GTEST_SKIP() << "no " << folder;
  std::size_t bytes = 0, units = 0, cut = 0;
  double seconds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto text = read_file(entry.path());
    ASSERT_TRUE(text);
    const Chunk chunk = markdown(*text);
    const auto start = std::chrono::steady_clock::now();
    const Passage passage = read_passage(chunk);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    bytes += text->size();
    units += passage.units.size();
    for (const auto& unit : passage.units) {
      if (unit.kind != UnitKind::kSentence) continue;
      const std::string_view s = passage.text_of(unit);
      const bool lower =
          s[0] >= 'a' && s[0] <= 'z' && !text::contains(s.substr(0, s.find(' ')), "_");
      cut += lower ? 1 : 0;
    }
  }
  std::cout << bytes << " bytes, " << units << " units, " << cut
            << " sentences begin in lower case, " << static_cast<double>(bytes) / 1e6 / seconds
            << " MB/s\n";
  EXPECT_GT(units, 3000U);
}

}  // namespace
}  // namespace generator::measure
