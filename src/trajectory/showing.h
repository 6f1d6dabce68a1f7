// Tools, steps and ways that led nowhere, as prompts show them: what is not ours stands in fences.
#pragma once

#include <string>
#include <vector>

#include "data/tool.h"
#include "data/tool_use.h"
#include "trajectory/generation.h"

namespace generator::trajectory {

/// A line of JSON a tool: name, description, parameters; the tools' fence around them.
std::string shown_tools(const std::vector<const Tool*>& tools);
/// What was said, called and replied so far, in a fence; long replies are cut.
std::string shown_turns(const std::vector<ToolTurn>& turns);
std::string shown_tried(const std::vector<Generation::Tried>& tried);
/// Numbered, each with its call and what it replied, in a fence.
std::string shown_candidates(const std::vector<ToolStep>& candidates);
/// The steps as a JSON list, as a row has them.
std::string steps_text(const std::vector<ToolStep>& steps);

}  // namespace generator::trajectory
