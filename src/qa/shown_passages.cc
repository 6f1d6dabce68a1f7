#include "qa/shown_passages.h"

#include <algorithm>
#include <numeric>

#include "base/random.h"
#include "qa/answering.h"
#include "qa/key_words.h"
#include "qa/unanswerable.h"

namespace generator::qa {
namespace {

// So many are looked at for each that is wanted: further ones are no longer hard.
constexpr std::size_t kTriedForEach = 12, kTriedAtLeast = 40;
// A short item of a list stands in many passages; the answer does not for that.
constexpr double kMostSupported = 0.25;
constexpr double kAnswered = 0.85;  // of the question's key words in one place
constexpr std::size_t kFewKeyWords = 4;  // of fewer every passage on the subject has nearly all

// In the order in which they are numbered.
ShownPassages shuffled(std::vector<Chunk> passages, std::size_t gold, const Example& example,
                       std::uint64_t seed) {
  std::vector<std::size_t> order(passages.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(seed, example.id.empty() ? example.pair().question : example.id);
  random.shuffle(order);
  ShownPassages out;
  for (const std::size_t place : order) {
    if (place < gold) out.gold.push_back(out.passages.size());
    out.passages.push_back(std::move(passages[place]));
  }
  return out;
}

}  // namespace

Status add_distractors(const PassagePool& pool, const std::string& question,
                       const std::string& answer, const std::vector<const Chunk*>& apart_from,
                       std::size_t count, std::vector<Chunk>& chosen) {
  if (chosen.size() >= count) return {};
  const std::size_t tried = std::max(kTriedAtLeast, kTriedForEach * (count - chosen.size()));
  const KeyWords words = KeyWords::of_question(pool.index(), question);
  for (const std::string& id : pool.nearest(question, tried)) {
    if (chosen.size() >= count) break;
    const auto is_it = [&](const Chunk& other) { return other.id == id; };
    if (std::ranges::any_of(chosen, is_it)) continue;  // before it is read for nothing
    TRY(Chunk chunk, pool.read(id));
    const auto is_one = [&](const Chunk& other) { return are_one(chunk, other); };
    if (std::ranges::any_of(chosen, is_one) ||
        std::ranges::any_of(apart_from, [&](const Chunk* other) { return is_one(*other); }))
      continue;
    const bool is_asked =
        words.size() >= kFewKeyWords && words.share_in_one_place(chunk) >= kAnswered;
    if (!is_asked && !may_answer(question, answer, chunk, kMostSupported))
      chosen.push_back(std::move(chunk));
  }
  return {};
}

Result<ShownPassages> shown_passages(const SourcedExample& row, const PassagePool& pool,
                                     std::size_t count, std::uint64_t seed) {
  std::vector<Chunk> passages = {*row.chunk};
  if (row.second) passages.push_back(*row.second);
  const std::size_t gold = passages.size();
  CHECK_OK(add_distractors(pool, all_questions(row.example), all_answers(row.example), {}, count,
                           passages));
  return shuffled(std::move(passages), gold, row.example, seed);
}

Result<ShownPassages> shown_unanswerable(const SourcedExample& row, const PassagePool& pool,
                                         std::size_t count, std::uint64_t seed) {
  std::vector<Chunk> passages = row.shown;
  if (passages.size() > count) passages.resize(count);
  CHECK_OK(add_unanswering(pool, row.example, row.chunk ? &*row.chunk : nullptr, count, passages));
  return shuffled(std::move(passages), 0, row.example, seed);
}

}  // namespace generator::qa
