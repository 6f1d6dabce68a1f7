#include "trajectory/replies.h"

#include <fmt/format.h>

#include "base/text.h"
#include "prompt/reply.h"

namespace generator::trajectory {
namespace {

constexpr std::size_t kMostCalls = 8;  // of one step

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorKind::kInvalidInput, std::move(message));
}

std::string trimmed(std::string_view text) { return std::string(text::trim(text)); }

/// `arguments` as text that holds an object, or as the object itself.
Result<ToolCall> read_call(json::Value value) {
  ToolCall out;
  out.name = trimmed(value.text_of("name"));
  if (out.name.empty()) return invalid("a call has no `name`");
  const auto arguments = value.find("arguments");
  if (!arguments || arguments->is_null() || (arguments->is_string() && arguments->text().empty()))
    out.arguments = "{}";
  else
    out.arguments = arguments->is_string() ? arguments->text() : arguments->raw();
  const auto document = json::Document::parse(out.arguments);
  if (!document || !document->root().is_object())
    return invalid(fmt::format("the `arguments` of `{}` are no JSON object", out.name));
  return out;
}

}  // namespace

Result<std::vector<std::string>> read_instructions(std::string_view text, std::size_t turns) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const auto list = reply.json.root().find("instructions");
  if (!list || !list->is_array()) return invalid("`instructions` is not a list");
  std::vector<std::string> out;
  for (std::size_t i = 0; i < list->size(); ++i)
    if (std::string one = trimmed(list->at(i).text()); !one.empty()) out.push_back(std::move(one));
  if (out.size() < turns)
    return invalid(fmt::format("`instructions` has {}, and {} are wanted", out.size(), turns));
  out.resize(turns);
  return out;
}

Result<Action> read_action(std::string_view text) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const json::Value root = reply.json.root();
  Action out;
  out.step.thought = trimmed(root.text_of("thought"));
  out.answer = trimmed(root.text_of("answer"));
  const std::string_view action = root.text_of("action");
  const auto calls = root.find("calls");
  for (std::size_t i = 0; calls && i < calls->size(); ++i) {
    TRY(ToolCall call, read_call(calls->at(i)));
    out.step.calls.push_back(std::move(call));
  }
  if (out.step.calls.size() > kMostCalls)
    return invalid(fmt::format("{} calls at once; {} are the most", out.step.calls.size(),
                               kMostCalls));
  if (action == "give_up") {
    out.kind = Action::Kind::kGiveUp;
  } else if (action == "answer") {
    out.kind = Action::Kind::kAnswer;
    if (out.answer.empty()) return invalid("the action is `answer`, and `answer` is empty");
  } else if (action == "call") {
    if (out.step.calls.empty()) return invalid("the action is `call`, and `calls` is empty");
  } else {
    return invalid("`action` is \"call\", \"answer\" or \"give_up\"");
  }
  return out;
}

Result<std::vector<ToolStep>> read_candidates(std::string_view text, std::size_t most) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const auto list = reply.json.root().find("candidates");
  if (!list || !list->is_array()) return invalid("`candidates` is not a list");
  std::vector<ToolStep> out;
  for (std::size_t i = 0; i < list->size() && out.size() < most; ++i) {
    TRY(ToolCall call, read_call(list->at(i)));
    ToolStep& step = out.emplace_back();
    step.thought = trimmed(list->at(i).text_of("thought"));
    step.calls.push_back(std::move(call));
  }
  return out;
}

Result<Choice> read_choice(std::string_view text, std::size_t candidates) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const auto choice = reply.json.root().find("choice");
  const auto number = choice ? choice->integer() : std::nullopt;
  if (!number || *number < 0 || *number > static_cast<std::int64_t>(candidates))
    return invalid(fmt::format("`choice` is a number from 0 to {}", candidates));
  return Choice{static_cast<std::size_t>(*number), trimmed(reply.json.root().text_of("reason"))};
}

Result<Words> read_words(std::string_view text, std::size_t steps) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const json::Value root = reply.json.root();
  Words out;
  out.instruction = trimmed(root.text_of("instruction"));
  out.answer = trimmed(root.text_of("answer"));
  if (out.instruction.empty() || out.answer.empty())
    return invalid("`instruction` or `answer` is missing or empty");
  const auto thoughts = root.find("thoughts");
  for (std::size_t i = 0; thoughts && i < thoughts->size(); ++i)
    out.thoughts.push_back(trimmed(thoughts->at(i).text()));
  if (out.thoughts.size() != steps)
    return invalid(fmt::format("`thoughts` has {}, and there are {} steps", out.thoughts.size(),
                               steps));
  return out;
}

}  // namespace generator::trajectory
