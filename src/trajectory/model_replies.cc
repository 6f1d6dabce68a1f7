#include "trajectory/model_replies.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "base/compact_json.h"
#include "base/json.h"
#include "base/text.h"
#include "prompt/reply.h"
#include "trajectory/showing.h"

namespace generator::trajectory {
namespace {

constexpr std::size_t kLongestReply = 8'000;  // bytes

bool is_untold(const Tool& tool) {
  return tool.output_schema.empty() &&
         std::ranges::none_of(tool.examples,
                              [](const ToolExample& example) { return !example.output.empty(); });
}

class RepliedDialogue final : public Dialogue {
 public:
  RepliedDialogue(const ModelReplies& replies, std::unique_ptr<Dialogue> inner)
      : replies_(replies), inner_(std::move(inner)) {}

  Turn open() override { return pass(inner_->open()); }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (asked_.empty()) {
      TRY(Turn turn, inner_->hear(outcomes));
      return pass(std::move(turn));
    }
    unusable_.clear();
    std::string wrong;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const Status taken = take(results_[asked_[i]], outcomes[i]);
      if (taken) continue;
      unusable_.push_back(i);
      wrong = taken.error().message;
    }
    if (!unusable_.empty()) return fail(ErrorKind::kInvalidInput, wrong);
    asked_.clear();
    return pass(inner_->see(results_));
  }

  Turn see(std::span<const CallResult> results) override {
    results_.assign(results.begin(), results.end());
    std::vector<Ask> asks;
    for (std::size_t i = 0; i < results_.size() && i < calls_.size(); ++i) {
      const bool is_prose = !results_[i].is_error && results_[i].content.starts_with('"');
      if (!is_prose || !replies_.tools().contains(calls_[i].name)) continue;
      asked_.push_back(i);
      asks.push_back({replies_.ask(calls_[i], results_[i]), 0});
    }
    return asks.empty() ? pass(inner_->see(results_)) : Turn(std::move(asks));
  }

  std::vector<std::size_t> unusable() const override {
    return asked_.empty() ? inner_->unusable() : unusable_;
  }

 private:
  Status take(CallResult& result, const Outcome& outcome) {
    const auto* completion = std::get_if<Completion>(&outcome);
    if (completion == nullptr) return {};  // the simulation's own words stay
    TRY(result.content, read_written_reply(completion->message.content));
    return {};
  }

  Turn pass(Turn turn) {
    if (auto* act = std::get_if<Act>(&turn)) calls_ = act->calls;
    if (auto* finished = std::get_if<Finished>(&turn))
      for (ToolUse& row : finished->tool_uses) label(row);
    return turn;
  }

  void label(ToolUse& row) const {
    std::set<std::string> names;
    for (const ToolTurn& turn : row.turns)
      for (const ToolStep& step : turn.steps)
        for (const ToolCall& call : step.calls)
          if (replies_.tools().contains(call.name)) names.insert(call.name);
    if (names.empty()) return;
    std::string list;
    json::Writer writer(list);
    writer.begin_array();
    for (const std::string& name : names) writer.string(name);
    writer.end_array();
    row.extra += (row.extra.empty() ? "" : ",") + std::string("\"replies_by_model\":") + list;
  }

  const ModelReplies& replies_;
  std::unique_ptr<Dialogue> inner_;
  std::vector<ToolCall> calls_;      // of the last Act
  std::vector<CallResult> results_;  // of these
  std::vector<std::size_t> asked_;   // of these, those whose replies a model is writing
  std::vector<std::size_t> unusable_;
};

}  // namespace

ModelReplies::ModelReplies(const std::vector<Tool>& tools, const prompt::Template& prompt,
                           ReplyOptions options)
    : tools_(&tools),
      prompt_(&prompt),
      options_(std::move(options)),
      schema_{"tool_reply", prompt.schema()} {
  for (const Tool& tool : tools)
    if (is_untold(tool)) names_.insert(tool.name);
}

Result<ModelReplies> ModelReplies::create(const std::vector<Tool>& tools,
                                          const prompt::Template& prompt, ReplyOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return ModelReplies(tools, prompt, std::move(options));
}

std::vector<prompt::Hole> ModelReplies::holes() {
  return {{"tool", "the tool, a line of JSON, fenced"},
          {"call", "the call and what came of it in short, fenced"}};
}

std::unique_ptr<Dialogue> ModelReplies::around(std::unique_ptr<Dialogue> dialogue) const {
  return std::make_unique<RepliedDialogue>(*this, std::move(dialogue));
}

ChatRequest ModelReplies::ask(const ToolCall& call, const CallResult& result) const {
  ChatRequest out;
  const auto tool = std::ranges::find(*tools_, call.name, &Tool::name);
  if (!options_.from_inputs) {
    auto messages = prompt_->render(
        {{"tool", shown_tools({&*tool})},
         {"call", prompt::fence("call", fmt::format("{} {}\n{}\n", call.name, call.arguments,
                                                    result.content))}});
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "tool_reply";
  out.inputs.values = {{"result", result.content}};
  return out;
}

Result<std::string> read_written_reply(std::string_view text) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const auto written = reply.json.root().find("reply");
  if (!written) return fail(ErrorKind::kInvalidInput, "`reply` is missing");
  const std::string inside(written->is_string() ? written->text() : written->raw());
  if (inside.size() > kLongestReply)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`reply` is longer than {} bytes", kLongestReply));
  const auto document = json::Document::parse(inside);
  if (!document || !document->root().is_object() || document->root().size() == 0)
    return fail(ErrorKind::kInvalidInput, "`reply` is not the text of a JSON object with fields");
  return json::compact(text::trim(inside));
}

}  // namespace generator::trajectory
