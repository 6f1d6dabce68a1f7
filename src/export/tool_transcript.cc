#include "export/tool_transcript.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/compact_json.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace generator {
namespace {

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorKind::kInvalidInput, std::move(message));
}

std::string repaired(std::string_view s) {
  return text::is_valid_utf8(s) ? std::string(s) : text::repair_utf8(s);
}

// Space between the tokens of a result is a file's layout, not what the tool replied.
std::string result_text(const std::string& content) {
  const auto document = json::Document::parse(content);
  const bool is_value = document && (document->root().is_object() || document->root().is_array());
  return is_value ? json::compact(content) : repaired(content);
}

bool has_own_ids(const ToolUse& row) {
  std::set<std::string_view> seen;
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls)
        if (call.id.empty() || !text::is_valid_utf8(call.id) || !seen.insert(call.id).second)
          return false;
  return true;
}

// The messages of a row, one after the other.
class Builder {
 public:
  Builder(const ToolUse& row, const ToolTranscriptOptions& options)
      : row_(row), options_(options), has_ids_(has_own_ids(row)) {}

  Status open() {
    const auto& prompts = options_.system_prompts;
    if (!prompts.empty())
      out_.system =
          repaired(prompts[(checksum(row_.turns.at(0).instruction) + options_.seed) % prompts.size()]);
    const bool is_absent = row_.documentation == "absent";
    for (const Tool& tool : row_.tools.empty() && !is_absent ? options_.offered : row_.tools)
      out_.tools.push_back({repaired(tool.name), repaired(tool.description), schema_of(tool)});
    if (out_.tools.empty() && !is_absent)
      return invalid("the row does not have the tools that were offered; name them with --tools SPEC");
    return {};
  }

  Status say(const ToolTurn& turn, std::size_t number) {
    if (text::trim(turn.instruction).empty())
      return invalid(fmt::format("the instruction of turn {} is blank", number + 1));
    out_.messages.push_back({.role = Role::kUser, .content = repaired(turn.instruction)});
    return {};
  }

  /// `needs_results`: something is said after it.
  Status take(const ToolStep& step, const std::string& where, bool needs_results) {
    TRY(ToolMessage message, called(step, where));
    const std::size_t count = step.calls.size();
    if (step.results.size() > count || (needs_results && step.results.size() < count))
      return invalid(fmt::format("{}: {} and {}", where,
                                 text::counted(static_cast<std::int64_t>(count), "call"),
                                 text::counted(static_cast<std::int64_t>(step.results.size()), "result")));
    out_.messages.push_back(std::move(message));
    const std::size_t at = out_.messages.size() - 1;
    for (std::size_t i = 0; i < step.results.size(); ++i) {
      const ToolCall& call = out_.messages[at].calls[i];
      out_.messages.push_back({.role = Role::kTool,
                               .content = result_text(step.results[i].content),
                               .call_id = call.id,
                               .name = call.name});
    }
    return {};
  }

  Result<ToolMessage> called(const ToolStep& step, const std::string& where) {
    ToolMessage out{.role = Role::kAssistant};
    out.is_masked = step.verdict && step.verdict->is_masked;
    if (step.calls.empty()) return invalid(where + " calls nothing");
    for (const ToolCall& call : step.calls) {
      const auto arguments = json::Document::parse(call.arguments);
      if (!arguments || !arguments->root().is_object())
        return invalid(fmt::format("{}: the arguments of `{}` are no JSON object", where, call.name));
      const bool is_offered = std::ranges::any_of(
          out_.tools, [&](const OfferedTool& tool) { return tool.name == call.name; });
      if (row_.documentation.empty() && !is_offered)
        return invalid(fmt::format("{} calls `{}`, which is not among the tools", where, call.name));
      ++calls_;
      out.calls.push_back({has_ids_ && !call.id.empty() ? call.id : fmt::format("call_{}", calls_),
                           repaired(call.name), json::compact(call.arguments)});
    }
    CHECK_OK(place(repaired(text::trim(step.thought)), where, out));
    return out;
  }

