#include "judge/outcome_evaluation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "data/reasons.h"
#include "judge/tool_use_shown.h"
#include "prompt/reply.h"

namespace generator::judge {
namespace {

constexpr std::size_t kMostRequirements = 20;

/// Letters and digits alone, a space between words: case, quotes and brackets make no difference.
std::string folded(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const bool is_word = text::is_word(c) || static_cast<unsigned char>(c) >= 0x80;
    if (is_word)
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    else if (out.back() != ' ')
      out += ' ';
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

bool failed_at_the_end(const ToolUse& row) {
  for (auto turn = row.turns.rbegin(); turn != row.turns.rend(); ++turn) {
    if (turn->steps.empty()) continue;
    const auto& results = turn->steps.back().results;
    return !results.empty() && std::ranges::all_of(results, &CallResult::is_error);
  }
  return false;
}

std::string_view status_of(const ToolUse& row, std::size_t met, std::size_t all) {
  if (met == all && all > 0) return outcomes::kFully;
  if (met > 0) return outcomes::kPartially;
  return failed_at_the_end(row) ? outcomes::kExecutionFailed : outcomes::kNotSatisfied;
}

class OutcomeDialogue final : public Dialogue {
 public:
  OutcomeDialogue(const OutcomeEvaluation& evaluation, ToolUse row)
      : evaluation_(evaluation), row_(std::move(row)) {}

  Turn open() override { return std::vector<Ask>{{evaluation_.ask(row_), 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    Finished out;
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      Reject reject{std::string(reason_of(failure->kind)), failure->message, row_.id,
                    tool_use_text(row_)};
      reject.reply = failure->reply;
      out.rejects.push_back(std::move(reject));
      return Turn(std::move(out));
    }
    TRY(ToolOutcome outcome, evaluation_.read(row_, std::get<Completion>(outcomes[0])));
    row_.outcome = std::move(outcome);
    out.tool_uses.push_back(std::move(row_));
    return Turn(std::move(out));
  }

 private:
  const OutcomeEvaluation& evaluation_;
  ToolUse row_;
};

}  // namespace

bool has_evidence(const ToolUse& row, std::string_view evidence) {
  const std::string wanted = folded(evidence);
  if (wanted.size() < 2) return false;
  for (const ToolTurn& turn : row.turns) {
    if (text::contains(folded(turn.answer), wanted)) return true;
    for (const ToolStep& step : turn.steps) {
      for (const ToolCall& call : step.calls)
        if (text::contains(folded(call.name + " " + call.arguments), wanted)) return true;
      for (const CallResult& result : step.results)
        if (text::contains(folded(result.content), wanted)) return true;
    }
  }
  return false;
}

OutcomeEvaluation::OutcomeEvaluation(const prompt::Template& prompt, OutcomeOptions options)
    : prompt_(&prompt), options_(std::move(options)), schema_{"outcome", prompt.schema()} {}

Result<OutcomeEvaluation> OutcomeEvaluation::create(const prompt::Template& prompt,
                                                    OutcomeOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return OutcomeEvaluation(prompt, std::move(options));
}

std::vector<prompt::Hole> OutcomeEvaluation::holes() {
  return {{"tools", "the tools that are called, a line of JSON each, fenced"},
          {"conversation", "what was said, called and replied, fenced"}};
}

std::unique_ptr<Dialogue> OutcomeEvaluation::begin(ToolUse row) const {
  return std::make_unique<OutcomeDialogue>(*this, std::move(row));
}

ChatRequest OutcomeEvaluation::ask(const ToolUse& row) const {
  ChatRequest out;
  if (!options_.from_inputs) {
    auto messages = prompt_->render(
        {{"tools", shown_called_tools(row)}, {"conversation", shown_messages(row)}});
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "evaluate_tool_use";
  out.inputs.values = {{"row", tool_use_text(row)}};
  return out;
}

Result<ToolOutcome> OutcomeEvaluation::read(const ToolUse& row,
                                            const Completion& completion) const {
  TRY(const prompt::Reply reply, prompt::read_reply(completion.message.content));
  const auto list = reply.json.root().find("requirements");
  if (!list || list->size() == 0 || list->size() > kMostRequirements)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`requirements` is a list of 1 to {}", kMostRequirements));
  ToolOutcome out;
  out.model = options_.model.empty() ? completion.model : options_.model;
  std::size_t met = 0;
  for (std::size_t i = 0; i < list->size(); ++i) {
    Requirement& requirement = out.requirements.emplace_back();
    requirement.text = text::trim(list->at(i).text_of("text"));
    requirement.evidence = text::trim(list->at(i).text_of("evidence"));
    if (requirement.text.empty())
      return fail(ErrorKind::kInvalidInput, "a requirement has no `text`");
    const auto said = list->at(i).find("met");
    requirement.is_met =
        said && said->boolean() == true && has_evidence(row, requirement.evidence);
    met += requirement.is_met;
  }
  out.score = static_cast<double>(met) / static_cast<double>(list->size());
  out.status = status_of(row, met, list->size());
  return out;
}

}  // namespace generator::judge
