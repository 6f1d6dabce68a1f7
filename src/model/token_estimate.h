// How many tokens a request will count for, before it is sent: learned from those that came back.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/chat.h"
#include "model/limits.h"

namespace generator {

/// What of a request its tokens are estimated from.
struct RequestSize {
  std::int64_t bytes = 0;  // of all texts, those outside ASCII twice
  std::int64_t max_tokens = 0;
};
RequestSize size_of(const ChatRequest& request);

/// Leans to the high side: the largest tokens-per-byte and the longest output of the last 128
/// replies, and a little more.
class TokenEstimate {
 public:
  /// What the request will cost by `rule`, one request included.
  Amounts before(const RequestSize& size, TokenRule rule) const;
  /// What it has cost.
  static Amounts after(const RequestSize& size, TokenRule rule, const Usage& usage);
  void learn(const RequestSize& size, const Usage& usage);

 private:
  static constexpr std::size_t kRemembered = 128;
  std::array<double, kRemembered> tokens_per_byte_{};
  std::array<std::int64_t, kRemembered> outputs_{};
  std::size_t learned_ = 0;
  double most_per_byte_ = 0;         // of those remembered
  std::int64_t longest_output_ = 0;  // of those remembered
};

}  // namespace generator