  void answer(const ToolTurn& turn) {
    out_.messages.push_back({.role = Role::kAssistant,
                             .content = repaired(turn.answer),
                             .is_masked = turn.verdict && turn.verdict->is_masked});
  }

  ToolTranscript& out() { return out_; }
  std::size_t calls() const { return calls_; }
  void calls(std::size_t count) { calls_ = count; }

 private:
  static std::string schema_of(const Tool& tool) {
    return tool.parameters.empty() ? R"({"type":"object","properties":{}})"
                                   : json::compact(tool.parameters);
  }

  Status place(std::string thought, const std::string& where, ToolMessage& message) const {
    if (thought.empty() || options_.style == CotStyle::kNone) return {};
    if (options_.style == CotStyle::kField) {
      message.reasoning = std::move(thought);
    } else if (options_.style == CotStyle::kText) {
      message.content = std::move(thought);
    } else {
      if (text::contains(thought, "</think>"))
        return invalid(where + ": the thought holds </think>, which would end it early; another "
                               "--cot-style can hold it");
      message.content = fmt::format("<think>\n{}\n</think>\n\n", thought);
    }
    return {};
  }

  const ToolUse& row_;
  const ToolTranscriptOptions& options_;
  bool has_ids_;
  std::size_t calls_ = 0;
  ToolTranscript out_;
};

void drop_tail(std::vector<ToolMessage>& messages) {
  while (!messages.empty() && messages.back().role != Role::kAssistant) messages.pop_back();
}

// All before step `step` of turn `turn`; with the row's end as place, all of it.
Status build(const ToolUse& row, std::size_t turns, std::size_t steps, Builder& builder) {
  for (std::size_t i = 0; i < turns + (steps > 0 ? 1 : 0) && i < row.turns.size(); ++i) {
    const ToolTurn& turn = row.turns[i];
    const bool is_whole = i < turns;
    CHECK_OK(builder.say(turn, i));
    const std::size_t count = is_whole ? turn.steps.size() : std::min(steps, turn.steps.size());
    for (std::size_t j = 0; j < count; ++j) {
      const bool is_last = is_whole && i + 1 == row.turns.size() && j + 1 == count &&
                           text::trim(turn.answer).empty();
      CHECK_OK(builder.take(turn.steps[j], step_name(row, i, j), !is_last));
    }
    if (!is_whole) continue;
    if (!text::trim(turn.answer).empty())
      builder.answer(turn);
    else if (turn.steps.empty())
      return invalid(fmt::format("turn {} has neither a call nor an answer", i + 1));
  }
  return {};
}

bool is_same(const ToolMessage& a, const ToolMessage& b) {
  return a.content == b.content && a.calls.size() == b.calls.size() &&
         std::equal(a.calls.begin(), a.calls.end(), b.calls.begin(),
                    [](const ToolCall& x, const ToolCall& y) {
                      return x.name == y.name && x.arguments == y.arguments;
                    });
}

}  // namespace

Result<ToolTranscript> tool_transcript(const ToolUse& row, const ToolTranscriptOptions& options) {
  if (row.turns.empty()) return invalid("the row has no turns");
  Builder builder(row, options);
  CHECK_OK(builder.open());
  CHECK_OK(build(row, row.turns.size(), 0, builder));
  drop_tail(builder.out().messages);
  return std::move(builder.out());
}

