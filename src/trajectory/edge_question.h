// Whether an edge of a dependency graph is one, as a model sees it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/tool.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "run/dialogue.h"
#include "tool/confirmation.h"
#include "tool/dependencies.h"

namespace generator::trajectory {

/// An edge with its tools, which outlive it.
struct EdgeQuestion {
  const Tool* from = nullptr;
  const Tool* to = nullptr;
  std::string field, parameter;  // of a data edge
  std::string reason;            // of a state edge, as tool::StateReason has it; "" of a data edge

  /// "list_notes [].id → get_note note_id", "open_file → list_keys".
  std::string name() const;
};

/// One for each edge: data edges in their order, then state edges.
std::vector<EdgeQuestion> questions_of(const std::vector<Tool>& tools,
                                       const tool::DependencyGraph& graph);

struct EdgeAskOptions {
  Sampling sampling;
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// Task "tool_edge"; inputs from, to (JSON of the tools: name, description, parameters, returns),
/// field, parameter, reason. Reply {"reason", "is_edge", "confidence"}, confidence from 0 to 1.
class EdgeConfirmation {
 public:
  /// `prompt` must outlive it, and it its dialogues. Errors: kInvalidInput where the template wants
  /// a hole that is not offered.
  static Result<EdgeConfirmation> create(const prompt::Template& prompt, EdgeAskOptions options);

  /// Ends in one row, which `verdict` reads, or in the reject that says why there is no answer.
  std::unique_ptr<Dialogue> begin(const EdgeQuestion& question) const;
  ChatRequest ask(const EdgeQuestion& question) const;
  static std::vector<prompt::Hole> holes();

 private:
  EdgeConfirmation(const prompt::Template& prompt, EdgeAskOptions options);
  const prompt::Template* prompt_;
  EdgeAskOptions options_;
  Schema schema_;
};

/// Errors: kInvalidInput, in words for the model.
Result<tool::EdgeVerdict> read_edge_verdict(std::string_view reply);
/// Of a row that a dialogue ended in.
Result<tool::EdgeVerdict> verdict_of(const ToolUse& row);

}  // namespace generator::trajectory
