// One process that asks a simulated provider: HttpModel, runner and ledger as they really are.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <span>
#include <string>
#include <utility>

#include "model/http_model.h"
#include "run/runner.h"
#include "support/numbered_items.h"
#include "support/simulated_provider.h"
#include "support/virtual_loop.h"

namespace generator::testing {

/// Items whose prompts have some hundreds to thousands of bytes, different ones each.
class TextTask {
 public:
  explicit TextTask(std::uint64_t seed, std::uint64_t shortest = 400, std::uint64_t longest = 6000)
      : seed_(seed), shortest_(shortest), longest_(longest) {}
  ChatRequest ask(std::uint64_t item) const {
    Random random(seed_, fmt::format("item {}", item));
    ChatRequest request;
    request.task = "generate";
    Message message;
    message.content = fmt::format("item {} ", item);
    message.content.resize(shortest_ + random.below(longest_ - shortest_ + 1), '.');
    request.messages.push_back(std::move(message));
    return request;
  }
  Result<Finished> read(std::uint64_t item, const Completion& completion) const {
    if (!completion.message.content.starts_with("ok"))
      return fail(ErrorKind::kInvalidInput, "the reply must begin with \"ok\"");
    Finished finished;
    finished.examples.emplace_back().body =
        QaPair{fmt::format("question {}", item), {}, completion.message.content.substr(0, 12)};
    return finished;
  }
  Reject give_up(std::uint64_t item, const Failure& failure) const {
    return {failure.kind == Failure::Kind::kCallFailed ? "call_failed" : "unreadable_reply",
            failure.message, fmt::format("{}", item), ""};
  }

 private:
  std::uint64_t seed_, shortest_, longest_;
};

class TextDialogue final : public Dialogue {
 public:
  TextDialogue(const TextTask& task, std::uint64_t item) : task_(task), item_(item) {}
  Turn open() override { return std::vector<Ask>{{task_.ask(item_), 0}}; }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0]))
      return Finished{{}, {task_.give_up(item_, *failure)}};
    TRY(Finished finished, task_.read(item_, std::get<Completion>(outcomes[0])));
    return finished;
  }

 private:
  const TextTask& task_;
  std::uint64_t item_;
};

class TextSource final : public DialogueSource {
 public:
  TextSource(const TextTask& task, std::uint64_t count) : task_(task), count_(count) {}
  Result<std::unique_ptr<Dialogue>> next() override {
    if (given_ == count_) return nullptr;
    return std::make_unique<TextDialogue>(task_, given_++);
  }
  std::optional<std::uint64_t> size() const override { return count_; }

 private:
  const TextTask& task_;
  std::uint64_t count_, given_ = 0;
};

inline std::unique_ptr<Provider> provider_of(Wire wire) {
  const Endpoint endpoint{"http://simulated", "key", "m", ""};
  switch (wire) {
    case Wire::kOpenAi:
      return make_openai(endpoint);
    case Wire::kAnthropic:
      return make_anthropic(endpoint);
    case Wire::kGemini:
      return make_gemini(endpoint);
  }
  return nullptr;
}

inline TokenRule rule_of(Wire wire) {
  switch (wire) {
    case Wire::kOpenAi:
      return TokenRule::kReserved;
    case Wire::kAnthropic:
      return TokenRule::kUncachedInput;
    case Wire::kGemini:
      return TokenRule::kInput;
  }
  return TokenRule::kUsed;
}

/// The model of one process. `account`, `loop` and `clock` must outlive it.
inline std::unique_ptr<HttpModel> simulated_model(SimulatedAccount& account, Loop& loop,
                                                  const Clock& clock, HttpModelOptions options) {
  options.quota.rule = rule_of(account.options.wire);
  return std::make_unique<HttpModel>("simulated/m", provider_of(account.options.wire),
                                     std::make_unique<SimulatedProvider>(account, loop, clock),
                                     loop, clock, std::move(options));
}

}  // namespace generator::testing
