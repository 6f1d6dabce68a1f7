#include "trajectory/topic.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "data/reasons.h"
#include "data/tool_name.h"
#include "prompt/reply.h"

namespace generator::trajectory {
namespace {

constexpr std::size_t kMostTools = 64;

/// Text that holds an object, or the object itself; "" where it is left away.
Result<std::string> object_in(json::Value tool, std::string_view field, const std::string& name) {
  const auto value = tool.find(field);
  if (!value || value->is_null()) return std::string();
  const std::string text(value->is_string() ? value->text() : value->raw());
  if (text::trim(text).empty()) return std::string();
  const auto document = json::Document::parse(text);
  if (!document || !document->root().is_object())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` of `{}` is no JSON object", field, name));
  return text;
}

Result<Tool> read_tool(json::Value value) {
  Tool out;
  out.name = text::trim(value.text_of("name"));
  if (!is_tool_name(out.name))
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` is no name for a tool: letters, digits and underscores, a letter "
                            "first",
                            text::prefix(out.name, 80)));
  out.description = text::trim(value.text_of("description"));
  if (out.description.empty())
    return fail(ErrorKind::kInvalidInput, fmt::format("`{}` has no description", out.name));
  TRY(out.parameters, object_in(value, "parameters", out.name));
  if (out.parameters.empty()) out.parameters = R"({"type":"object","properties":{}})";
  const auto schema = json::Document::parse(out.parameters);
  if (schema->root().text_of("type") != "object")
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`parameters` of `{}` is no schema of an object", out.name));
  TRY(out.output_schema, object_in(value, "returns", out.name));
  TRY(std::string example, object_in(value, "example", out.name));
  if (!example.empty()) out.examples.push_back({.input = std::move(example)});
  out.source.name = out.name;
  return out;
}

class TopicDialogue final : public Dialogue {
 public:
  TopicDialogue(ChatRequest request, std::string topic)
      : request_(std::move(request)), topic_(std::move(topic)) {}
  Turn open() override { return std::vector<Ask>{{request_, 0}}; }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    Finished out;
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      out.rejects.push_back(
          {std::string(reason_of(failure->kind)), failure->message, topic_, ""});
      return Turn(std::move(out));
    }
    TRY(std::vector<Tool> tools,
        read_proposed_tools(std::get<Completion>(outcomes[0]).message.content));
    ToolUse& row = out.tool_uses.emplace_back();
    row.tools = std::move(tools);
    row.turns.push_back({.instruction = topic_, .steps = {}, .answer = ""});
    return Turn(std::move(out));
  }

 private:
  ChatRequest request_;
  std::string topic_;
};

}  // namespace

Result<std::vector<Tool>> read_proposed_tools(std::string_view text) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const auto list = reply.json.root().find("tools");
  if (!list || list->size() == 0 || list->size() > kMostTools)
    return fail(ErrorKind::kInvalidInput, fmt::format("`tools` is a list of 1 to {}", kMostTools));
  std::vector<Tool> out;
  std::set<std::string> names;
  for (std::size_t i = 0; i < list->size(); ++i) {
    TRY(Tool tool, read_tool(list->at(i)));
    if (!names.insert(tool.name).second)
      return fail(ErrorKind::kInvalidInput, fmt::format("there are two tools `{}`", tool.name));
    out.push_back(std::move(tool));
  }
  return out;
}

TopicProposal::TopicProposal(const prompt::Template& prompt, TopicOptions options)
    : prompt_(&prompt), options_(std::move(options)), schema_{"tools", prompt.schema()} {}

Result<TopicProposal> TopicProposal::create(const prompt::Template& prompt, TopicOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return TopicProposal(prompt, std::move(options));
}

std::vector<prompt::Hole> TopicProposal::holes() {
  return {{"topic", "what the tools are for, fenced"},
          {"passages", "documents about it, fenced; may be empty"},
          {"tools", "how many tools are wanted"}};
}

std::unique_ptr<Dialogue> TopicProposal::begin(std::string topic, std::string passages) const {
  ChatRequest request = ask(topic, passages);
  return std::make_unique<TopicDialogue>(std::move(request), std::move(topic));
}

ChatRequest TopicProposal::ask(const std::string& topic, const std::string& passages) const {
  ChatRequest out;
  if (!options_.from_inputs) {
    auto messages = prompt_->render(
        {{"topic", prompt::fence("topic", topic)},
         {"passages", passages.empty() ? "" : prompt::fence("passages", passages)},
         {"tools", std::to_string(options_.tools)}});
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "tool_topic";
  out.inputs.values = {{"topic", topic}, {"tools", std::to_string(options_.tools)}};
  return out;
}

}  // namespace generator::trajectory
