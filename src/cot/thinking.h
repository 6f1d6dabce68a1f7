// What is asked about a chain of thought, and how the replies are read.
//
// Distilling Step-by-Step (arXiv 2305.02301): a large model's label with its rationale, kept apart.
// What the paper takes on trust is checked here: whether the steps stand (cot/check.h), whether
// most samples come to the same answer, and whether the answer follows from the steps alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cot/steps.h"
#include "data/example.h"
#include "model/chat.h"
#include "prompt/library.h"
#include "qa/fault.h"
#include "qa/style.h"

namespace generator::cot {

struct ThinkOptions {
  qa::Style style;
  StepLimits steps;
  Sampling sampling;
  int samples = 1;           // of each pair: its own and others, most of which have to agree with it
  bool verify = false;       // derive the answer anew from the steps alone
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// What a reply says; what its task does not ask for is empty.
struct Thought {
  std::string question, kind, answer;
  std::vector<std::string> steps;
};

/// The requests about one pair, and what all of a stage share. The library must outlive it, and it
/// its requests.
class Thinking {
 public:
  /// Errors: kInvalidInput where a template wants a hole that is not offered, kNotFound where the
  /// library lacks one.
  static Result<Thinking> make(const prompt::Library& library, prompt::Set set,
                               ThinkOptions options);

  const ThinkOptions& options() const { return options_; }

  /// Task "enhance_cot": the steps from passage and question to the answer that is there. Reply
  /// {"reasoning": [step, …]}; an empty list where none is needed or possible.
  Result<ChatRequest> ask_steps(const SourcedExample& row) const;
  /// Task "solve_cot": the same without the answer, which the model has to find. Reply
  /// {"reasoning": […], "answer"}.
  Result<ChatRequest> ask_solution(const SourcedExample& row) const;
  /// Task "verify_cot": the answer, from question and steps alone. Reply {"answer"}.
  Result<ChatRequest> ask_verdict(std::string_view question,
                                  const std::vector<std::string>& steps) const;
  /// The second and last ask: the model sees its reply and what is wrong with it.
  static ChatRequest ask_again(const ChatRequest& first, std::string_view reply,
                               const qa::Fault& fault, std::string_view question = "");

  /// Errors: kInvalidInput: no JSON, a field missing, or cut.
  static Result<Thought> read_reasoning(const Completion& completion);
  static Result<Thought> read_solution(const Completion& completion);
  static Result<Thought> read_verdict(const Completion& completion);

  /// The holes that are offered to the templates.
  static std::vector<prompt::Hole> holes();

 private:
  explicit Thinking(ThinkOptions options) : options_(std::move(options)) {}
  Result<ChatRequest> request(std::string_view task, const SourcedExample& row,
                              const std::vector<std::string>& steps) const;
  struct Prompt {
    const prompt::Template* text = nullptr;
    Schema schema;
  };
  const Prompt& prompt_of(std::string_view task) const;

  ThinkOptions options_;
  Prompt enhance_, solve_, verify_;
};

/// `value` of {"question", "kind", "reasoning", "answer"}. Errors: kInvalidInput naming what is
/// missing.
Result<Thought> read_thought(json::Value value);

}  // namespace generator::cot
