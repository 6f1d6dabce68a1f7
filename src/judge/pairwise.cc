// Neither name nor place of a set is in a request: all that tells the two apart is the order.
#include "judge/pairwise.h"

#include <algorithm>
#include <utility>

#include "judge/canary.h"
#include "judge/judge.h"

namespace generator::judge {
namespace {

SourcedExample clean(const SourcedExample& row) {
  if (auto cleaned = Judge::without_injections(row)) return std::move(*cleaned);
  return row;
}

// The chunks that the rows were made from, each once.
std::vector<const Chunk*> chunks_of(const SourcedExample& first, const SourcedExample& second) {
  std::vector<const Chunk*> out;
  for (const SourcedExample* row : {&first, &second})
    for (const std::optional<Chunk>* chunk : {&row->chunk, &row->second}) {
      if (!*chunk) continue;
      const auto is_it = [&](const Chunk* known) { return known->id == (*chunk)->id; };
      if (std::ranges::none_of(out, is_it)) out.push_back(&**chunk);
    }
  return out;
}

std::string passages_text(const SourcedExample& first, const SourcedExample& second) {
  std::string out;
  for (const Chunk* chunk : chunks_of(first, second)) {
    if (!out.empty()) out += "\n\n";
    out += prompt::fence("passage", passage_text(*chunk) + "\n\n" + canary_line(*chunk));
  }
  return out;
}

void add_inputs(Inputs& out, const SourcedExample& row, const std::string& place) {
  out.values.emplace_back("question_" + place, all_questions(row.example));
  out.values.emplace_back("answer_" + place, all_answers(row.example));
  out.values.emplace_back("chunk_" + place, row.chunk ? chunk_text(*row.chunk) : "");
  out.values.emplace_back("second_" + place, row.second ? chunk_text(*row.second) : "");
}

}  // namespace

PairwiseJudge::PairwiseJudge(const prompt::Template& prompt, PairwiseOptions options)
    : prompt_(&prompt), options_(std::move(options)), schema_{"verdict", prompt.schema()} {}

Result<PairwiseJudge> PairwiseJudge::create(const prompt::Template& prompt,
                                            PairwiseOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return PairwiseJudge(prompt, std::move(options));
}

std::vector<prompt::Hole> PairwiseJudge::holes() {
  return {{"question_1", "the question of the pair that is shown first, fenced"},
          {"answer_1", "its answer, fenced"},
          {"question_2", "the question of the pair that is shown second, fenced"},
          {"answer_2", "its answer, fenced"},
          {"passages",
           "the passages that the pairs were made from, each once, fenced; empty where none is "
           "known"}};
}

ChatRequest PairwiseJudge::ask(const SourcedExample& first, const SourcedExample& second) const {
  const SourcedExample one = clean(first), two = clean(second);
  ChatRequest out;
  if (!options_.from_inputs) {
    const auto question = [](const SourcedExample& row) {
      return prompt::fence("question", all_questions(row.example));
    };
    const auto answer = [](const SourcedExample& row) {
      return prompt::fence("answer", all_answers(row.example));
    };
    auto messages = prompt_->render({{"question_1", question(one)},
                                     {"answer_1", answer(one)},
                                     {"question_2", question(two)},
                                     {"answer_2", answer(two)},
                                     {"passages", passages_text(one, two)}});
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "compare";
  add_inputs(out.inputs, one, "1");
  add_inputs(out.inputs, two, "2");
  return out;
}

Result<PairwiseMark> PairwiseJudge::read(const Completion& completion) {
  return read_pairwise_mark(completion.message.content);
}

bool PairwiseJudge::obeys(const PairwiseMark& mark, const SourcedExample& a,
                          const SourcedExample& b) {
  return std::ranges::any_of(chunks_of(a, b), [&](const Chunk* chunk) {
    return obeys_canary(mark.reasons, *chunk);
  });
}

}  // namespace generator::judge
