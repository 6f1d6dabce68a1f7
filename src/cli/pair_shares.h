// How many pairs are wanted of the chunks, and of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "cli/settings.h"
#include "qa/plan.h"
#include "qa/rounds.h"
#include "store/chunk_reader.h"

namespace generator::cli {

/// What --target-pairs and --candidates ask for. Throws Fatal(2) for what does not go together.
struct PairsWanted {
  std::optional<std::int64_t> pairs;  // nothing: as many as the source bears
  bool are_kept = false;              // they are counted behind the judge, not as they are made
  bool are_rows = true;               // so many rows are to be there at the end
  std::int64_t most = INT64_MAX;      // of --max-candidates: pairs to ask for, over all rounds
};
PairsWanted pairs_wanted(const Settings& settings);

/// How many pairs each chunk is asked for: a fixed number, a share of the target, or what it bears.
class Shares {
 public:
  Shares(const Settings& settings, const qa::Style& style, const std::string& chunks_path,
         std::uint64_t chunks)
      : style_(style),
        fixed_(settings.maybe_integer("--n-pairs", 1, 1000)),
        wanted_(pairs_wanted(settings)),
        chunks_(chunks) {
    if (!wanted_.pairs) return;
    rounds_.emplace(*wanted_.pairs, wanted_.most);
    ChunkReader reader = must(ChunkReader::open(chunks_path));
    Chunk chunk;
    while (must(reader.next(chunk))) rounds_->count(qa::bearing(chunk, style_));
  }

  std::int64_t of(std::uint64_t position, const qa::Bearing& chunk) {
    if (fixed_) return qa::fixed_share(*fixed_, chunk);
    return rounds_ ? rounds_->share(position) : chunk.pairs;
  }
  std::vector<std::string> asked(std::uint64_t position) const {
    return rounds_ ? rounds_->asked(position) : std::vector<std::string>();
  }
  bool is_first_round() const { return !rounds_ || rounds_->round() == 1; }
  /// Where a number of pairs is wanted, the rounds that it takes; else null.
  qa::Rounds* rounds() { return rounds_ ? &*rounds_ : nullptr; }
  const qa::Style& style() const { return style_; }
  std::uint64_t chunks() const { return chunks_; }
  std::int64_t target() const { return rounds_ ? rounds_->target() : 0; }
  std::int64_t asked_for() const { return rounds_ ? rounds_->asked_for() : 0; }
  const PairsWanted& wanted() const { return wanted_; }
  std::int64_t possible() const { return rounds_ ? rounds_->possible() : 0; }

 private:
  qa::Style style_;
  std::optional<std::int64_t> fixed_;
  PairsWanted wanted_;
  std::optional<qa::Rounds> rounds_;
  std::uint64_t chunks_;
};

}  // namespace generator::cli
