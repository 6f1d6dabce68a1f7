// Questions that take reasoning, out of a passage: each with its steps and its answer.
#pragma once

#include <memory>
#include <vector>

#include "cot/thinking.h"
#include "measure/passage.h"
#include "qa/generate.h"
#include "run/dialogue.h"

namespace generator::cot {

/// A chunk is one request (task "generate_cot"; inputs chunk, n_pairs, min_steps, max_steps,
/// max_words, asked, language, audience, domain) and its reply {"pairs": [{"question", "kind",
/// "reasoning": [step, …], "answer"}, …]}; with the small prompts it is asked for one pair. Each
/// pair is then a track of its own (cot/track.h): asked for again once with its fault, sampled,
/// verified. A dialogue ends in examples (answer_form "written"; evidence: what the steps rest on)
/// and rejects.
class GenerateCot {
 public:
  /// `library` must outlive it, and it its dialogues. Errors: as Thinking::make.
  static Result<std::unique_ptr<GenerateCot>> make(const prompt::Library& library, prompt::Set set,
                                                   ThinkOptions options);

  Result<std::unique_ptr<Dialogue>> begin(qa::GenerateItem item) const;
  /// The request that asks about the item's chunk, or about a part of it.
  Result<ChatRequest> ask(const qa::GenerateItem& item, const Chunk& part) const;
  /// The row of a proposed pair, or why it is none.
  qa::Checked<Example> row_of(const qa::GenerateItem& item, const Thought& thought,
                              const Completion& completion) const;

  const Thinking& thinking() const { return thinking_; }
  static std::vector<prompt::Hole> holes();

 private:
  GenerateCot(Thinking thinking, prompt::Set set) : thinking_(std::move(thinking)), set_(set) {}
  Thinking thinking_;
  prompt::Set set_;
  const prompt::Template* prompt_ = nullptr;
  Schema schema_;
};

/// The pairs of a reply, and what in it is none: text and why.
struct ProposedThoughts {
  std::vector<Thought> pairs;
  std::vector<std::pair<std::string, std::string>> unreadable;
};
/// Errors: kInvalidInput where there is no JSON, no readable pair among some, or it is cut before
/// its first pair.
Result<ProposedThoughts> read_thoughts(std::string_view reply);

}  // namespace generator::cot
