#include "cot/enhance.h"

#include <utility>

#include "base/text.h"
#include "cot/check.h"
#include "cot/track.h"

namespace generator::cot {
namespace {

class EnhanceDialogue final : public Dialogue {
 public:
  EnhanceDialogue(const Thinking& thinking, SourcedExample row)
      : track_(thinking, std::move(row)) {}

  Turn open() override {
    auto turn = next();
    if (!turn) throw Fatal(1, turn.error().message);  // make() has seen that every hole is offered
    return std::move(*turn);
  }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    TRY(std::vector<Track::Heard> heard, track_.read(outcomes));
    track_.hear(std::move(heard));
    return next();
  }

 private:
  Result<Turn> next() {
    TRY(std::vector<Ask> asks, track_.asks());
    if (!asks.empty()) return asks;
    Finished finished;
    track_.finish(finished);
    return finished;
  }
  Track track_;
};

class Passed final : public Dialogue {
 public:
  explicit Passed(Example example) { finished_.examples.push_back(std::move(example)); }
  Turn open() override { return std::move(finished_); }
  Result<Turn> hear(std::span<const Outcome>) override {
    return fail(ErrorKind::kInternal, "a dialogue that has ended was told of a reply");
  }

 private:
  Finished finished_;
};

// What a file of others spells as one text, as the steps that it is.
std::vector<std::string> steps_of(const QaPair& pair) {
  if (pair.reasoning.size() == 1) return split_steps(pair.reasoning[0]);
  std::vector<std::string> out;
  for (const std::string& step : pair.reasoning) out.push_back(bare_step(step));
  return out;
}

bool stands(const Thinking& thinking, const SourcedExample& row,
            const std::vector<std::string>& steps) {
  const QaPair& pair = row.example.pair();
  return !reasoning_fault({pair.question, pair.answer, row.chunk ? &*row.chunk : nullptr}, steps,
                          thinking.options().steps);
}

}  // namespace

bool has_good_reasoning(const Thinking& thinking, const SourcedExample& row) {
  return stands(thinking, row, steps_of(row.example.pair()));
}

std::unique_ptr<Dialogue> enhance(const Thinking& thinking, SourcedExample row) {
  if (row.chunk && row.second)  // one text, so that a step may rest on both
    row.chunk->text.append("\n\n").append(passage_text(*row.second));
  QaPair& pair = row.example.pair();
  std::vector<std::string> steps = steps_of(pair);
  if (stands(thinking, row, steps)) {
    pair.reasoning = std::move(steps);
    return std::make_unique<Passed>(std::move(row.example));
  }
  pair.reasoning.clear();
  if (row.example.rating) row.example.rating->reasoning_quality.reset();
  return std::make_unique<EnhanceDialogue>(thinking, std::move(row));
}

}  // namespace generator::cot
