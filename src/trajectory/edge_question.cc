#include "trajectory/edge_question.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "prompt/reply.h"

namespace generator::trajectory {
namespace {

constexpr std::size_t kLongestReason = 500;  // bytes that are kept

std::string tool_text(const Tool& tool) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("name", tool.name).field("description", tool.description);
  writer.key("parameters").raw(tool.parameters.empty() ? "{}" : tool.parameters);
  if (!tool.output_schema.empty()) writer.key("returns").raw(tool.output_schema);
  writer.end_object();
  return out;
}

/// What is claimed, in words.
std::string claim(const EdgeQuestion& question) {
  if (!question.reason.empty())
    return fmt::format("`{}` has to be called before `{}` can do its work.", question.from->name,
                       question.to->name);
  const std::string what = question.field.empty()
                               ? std::string("what it replies")
                               : fmt::format("`{}` of what it replies", question.field);
  return fmt::format("After `{}` was called, {} can be given to `{}` as its argument `{}`, because "
                     "both name the same thing in the same way.",
                     question.from->name, what, question.to->name, question.parameter);
}

class EdgeDialogue final : public Dialogue {
 public:
  EdgeDialogue(ChatRequest request, std::string name)
      : request_(std::move(request)), name_(std::move(name)) {}
  Turn open() override { return std::vector<Ask>{{request_, 0}}; }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    Finished out;
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      out.rejects.push_back({std::string(reason_of(failure->kind)), failure->message, name_, ""});
      return Turn(std::move(out));
    }
    const std::string& reply = std::get<Completion>(outcomes[0]).message.content;
    CHECK_OK(read_edge_verdict(reply));
    ToolUse& row = out.tool_uses.emplace_back();
    row.id = name_;
    row.turns.push_back({.instruction = name_, .steps = {}, .answer = reply});
    return Turn(std::move(out));
  }

 private:
  ChatRequest request_;
  std::string name_;
};

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorKind::kInvalidInput, std::move(message));
}

}  // namespace

std::string EdgeQuestion::name() const {
  return reason.empty() ? fmt::format("{} {} → {} {}", from->name,
                                      field.empty() ? "(its result)" : field, to->name, parameter)
                        : fmt::format("{} → {}", from->name, to->name);
}

std::vector<EdgeQuestion> questions_of(const std::vector<Tool>& tools,
                                       const tool::DependencyGraph& graph) {
  std::vector<EdgeQuestion> out;
  for (const tool::DataEdge& edge : graph.data)
    out.push_back({&tools[edge.from], &tools[edge.to], edge.field, edge.parameter, ""});
  for (const tool::StateEdge& edge : graph.state)
    out.push_back({&tools[edge.from], &tools[edge.to], "", "",
                   std::string(tool::to_text(edge.reason))});
  return out;
}

Result<tool::EdgeVerdict> read_edge_verdict(std::string_view text) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const json::Value root = reply.json.root();
  tool::EdgeVerdict out;
  const auto is_edge = root.find("is_edge");
  if (!is_edge || !is_edge->boolean()) return invalid("`is_edge` is true or false");
  out.is_edge = *is_edge->boolean();
  const auto confidence = root.find("confidence");
  const auto value = confidence ? confidence->number() : std::nullopt;
  if (!value || !(*value >= 0 && *value <= 1))
    return invalid("`confidence` is a number from 0 to 1");
  out.confidence = *value;
  out.reason = text::prefix(text::trim(root.text_of("reason")), kLongestReason);
  std::ranges::replace_if(out.reason, [](char c) { return c >= 0 && c < ' '; }, ' ');
  if (out.reason.empty()) return invalid("`reason` is missing or empty");
  return out;
}

Result<tool::EdgeVerdict> verdict_of(const ToolUse& row) {
  if (row.turns.empty()) return invalid("the row has no turn");
  return read_edge_verdict(row.turns[0].answer);
}

EdgeConfirmation::EdgeConfirmation(const prompt::Template& prompt, EdgeAskOptions options)
    : prompt_(&prompt), options_(std::move(options)), schema_{"tool_edge", prompt.schema()} {}

Result<EdgeConfirmation> EdgeConfirmation::create(const prompt::Template& prompt,
                                                  EdgeAskOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return EdgeConfirmation(prompt, std::move(options));
}

std::vector<prompt::Hole> EdgeConfirmation::holes() {
  return {{"tools", "the two tools, a line of JSON each, the earlier one first, fenced"},
          {"claim", "what is to be confirmed, in a sentence, fenced"}};
}

std::unique_ptr<Dialogue> EdgeConfirmation::begin(const EdgeQuestion& question) const {
  return std::make_unique<EdgeDialogue>(ask(question), question.name());
}

ChatRequest EdgeConfirmation::ask(const EdgeQuestion& question) const {
  ChatRequest out;
  const std::string from = tool_text(*question.from), to = tool_text(*question.to);
  if (!options_.from_inputs) {
    auto messages = prompt_->render({{"tools", prompt::fence("tools", from + "\n" + to)},
                                     {"claim", prompt::fence("claim", claim(question))}});
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "tool_edge";
  out.inputs.values = {{"from", from},
                       {"to", to},
                       {"field", question.field},
                       {"parameter", question.parameter},
                       {"reason", question.reason}};
  return out;
}

}  // namespace generator::trajectory
