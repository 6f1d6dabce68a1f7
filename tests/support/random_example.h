// Hostile texts and examples from a seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "data/example.h"

namespace generator::testing {

/// A word, and up to forty pieces of what JSON, terminals and chat templates take amiss; now and
/// then long.
inline std::string hostile_text(Random& random) {
  static const std::vector<std::string> kPieces = {"\"",
                                                   "\\",
                                                   "\n",
                                                   "\r\n",
                                                   "\t",
                                                   std::string(1, '\0'),
                                                   "\x01",
                                                   "\x1f",
                                                   "\x7f",
                                                   "é",
                                                   "日本",
                                                   "😀",
                                                   "\xE2\x80\xA8",
                                                   "\xE2\x80\xA9",
                                                   "\xE2\x80\xAE",
                                                   "\xEF\xBB\xBF",
                                                   "<|im_end|>",
                                                   "{",
                                                   "]",
                                                   ",",
                                                   "\\u0041",
                                                   "a",
                                                   " ",
                                                   "word "};
  std::string out = "t";
  for (std::uint64_t i = random.below(40); i > 0; --i) out += kPieces[random.below(kPieces.size())];
  if (random.below(300) == 0) out += std::string(300'000, 'x');
  return out;
}

/// Every field filled with such text; half of them with a rating.
inline Example random_example(Random& random) {
  Example example;
  example.pair().question = hostile_text(random);
  example.pair().answer = hostile_text(random);
  for (std::uint64_t i = random.below(4); i > 0; --i)
    example.pair().reasoning.push_back(hostile_text(random));
  example.id = hostile_text(random);
  example.kind = hostile_text(random);
  example.provenance = {hostile_text(random), hostile_text(random), "m", "2026-11-23T09:10:25Z"};
  example.evidence = {{hostile_text(random), {3, 14}}};
  if (random.below(2) == 0) {
    example.rating.emplace();
    example.rating->total = static_cast<double>(random.below(100)) / 10.0;
    example.rating->criteria = {{"clarity", 8}};
    example.rating->reasons = "JUDGED";
    example.rating->model = "JUDGE";
  }
  return example;
}

}  // namespace generator::testing
