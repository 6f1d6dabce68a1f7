#include "cli/pair_shares.h"

namespace generator::cli {

PairsWanted pairs_wanted(const Settings& settings) {
  PairsWanted out;
  const auto target = settings.maybe_integer("--target-pairs", 1, INT64_MAX);
  if (target && settings.maybe_integer("--n-pairs", 1, 1000))
    throw Fatal(kWrongUseExit,
                "--target-pairs and --n-pairs say different things; give one of them");
  out.pairs = target;
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

}  // namespace generator::cli
