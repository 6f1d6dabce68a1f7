// Whether it can be told that one passage is enough: answers of two sentences out of real pages,
// with known ends. A question of two passages is refused where one of them alone supports 0.8 of its
// answer (qa/multi_hop_check.h).
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/text.h"
#include "measure/passage.h"
#include "measure/support.h"
#include "offline/real_chunks.h"

namespace generator::offline {
namespace {

constexpr double kAloneAtMost = 0.8;
constexpr int kTrials = 400;
constexpr std::size_t kFewestWords = 10, kMostWords = 40;

struct Read {
  const Chunk* chunk;
  measure::Passage passage;
  std::vector<std::string> sentences;
};

std::vector<Read> read_all(const std::vector<Chunk>& chunks) {
  std::vector<Read> out;
  for (const Chunk& chunk : chunks) {
    Read read{&chunk, measure::read_passage(chunk), {}};
    for (const auto& unit : read.passage.units) {
      const std::string sentence(text::trim(read.passage.text_of(unit)));
      const std::size_t words = text::words(sentence).size();
      if (unit.kind == measure::UnitKind::kSentence && words >= kFewestWords &&
          words <= kMostWords && sentence.ends_with('.'))
        read.sentences.push_back(sentence);
    }
    if (read.sentences.size() > 1) out.push_back(std::move(read));
  }
  return out;
}

bool is_enough(const std::string& answer, const Read& read) {
  return measure::support(answer, read.passage, {}).share >= kAloneAtMost;
}

TEST(OnePassage, IsFoundEnoughWhereItIsAndNotWhereTheOtherIsNeeded) {
  const auto chunks = testing::real_chunks();
  if (chunks.empty()) GTEST_SKIP() << "no documents beside the checkout";
  const std::vector<Read> reads = read_all(chunks);
  Random random(5, "one passage");
  const auto any = [&](const auto& list) { return random.below(list.size()); };
  int found = 0, alarms = 0, trials = 0;
  while (trials < kTrials) {
    const Read& one = reads[any(reads)];
    const Read& other = reads[any(reads)];
    if (&one == &other || one.chunk->source != other.chunk->source) continue;
    const std::string& first = one.sentences[any(one.sentences)];
    const std::string& second = one.sentences[any(one.sentences)];
    const std::string& apart = other.sentences[any(other.sentences)];
    if (first == second) continue;
    ++trials;
    found += is_enough(first + "\n\n" + second, one) ? 1 : 0;
    const std::string both = first + "\n\n" + apart;
    alarms += is_enough(both, one) || is_enough(both, other) ? 1 : 0;
  }
  std::cout << "one passage is enough: found in " << found << " of " << kTrials
            << "; two sentences of two passages of a document: refused " << alarms << " of "
            << kTrials << "\n";
  EXPECT_GE(found, kTrials - kTrials / 100);
  EXPECT_LE(alarms, kTrials / 8);
}

}  // namespace
}  // namespace generator::offline
