#include "cli/pair_shares.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "cli/passage_vectors.h"
#include "qa/passage_pairs.h"

namespace generator::cli {
namespace {

std::vector<JointPassages> in_order(const std::vector<qa::PassagePair>& chosen,
                                    const std::vector<std::string>& ids) {
  std::vector<JointPassages> out;
  for (std::size_t rank = 0; rank < chosen.size(); ++rank)
    out.push_back({chosen[rank].second, rank, ids[chosen[rank].first]});
  std::ranges::sort(out, [](const JointPassages& a, const JointPassages& b) {
    return a.second != b.second ? a.second < b.second : a.rank < b.rank;
  });
  return out;
}

}  // namespace

namespace {

// So many answered pairs that half of them, which mostly can be proved, make the unanswerable ones.
std::int64_t answered_pairs(std::int64_t total, double share) {
  const auto unanswerable = static_cast<std::int64_t>(
      std::llround(share * static_cast<double>(total)));
  return std::max<std::int64_t>({1, total - unanswerable, std::min(total, 2 * unanswerable)});
}

}  // namespace

PairsWanted pairs_wanted(const Settings& settings) {
  PairsWanted out;
  const auto target = settings.maybe_integer("--target-pairs", 1, INT64_MAX);
  if (target && settings.maybe_integer("--n-pairs", 1, 1000))
    throw Fatal(kWrongUseExit,
                "--target-pairs and --n-pairs say different things; give one of them");
  out.total = target.value_or(0);
  if (target) out.pairs = answered_pairs(*target, settings.number("--unanswerable", 0, 1));
  if (settings.command().name != "pipeline") return out;
  const auto candidates = settings.maybe_integer("--candidates", 1, INT64_MAX);
  if (candidates && settings.maybe_integer("--n-pairs", 1, 1000))
    throw Fatal(kWrongUseExit, "--candidates and --n-pairs say different things; give one of them");
  if (candidates && target)
    throw Fatal(kWrongUseExit,
                "--target-pairs is a number of kept pairs, --candidates one of pairs to ask for; "
                "give one of them");
  if (target && settings.maybe_number("--keep-top", 0, 1))
    throw Fatal(kWrongUseExit,
                "--target-pairs is a number of kept pairs, --keep-top a share of all that were "
                "made; give one of them, or --candidates with --keep-top");
  const auto most = settings.maybe_integer("--max-candidates", 1, INT64_MAX);
  if (most && !target)
    throw Fatal(kWrongUseExit, "--max-candidates bounds --target-pairs, which is not given");
  if (candidates) out.pairs = candidates;
  out.are_rows = !candidates;
  out.are_kept = target.has_value();
  out.most = most.value_or(INT64_MAX);
  return out;
}

Shares::Shares(const Settings& settings, const qa::Style& style, const std::string& chunks_path,
               std::uint64_t chunks, bool by_rules, First first)
    : style_(style),
      fixed_(settings.maybe_integer("--n-pairs", 1, 1000)),
      joint_share_(settings.number("--multi-hop", 0, 1)),
      wanted_(pairs_wanted(settings)),
      chunks_(chunks) {
  if (!wanted_.pairs && joint_share_ == 0) return;
  const auto seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX));
  qa::PassagePairs pairs(
      seed, by_rules ? qa::PassagePairs::kMostTried : qa::PassagePairs::kMostOfAChunk);
  PassageVectors vectors;
  if (joint_share_ > 0) vectors = read_passage_vectors(settings);
  std::vector<Wish> wished;
  std::map<std::pair<std::string, ChunkKind>, std::uint32_t> groups;
  std::vector<std::string> ids;
  ChunkReader reader = must(ChunkReader::open(chunks_path));
  Chunk chunk;
  while (must(reader.next(chunk))) {
    const qa::Bearing bearing = qa::bearing(chunk, style_);
    const auto group = static_cast<std::uint32_t>(groups.size());
    wished.push_back({this->wished(bearing),
                      groups.emplace(std::pair(chunk.source, chunk.kind), group).first->second});
    if (joint_share_ == 0) continue;
    pairs.add(chunk, bearing.pairs > 0, vectors.take(chunk.id));
    ids.push_back(chunk.id);
  }
  if (joint_share_ > 0) joints_ = in_order(pairs.choose(), ids);
  plan(wished, first);
}

void Shares::plan(const std::vector<Wish>& wished, First first) {
  std::int64_t all = 0;
  for (const Wish& wish : wished) all += wish.pairs;
  const std::int64_t target = wanted_.pairs.value_or(all);
  const bool is_pilot = first == First::kPilot && wanted_.pairs;
  rounds_.emplace(target, wanted_.most, joint_share_,
                  is_pilot ? qa::Rounds::pilot_for(target) : INT64_MAX);
  auto joint = joints_.begin();
  for (std::uint64_t position = 0; position < wished.size(); ++position) {
    rounds_->count({wished[position].pairs, {}, {}}, wished[position].group);
    for (; joint != joints_.end() && joint->second == position; ++joint)
      rounds_->count_joint(joint->rank);
  }
  rounds_->begin();
}

}  // namespace generator::cli