namespace {

// The pair of one dead end; nothing where it teaches nothing.
Result<std::optional<ToolTranscript>> pair_of(const ToolUse& row, const DeadEnd& end,
                                              const ToolTranscriptOptions& options) {
  if (end.turn >= row.turns.size() || end.step > row.turns[end.turn].steps.size())
    return invalid(fmt::format("a dead end is at turn {}, step {}, where the row has none",
                               end.turn + 1, end.step + 1));
  const ToolTurn& turn = row.turns[end.turn];
  const bool is_answer = end.step == turn.steps.size();
  if (end.tried.calls.empty() || (is_answer && text::trim(turn.answer).empty()))
    return std::optional<ToolTranscript>();
  Builder builder(row, options);
  CHECK_OK(builder.open());
  CHECK_OK(build(row, end.turn, end.step, builder));
  if (end.step == 0) CHECK_OK(builder.say(turn, end.turn));
  const std::string where = step_name(row, end.turn, end.step);
  const std::size_t calls = builder.calls();
  TRY(ToolMessage tried, builder.called(end.tried, where + ", as it was tried"));
  builder.calls(calls);
  if (is_answer) {
    builder.answer(turn);
  } else {
    TRY(ToolMessage taken, builder.called(turn.steps[end.step], where));
    builder.out().messages.push_back(std::move(taken));
  }
  const ToolMessage& chosen = builder.out().messages.back();
  if (chosen.is_masked || is_same(chosen, tried)) return std::optional<ToolTranscript>();
  builder.out().rejected = {std::move(tried)};
  return std::optional<ToolTranscript>(std::move(builder.out()));
}

}  // namespace

Result<std::vector<ToolTranscript>> tool_pairs(const ToolUse& row,
                                               const ToolTranscriptOptions& options) {
  std::vector<ToolTranscript> out;
  for (const DeadEnd& end : row.dead_ends) {
    TRY(std::optional<ToolTranscript> pair, pair_of(row, end, options));
    if (pair) out.push_back(std::move(*pair));
  }
  return out;
}

Status cut_at_mask(ToolTranscript& transcript) {
  auto& messages = transcript.messages;
  messages.erase(std::ranges::find_if(messages, &ToolMessage::is_masked), messages.end());
  drop_tail(messages);
  return messages.empty() ? Status(invalid("its first message of the assistant is masked, and the "
                                           "format has no weights"))
                          : Status();
}

Status check_trains(const ToolTranscript& transcript) {
  const bool trains = std::ranges::any_of(transcript.messages, [](const ToolMessage& message) {
    return message.role == Role::kAssistant && !message.is_masked;
  });
  return trains ? Status() : Status(invalid("every message of the assistant is masked"));
}

bool any_text(const ToolTranscript& transcript, bool (*holds)(std::string_view)) {
  const auto in_message = [&](const ToolMessage& message) {
    return holds(message.content) || holds(message.reasoning) ||
           std::ranges::any_of(message.calls,
                               [&](const ToolCall& call) { return holds(call.arguments); });
  };
  return holds(transcript.system) || std::ranges::any_of(transcript.messages, in_message) ||
         std::ranges::any_of(transcript.rejected, in_message);
}

bool has_template_marks(const ToolTranscript& transcript) {
  const auto holds = [](std::string_view text) {
    constexpr std::string_view kOurs = "</think>\n\n";
    const std::size_t end = text.starts_with("<think>\n") ? text.find(kOurs) : std::string_view::npos;
    if (end != std::string_view::npos) text.remove_prefix(end + kOurs.size());
    return has_template_marks(text);
  };
  return any_text(transcript, holds);
}

std::uint64_t sum_of(const ToolTranscript& transcript) {
  std::string bytes;
  const auto add = [&bytes](std::string_view part) {
    bytes += fmt::format("{}:", part.size());
    bytes += part;
  };
  const auto add_all = [&add](const std::vector<ToolMessage>& messages) {
    add(fmt::format("{}", messages.size()));
    for (const ToolMessage& message : messages) {
      add(to_text(message.role));
      for (const std::string* part :
           {&message.content, &message.reasoning, &message.call_id, &message.name})
        add(*part);
      add(message.is_masked ? "masked" : "");
      for (const ToolCall& call : message.calls)
        for (const std::string* part : {&call.id, &call.name, &call.arguments}) add(*part);
    }
  };
  add(transcript.system);
  add(fmt::format("{}", transcript.tools.size()));
  for (const OfferedTool& tool : transcript.tools)
    for (const std::string* part : {&tool.name, &tool.description, &tool.parameters}) add(*part);
  add_all(transcript.messages);
  add_all(transcript.rejected);
  add(fmt::format("{}", transcript.number));
  return checksum(bytes);
}

}  // namespace generator
