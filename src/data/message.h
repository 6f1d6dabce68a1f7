// What is said between the program and a model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace generator {

enum class Role : std::uint8_t { kSystem, kUser, kAssistant, kTool };

std::string_view to_text(Role role);  // "system", "user", "assistant", "tool"

struct ToolCall {
  std::string id;
  std::string name;
  std::string arguments;  // JSON text as the model wrote it
};

/// What a tool replied.
struct CallResult {
  std::string content;    // as it came: JSON, or text; of a ToolRunner always JSON
  bool is_error = false;  // as whoever replied says, whatever the content says
  std::int64_t latency_ms = 0;
};

struct Message {
  Role role = Role::kUser;
  std::string content;
  std::vector<ToolCall> tool_calls;
  std::string tool_call_id;  // of a kTool message: which call it answers
  std::string opaque;        // what a provider wants echoed, as it came
  /// Bytes at the front of `content` that other requests of the stage have too. It changes nothing
  /// of what is asked, only where a provider's prompt cache is told to end.
  std::size_t shared = 0;
};

}  // namespace generator
