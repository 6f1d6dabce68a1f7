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
  std::int64_t total = 0;             // with the unanswerable ones; 0: no number is wanted
  bool are_kept = false;              // they are counted behind the judge, not as they are made
  bool are_rows = true;               // so many rows are to be there at the end
  std::int64_t most = INT64_MAX;      // of --max-candidates: pairs to ask for, over all rounds
};
PairsWanted pairs_wanted(const Settings& settings);

/// Two passages for questions that take both, by places among the chunks.
struct JointPassages {
  std::uint64_t second = 0;  // the later one
  std::uint64_t rank = 0;    // from 0: how well they go together
  std::string first_id;
};

/// How many pairs each item is asked for: a fixed number of a chunk, a share of the target, or what
/// it bears; with --multi-hop that share of all from pairs of passages. Places are those of
/// cli/planned_items.h.
class Shares {
 public:
  enum class First { kPilot, kAll };  // what the first of several rounds asks for
  /// `by_rules`: asking costs nothing, so that more pairs of passages are tried.
  Shares(const Settings& settings, const qa::Style& style, const std::string& chunks_path,
         std::uint64_t chunks, bool by_rules, First first);

  std::int64_t of(std::uint64_t position, const qa::Bearing& chunk) {
    return rounds_ ? rounds_->share(position) : wished(chunk);
  }
  std::vector<std::string> asked(std::uint64_t position) const {
    return rounds_ ? rounds_->asked(position) : std::vector<std::string>();
  }
  bool is_first_round() const { return !rounds_ || rounds_->round() == 1; }
  /// Where a number of pairs is wanted, the rounds that it takes; else null.
  qa::Rounds* rounds() { return rounds_ && wanted_.pairs ? &*rounds_ : nullptr; }
  /// Behind which chunk which pair of passages stands, in order.
  const std::vector<JointPassages>& joints() const { return joints_; }
  double joint_share() const { return joint_share_; }
  const qa::Style& style() const { return style_; }
  std::uint64_t chunks() const { return chunks_; }
  std::int64_t target() const { return wanted_.pairs.value_or(0); }
  std::int64_t asked_for() const { return rounds_ ? rounds_->asked_for() : 0; }
  const PairsWanted& wanted() const { return wanted_; }
  std::int64_t possible() const { return wanted_.pairs ? rounds_->possible() : 0; }
  /// Of the pairs that were asked for, those from two passages.
  std::int64_t joint_asked_for() const { return rounds_ ? rounds_->joint_asked_for() : 0; }

 private:
  std::int64_t wished(const qa::Bearing& chunk) const {
    return fixed_ ? qa::fixed_share(*fixed_, chunk) : chunk.pairs;
  }
  struct Wish {
    std::int64_t pairs = 0;
    std::uint32_t group = 0;  // of chunks of one document and kind
  };
  void plan(const std::vector<Wish>& wished, First first);

  qa::Style style_;
  std::optional<std::int64_t> fixed_;
  double joint_share_;
  PairsWanted wanted_;
  std::vector<JointPassages> joints_;
  std::optional<qa::Rounds> rounds_;  // with a target, or for the shares of a single round
  std::uint64_t chunks_;
};

}  // namespace generator::cli
