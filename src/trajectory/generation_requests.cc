// What is asked of the model while a row is made.
#include <fmt/format.h>

#include <algorithm>

#include "trajectory/generation.h"
#include "trajectory/showing.h"

namespace generator::trajectory {
namespace {

/// What the instruction is to be like, in words for the model.
std::string wanted(const tool::Sketch& sketch) {
  std::string out;
  if (sketch.case_kind == cases::kAbstention)
    out = "Ask for what the needed tools do. These will not be offered, so that the right answer is "
          "to say that it cannot be done.";
  else if (sketch.case_kind == cases::kMissingArgument)
    out = fmt::format(
        "The first message leaves out what the argument `{}` needs, so that one has to ask back; the "
        "second message tells it and nothing else.",
        sketch.missing);
  else if (sketch.case_kind == cases::kRecovery)
    out = "Misspell the name of one existing thing a little, as people do, so that the first call "
          "fails and the right name has to be looked up.";
  else if (sketch.style == kParallel)
    out = "Ask the same of several things, so that one tool is called for each of them at once.";
  else if (sketch.style == kParallelMultiple)
    out = "Ask for several things that do not depend on each other.";
  else if (sketch.style == kMultiTurn)
    out = "Later messages go on from what was done before.";
  else if (sketch.steps() > 1)
    out = "One message, which takes several calls; what one call replies is needed for the next.";
  else
    out = "One message, which one call answers.";
  return out;
}

/// The tools that the sketch calls, one a line, with what they are to be called for.
std::string needed(const tool::Sketch& sketch) {
  std::string out;
  for (std::size_t i = 0; i < sketch.turns.size(); ++i)
    for (const tool::SketchStep& step : sketch.turns[i].steps)
      for (const tool::SketchCall& call : step.calls) {
        if (sketch.turns.size() > 1) out += fmt::format("message {}: ", i + 1);
        out += call.tool;
        for (const tool::SketchArgument& argument : call.arguments)
          if (!argument.value.empty() && argument.origin != tool::Origin::kResult)
            out += fmt::format(" {}={}", argument.name, argument.value);
        out += '\n';
      }
  return prompt::fence("needed", out);
}

Inputs inputs_of(const GenerationItem& item, const Generation::State* state) {
  Inputs out;
  out.values = {{"sketch", tool::sketch_text(item.plan.sketch)}};
  if (state == nullptr) return out;
  out.values.emplace_back("turn", std::to_string(state->turn()));
  out.values.emplace_back("done", steps_text(state->done()));
  return out;
}

}  // namespace

std::vector<prompt::Hole> Generation::holes(std::string_view task) {
  const prompt::Hole tools = {"tools", "the tools that are offered, a line of JSON each, fenced"};
  const prompt::Hole so_far = {"conversation",
                               "what was said, called and replied so far, fenced"};
  if (task == "tool_instruct")
    return {{"tools", "the tools that are needed, a line of JSON each, fenced"},
            {"needed", "the calls that the instruction should need, a line each, fenced"},
            {"facts", "things that exist, a line each, fenced; may be empty"},
            {"wanted", "what the messages are to be like"},
            {"turns", "how many messages are wanted"}};
  if (task == "tool_act")
    return {tools, so_far, {"tried", "ways from here that led nowhere, fenced; may be empty"},
            {"may_call", "empty where no further call is allowed"}};
  if (task == "tool_propose")
    return {tools, so_far, {"facts", "things that exist, a line each, fenced; may be empty"},
            {"candidates", "how many candidates are wanted"},
            {"most", "how many calls the chain has at most"}};
  if (task == "tool_select")
    return {so_far, {"candidates", "calls with what they replied, numbered, fenced"}};
  return {tools, so_far, {"steps", "how many steps there are"}};
}

ChatRequest Generation::request(std::string_view task, const prompt::Values& holes,
                                Inputs inputs) const {
  const auto found = std::ranges::find(prompts_, task, [](const auto& entry) -> std::string_view {
    return entry.first;
  });
  ChatRequest out;
  if (!options_.from_inputs) {
    auto messages = found->second.text->render(holes);
    if (!messages)
      throw Fatal(1, messages.error().message);  // make() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = found->second.schema.json.empty() ? nullptr : &found->second.schema;
  out.sampling = options_.sampling;
  out.task = task;
  out.inputs = std::move(inputs);
  return out;
}

ChatRequest Generation::ask_instructions(const GenerationItem& item) const {
  prompt::Values holes;
  const tool::Sketch& sketch = item.plan.sketch;
  if (!options_.from_inputs) {
    std::vector<const Tool*> tools;
    for (const tool::SketchStep* step : tool::steps_of(sketch))
      for (const tool::SketchCall& call : step->calls) {
        const Tool* tool = table_.find(call.tool);
        if (tool != nullptr && std::ranges::find(tools, tool) == tools.end()) tools.push_back(tool);
      }
    holes = {{"tools", shown_tools(tools)},
             {"needed", needed(sketch)},
             {"facts", item.facts.empty() ? "" : prompt::fence("facts", item.facts)},
             {"wanted", wanted(sketch)},
             {"turns", std::to_string(sketch.turns.size())}};
  }
  return request("tool_instruct", holes, inputs_of(item, nullptr));
}

ChatRequest Generation::ask_action(const GenerationItem& item, const State& state,
                                   const std::vector<Tried>& tried, bool may_call) const {
  prompt::Values holes;
  if (!options_.from_inputs)
    holes = {{"tools", shown_tools(offered(item))},
             {"conversation", shown_turns(state.turns)},
             {"tried", shown_tried(tried)},
             {"may_call", may_call ? "yes" : ""}};
  Inputs inputs = inputs_of(item, &state);
  inputs.values.emplace_back("tried", std::to_string(tried.size()));
  return request("tool_act", holes, std::move(inputs));
}

ChatRequest Generation::ask_candidates(const GenerationItem& item, const State& state) const {
  prompt::Values holes;
  if (!options_.from_inputs)
    holes = {{"tools", shown_tools(offered(item))},
             {"conversation", shown_turns(state.turns)},
             {"facts", item.facts.empty() ? "" : prompt::fence("facts", item.facts)},
             {"candidates", std::to_string(options_.candidates)},
             {"most", std::to_string(options_.most)}};
  return request("tool_propose", holes, inputs_of(item, &state));
}

ChatRequest Generation::ask_choice(const GenerationItem& item, const State& state,
                                   const Steps& candidates) const {
  prompt::Values holes;
  if (!options_.from_inputs)
    holes = {{"conversation", shown_turns(state.turns)},
             {"candidates", shown_candidates(candidates)}};
  Inputs inputs = inputs_of(item, &state);
  inputs.values.emplace_back("candidates", steps_text(candidates));
  return request("tool_select", holes, std::move(inputs));
}

ChatRequest Generation::ask_words(const GenerationItem& item, const State& state) const {
  prompt::Values holes;
  if (!options_.from_inputs)
    holes = {{"tools", shown_tools(offered(item))},
             {"conversation", shown_turns(state.turns)},
             {"steps", std::to_string(state.turns[0].steps.size())}};
  return request("tool_write", holes, inputs_of(item, &state));
}

}  // namespace generator::trajectory
