// Whoever carries out tool calls: a simulator, an MCP server, an HTTP service.
#pragma once

#include "base/result.h"
#include "data/message.h"

namespace generator {

/// Calls go one after the other; what a call changes, the next one sees.
class ToolRunner {
 public:
  virtual ~ToolRunner() = default;
  /// What the tool replied, also where it replied that it could not. Errors: it could not be asked
  /// at all.
  virtual Result<CallResult> call(const ToolCall& call) = 0;
  /// Everything is as it was before the first call.
  virtual Status reset() = 0;
};

}  // namespace generator
