// A stage of numbered items for tests of the runner: item n asks "item n" and wants a reply that
// begins with "ok".
#pragma once

#include <fmt/format.h>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "run/dialogue.h"

namespace generator::testing {

class NumberTask {
 public:
  ChatRequest ask(std::uint64_t item) const {
    ChatRequest request;
    request.task = "generate";
    Message message;
    message.content = fmt::format("item {}", item % distinct_);
    request.messages.push_back(message);
    request.inputs.values.emplace_back("number", fmt::format("{}", item % distinct_));
    return request;
  }
  Result<Finished> read(std::uint64_t item, const Completion& completion) const {
    if (!completion.message.content.starts_with("ok"))
      return fail(ErrorKind::kInvalidInput, "the reply must begin with \"ok\"");
    Finished finished;
    Example& example = finished.examples.emplace_back();
    example.id = fmt::format("{}", item);
    example.body = QaPair{fmt::format("question {}", item), {}, completion.message.content};
    return finished;
  }
  Reject give_up(std::uint64_t item, const Failure& failure) const {
    const char* code = failure.kind == Failure::Kind::kRefused          ? "refused_by_model"
                       : failure.kind == Failure::Kind::kTooLong        ? "context_too_long"
                       : failure.kind == Failure::Kind::kCut            ? "cut_reply"
                       : failure.kind == Failure::Kind::kAttemptsUsedUp ? "unreadable_reply"
                                                                        : "call_failed";
    return {code, failure.message, fmt::format("{}", item), ""};
  }
  /// Items n and n + `distinct` ask the same.
  void set_distinct(std::uint64_t distinct) { distinct_ = distinct; }

 private:
  std::uint64_t distinct_ = UINT64_MAX;
};

class NumberDialogue final : public Dialogue {
 public:
  NumberDialogue(const NumberTask& task, std::uint64_t item) : task_(task), item_(item) {}
  Turn open() override { return std::vector<Ask>{{task_.ask(item_), 0}}; }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0]))
      return Finished{{}, {task_.give_up(item_, *failure)}};
    TRY(Finished finished, task_.read(item_, std::get<Completion>(outcomes[0])));
    return finished;
  }

 private:
  const NumberTask& task_;
  std::uint64_t item_;
};

class NumberSource final : public DialogueSource {
 public:
  NumberSource(const NumberTask& task, std::uint64_t count) : task_(task), count_(count) {}
  Result<std::unique_ptr<Dialogue>> next() override {
    if (given_ == count_) return nullptr;
    return std::make_unique<NumberDialogue>(task_, given_++);
  }
  std::optional<std::uint64_t> size() const override { return count_; }

 private:
  const NumberTask& task_;
  std::uint64_t count_;
  std::uint64_t given_ = 0;
};

/// What a run handed on, a line an item.
inline std::string to_line(std::uint64_t index, const Finished& finished) {
  std::string line = fmt::format("{}:", index);
  for (const Example& example : finished.examples)
    line += fmt::format(" {} = {}", example.pair().question, example.pair().answer);
  for (const Reject& reject : finished.rejects)
    line += fmt::format(" rejected {} ({})", reject.code, reject.detail);
  return line + "\n";
}

}  // namespace generator::testing
