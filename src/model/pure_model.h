// A model that is a function: the offline rules, and scripted answers in benchmarks.
#pragma once

#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "http/loop.h"
#include "model/model.h"

namespace generator {

/// Runs a pure function on the loop's thread pool, several requests a job, on all cores.
///
/// `answer` must be safe to call from several threads at once and depend on `task` and `inputs`
/// alone; the completion's time is set here. What it throws ends the run. `loop` and `clock` must
/// outlive this.
class PureModel final : public Model {
 public:
  using Answer = std::function<Completion(const ChatRequest&)>;
  PureModel(std::string identity, Answer answer, Loop& loop, const Clock& clock)
      : identity_(std::move(identity)), answer_(std::move(answer)), loop_(loop), clock_(clock) {}
  /// Waits for the jobs that run.
  ~PureModel() override;

  void complete(const ChatRequest& request, OnDone on_done) override;
  std::string identity() const override { return identity_; }
  bool answers_from_inputs() const override { return true; }
  void abandon() override;

 private:
  struct Call {
    ChatRequest request;
    OnDone on_done;
    Completion completion;
  };
  struct Batch {
    std::vector<Call> calls;
    std::exception_ptr thrown;
  };
  void start_jobs();
  void deliver(Batch& batch, std::uint64_t epoch);

  std::string identity_;
  Answer answer_;
  Loop& loop_;
  const Clock& clock_;
  std::deque<Call> waiting_;
  int running_ = 0;          // jobs
  bool posted_ = false;      // start_jobs is on its way
  std::uint64_t epoch_ = 0;  // counts abandons: results of an earlier epoch reach nobody
};

}  // namespace generator
