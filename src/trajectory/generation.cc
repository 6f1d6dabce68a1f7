#include "trajectory/generation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/hash.h"
#include "base/text.h"
#include "data/reasons.h"
#include "tool/execution_check.h"

namespace generator::trajectory {
namespace {

constexpr std::string_view kTasks[] = {"tool_instruct", "tool_act", "tool_propose", "tool_select",
                                       "tool_write"};

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

std::vector<const Tool*> Generation::offered(const GenerationItem& item) const {
  std::vector<const Tool*> out;
  for (const std::size_t i : item.plan.offered) out.push_back(&box_.tools[i]);
  return out;
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
