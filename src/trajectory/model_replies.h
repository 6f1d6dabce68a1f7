// Replies of simulated tools that only a model can give a form: the description shows no schema of
// the result, no example of it, and none was recorded.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "data/tool.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "run/dialogue.h"

namespace generator::trajectory {

struct ReplyOptions {
  Sampling sampling;
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// Task "tool_reply"; inputs result (what the simulation says, JSON). Reply {"reply": an object as
/// JSON text}.
class ModelReplies {
 public:
  /// `tools` and `prompt` must outlive it, and it its dialogues. Errors: kInvalidInput where the
  /// template wants a hole that is not offered.
  static Result<ModelReplies> create(const std::vector<Tool>& tools, const prompt::Template& prompt,
                                     ReplyOptions options);
  static std::vector<prompt::Hole> holes();

  /// The names of the tools whose replies a model writes.
  const std::set<std::string, std::less<>>& tools() const { return names_; }
  /// `dialogue`, which sees a model's replies in place of the simulation's own words; errors and
  /// what is more than a text stay as they are, and so does a reply that no model could be brought
  /// to write. Its rows name
  /// the tools whose replies they are, in the field `replies_by_model`.
  std::unique_ptr<Dialogue> around(std::unique_ptr<Dialogue> dialogue) const;

  ChatRequest ask(const ToolCall& call, const CallResult& result) const;

 private:
  ModelReplies(const std::vector<Tool>& tools, const prompt::Template& prompt, ReplyOptions options);
  const std::vector<Tool>* tools_;
  const prompt::Template* prompt_;
  ReplyOptions options_;
  Schema schema_;
  std::set<std::string, std::less<>> names_;
};

/// The object of a reply, in one line. Errors: kInvalidInput, in words for the model.
Result<std::string> read_written_reply(std::string_view reply);

}  // namespace generator::trajectory
