// One process after another on one ledger, on virtual time and from one seed: killed, interrupted,
// its power cut, until a run was whole.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>

#include "base/random.h"
#include "run/ledger.h"
#include "run/runner.h"
#include "support/numbered_items.h"
#include "support/power_cut.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator::testing {

class SimulatedLife {
 public:
  static constexpr std::uint64_t kItems = 60;

  SimulatedLife(std::uint64_t seed, std::string_view name) : random_(seed, name), seed_(seed) {}
  virtual ~SimulatedLife() = default;

 protected:
  static constexpr int kStormy = 20;  // processes; what still lives after that is left in peace

  /// What the provider answers.
  virtual ScriptedModel::Reply reply(const ChatRequest& request) = 0;
  virtual RunOptions options() = 0;
  /// The power is about to go.
  virtual void crashes(const Ledger&) {}
  /// The process ended by itself; `lines` is what it handed on. Whether the run is whole.
  virtual bool ended(const RunSummary& summary, const std::string& lines) = 0;

  std::string folder() const { return temp_ / "ledger"; }
  NumberTask& task() { return task_; }
  bool is_whole() const { return is_whole_; }
  bool is_stormy() const { return process_ < kStormy; }
  /// Milliseconds until a reply: mostly few, now and then many.
  std::int64_t delay() {
    return static_cast<std::int64_t>(random_.below(20) == 0 ? random_.below(5000)
                                                            : random_.below(40));
  }

  void live_once(int process) {
    process_ = process;
    FakeClock clock;
    VirtualLoop loop(clock, seed_ * 1000 + static_cast<std::uint64_t>(process), 20);
    auto ledger = Ledger::open(folder(), loop);
    ASSERT_TRUE(ledger) << ledger.error().message;
    // A crash is a copy of the ledger's file at that moment, as the power cut leaves it.
    const std::string at_crash = temp_ / "crashed";
    const bool is_to_crash = is_stormy() && random_.below(3) > 0;
    if (is_to_crash)
      loop.after(static_cast<std::int64_t>(random_.below(400)), [&] {
        copy((*ledger)->path(), at_crash);
        cut_power(at_crash, (*ledger)->synced_size(), random_);
        crashes(**ledger);
        throw Crash();
      });
    else if (is_stormy() && random_.below(3) == 0)
      loop.after(static_cast<std::int64_t>(random_.below(300)), [&] { loop.interrupt(); });
    ScriptedModel model(loop, clock,
                        [this](const ChatRequest& request, int) { return reply(request); });
    NumberSource source(task_, kItems);
    const RunOptions run_options = options();
    std::string lines;
    try {
      const RunSummary summary = run(source, model, **ledger, loop, clock, run_options,
                                     [&](std::uint64_t index, Finished finished) {
                                       lines += to_line(index, finished);
                                       return Status{};
                                     });
      EXPECT_EQ((*ledger)->synced_size(), (*ledger)->size());
      is_whole_ = ended(summary, lines);
      ASSERT_TRUE((*ledger)->close());
    } catch (const Crash&) {
      ledger->reset();
      copy(at_crash, folder() + "/records");
      if (random_.below(2) == 0) std::filesystem::remove(folder() + "/index");
    }
  }

  Random random_;

 private:
  /// Ends a run as a crash does: no destructor of the run sees it coming.
  struct Crash {};
  static void copy(const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  }

  const std::uint64_t seed_;
  TempFolder temp_;
  NumberTask task_;
  int process_ = 0;
  bool is_whole_ = false;
};

}  // namespace generator::testing
