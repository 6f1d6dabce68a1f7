// Every list is preceded by its length and every field by its own, so no two requests share the
// bytes that are hashed.
#include "run/request_key.h"

#include <bit>
#include <cstdint>

namespace generator {
namespace {

constexpr std::string_view kVersion = "generator request 1";

/// A setting that is not set has one spelling, whichever negative number says so.
std::uint64_t bits(double value) {
  return std::bit_cast<std::uint64_t>(value < 0 ? -1.0 : value + 0.0);
}
std::uint64_t bits(std::int64_t value) {
  return static_cast<std::uint64_t>(value < 0 ? -1 : value);
}

void add_message(const Message& message, Hasher& hasher) {
  hasher.add(static_cast<std::uint64_t>(message.role))
      .add(message.content)
      .add(message.tool_call_id)
      .add(message.opaque);
  hasher.add(static_cast<std::uint64_t>(message.tool_calls.size()));
  for (const ToolCall& call : message.tool_calls)
    hasher.add(call.id).add(call.name).add(call.arguments);
}

void add_tools(const ChatRequest& request, Hasher& hasher) {
  hasher.add(static_cast<std::uint64_t>(request.tools == nullptr ? 0 : request.tools->size()));
  if (request.tools == nullptr) return;
  for (const Tool& tool : *request.tools)
    hasher.add(tool.name).add(tool.description).add(tool.parameters);
}

void add_prompt(const ChatRequest& request, Hasher& hasher) {
  hasher.add(static_cast<std::uint64_t>(request.messages.size()));
  for (const Message& message : request.messages) add_message(message, hasher);
  add_tools(request, hasher);
  hasher.add(static_cast<std::uint64_t>(request.schema != nullptr));
  if (request.schema != nullptr) hasher.add(request.schema->name).add(request.schema->json);
  const Sampling& sampling = request.sampling;
  hasher.add(bits(sampling.temperature)).add(bits(sampling.top_p));
  hasher.add(bits(sampling.max_tokens)).add(bits(sampling.seed));
}

void add_facts(const ChatRequest& request, Hasher& hasher) {
  hasher.add(request.task).add(static_cast<std::uint64_t>(request.inputs.values.size()));
  for (const auto& [name, value] : request.inputs.values) hasher.add(name).add(value);
}

}  // namespace

Digest request_key(std::string_view identity, bool from_inputs, const ChatRequest& request,
                   int sample, int attempt) {
  Hasher hasher;
  hasher.add(kVersion).add(identity).add(static_cast<std::uint64_t>(from_inputs));
  from_inputs ? add_facts(request, hasher) : add_prompt(request, hasher);
  hasher.add(static_cast<std::uint64_t>(sample)).add(static_cast<std::uint64_t>(attempt));
  return hasher.finish();
}

}  // namespace generator
