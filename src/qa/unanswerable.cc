#include "qa/unanswerable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/answering.h"
#include "qa/key_words.h"

namespace generator::qa {
namespace {

constexpr std::size_t kTried = 150;     // passages, for one row
constexpr double kAnswered = 0.55;      // of the key words in one place: it may be the answer
constexpr double kSameSubject = 0.35;   // of the key words in the whole passage
constexpr double kTold = 0.5;           // of the answer's further words in the whole passage

// Passages that a reader sees together.
Chunk together(const std::vector<Chunk>& shown, const Chunk& further) {
  Chunk out;
  for (const Chunk& chunk : shown) out.text.append(chunk.text).append("\n\n");
  out.text += further.text;
  out.headings = further.headings;
  return out;
}

}  // namespace

Status add_unanswering(const PassagePool& pool, const Example& row, const Chunk* gold,
                       std::size_t count, std::vector<Chunk>& shown) {
  const std::string& question = row.pair().question;
  const std::string& answer = row.unanswerable->true_answer;
  const KeyWords words = KeyWords::of_question(pool.index(), question);
  const KeyWords further(pool.index(), answer, terms_of(question));
  const std::string near =
      gold == nullptr ? question : fmt::format("{}\n\n{}", question, to_text(gold->headings));
  for (const std::string& id : pool.nearest(near, kTried)) {
    if (shown.size() >= count) break;
    if (id == row.provenance.chunk_id || std::ranges::find(shown, id, &Chunk::id) != shown.end())
      continue;
    TRY(Chunk chunk, pool.read(id));
    const Terms all = terms_of(to_text(chunk.headings) + "\n\n" + chunk.text);
    if (words.share_in(all) < kSameSubject || words.share_in_one_place(chunk) >= kAnswered ||
        further.share_in(all) >= kTold)
      continue;
    if ((gold != nullptr && are_one(chunk, *gold)) ||
        std::ranges::any_of(shown, [&](const Chunk& other) { return are_one(chunk, other); }))
      continue;
    if (has_fact_of_answer(question, answer, chunk)) continue;
    if (may_answer(question, answer, chunk)) continue;
    if (!shown.empty() && may_answer(question, answer, together(shown, chunk))) continue;
    shown.push_back(std::move(chunk));
  }
  return {};
}

Result<std::optional<Example>> unanswerable_twin(const SourcedExample& row, const PassagePool& pool,
                                                 const Refusals& refusals, std::uint64_t seed) {
  if (row.example.multi_hop || row.example.unanswerable || row.example.is_conversation() ||
      !row.chunk)
    return std::nullopt;
  Example out = row.example;
  out.unanswerable = Unanswerable{{}, out.pair().answer};
  std::vector<Chunk> shown;
  CHECK_OK(add_unanswering(pool, out, &*row.chunk, kShownPassages, shown));
  if (shown.size() < kFewestShown) return std::nullopt;
  for (const Chunk& chunk : shown) out.unanswerable->shown.push_back(chunk.id);
  const std::string name = out.id.empty() ? out.pair().question : out.id;
  out.pair().answer = refusals.words(name, out.pair().question, shown, seed);
  out.pair().reasoning.clear();
  if (!out.id.empty()) out.id += "/unanswerable";
  out.answer_form = "refusal";
  out.support.reset();
  out.original_answer.clear();
  out.rating.reset();
  out.extra.clear();  // what others said of the answerable row
  return out;
}

std::optional<Fault> unanswerable_fault(const SourcedExample& row) {
  if (row.shown.empty())
    return Fault{reasons::kNoPassage, "not all passages that it is shown with are known"};
  const std::string& question = row.example.pair().question;
  const std::string& answer = row.example.unanswerable->true_answer;
  if (answer.empty()) return std::nullopt;  // another's row: nothing to hold them against
  for (const Chunk& chunk : row.shown)
    if (has_fact_of_answer(question, answer, chunk) || may_answer(question, answer, chunk))
      return Fault{reasons::kAnsweredByPassage,
                   fmt::format("`{}` says a part of the true answer", chunk.id)};
  return std::nullopt;
}

std::int64_t twins_wanted(std::int64_t rows, double share) {
  if (share >= 1) return rows;
  const double wanted = std::round(static_cast<double>(rows) * share / (1 - share));
  return std::min(rows, static_cast<std::int64_t>(wanted));
}

std::int64_t answerable_left(std::int64_t rows, std::int64_t made, double share) {
  if (share <= 0) return rows;
  const double left = std::round(static_cast<double>(made) * (1 - share) / share);
  return share <= 0.5 ? rows : std::min(rows, static_cast<std::int64_t>(left));
}

}  // namespace generator::qa
