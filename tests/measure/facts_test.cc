#include "measure/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "measure/rewrites.h"

namespace generator::measure {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

std::vector<std::string> texts(const std::vector<Fact>& facts) {
  std::vector<std::string> out;
  for (const Fact& fact : facts) out.push_back(fact.text);
  return out;
}

std::vector<std::string> kinds(const std::vector<Fact>& facts) {
  std::vector<std::string> out;
  for (const Fact& fact : facts) out.push_back(std::string(to_text(fact.kind)) + " " + fact.text);
  return out;
}

TEST(Facts, AreFoundWithTheirKinds) {
  const std::string text =
      "Call `H5Pset_libver_bounds` with H5F_LIBVER_LATEST before release 1.8.0 needs more than 64 "
      "KB. Run `h5repack "
      "--filter=GZIP=6 in.h5 out.h5` as Lustre advises, or see docs/tuning.md and "
      "https://example.org/a.";
  EXPECT_THAT(
      kinds(facts(text)),
      ElementsAre("identifier H5Pset_libver_bounds", "identifier H5F_LIBVER_LATEST",
                  "version 1.8.0", "number 64 KB", "command h5repack --filter=GZIP=6 in.h5 out.h5",
                  "identifier h5repack", "flag --filter", "identifier GZIP", "number 6",
                  "path in.h5", "path out.h5", "name Lustre", "path docs/tuning.md",
                  "URL https://example.org/a"));
}

TEST(Facts, CarryTheBytesTheyStandAt) {
  const std::string text = "Größe: höchstens 64 KB – see `H5Dopen2()` or “Lustre” at 10⁶ B.";
  for (const Fact& fact : facts(text)) {
    EXPECT_EQ(text.substr(static_cast<std::size_t>(fact.bytes.begin),
                          static_cast<std::size_t>(fact.bytes.end - fact.bytes.begin)),
              fact.text);
  }
  EXPECT_THAT(texts(facts(text)), ElementsAre("64 KB", "H5Dopen2()", "Lustre", "10⁶ B"));
}

struct Key {
  std::string text;
  std::string key;
};

class EqualSpellings : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(EqualSpellings, HaveOneKey) {
  const auto& spellings = GetParam();
  const auto first = facts("the " + spellings[0]);
  ASSERT_EQ(first.size(), 1u) << spellings[0];
  for (const auto& spelling : spellings) {
    const auto found = facts("the " + spelling);
    ASSERT_EQ(found.size(), 1u) << spelling;
    EXPECT_EQ(found[0].key, first[0].key) << spelling;
    EXPECT_EQ(found[0].text, spelling);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Facts, EqualSpellings,
    testing::Values(
        std::vector<std::string>{"64 KB", "64KB", "64-KB", "64 kilobytes", "64\u00A0kB"},
        std::vector<std::string>{"1,024", "1024", "1_024"},
        std::vector<std::string>{"2", "two", "Two"},
        std::vector<std::string>{"21", "twenty-one", "twenty one"},
        std::vector<std::string>{"100", "hundred"}, std::vector<std::string>{"200", "two hundred"},
        std::vector<std::string>{"2nd", "second"},
        std::vector<std::string>{"50%", "50 percent", "50 per cent", "50 %"},
        std::vector<std::string>{"8-bit", "8 bits"},
        std::vector<std::string>{"10 µs", "10us", "10 microseconds"},
        std::vector<std::string>{"-1", "\u22121"}, std::vector<std::string>{"10^5", "10⁵"},
        std::vector<std::string>{"H5Dopen", "H5Dopen()"}, std::vector<std::string>{"HDF5", "hdf5"},
        std::vector<std::string>{"UTF-8", "utf-8"},
        std::vector<std::string>{"H5S_ALL", "H5S\\_ALL"},
        std::vector<std::string>{"three-dimensional", "3D", "3-D", "3 dimensions"}));

class Rewrites : public testing::TestWithParam<Rewrite> {};

TEST_P(Rewrites, AreJudgedAsLabelled) {
  const Rewrite& pair = GetParam();
  EXPECT_THAT(texts(added(pair.original, pair.rewritten)), ElementsAreArray(pair.added))
      << pair.rewritten;
  EXPECT_THAT(texts(lost(pair.original, pair.rewritten)), ElementsAreArray(pair.lost))
      << pair.original;
}

INSTANTIATE_TEST_SUITE_P(Facts, Rewrites, testing::ValuesIn(rewrites()));

TEST(Facts, ASmallerFactStandsForTheCommandAroundIt) {
  EXPECT_THAT(texts(added("Run `git log`.", "Run `git log --oneline`.")), ElementsAre("--oneline"));
  EXPECT_THAT(texts(added("Run `git log`.", "Run `git status`.")), ElementsAre("git status"));
}

TEST(Facts, AreNamedInMessages) {
  EXPECT_EQ(to_text(added("", "Use `-x` and 3 MB of NetCDF.")),
            "flag `-x`, number `3 MB`, identifier `NetCDF`");
  EXPECT_EQ(to_text(added("", "Use 3, 4, 5 or 6."), 2), "number `3`, number `4` and 2 more");
}

TEST(Facts, SeveralTextsTogetherAreKnown) {
  KnownFacts known("Groups hold links.");
  known.add("What does H5Gopen do?");
  EXPECT_THAT(added(known, "`H5Gopen` opens groups."), IsEmpty());
  EXPECT_THAT(texts(added(known, "`H5Gopen` opens 2 groups.")), ElementsAre("2"));
}

TEST(Facts, TheMarkOfAQuotesKindIsNone) {
  EXPECT_TRUE(facts("[!IMPORTANT]\n> The stubs are no longer recommended.").empty());
  EXPECT_FALSE(facts("[!H5_]\n> The stubs are no longer recommended.").empty());
}

TEST(Facts, OfNothingAreNone) {
  for (const char* text : {"", " ", "```", "`", "``", "- ", "#", "**", "-", "--", ".", "/", "://",
                           "$", "@", "\\", "&"})
    EXPECT_THAT(facts(text), IsEmpty()) << text;
}

TEST(Facts, HostileTextTakesLinearTime) {
  const std::size_t size = 1 << 20;
  for (const char* pattern :
       {"`",  "a`", "``a`", "a.",      "a/",  "1,", "1-", "-",     "a-", "1.", "@a",          "((",
        "**", "\\", "&lt",  "http://", "a::", "1_", "> ", "```\n", "~",  "0x", "one hundred "}) {
    std::string text;
    while (text.size() < size) text += pattern;
    const auto begin = std::chrono::steady_clock::now();
    facts(text);
    const auto spent = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(std::chrono::duration_cast<std::chrono::seconds>(spent).count(), 5) << pattern;
  }
}

TEST(Facts, RewordingOfRealAnswersRaisesNoAlarm) {
  std::ifstream file(std::string(SOURCE_DIR) + "/../shared/data/hdf5_docs/h5_d_u_g.md");
  if (!file) GTEST_SKIP() << "no ../shared/data";
  std::string line;
  int lines = 0;
  while (std::getline(file, line)) {
    if (line.size() < 80 || line.find('|') != std::string::npos || !text::is_upper(line[0]))
      continue;
    ++lines;
    // Form changes only: emphasis, list markers, code marks, spaces.
    const std::string as_item = "1. **Note:** " + text::replace_all(line, "HDF5", "`HDF5`");
    EXPECT_THAT(texts(added(line, as_item)), IsEmpty()) << line;
    EXPECT_THAT(texts(lost(line, as_item)), IsEmpty()) << line;
  }
  EXPECT_GT(lines, 100);
}

}  // namespace
}  // namespace generator::measure
