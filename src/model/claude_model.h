// The Claude command-line program as a model: one process an answer.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/clock.h"
#include "base/random.h"
#include "http/child_process.h"
#include "model/claude.h"
#include "model/model.h"
#include "model/retry.h"

namespace generator {

inline std::string claude_identity(const std::string& model) { return "claude/" + model; }

struct ClaudeOptions {
  std::string program = "claude";  // looked up in PATH
  std::string model;
  std::size_t most = 4;  // processes at once: each takes some 200 MB and seconds to start
  RetryOptions retries;
  http::ChildLimits limits;
  /// Where there is a cap on spending: what the model costs. Each process is then told how long its
  /// replies, and how dear it, may be. Outlives the model.
  const Price* capped = nullptr;
};

/// Processes run in an empty temporary folder, which is made for the first and removed with this.
/// What a limit says of when it ends holds for all: none is started before.
class ClaudeModel final : public Model {
 public:
  /// `loop` and `clock` must outlive this.
  ClaudeModel(ClaudeOptions options, SystemLoop& loop, const Clock& clock);
  ~ClaudeModel() override;

  /// Errors as HttpModel's; kUnavailable with "did you mean `anthropic`?" where the program is not
  /// installed.
  void complete(const ChatRequest& request, OnDone on_done) override {
    complete_counting(request, std::move(on_done), {});
  }
  void complete_counting(const ChatRequest& request, OnDone on_done, OnLost on_lost) override;
  std::string identity() const override { return claude_identity(options_.model); }
  TokenBound most_tokens(const ChatRequest& request) const override {
    return claude_token_bound(request);
  }
  void abandon() override;
  std::uint64_t retries() const override { return retries_; }

 private:
  struct Call {
    ClaudeCommand command;
    OnDone on_done;
    OnLost on_lost;
    Tries tries;
    Loop::Timer retry = 0;
  };
  ClaudeLimits limits_of(const ChatRequest& request) const;
  void start_waiting();
  void start(Call& call);
  void ended(Call& call, Result<http::ChildOutput> output);
  void failed(Call& call, const CallError& error);
  void try_again(Call& call, const CallError& error);
  void give_up(Call& call, const CallError& error);
  void end(Call& call, Result<Completion> result);
  Status make_folder();

  ClaudeOptions options_;
  SystemLoop& loop_;
  const Clock& clock_;
  http::ChildProcesses children_;
  Random random_;
  EndpointHealth health_;
  std::uint64_t retries_ = 0;
  std::string folder_;  // "" until the first process
  std::unordered_map<const Call*, std::unique_ptr<Call>> calls_;
  std::deque<Call*> waiting_;
  std::size_t running_ = 0;
  std::int64_t not_before_ms_ = 0;  // on the monotonic clock
  Loop::Timer timer_ = 0;
};

/// The error for a program that is not in PATH.
std::string claude_is_missing(const std::string& program);

}  // namespace generator
