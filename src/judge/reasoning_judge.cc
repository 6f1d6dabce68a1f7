#include "judge/reasoning_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/json.h"
#include "data/reasons.h"
#include "judge/canary.h"
#include "judge/judge_dialogue.h"

namespace generator::judge {
namespace {

std::string numbered(const std::vector<std::string>& steps) {
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += fmt::format("{}{}. {}", i == 0 ? "" : "\n", i + 1, steps[i]);
  return out;
}

// The mark in the middle (of an even number, between the two), with the words nearest to it.
ReasoningMark middle_of(std::vector<ReasoningMark> votes) {
  std::ranges::stable_sort(votes, {}, &ReasoningMark::quality);
  const std::size_t half = votes.size() / 2;
  ReasoningMark out = votes[half];
  if (votes.size() % 2 == 0) out.quality = (votes[half - 1].quality + votes[half].quality) / 2;
  return out;
}

class ReasoningDialogue final : public Dialogue {
 public:
  ReasoningDialogue(const ReasoningJudge& judge, SourcedExample row, bool is_asked)
      : judge_(judge), row_(std::move(row)), is_asked_(is_asked) {}

  Turn open() override {
    if (!is_asked_) return Finished{{std::move(row_.example)}, {}};
    return asks();
  }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    unusable_.clear();
    std::optional<Error> problem;
    std::vector<ReasoningMark> votes;
    std::optional<Failure> failure;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (const auto* failed = std::get_if<Failure>(&outcomes[i])) {
        failure = *failed;
        continue;
      }
      auto mark = ReasoningJudge::read(std::get<Completion>(outcomes[i]));
      if (mark) {
        votes.push_back(std::move(*mark));
        continue;
      }
      unusable_.push_back(i);
      problem = mark.error();
    }
    if (problem) return fail(problem->kind, problem->message);
    if (votes.empty() && failure->kind == Failure::Kind::kTooLong && shorten()) return asks();
    return Turn(finish(std::move(votes), failure));
  }

  std::vector<std::size_t> unusable() const override { return unusable_; }

 private:
  Turn asks() const {
    std::vector<Ask> out;
    const ChatRequest request = judge_.ask(row_);
    for (int sample = 0; sample < judge_.options().votes; ++sample) out.push_back({request, sample});
    return out;
  }

  bool shorten() {
    if (std::exchange(is_shortened_, true)) return false;
    auto half = Judge::shorter(row_);
    if (!half) return false;
    row_ = std::move(*half);
    return true;
  }

  Finished finish(std::vector<ReasoningMark> votes, const std::optional<Failure>& failure) {
    Finished out;
    const bool is_void = row_.chunk && std::ranges::any_of(votes, [&](const ReasoningMark& vote) {
                           return obeys_canary(vote.reasons, *row_.chunk);
                         });
    if (is_void) {
      out.rejects.push_back(void_rating(row_));
    } else if (votes.empty()) {
      out.rejects.push_back(Judge::give_up(row_, *failure));
    } else {
      ReasoningMark mark = middle_of(std::move(votes));
      row_.example.rating->reasoning_quality = mark.quality;
      row_.example.rating->reasoning_reasons = std::move(mark.reasons);
      out.examples.push_back(std::move(row_.example));
    }
    return out;
  }

  const ReasoningJudge& judge_;
  SourcedExample row_;
  bool is_asked_;
  bool is_shortened_ = false;
  std::vector<std::size_t> unusable_;
};

}  // namespace

ReasoningJudge::ReasoningJudge(const prompt::Template& prompt, JudgeOptions options)
    : prompt_(&prompt),
      options_(std::move(options)),
      schema_{"reasoning_rating", prompt.schema()} {}

Result<ReasoningJudge> ReasoningJudge::create(const prompt::Template& prompt,
                                              JudgeOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return ReasoningJudge(prompt, std::move(options));
}

std::vector<prompt::Hole> ReasoningJudge::holes() {
  return {{"question", "the question, fenced"},
          {"answer", "the answer that the reasoning has to lead to, fenced"},
          {"reasoning", "the steps, a numbered line each, fenced"},
          {"passage", "the passage with its headings, fenced; empty where there is none"}};
}

ChatRequest ReasoningJudge::ask(const SourcedExample& row) const {
  const auto cleaned = Judge::without_injections(row);
  const SourcedExample& shown = cleaned ? *cleaned : row;
  const QaPair& pair = shown.example.pair();
  const std::string steps = numbered(pair.reasoning);
  ChatRequest out;
  if (!options_.from_inputs) {
    std::vector<std::string_view> common;
    if (row.shares_chunk) common.push_back("passage");
    const std::string passage =
        !shown.chunk ? ""
                     : prompt::fence("passage", passage_text(*shown.chunk) + "\n\n" +
                                                    canary_line(*shown.chunk)) +
                           (shown.second
                                ? "\n\n" + prompt::fence("passage", passage_text(*shown.second))
                                : "");
    auto messages = prompt_->render({{"question", prompt::fence("question", pair.question)},
                                     {"answer", prompt::fence("answer", pair.answer)},
                                     {"reasoning", prompt::fence("reasoning", steps)},
                                     {"passage", passage}},
                                    common);
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "judge_reasoning";
  std::string chunk;
  if (shown.chunk) {
    json::Writer writer(chunk);
    write_chunk(writer, *shown.chunk);
  }
  out.inputs.values = {{"question", pair.question},
                       {"answer", pair.answer},
                       {"reasoning", steps},
                       {"chunk", std::move(chunk)}};
  return out;
}

Result<ReasoningMark> ReasoningJudge::read(const Completion& completion) {
  return read_reasoning_mark(completion.message.content);
}

std::unique_ptr<Dialogue> judge_reasoning(const ReasoningJudge& judge, SourcedExample row,
                                          bool keep_ratings) {
  const auto& rating = row.example.rating;
  const bool is_asked = rating && !row.example.pair().reasoning.empty() &&
                        !(keep_ratings && rating->reasoning_quality);
  return std::make_unique<ReasoningDialogue>(judge, std::move(row), is_asked);
}

}  // namespace generator::judge
