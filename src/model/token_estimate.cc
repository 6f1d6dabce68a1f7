// Byte-pair tokens have some four bytes of English and two to three of source code; in other
// scripts a character of two to four bytes is often a token or more, so those bytes weigh double.
#include "model/token_estimate.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace generator {
namespace {

constexpr double kFirstGuess = 0.4;  // tokens a byte, before anything is known
constexpr double kMargin = 1.02;
constexpr std::int64_t kFrame = 16;  // roles and separators

std::int64_t weight(std::string_view text) {
  const auto foreign =
      std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return static_cast<std::int64_t>(text.size()) + foreign;
}

std::int64_t bytes_of(const ChatRequest& request) {
  std::int64_t out = kFrame;
  for (const Message& message : request.messages) {
    out += weight(message.content) + kFrame;
    for (const ToolCall& call : message.tool_calls) out += weight(call.arguments) + kFrame;
  }
  if (request.schema != nullptr) out += weight(request.schema->json);
  if (request.tools != nullptr)
    for (const Tool& tool : *request.tools)
      out += weight(tool.description) + weight(tool.parameters) + kFrame;
  return out;
}

Amounts counted(const RequestSize& size, TokenRule rule, std::int64_t input, std::int64_t output) {
  Amounts out;
  out[Measure::kRequests] = 1;
  out[Measure::kOutput] = output;
  switch (rule) {
    case TokenRule::kUsed:
      out[Measure::kTokens] = input + output;
      break;
    case TokenRule::kReserved:
      out[Measure::kTokens] = std::max(input, size.max_tokens);
      break;
    case TokenRule::kInput:
    case TokenRule::kUncachedInput:
      out[Measure::kTokens] = input;
      break;
  }
  return out;
}

}  // namespace

RequestSize size_of(const ChatRequest& request) {
  return {bytes_of(request), std::max<std::int64_t>(0, request.sampling.max_tokens)};
}

Amounts TokenEstimate::before(const RequestSize& size, TokenRule rule) const {
  const double rate = learned_ == 0 ? kFirstGuess : most_per_byte_ * kMargin;
  const auto input = static_cast<std::int64_t>(std::ceil(rate * static_cast<double>(size.bytes)));
  const auto longest =
      static_cast<std::int64_t>(std::ceil(static_cast<double>(longest_output_) * kMargin));
  return counted(size, rule, input,
                 learned_ == 0 ? size.max_tokens : std::min(longest, size.max_tokens));
}

Amounts TokenEstimate::after(const RequestSize& size, TokenRule rule, const Usage& usage) {
  const std::int64_t input =
      rule == TokenRule::kUncachedInput ? usage.input - usage.cached : usage.input;
  return counted(size, rule, std::max<std::int64_t>(0, input), usage.output);
}

void TokenEstimate::learn(const RequestSize& size, const Usage& usage) {
  if (usage.input <= 0) return;  // a server that does not count
  const std::size_t at = learned_++ % kRemembered;
  tokens_per_byte_[at] =
      static_cast<double>(usage.input) / static_cast<double>(std::max<std::int64_t>(1, size.bytes));
  outputs_[at] = usage.output;
  most_per_byte_ = *std::ranges::max_element(tokens_per_byte_);
  longest_output_ = *std::ranges::max_element(outputs_);
}

}  // namespace generator
