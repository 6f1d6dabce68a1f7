// The figures are what PyPI `diversity` 0.3.1 says of the same texts, its clock at 2020-01-01 (which
// its gzip frame takes in); MATTR, which it has not, is from the definition. tests/peers/
// diversity_peers.py asks it anew.
#include "measure/diversity.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "measure/compression.h"

namespace generator::measure {
namespace {

struct Published {
  const char* name;
  std::vector<std::string> texts;
  double ratio, ngrams;  // rounded to three digits
  double self_repetition, mattr;
};

void PrintTo(const Published& given, std::ostream* out) { *out << given.name; }

// Texts of words "w0", "w1", ... by a linear congruential generator, whose numbers Python has too.
std::vector<std::string> made(int texts, int words, std::uint64_t vocabulary) {
  std::uint64_t x = 1;
  std::vector<std::string> out;
  for (int i = 0; i < texts; ++i) {
    std::string& text = out.emplace_back();
    for (int j = 0; j < words; ++j) {
      x = x * 6364136223846793005u + 1442695040888963407u;
      text += (j == 0 ? "w" : " w") + std::to_string((x >> 33) % vocabulary);
    }
  }
  return out;
}

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

class IsThatOfTheirs : public testing::TestWithParam<Published> {};

TEST_P(IsThatOfTheirs, InEveryFigure) {
  const Published& theirs = GetParam();
  const Diversity ours = diversity(views(theirs.texts));
  EXPECT_NEAR(ours.compression_ratio, theirs.ratio, 0.00051);
  EXPECT_NEAR(ours.ngram_diversity, theirs.ngrams, 0.00051);
  EXPECT_NEAR(ours.self_repetition, theirs.self_repetition, 1e-12);
  EXPECT_NEAR(ours.mattr, theirs.mattr, 1e-12);
  EXPECT_EQ(ours.texts, static_cast<std::int64_t>(theirs.texts.size()));
}

INSTANTIATE_TEST_SUITE_P(
    Diversity, IsThatOfTheirs,
    testing::Values(
        Published{"cats",
                  {"the cat sat on the mat", "the cat sat on the hat",
                   "a dog ran in the park today"},
                  0.723, 3.108, 0.7324081924454066, 0.631578947368421},
        Published{"varied",
                  {"Chunked storage splits a dataset into blocks of fixed size.",
                   "Why does a reader need the superblock?",
                   "Compression filters run on each chunk by itself, so that one block can be read "
                   "alone."},
                  1.011, 3.97, 0, 0.9696969696969697},
        Published{"same", std::vector<std::string>(20, "one two three four five six"), 6.5, 0.203,
                  4.06044301054642, 0.12},
        Published{"unicode",
                  {"Größe und Maß der Datei",
                   "naïve café — déjà\u00a0vu, déjà\u00a0vu lu\u3000und mehr",
                   "und x déjà vu, déjà vu lu"},
                  0.809, 3.895, 0.7324081924454066, 0.8947368421052632},
        Published{"spaces", {"a  b c", " d e", "f\ng h i j"}, 0.288, 3.909, 0, 0.9090909090909091},
        Published{"made_500", made(500, 40, 300), 3.228, 2.912, 0, 0.924815798706705},
        Published{"made_20", made(20, 40, 30), 3.35, 2.687, 0, 0.4924367509986689},
        Published{"made_3000", made(3000, 30, 5000), 2.782, 3.054, 0, 0.9949296839390587}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(Diversity, GivesEachLengthOfNGramForItself) {
  const auto texts = made(500, 40, 300);
  const Diversity found = diversity(views(texts));
  EXPECT_EQ(found.tokens, 20'000);
  EXPECT_NEAR(found.distinct[0], 0.015, 1e-12);
  EXPECT_NEAR(found.distinct[1], 0.8969948497424871, 1e-12);
  EXPECT_NEAR(found.distinct[2], 0.9997499749974997, 1e-12);
  EXPECT_EQ(found.distinct[3], 1);
}

TEST(Diversity, OfNothingIsNothing) {
  EXPECT_EQ(diversity({}), Diversity{});
  const std::vector<std::string_view> empty = {""};
  const Diversity found = diversity(empty);
  EXPECT_EQ(found.compression_ratio, 0);
  EXPECT_EQ(found.distinct[1], 0) << "there is no pair of tokens";
}

TEST(Mattr, MovesAWindowOverTheTokens) {
  const std::vector<std::uint32_t> tokens = {1, 2, 1, 1, 3};
  EXPECT_DOUBLE_EQ(mattr(tokens, 2), (1 + 1 + 0.5 + 1) / 4);
  EXPECT_DOUBLE_EQ(mattr(tokens, 5), 3.0 / 5);
  EXPECT_DOUBLE_EQ(mattr(tokens, 50), 3.0 / 5) << "of fewer tokens than the window, all";
  EXPECT_EQ(mattr({}, 50), 0);
}

TEST(Compression, CountsTheSecondPassAndTheFramesOfTheirs) {
  const auto texts = made(20, 40, 30);
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : " ") + text;
  EXPECT_EQ(joined.size(), 2918u);
  EXPECT_EQ(compressed_size(joined), 871u);  // 2918 / 3.35
  EXPECT_EQ(compression_ratio(""), 0);
}

}  // namespace
}  // namespace generator::measure
