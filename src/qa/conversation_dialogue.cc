// One request for conversations about a chunk, and a second one where the first gave none.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/halves.h"
#include "qa/conversation_check.h"
#include "qa/generate_dialogues.h"
#include "qa/sifting.h"

namespace generator::qa {
namespace {

using measure::Passage;

class ConversationDialogue final : public Dialogue {
 public:
  ConversationDialogue(const Generation& generation, GenerateItem item, ChatRequest request)
      : generation_(generation), item_(std::move(item)), request_(std::move(request)) {
    shown_ = item_.passage();
  }

  Turn open() override { return std::vector<Ask>{{request_, 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      TRY(const bool is_shorter, shorten(*failure));
      if (is_shorter) return std::vector<Ask>{{request_, 0}};
      Finished finished;
      finished.rejects = std::move(refused_);
      finished.rejects.push_back(failure_of(*failure, item_.chunk));
      return finished;
    }
    const Completion& completion = std::get<Completion>(outcomes[0]);
    TRY(Finished finished, read(completion));
    const bool asks_again = finished.examples.empty() && !finished.rejects.empty() &&
                            !generation_.options().from_inputs &&
                            !std::exchange(is_asked_again_, true);
    if (asks_again) {
      refused_ = std::move(finished.rejects);
      return std::vector<Ask>{{again(completion), 0}};
    }
    // What was refused at first came back in another form, or not at all: it counts once.
    if (finished.rejects.empty() && finished.examples.empty()) finished.rejects = refused_;
    say_if_nothing(item_.chunk, finished);
    return finished;
  }

 private:
  // Once: the half of the passage that has more units.
  Result<bool> shorten(const Failure& failure) {
    if (failure.kind != Failure::Kind::kTooLong || std::exchange(is_halved_, true)) return false;
    std::vector<Passage> parts = measure::halves(item_.passage());
    if (parts.empty()) return false;
    shown_ = *std::ranges::max_element(
        parts, {}, [](const Passage& part) { return part.units.size(); });
    TRY(request_, generation_.ask_conversation(item_, shown_));
    return true;
  }

  Result<Finished> read(const Completion& completion) const {
    const GenerateOptions& options = generation_.options();
    TRY(const ProposedConversations read,
        read_conversations(completion.message.content, options.mode == Mode::kWrite));
    Finished out;
    for (const ProposedConversation& proposed : read.conversations) {
      if (was_asked(item_, proposed[0].question)) continue;
      CheckedConversation checked =
          check_conversation(options, item_.chunk, shown_, proposed, completion);
      if (checked.example && std::ssize(out.examples) >= item_.n_pairs) {
        checked.example.reset();
        checked.fault = Fault{reasons::kSurplus, fmt::format("{} asked for", item_.n_pairs)};
      }
      if (checked.fault) out.rejects.push_back(reject_of(checked, proposed));
      if (checked.example) out.examples.push_back(std::move(*checked.example));
    }
    for (const auto& [row, why] : read.unreadable)
      out.rejects.push_back({std::string(reasons::kUnreadableReply), why, item_.chunk.id, row});
    return out;
  }

  Reject reject_of(const CheckedConversation& checked, const ProposedConversation& proposed) const {
    Reject reject{std::string(checked.fault->code), checked.fault->detail, item_.chunk.id,
                  conversation_text(proposed)};
    reject.dropped = !checked.example.has_value();
    if (checked.example)
      reject.detail += fmt::format("; the conversation ends with turn {}", checked.turns);
    return reject;
  }

  // With what it said, and what was wrong with it.
  ChatRequest again(const Completion& completion) const {
    ChatRequest request = request_;
    std::string faults;
    for (const Reject& reject : refused_)
      faults += fmt::format("\n- {} ({})", reject.detail, reject.code);
    Message said, asked;
    said.role = Role::kAssistant;
    said.content = completion.message.content;
    asked.content = fmt::format(
        "None of that can stand:{}\nMend it, or begin another conversation about the passage, and "
        "reply with the whole JSON object only. Every turn has to keep the rules above.",
        faults);
    request.messages.push_back(std::move(said));
    request.messages.push_back(std::move(asked));
    return request;
  }

  const Generation& generation_;
  GenerateItem item_;
  ChatRequest request_;
  Passage shown_;                // the chunk, or a half
  std::vector<Reject> refused_;  // of the first reply, where it is asked for again
  bool is_halved_ = false, is_asked_again_ = false;
};

}  // namespace

std::unique_ptr<Dialogue> conversation_dialogue(const Generation& generation, GenerateItem item,
                                                ChatRequest request) {
  return std::make_unique<ConversationDialogue>(generation, std::move(item), std::move(request));
}

}  // namespace generator::qa
