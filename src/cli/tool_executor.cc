#include "cli/tool_executor.h"

#include <algorithm>
#include <utility>

namespace generator::cli {

void ImmediateExecutor::carry_out(Act act, OnSeen on_seen) { on_seen(results(act)); }

bool ImmediateExecutor::is_at(const std::vector<ToolCall>& calls) const {
  return is_known_ && std::ranges::equal(done_, calls, [](const ToolCall& a, const ToolCall& b) {
           return a.name == b.name && a.arguments == b.arguments;
         });
}

Result<std::vector<CallResult>> ImmediateExecutor::results(const Act& act) {
  if (!is_at(act.before)) {
    is_known_ = false;
    CHECK_OK(runner_.reset());
    for (const ToolCall& call : act.before) {
      TRY(const CallResult known, runner_.call(call));
      static_cast<void>(known);  // the dialogue has it already
    }
    done_ = act.before;
  }
  is_known_ = false;
  std::vector<CallResult> out;
  for (const ToolCall& call : act.calls) {
    TRY(CallResult result, runner_.call(call));
    out.push_back(std::move(result));
  }
  done_.insert(done_.end(), act.calls.begin(), act.calls.end());
  is_known_ = true;
  return out;
}

}  // namespace generator::cli
