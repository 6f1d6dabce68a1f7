// Rows of tool use: what is asked of a model so that tools are called for a reason.
//
// Two ways. Instruction first (ToolLLM, arXiv 2307.16789): the model writes what somebody wants,
// then searches depth first for a way to do it: thought, calls, results, next; dead ends are given
// up. A single step is the shortest such search (Toolformer, arXiv 2302.04761: call, result, text).
// Chain first (ToolGrad, arXiv 2508.04086): candidates are proposed, carried out, and the most
// useful one is kept, until the chain is long enough; the instruction is written last, from what was
// really done.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/tool_use.h"
#include "model/chat.h"
#include "prompt/library.h"
#include "run/dialogue.h"
#include "tool/format_check.h"
#include "trajectory/planner.h"

namespace generator::trajectory {

struct GenerationOptions {
  Sampling sampling;
  std::size_t nodes = 16;       // calls of a search, dead ends included, for each turn
  std::size_t depth = 6;        // steps of a turn at most
  std::size_t width = 3;        // ways that are tried from one state
  std::size_t candidates = 3;   // of a round, chain first
  std::size_t most = 4;         // calls of a chain at most
  bool keep_dead_ends = false;  // in the rows
  bool from_inputs = false;     // who answers reads the inputs alone: no prompt is written
  std::string source_file;      // of the tools, for the rows
};

/// A row to be made.
struct GenerationItem {
  std::uint64_t index = 0;
  Plan plan;
  std::string facts;  // what there is in the world, a line a thing; "" where it is not known
};

/// What an item is called in rejects, and at the front of its row's id: "tool-1".
std::string item_name(std::uint64_t index);
/// That of the item that the row with this id was made of.
std::string item_name_of(std::string_view row_id);

/// The stage: what all its dialogues share. Asks, by task:
///   tool_instruct  inputs sketch; reply {"instructions": [one a turn]}
///   tool_act       inputs sketch, turn, done (steps of all turns so far, as in a row), tried (how
///                  many ways from here led nowhere); reply {"thought", "action": "call" | "answer" |
///                  "give_up", "calls": [{"name", "arguments"}], "answer"}; `arguments` is JSON text
///   tool_propose   inputs sketch, done; reply {"candidates": [{"thought", "name", "arguments"}]};
///                  none: the chain is complete
///   tool_select    inputs sketch, done, candidates (how many); reply {"reason", "choice"}, from 1;
///                  0: none is of use
///   tool_write     inputs sketch, done; reply {"instruction", "thoughts": [one a step], "answer"}
/// Every dialogue ends in one row, whose calls were carried out and whose form and arguments hold
/// (tool/format_check.h, tool/execution_check.h), or in a reject that says what did not.
class Generation {
 public:
  /// `box` and what `library` holds must outlive it, and it its dialogues. `problems` looks at
  /// arguments by their schema. Errors: kInvalidInput where a template wants a hole that is not
  /// offered, kNotFound where the library has no prompt of that name.
  static Result<std::unique_ptr<Generation>> make(const Toolbox& box,
                                                  const prompt::Library& library, prompt::Set set,
                                                  tool::ArgumentProblems problems,
                                                  GenerationOptions options);
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;

  std::unique_ptr<Dialogue> begin(GenerationItem item) const;

  using Steps = std::vector<ToolStep>;
  /// A way from one state that led nowhere, and why.
  struct Tried {
    ToolStep step;
    std::string why;
  };
  /// What a conversation has come to.
  struct State {
    std::vector<ToolTurn> turns;  // the last one is going on
    std::size_t turn() const { return turns.size() - 1; }
    Steps done() const;                 // over all turns
    std::vector<ToolCall> calls() const;  // over all turns
  };

  ChatRequest ask_instructions(const GenerationItem& item) const;
  ChatRequest ask_action(const GenerationItem& item, const State& state,
                         const std::vector<Tried>& tried, bool may_call) const;
  ChatRequest ask_candidates(const GenerationItem& item, const State& state) const;
  ChatRequest ask_choice(const GenerationItem& item, const State& state,
                         const Steps& candidates) const;
  ChatRequest ask_words(const GenerationItem& item, const State& state) const;

  /// What is wrong with calls that are not carried out yet; "" where nothing is.
  std::string refuse(const GenerationItem& item, const State& state, const ToolStep& step) const;
  /// The row, or the reject that says why it cannot stand.
  Finished finish(const GenerationItem& item, State state, std::vector<DeadEnd> dead_ends,
                  const Completion& last) const;
  Reject reject(const GenerationItem& item, std::string_view code, std::string detail,
                const State* state = nullptr) const;
  Reject reject(const GenerationItem& item, const Failure& failure) const;

  const Toolbox& box() const { return box_; }
  const GenerationOptions& options() const { return options_; }
  /// The holes that are offered to the template of a task.
  static std::vector<prompt::Hole> holes(std::string_view task);

 private:
  struct Prompt {
    const prompt::Template* text = nullptr;
    Schema schema;
  };
  Generation(const Toolbox& box, tool::ArgumentProblems problems, GenerationOptions options)
      : box_(box),
        table_(box.tools, box.meanings, box.graph),
        problems_(std::move(problems)),
        options_(std::move(options)) {}
  ChatRequest request(std::string_view task, const prompt::Values& holes, Inputs inputs) const;
  std::vector<const Tool*> offered(const GenerationItem& item) const;
  ToolUse row_of(const GenerationItem& item, State state) const;

  const Toolbox& box_;
  tool::ToolTable table_;
  tool::ArgumentProblems problems_;
  GenerationOptions options_;
  std::vector<std::pair<std::string, Prompt>> prompts_;
};

/// Instruction first, and chain first.
std::unique_ptr<Dialogue> search_dialogue(const Generation& generation, GenerationItem item);
std::unique_ptr<Dialogue> chain_dialogue(const Generation& generation, GenerationItem item);

}  // namespace generator::trajectory
