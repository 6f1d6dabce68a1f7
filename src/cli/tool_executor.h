// Carries out the tool calls of dialogues with whoever runs tools.
#pragma once

#include <vector>

#include "data/tool_runner.h"
#include "run/executor.h"

namespace generator::cli {

/// Over a runner that answers at once and keeps nothing outside: a simulator. Every Act is seen
/// before `carry_out` returns. What was carried out last is not done again where the next Act goes
/// on from it.
class ImmediateExecutor final : public Executor {
 public:
  /// `runner` must outlive this.
  explicit ImmediateExecutor(ToolRunner& runner) : runner_(runner) {}
  void carry_out(Act act, OnSeen on_seen) override;

 private:
  Result<std::vector<CallResult>> results(const Act& act);
  bool is_at(const std::vector<ToolCall>& calls) const;

  ToolRunner& runner_;
  bool is_known_ = false;       // where the runner stands
  std::vector<ToolCall> done_;  // since its first state
};

}  // namespace generator::cli
