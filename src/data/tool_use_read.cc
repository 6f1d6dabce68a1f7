// Rows of tool use, read: our own form, one with a reasoning path, and messages.
#include "data/tool_use.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"

namespace generator {
namespace {

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorKind::kInvalidInput, std::move(message));
}

// Of a JSON value its text, of a string what it says.
std::string content_of(json::Value value) {
  return std::string(value.is_string() ? value.text() : value.raw());
}

Result<ToolCall> read_call(json::Value value, std::string_view name_field,
                           std::string_view arguments_field, std::string_view where) {
  ToolCall call;
  call.id = value.text_of("id");
  call.name = value.text_of(name_field);
  if (call.name.empty()) return invalid(fmt::format("{}: `{}` is missing", where, name_field));
  const auto arguments = value.find(arguments_field);
  call.arguments = arguments ? content_of(*arguments) : "{}";
  return call;
}

std::optional<Verdict> read_verdict(json::Value owner) {
  const auto value = owner.find("verdict");
  if (!value || !value->is_object()) return std::nullopt;
  Verdict out;
  if (const auto score = value->find("score")) out.score = score->number().value_or(0);
  out.reasons = value->text_of("reasons");
  if (const auto weight = value->find("weight")) out.is_masked = weight->number() == 0.0;
  return out;
}

Result<ToolStep> read_step(json::Value value, const std::string& where) {
  ToolStep out;
  out.thought = value.text_of("thought");
  const auto calls = value.find("calls");
  if (!calls || !calls->is_array()) return invalid(where + ": `calls` is not a list");
  for (std::size_t i = 0; i < calls->size(); ++i) {
    TRY(ToolCall call, read_call(calls->at(i), "name", "arguments", where));
    out.calls.push_back(std::move(call));
  }
  const auto results = value.find("results");
  for (std::size_t i = 0; results && i < results->size(); ++i) {
    const auto content = results->at(i).find("content");
    const auto is_error = results->at(i).find("is_error");
    out.results.push_back(
        {content ? content_of(*content) : "", is_error && is_error->boolean() == true});
  }
  out.verdict = read_verdict(value);
  return out;
}

Result<std::vector<ToolTurn>> read_turns(json::Value turns) {
  std::vector<ToolTurn> out;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    ToolTurn turn;
    turn.instruction = turns.at(i).text_of("instruction");
    turn.answer = turns.at(i).text_of("answer");
    turn.verdict = read_verdict(turns.at(i));
    const auto steps = turns.at(i).find("steps");
    for (std::size_t j = 0; steps && j < steps->size(); ++j) {
      TRY(ToolStep step, read_step(steps->at(j), fmt::format("turn {}, step {}", i + 1, j + 1)));
      turn.steps.push_back(std::move(step));
    }
    out.push_back(std::move(turn));
  }
  return out;
}

Result<std::vector<DeadEnd>> read_dead_ends(json::Value row) {
  std::vector<DeadEnd> out;
  const auto list = row.find("dead_ends");
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const json::Value at = list->at(i);
    const std::string where = fmt::format("`dead_ends`, {}", i + 1);
    const auto turn = at.find("turn"), step = at.find("step"), tried = at.find("tried");
    const auto place = [](const std::optional<json::Value>& value) {
      return value ? value->integer().value_or(0) : 0;
    };
    if (place(turn) < 1 || place(step) < 1 || !tried)
      return invalid(where + ": `turn` and `step` count from 1, and `tried` is a step");
    TRY(ToolStep read, read_step(*tried, where));
    out.push_back({static_cast<std::size_t>(place(turn) - 1),
                   static_cast<std::size_t>(place(step) - 1), std::move(read),
                   std::string(at.text_of("why"))});
  }
  return out;
}

std::optional<ToolOutcome> read_outcome(json::Value row) {
  const auto value = row.find("outcome");
  if (!value || !value->is_object()) return std::nullopt;
  ToolOutcome out;
  out.status = value->text_of("status");
  if (const auto score = value->find("score")) out.score = score->number().value_or(0);
  out.model = value->text_of("model");
  const auto list = value->find("requirements");
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const auto met = list->at(i).find("met");
    out.requirements.push_back({std::string(list->at(i).text_of("text")),
                                met && met->boolean() == true,
                                std::string(list->at(i).text_of("evidence"))});
  }
  return out;
}

