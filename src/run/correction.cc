// Only the last bad reply is shown, and at most its first 4,000 characters: models copy what they
// see, and a loop of repeated text can fill a whole context.
#include "run/correction.h"

#include <fmt/format.h>

#include "base/text.h"

namespace generator {
namespace {

constexpr std::size_t kShown = 4000;

std::string shown(std::string_view reply) {
  const std::string_view front = text::prefix(reply, kShown);
  if (text::trim(front).empty()) return "(empty reply)";
  return front.size() < reply.size() ? fmt::format("{} […]", front) : std::string(front);
}

}  // namespace

ChatRequest corrected(const ChatRequest& request, const Completion& reply,
                      std::string_view problem) {
  ChatRequest again = request;
  if (reply.stop_reason == StopReason::kLength) {
    if (again.sampling.max_tokens > 0) again.sampling.max_tokens *= 2;
    return again;
  }
  Message said, wrong;
  said.role = Role::kAssistant;
  said.content = shown(text::repair_utf8(reply.message.content));
  wrong.role = Role::kUser;
  wrong.content = fmt::format(
      "That reply cannot be used: {}\n"
      "Answer the request above once more, complete and from the beginning, in exactly the form it "
      "asks for. "
      "Write nothing about this correction.",
      text::repair_utf8(problem));
  again.messages.push_back(std::move(said));
  again.messages.push_back(std::move(wrong));
  return again;
}

std::string refusal_text(const Completion& completion) {
  const std::string words = text::repair_utf8(completion.message.content);
  if (!text::trim(words).empty()) return std::string(text::prefix(text::trim(words), 500));
  return completion.stop_reason == StopReason::kContentFilter
             ? "the provider's content filter stopped the reply"
             : "the model refused without saying why";
}

}  // namespace generator
