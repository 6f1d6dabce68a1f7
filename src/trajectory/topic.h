// A table of tools for a topic, where there is no specification yet.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/tool.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "run/dialogue.h"

namespace generator::trajectory {

struct TopicOptions {
  Sampling sampling;
  std::size_t tools = 8;     // that are wanted
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// Task "tool_topic"; inputs topic, tools (how many). Reply {"tools": [{"name", "description",
/// "parameters", "returns", "example"}]}, the last three JSON as text.
class TopicProposal {
 public:
  /// `prompt` must outlive it, and it its dialogues. Errors: kInvalidInput where the template wants
  /// a hole that is not offered.
  static Result<TopicProposal> create(const prompt::Template& prompt, TopicOptions options);

  /// Ends in one row whose tools are the proposed ones, or in the reject that says why there are
  /// none.
  std::unique_ptr<Dialogue> begin(std::string topic, std::string passages) const;
  ChatRequest ask(const std::string& topic, const std::string& passages) const;
  static std::vector<prompt::Hole> holes();

 private:
  TopicProposal(const prompt::Template& prompt, TopicOptions options);
  const prompt::Template* prompt_;
  TopicOptions options_;
  Schema schema_;
};

/// Errors: kInvalidInput, in words for the model, naming the tool.
Result<std::vector<Tool>> read_proposed_tools(std::string_view reply);

}  // namespace generator::trajectory
