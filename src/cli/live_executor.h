// Carries out the tool calls of dialogues for real, and keeps what was replied.
//
// A session is what was called since a known state. Its replies are in the ledger under the tools'
// identity and all its calls, so that a run that is resumed or replayed asks no tool again, and the
// model is asked the same. A branch of a search is another session: it begins afresh, with the calls
// before it carried out again, unless a server stands just there.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/hash.h"
#include "data/tool_runner.h"
#include "http/loop.h"
#include "run/executor.h"
#include "run/ledger.h"

namespace generator::cli {

class LiveExecutor final : public Executor {
 public:
  using MakeRunner = std::function<std::unique_ptr<ToolRunner>()>;
  struct Options {
    std::string identity;     // of the tools: who they are and what they say of themselves
    std::size_t runners = 2;  // servers at once
    bool replay = false;      // nothing is called; what the ledger does not have is an error
  };
  /// `loop`, `ledger` and `clock` must outlive it.
  LiveExecutor(Loop& loop, Ledger& ledger, const Clock& clock, Options options, MakeRunner make);
  ~LiveExecutor() override;

  void carry_out(Act act, OnSeen on_seen) override;
  /// Runs the loop until the results are there.
  Result<std::vector<CallResult>> carry_out_now(Act act);
  /// Waits for calls that are on their way: their deadlines are the runner's.
  void abandon() override;

  std::int64_t called() const { return called_; }  // calls that were carried out, not remembered

 private:
  struct Place {
    std::unique_ptr<ToolRunner> runner;
    std::vector<ToolCall> done;  // since the known state
    bool is_known = false;       // where it stands
    bool is_busy = false;
  };
  struct Job {
    Act act;
    Digest key;
    OnSeen on_seen;
    Result<std::vector<CallResult>> results = std::vector<CallResult>();
  };
  Digest key_of(const Act& act) const;
  void pump();
  Place* place_for(const Job& job);
  void start(Place& place, std::shared_ptr<Job> job);
  void finished(Place& place, Job& job);

  Loop& loop_;
  Ledger& ledger_;
  const Clock& clock_;
  Options options_;
  MakeRunner make_;
  std::vector<std::unique_ptr<Place>> places_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
  bool is_abandoned_ = false;
  std::size_t busy_ = 0;
  std::int64_t called_ = 0;
};

}  // namespace generator::cli
