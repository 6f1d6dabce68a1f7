#include "judge/tool_use_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "data/reasons.h"
#include "judge/tool_use_shown.h"
#include "prompt/reply.h"

namespace generator::judge {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 4> kCriteria = {
    {{"instruction", 1}, {"tool_choice", 1}, {"arguments", 1}, {"answer", 2}}};

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorKind::kInvalidInput, std::move(message));
}

Result<double> mark_of(json::Value object, std::string_view name) {
  const auto value = object.find(name);
  const auto mark = value ? value->number() : std::nullopt;
  if (!mark || *mark < 1 || *mark > 10)
    return invalid(fmt::format("`{}` is a number from 1 to 10", name));
  return *mark;
}

/// Puts each verdict to its step or answer; false where every one or the last is masked.
bool put_verdicts(const std::vector<Verdict>& verdicts, ToolUse& row) {
  std::size_t at = 0;
  for (ToolTurn& turn : row.turns) {
    for (ToolStep& step : turn.steps) step.verdict = verdicts[at++];
    if (!turn.answer.empty()) turn.verdict = verdicts[at++];
  }
  return !verdicts.empty() && !verdicts.back().is_masked;
}

class ToolUseDialogue final : public Dialogue {
 public:
  ToolUseDialogue(const ToolUseJudge& judge, ToolUse row) : judge_(judge), row_(std::move(row)) {}

  Turn open() override { return std::vector<Ask>{{judge_.ask(row_), 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    Finished out;
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      out.rejects.push_back(reject(reason_of(failure->kind), failure->message));
      out.rejects.back().reply = failure->reply;
      return Turn(std::move(out));
    }
    TRY(ToolUseRating said, judge_.read(row_, std::get<Completion>(outcomes[0])));
    const double total = said.rating.total;
    row_.rating = std::move(said.rating);
    const bool ends_well = put_verdicts(said.messages, row_);
    if (total < judge_.options().threshold)
      out.rejects.push_back(reject(reasons::kBelowThreshold,
                                   fmt::format("{:.2f}: {}", total, row_.rating->reasons)));
    else if (!ends_well)
      out.rejects.push_back(reject(reasons::kBelowTurnThreshold,
                                   "the last message: " + said.messages.back().reasons));
    else
      out.tool_uses.push_back(std::move(row_));
    return Turn(std::move(out));
  }

 private:
  Reject reject(std::string_view code, std::string detail) const {
    return {std::string(code), std::move(detail), row_.id, tool_use_text(row_)};
  }

  const ToolUseJudge& judge_;
  ToolUse row_;
};

}  // namespace

std::size_t assistant_messages(const ToolUse& row) {
  std::size_t out = 0;
  for (const ToolTurn& turn : row.turns) out += turn.steps.size() + !turn.answer.empty();
  return out;
}

ToolUseJudge::ToolUseJudge(const prompt::Template& prompt, ToolUseJudgeOptions options)
    : prompt_(&prompt), options_(std::move(options)), schema_{"rating", prompt.schema()} {}

Result<ToolUseJudge> ToolUseJudge::create(const prompt::Template& prompt,
                                          ToolUseJudgeOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return ToolUseJudge(prompt, std::move(options));
}

std::vector<prompt::Hole> ToolUseJudge::holes() {
  return {{"tools", "the tools that are called, a line of JSON each, fenced"},
          {"conversation", "what was said, called and replied; the assistant's messages are "
                           "numbered; fenced"},
          {"messages", "how many messages of the assistant there are"}};
}

std::unique_ptr<Dialogue> ToolUseJudge::begin(ToolUse row) const {
  return std::make_unique<ToolUseDialogue>(*this, std::move(row));
}

ChatRequest ToolUseJudge::ask(const ToolUse& row) const {
  ChatRequest out;
  if (!options_.from_inputs) {
    auto messages = prompt_->render({{"tools", shown_called_tools(row)},
                                     {"conversation", shown_messages(row)},
                                     {"messages", std::to_string(assistant_messages(row))}});
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "judge_tool_use";
  out.inputs.values = {{"row", tool_use_text(row)}};
  return out;
}

Result<ToolUseRating> ToolUseJudge::read(const ToolUse& row, const Completion& completion) const {
  TRY(const prompt::Reply reply, prompt::read_reply(completion.message.content));
  const json::Value root = reply.json.root();
  ToolUseRating out;
  out.rating.model = options_.model.empty() ? completion.model : options_.model;
  out.rating.reasons = text::trim(root.text_of("reasons"));
  if (out.rating.reasons.empty()) return invalid("`reasons` is missing or empty");
  const std::size_t wanted = assistant_messages(row);
  const auto messages = root.find("messages");
  if (!messages || messages->size() != wanted)
    return invalid(fmt::format("`messages` has {} and not {}, one for each of the assistant's",
                               messages ? messages->size() : 0, wanted));
  for (std::size_t i = 0; i < wanted; ++i) {
    TRY(const double score, mark_of(messages->at(i), "score"));
    out.messages.push_back({score, std::string(text::trim(messages->at(i).text_of("reason"))),
                            score < options_.turn_threshold});
  }
  double sum = 0, weights = 0;
  for (const auto& [name, weight] : kCriteria) {
    TRY(const double mark, mark_of(root, name));
    out.rating.criteria.emplace_back(name, mark);
    sum += weight * mark;
    weights += weight;
  }
  out.rating.total = sum / weights;
  return out;
}

}  // namespace generator::judge
