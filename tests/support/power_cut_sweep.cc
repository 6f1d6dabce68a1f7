#include "support/power_cut_sweep.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "support/crash_trial.h"

namespace generator::testing {
namespace {

constexpr std::uint64_t kSmallestRecord = 50;  // bytes

struct Cut {
  Loss loss = Loss::kEverything;
  std::uint64_t seed = 0;
};

std::vector<Cut> kinds(int chances) {
  std::vector<Cut> out = {{Loss::kEverything}, {Loss::kNothing}, {Loss::kData}, {Loss::kNames}};
  for (int i = 0; i < chances; ++i)
    out.push_back({Loss::kChance, static_cast<std::uint64_t>(i) + 1});
  return out;
}

/// Where the traced run stood and what it did.
struct Traced {
  std::string folder;
  std::string world;  // the file of calls
  std::vector<TraceNote> notes;
};

void play(const PowerCuts& cuts, const Outputs& right, const Traced& traced, const LostDisk& disk,
          const Cut& cut, std::size_t at, SweepResult& result) {
  const std::string where =
      fmt::format("power cut at {}, loss {}, seed {}", at, static_cast<int>(cut.loss), cut.seed);
  Random random(cut.seed + 1000 * at, "power cut");
  CrashTrial trial(cuts.sweep, false);
  const Status written =
      write_image(disk.cut(cut.loss, random), traced.folder, trial.folder());
  if (!written) return report(result, where + ": " + written.error().message);
  if (!cuts.sweep.calls.empty()) {
    std::ofstream world(trial.folder() + "/" + cuts.sweep.calls, std::ios::binary);
    world << disk.written(traced.world);
  }
  ++result.points;
  check_outputs(right, trial, where, result);
  const std::uint64_t unsynced =
      disk.loose_bytes(traced.folder + "/" + cuts.ledger) / kSmallestRecord;
  resume(cuts.sweep, right, trial, cuts.sweep.most_repeated_calls + unsynced, where, result);
}

}  // namespace

SweepResult sweep_power_cuts(const PowerCuts& cuts) {
  SweepResult result;
  const Outputs right = uninterrupted(cuts.sweep, result);
  CrashTrial whole(cuts.sweep);
  Traced traced;
  traced.folder = whole.folder();
  const std::filesystem::path above = std::filesystem::path(whole.folder()).parent_path();
  if (!cuts.sweep.calls.empty())
    traced.world = (std::filesystem::path(traced.folder) / cuts.sweep.calls).string();
  LostDisk disk(traced.folder);
  const CrashEnd ended = whole.run({fmt::format("TRACE_SHIM_FOLDER={}/", above.string()),
                                    "TRACE_SHIM_FILE=" + whole.note("trace")});
  if (ended.exit_code() != 0) report(result, "traced: " + ended.errors);
  traced.notes = read_trace(whole.note("trace")).value();
  std::size_t points = 0;
  for (std::size_t at = 0; at < traced.notes.size() && result.wrong.size() < 20; ++at) {
    const TraceNote& note = traced.notes[at];
    const bool is_point = note.is_sync() || (cuts.between_syncs && note.changes_names());
    const bool is_due = is_point && points++ % cuts.sweep.step == 0;
    if (is_due)
      for (const Cut& cut : kinds(cuts.chances)) play(cuts, right, traced, disk, cut, at, result);
    disk.apply(note);
    if (is_due && cuts.between_syncs)
      play(cuts, right, traced, disk, {Loss::kEverything}, at + 1, result);
  }
  return result;
}

}  // namespace generator::testing
