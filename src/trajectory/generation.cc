#include "trajectory/generation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/hash.h"
#include "base/text.h"
#include "data/reasons.h"
#include "tool/execution_check.h"
#include "trajectory/showing.h"

namespace generator::trajectory {
namespace {

constexpr std::string_view kTasks[] = {"tool_instruct", "tool_act", "tool_propose", "tool_select",
                                       "tool_write"};

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

/// Whether the row shows what it was made to show.
std::string_view wrong_case(const ToolUse& row) {
  const auto calls = [&](std::size_t turn) {
    return turn < row.turns.size() && !row.turns[turn].steps.empty();
  };
  if (row.case_kind == cases::kAbstention)
    return calls(0) ? "a tool was called, and none should fit" : "";
  if (row.case_kind == cases::kMissingArgument) {
    if (calls(0)) return "it should ask back before it calls anything";
    return calls(1) ? "" : "nothing was called when the argument was told";
  }
  for (std::size_t i = 0; i < row.turns.size(); ++i)
    if (!calls(i)) return "a turn was answered without a call";
  if (row.case_kind != cases::kRecovery) return "";
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const CallResult& result : step.results)
        if (result.is_error) return "";
  return "no call failed";
}

}  // namespace

std::string item_name(std::uint64_t index) { return fmt::format("tool-{}", index + 1); }

std::string item_name_of(std::string_view row_id) {
  return std::string(row_id.substr(0, row_id.rfind('-')));
}

Generation::Steps Generation::State::done() const {
  Steps out;
  for (const ToolTurn& turn : turns) out.insert(out.end(), turn.steps.begin(), turn.steps.end());
  return out;
}

std::vector<ToolCall> Generation::State::calls() const {
  std::vector<ToolCall> out;
  for (const ToolTurn& turn : turns)
    for (const ToolStep& step : turn.steps)
      out.insert(out.end(), step.calls.begin(), step.calls.end());
  return out;
}

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

Result<std::unique_ptr<Generation>> Generation::make(const Toolbox& box,
                                                     const prompt::Library& library,
                                                     prompt::Set set,
                                                     tool::ArgumentProblems problems,
                                                     GenerationOptions options) {
  std::unique_ptr<Generation> out(new Generation(box, std::move(problems), std::move(options)));
  out->prompts_.reserve(std::size(kTasks));
  for (const std::string_view task : kTasks) {
    TRY(const prompt::Template* text, library.find(task, set));
    CHECK_OK(text->check_holes(holes(task)));
    out->prompts_.emplace_back(
        std::string(task), Prompt{text, Schema{std::string(task), text->schema()}});
  }
  return out;
}

std::unique_ptr<Dialogue> Generation::begin(GenerationItem item) const {
  if (item.plan.sketch.method == kChainFirst) return chain_dialogue(*this, std::move(item));
  return search_dialogue(*this, std::move(item));
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

std::vector<const Tool*> Generation::offered(const GenerationItem& item) const {
  std::vector<const Tool*> out;
  for (const std::size_t i : item.plan.offered) out.push_back(&box_.tools[i]);
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

std::string Generation::refuse(const GenerationItem& item, const State& state,
                               const ToolStep& step) const {
  ToolUse row;
  row.turns.push_back({.instruction = state.turns.back().instruction, .steps = {step}, .answer = ""});
  if (row.turns[0].instruction.empty()) row.turns[0].instruction = "(written last)";
  for (const ToolCall& call : step.calls) {
    const Tool* tool = table_.find(call.name);
    const bool is_offered = std::ranges::any_of(item.plan.offered, [&](std::size_t i) {
      return tool == &box_.tools[i];
    });
    if (!is_offered) return fmt::format("there is no tool `{}`", tool::shown(call.name, 80));
  }
  const auto checked = tool::check_format(row, table_, problems_);
  return checked.fault ? checked.fault->detail : std::string();
}

ToolUse Generation::row_of(const GenerationItem& item, State state) const {
  ToolUse out;
  const tool::Sketch& sketch = item.plan.sketch;
  out.method = sketch.method;
  out.style = sketch.style;
  out.case_kind = sketch.case_kind;
  for (const Tool* tool : offered(item)) {
    out.tools.push_back(*tool);
    out.tools.back().examples.clear();
  }
  out.turns = std::move(state.turns);
  std::size_t number = 0;
  for (ToolTurn& turn : out.turns)
    for (ToolStep& step : turn.steps)
      for (ToolCall& call : step.calls) call.id = fmt::format("call_{}", ++number);
  std::string all;
  for (const ToolTurn& turn : out.turns) all += turn.instruction + "\n";
  out.id = item_name(item.index) + "-" + digest(all).hex().substr(0, 8);
  out.provenance.source_file = options_.source_file;
  return out;
}

Finished Generation::finish(const GenerationItem& item, State state,
                            std::vector<DeadEnd> dead_ends, const Completion& last) const {
  ToolUse row = row_of(item, state);
  if (options_.keep_dead_ends) row.dead_ends = std::move(dead_ends);
  row.provenance.model = last.model;
  row.provenance.generated_at = iso_time(last.unix_ms);
  std::string_view code;
  std::string detail;
  if (const auto checked = tool::check_format(row, table_, problems_); checked.fault) {
    code = checked.fault->code;
    detail = step_name(row, checked.fault->turn, checked.fault->step) + ": " +
             checked.fault->detail;
  } else if (const auto fault = tool::execution_fault(row, table_)) {
    code = fault->code;
    detail = step_name(row, fault->turn, fault->step) + ": " + fault->detail;
  } else if (const std::string_view why = wrong_case(row); !why.empty()) {
    code = reasons::kWrongCase;
    detail = why;
  }
  Finished out;
  if (code.empty()) {
    out.tool_uses.push_back(std::move(row));
    return out;
  }
  out.rejects.push_back({std::string(code), std::move(detail), row.id, tool_use_text(row)});
  return out;
}

Reject Generation::reject(const GenerationItem& item, std::string_view code, std::string detail,
                          const State* state) const {
  Reject out{std::string(code), std::move(detail), item_name(item.index), ""};
  if (state != nullptr && !state->turns.empty()) out.row = tool_use_text(row_of(item, *state));
  return out;
}

Reject Generation::reject(const GenerationItem& item, const Failure& failure) const {
  Reject out = reject(item, reason_of(failure.kind), failure.message);
  out.reply = failure.reply;
  return out;
}

}  // namespace generator::trajectory
