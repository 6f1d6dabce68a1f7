// In order: steps, once more where they have a fault; the other samples, whose majority has to come
// to the same answer; the answer derived from the steps, after which the steps may be mended if
// that was not done yet.
#include "cot/track.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "cot/check.h"
#include "data/reasons.h"
#include "measure/halves.h"

namespace generator::cot {
namespace {

std::string shown(std::string_view answer) {
  const std::string_view front = text::prefix(text::trim(answer), 200);
  return front.empty() ? "nothing follows from them" : fmt::format("`{}` follows from them", front);
}

}  // namespace

Track::Track(const Thinking& thinking, SourcedExample row)
    : thinking_(&thinking), row_(std::move(row)), is_given_(true) {
  thought_.answer = row_.example.pair().answer;
}

Track::Track(const Thinking& thinking, std::optional<Chunk> chunk, Thought proposed,
             ChatRequest asked, std::string reply, ReadAgain read, Make make)
    : thinking_(&thinking),
      is_given_(false),
      read_again_(std::move(read)),
      make_(std::move(make)),
      first_(std::move(asked)) {
  row_.chunk = std::move(chunk);
  row_.shares_chunk = true;
  consider(proposed, reply);
}

std::optional<qa::Fault> Track::fault_in(const Thought& thought) {
  const Chunk* chunk = row_.chunk ? &*row_.chunk : nullptr;
  if (is_given_) {
    const QaPair& pair = row_.example.pair();
    return reasoning_fault({pair.question, pair.answer, chunk}, thought.steps,
                           thinking_->options().steps);
  }
  auto example = make_(thought);
  if (!example) {
    row_.example.pair() = {thought.question, thought.steps, thought.answer};
    return std::move(example.error());
  }
  row_.example = std::move(*example);
  return std::nullopt;
}

void Track::consider(const Thought& thought, const std::string& reply) {
  thought_ = thought;
  reply_ = reply;
  fault_ = fault_in(thought);
  awaits_correction_ = false;
  if (!fault_) return go_on();
  // An empty list says that there is nothing to reason: it is not argued with.
  if (fault_->code == reasons::kNoReasoning || was_asked_again_) return refuse(*fault_);
  awaits_correction_ = true;
  stage_ = Stage::kSteps;
}

void Track::go_on() {
  if (thinking_->options().samples > 1 && !has_solutions_)
    stage_ = Stage::kSolutions;
  else if (thinking_->options().verify)
    stage_ = Stage::kVerdict;
  else
    stage_ = Stage::kDone;
}

void Track::refuse(qa::Fault fault) {
  fault_ = std::move(fault);
  awaits_correction_ = false;
  stage_ = Stage::kDone;
}

Result<std::vector<Ask>> Track::asks() {
  std::vector<Ask> out;
  switch (stage_) {
    case Stage::kSteps:
      if (awaits_correction_) {
        was_asked_again_ = true;
        const std::string_view question =
            is_given_ ? std::string_view() : std::string_view(thought_.question);
        out.push_back({Thinking::ask_again(*first_, reply_, *fault_, question), 0});
      } else {
        TRY(first_, thinking_->ask_steps(row_));
        out.push_back({*first_, 0});
      }
      break;
    case Stage::kSolutions: {
      TRY(const ChatRequest request, thinking_->ask_solution(row_));
      for (int sample = 1; sample < thinking_->options().samples; ++sample)
        out.push_back({request, sample});
      break;
    }
    case Stage::kVerdict: {
      TRY(ChatRequest request,
          thinking_->ask_verdict(row_.example.pair().question, thought_.steps));
      out.push_back({std::move(request), 0});
      break;
    }
    case Stage::kDone:
      break;
  }
  return out;
}

Result<std::vector<Track::Heard>> Track::read(std::span<const Outcome> outcomes) const {
  std::vector<Heard> out;
  for (const Outcome& outcome : outcomes) {
    Heard heard;
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
      heard.failure = *failure;
    } else {
      const Completion& completion = std::get<Completion>(outcome);
      const auto said = [&]() -> Result<Thought> {
        if (stage_ == Stage::kSolutions) return Thinking::read_solution(completion);
        if (stage_ == Stage::kVerdict) return Thinking::read_verdict(completion);
        return read_again_ ? read_again_(completion) : Thinking::read_reasoning(completion);
      };
      TRY(heard.thought, said());
      heard.text = completion.message.content;
    }
    out.push_back(std::move(heard));
  }
  return out;
}

// Once: half of the passage, around the row's evidence. What is checked is checked against that.
bool Track::shorten() {
  if (std::exchange(is_shortened_, true) || !row_.chunk || !is_given_ || awaits_correction_)
    return false;
  auto half = measure::half_around(*row_.chunk, evidence_in(row_.example, row_.chunk->id));
  if (!half) return false;
  row_.chunk = std::move(half);
  row_.shares_chunk = false;
  return true;
}

void Track::lose(const Failure& failure) {
  if (failure.kind == Failure::Kind::kTooLong && shorten()) return;
  failure_ = failure;
  // Where the first version had a fault, that is why there is no row.
  refuse(fault_ ? *fault_ : qa::Fault{reason_of(failure.kind), failure.message});
}

void Track::hear(std::vector<Heard> heard) {
  if (stage_ == Stage::kSolutions) {
    has_solutions_ = true;
    for (Heard& one : heard)
      if (!one.failure) solutions_.push_back(std::move(one.thought));
    return check_votes();
  }
  if (heard[0].failure) return lose(*heard[0].failure);
  if (stage_ == Stage::kSteps) return consider(heard[0].thought, heard[0].text);
  const QaPair& pair = row_.example.pair();
  if (agrees(pair.question, pair.answer, heard[0].thought.answer)) {
    stage_ = Stage::kDone;
    return;
  }
  qa::Fault fault{reasons::kLeadsElsewhere, shown(heard[0].thought.answer)};
  if (was_asked_again_) return refuse(std::move(fault));
  fault_ = std::move(fault);
  awaits_correction_ = true;
  stage_ = Stage::kSteps;
}

void Track::check_votes() {
  const QaPair& pair = row_.example.pair();
  const auto votes = 1 + std::ranges::count_if(solutions_, [&](const Thought& other) {
                       return agrees(pair.question, pair.answer, other.answer);
                     });
  const int samples = thinking_->options().samples;
  if (2 * votes <= samples)
    return refuse({reasons::kNoMajority,
                   fmt::format("{} of {} come to this answer", votes, text::counted(samples, "sample"))});
  go_on();
}

Reject Track::reject() const {
  Reject out;
  out.code = fault_->code;
  out.detail = fault_->detail;
  if (failure_) out.reply = failure_->reply;
  const Example& example = row_.example;
  out.item = !example.id.empty()                         ? example.id
             : !example.provenance.chunk_id.empty()      ? example.provenance.chunk_id
             : row_.chunk                                ? row_.chunk->id
                                                         : "";
  Example refused = example;
  if (is_given_) refused.pair().reasoning = thought_.steps;
  out.row = example_text(refused);
  return out;
}

void Track::finish(Finished& out) const {
  if (fault_) {
    out.rejects.push_back(reject());
    return;
  }
  Example example = row_.example;
  example.pair().reasoning = thought_.steps;
  out.examples.push_back(std::move(example));
}

}  // namespace generator::cot