// {"instruction", "solution": {"reasoning_path": [{"tool", "args", "status", "actual_result"}], …}}
Result<ToolUse> read_solution(json::Value row, json::Value solution) {
  ToolUse out;
  ToolTurn turn;
  turn.instruction = row.text_of("instruction", solution.text_of("instruction"));
  turn.answer = solution.text_of("final_answer");
  out.id = row.text_of("id");
  const std::string_view method = solution.text_of("method");
  out.method = method == "single" ? "single_step" : method == "multi" ? "multi_step" : method;
  const auto path = solution.find("reasoning_path");
  if (!path || !path->is_array()) return invalid("`solution.reasoning_path` is not a list");
  for (std::size_t i = 0; i < path->size(); ++i) {
    const json::Value at = path->at(i);
    ToolStep step;
    step.thought = at.text_of("thought");
    TRY(ToolCall call,
        read_call(at, "tool", "args", fmt::format("`solution.reasoning_path`, step {}", i + 1)));
    step.calls.push_back(std::move(call));
    if (const auto result = at.find("actual_result"))
      step.results.push_back({content_of(*result), at.text_of("status", "success") != "success"});
    turn.steps.push_back(std::move(step));
  }
  out.turns.push_back(std::move(turn));
  out.extra = json::other_fields(row, {"id", "instruction", "solution"});
  return out;
}

// The turns of messages, one after the other.
class Messages {
 public:
  Status read(json::Value message, std::size_t number) {
    const std::string_view role = message.text_of("role");
    const auto content = message.find("content");
    const std::string text = content && !content->is_null() ? content_of(*content) : "";
    if (role == "user") {
      out.push_back({.instruction = text, .steps = {}, .answer = ""});
    } else if (role == "assistant") {
      return read_assistant(message, text, number);
    } else if (role == "tool") {
      if (out.empty() || out.back().steps.empty())
        return invalid(fmt::format("message {}: a result without a call", number));
      out.back().steps.back().results.push_back({text, false});
    } else if (role != "system" && role != "developer") {
      return invalid(fmt::format("message {}: role `{}`", number, text::for_terminal(role)));
    }
    return {};
  }

  std::vector<ToolTurn> out;

 private:
  Status read_assistant(json::Value message, const std::string& text, std::size_t number) {
    if (out.empty()) return invalid(fmt::format("message {}: an answer before a question", number));
    const auto calls = message.find("tool_calls");
    if (!calls || calls->size() == 0) {
      out.back().answer = text;
      return {};
    }
    ToolStep step;
    step.thought = message.text_of("reasoning_content", text);
    for (std::size_t i = 0; i < calls->size(); ++i) {
      const auto function = calls->at(i).find("function");
      TRY(ToolCall call, read_call(function ? *function : calls->at(i), "name", "arguments",
                                   fmt::format("message {}", number)));
      call.id = calls->at(i).text_of("id");
      step.calls.push_back(std::move(call));
    }
    out.back().steps.push_back(std::move(step));
    return {};
  }
};

Result<ToolUse> read_messages(json::Value row, json::Value messages) {
  ToolUse out;
  out.id = row.text_of("id");
  Messages reading;
  for (std::size_t i = 0; i < messages.size(); ++i) CHECK_OK(reading.read(messages.at(i), i + 1));
  if (reading.out.empty()) return invalid("`messages` has nothing that a user says");
  out.turns = std::move(reading.out);
  out.extra = json::other_fields(row, {"id", "messages"});
  return out;
}

}  // namespace

Result<ToolUse> read_tool_use(json::Value row) {
  if (!row.is_object()) return invalid("a row is an object");
  if (const auto solution = row.find("solution")) return read_solution(row, *solution);
  if (const auto messages = row.find("messages"); messages && messages->is_array())
    return read_messages(row, *messages);
  const auto turns = row.find("turns");
  if (!turns || !turns->is_array() || turns->size() == 0)
    return invalid("a row of tool use has `turns`, `solution` or `messages`");
  ToolUse out;
  out.id = row.text_of("id");
  out.method = row.text_of("method");
  out.style = row.text_of("style");
  out.case_kind = row.text_of("case");
  out.documentation = row.text_of("documentation");
  const auto tools = row.find("tools");
  for (std::size_t i = 0; tools && i < tools->size(); ++i) {
    TRY(Tool tool, read_tool(tools->at(i)));
    out.tools.push_back(std::move(tool));
  }
  TRY(out.turns, read_turns(*turns));
  TRY(out.dead_ends, read_dead_ends(row));
  out.outcome = read_outcome(row);
  const auto rating = row.find("rating");
  const bool has_own_rating = rating && rating->is_object();  // others' travel as they are
  if (has_own_rating) {
    TRY(out.rating, read_rating(row));
  }
  out.provenance.source_file = row.text_of("source_file");
  out.provenance.model = row.text_of("model");
  out.provenance.generated_at = row.text_of("generated_at");
  std::vector<std::string_view> known = {"id",    "method",    "style",   "case",        "tools",
                                         "documentation", "turns", "dead_ends", "outcome",
                                         "source_file",   "model", "generated_at"};
  if (has_own_rating) known.push_back("rating");
  out.extra = json::other_fields(row, known);
  return out;
}

}  // namespace generator
