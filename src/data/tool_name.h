// Names that every provider takes.
//
// OpenAI takes 64 letters, digits, `_` and `-`; Gemini wants a letter or `_` first; Anthropic takes
// property names of 64 letters, digits, `_`, `.` and `-`. What stands in all of them is
// ^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$, for tools and arguments alike.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace generator {

inline constexpr std::size_t kMaxToolName = 64;

bool is_tool_name(std::string_view name);

/// `wanted` made valid: other characters become one `_`, a digit in front gets a `_` before it, and
/// what is too long is cut and ends in a hash of the whole. "" becomes "tool". A valid name stays.
std::string to_tool_name(std::string_view wanted);

/// Gives each thing a name of its own.
class ToolNames {
 public:
  /// to_tool_name(wanted), and where that is taken with a hash of `origin` behind it. `origin` tells
  /// two things of one name apart ("GET /pets"), so that the name does not depend on how many
  /// others there are.
  std::string add(std::string_view wanted, std::string_view origin);

 private:
  std::unordered_set<std::string> taken_;
};

}  // namespace generator
