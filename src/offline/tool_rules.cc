#include "offline/tool_rules.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/json.h"
#include "data/tool_use.h"
#include "offline/tool_progress.h"
#include "offline/tool_wording.h"
#include "tool/sketch.h"

namespace generator::offline {
namespace {

using tool::Sketch;
using tool::SketchStep;

constexpr int kRepeats = 1;  // of a call that failed for a while

std::size_t number_of(const Inputs& inputs, std::string_view name) {
  const std::string_view text = inputs.get(name);
  std::size_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

Result<std::vector<ToolStep>> steps_in(const Inputs& inputs, std::string_view name) {
  const std::string_view text = inputs.get(name);
  if (text.empty()) return std::vector<ToolStep>();
  TRY(const json::Document document, json::Document::parse(text));
  TRY(ToolUse row, read_tool_use(document.root()));
  return std::move(row.turns[0].steps);
}

/// The step of a turn by its number over all turns, or past its end.
std::pair<std::size_t, std::size_t> bounds(const Sketch& sketch, std::size_t turn) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < turn && i < sketch.turns.size(); ++i)
    begin += sketch.turns[i].steps.size();
  return {begin, begin + (turn < sketch.turns.size() ? sketch.turns[turn].steps.size() : 0)};
}

std::string action(std::string_view thought, std::string_view kind, std::string_view answer) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("thought", thought).field("action", kind);
  writer.key("calls").begin_array().end_array().field("answer", answer).end_object();
  return out;
}

/// Nothing where a result lacks what an argument needs.
std::optional<std::string> calling(const SketchStep& step, std::string_view thought,
                                   const std::vector<std::vector<std::string>>& results) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("thought", thought).field("action", "call");
  writer.key("calls").begin_array();
  for (const tool::SketchCall& call : step.calls) {
    const auto arguments = tool::arguments_of(call, results);
    if (!arguments) return std::nullopt;
    writer.begin_object().field("name", call.tool).field("arguments", *arguments).end_object();
  }
  writer.end_array().field("answer", "").end_object();
  return out;
}

}  // namespace

Result<std::string> tool_instruct(const Inputs& inputs) {
  TRY(const Sketch sketch, tool::read_sketch(inputs.get("sketch")));
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("instructions").begin_array();
  for (const std::string& instruction : instructions_of(sketch)) writer.string(instruction);
  writer.end_array().end_object();
  return out;
}

Result<std::string> tool_act(const Inputs& inputs) {
  TRY(const Sketch sketch, tool::read_sketch(inputs.get("sketch")));
  TRY(const std::vector<ToolStep> done, steps_in(inputs, "done"));
  const std::size_t turn = number_of(inputs, "turn");
  if (is_talk(sketch, turn)) return action("", "answer", answer_of(sketch, turn, done));
  const Progress progress = progress_of(sketch, done);
  const auto [begin, end] = bounds(sketch, turn);
  if (progress.next >= end) return action("", "answer", answer_of(sketch, turn, done));
  if (progress.failures > kRepeats || number_of(inputs, "tried") > 0)
    return action("The call keeps failing, and no other way is known.", "give_up", "");
  const SketchStep& step = *tool::steps_of(sketch)[progress.next];
  const auto reply =
      calling(step, thought_of(sketch, turn, progress.next - begin, done), progress.results);
  if (!reply) return action("The earlier result does not have what is needed.", "give_up", "");
  return *reply;
}

Result<std::string> tool_propose(const Inputs& inputs) {
  TRY(const Sketch sketch, tool::read_sketch(inputs.get("sketch")));
  TRY(const std::vector<ToolStep> done, steps_in(inputs, "done"));
  const Progress progress = progress_of(sketch, done);
  const std::vector<const SketchStep*> steps = tool::steps_of(sketch);
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("candidates").begin_array();
  if (progress.next < steps.size())
    for (const tool::SketchCall& call : steps[progress.next]->calls)
      if (const auto arguments = tool::arguments_of(call, progress.results))
        writer.begin_object()
            .field("thought", "")
            .field("name", call.tool)
            .field("arguments", *arguments)
            .end_object();
  writer.end_array().end_object();
  return out;
}

// The first that did not fail: the sketch proposes nothing that leads elsewhere.
Result<std::string> tool_select(const Inputs& inputs) {
  TRY(const std::vector<ToolStep> candidates, steps_in(inputs, "candidates"));
  std::size_t choice = 0;
  for (std::size_t i = 0; i < candidates.size() && choice == 0; ++i)
    if (std::ranges::none_of(candidates[i].results, &CallResult::is_error)) choice = i + 1;
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.field("reason", choice == 0 ? "every candidate failed" : "the first that succeeded");
  writer.field("choice", static_cast<std::int64_t>(choice)).end_object();
  return out;
}

Result<std::string> tool_write(const Inputs& inputs) {
  TRY(const Sketch sketch, tool::read_sketch(inputs.get("sketch")));
  TRY(const std::vector<ToolStep> done, steps_in(inputs, "done"));
  const std::vector<std::string> instructions = instructions_of(sketch);
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("instruction", instructions.empty() ? "" : instructions[0]);
  writer.key("thoughts").begin_array();
  for (std::size_t i = 0; i < done.size(); ++i) {
    const std::vector<ToolStep> before(done.begin(),
                                       done.begin() + static_cast<std::ptrdiff_t>(i));
    writer.string(thought_of(sketch, 0, i, before));
  }
  writer.end_array().field("answer", answer_of(sketch, 0, done)).end_object();
  return out;
}

Result<std::string> tool_reply(const Inputs& inputs) {
  const std::string result(inputs.get("result"));
  const auto document = json::Document::parse(result);
  std::string reply = result;
  if (!document || !document->root().is_object())
    reply = "{\"message\":" + (document ? result : json::quote(result)) + "}";
  return "{\"reply\":" + json::quote(reply) + "}";
}

}  // namespace generator::offline
