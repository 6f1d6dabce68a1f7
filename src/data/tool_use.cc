#include "data/tool_use.h"

#include <fmt/format.h>

#include "base/text.h"

namespace generator {
namespace {

void write_content(json::Writer& out, const std::string& content) {
  const auto document = json::Document::parse(content);
  if (document && !document->root().is_string())
    out.raw(text::replace_all(text::replace_all(content, "\n", " "), "\r", " "));
  else
    out.string(content);
}

void write_verdict(json::Writer& out, const std::optional<Verdict>& verdict) {
  if (!verdict) return;
  out.key("verdict").begin_object().key("score").number(verdict->score);
  if (!verdict->reasons.empty()) out.field("reasons", verdict->reasons);
  out.field("weight", std::int64_t{verdict->is_masked ? 0 : 1}).end_object();
}

void write_step(json::Writer& out, const ToolStep& step) {
  out.begin_object();
  if (!step.thought.empty()) out.field("thought", step.thought);
  out.key("calls").begin_array();
  for (const ToolCall& call : step.calls) {
    out.begin_object();
    if (!call.id.empty()) out.field("id", call.id);
    out.field("name", call.name).key("arguments");
    write_content(out, call.arguments);
    out.end_object();
  }
  out.end_array().key("results").begin_array();
  for (const CallResult& result : step.results) {
    out.begin_object().key("content");
    write_content(out, result.content);
    out.key("is_error").boolean(result.is_error).end_object();
  }
  out.end_array();
  write_verdict(out, step.verdict);
  out.end_object();
}

void write_turns(json::Writer& out, const std::vector<ToolTurn>& turns) {
  out.key("turns").begin_array();
  for (const ToolTurn& turn : turns) {
    out.begin_object().field("instruction", turn.instruction).key("steps").begin_array();
    for (const ToolStep& step : turn.steps) write_step(out, step);
    out.end_array().field("answer", turn.answer);
    write_verdict(out, turn.verdict);
    out.end_object();
  }
  out.end_array();
}

void write_dead_ends(json::Writer& out, const std::vector<DeadEnd>& dead_ends) {
  if (dead_ends.empty()) return;
  out.key("dead_ends").begin_array();
  for (const DeadEnd& end : dead_ends) {
    out.begin_object()
        .field("turn", static_cast<std::int64_t>(end.turn + 1))
        .field("step", static_cast<std::int64_t>(end.step + 1))
        .key("tried");
    write_step(out, end.tried);
    out.field("why", end.why).end_object();
  }
  out.end_array();
}

void write_outcome(json::Writer& out, const ToolOutcome& outcome) {
  out.key("outcome").begin_object().field("status", outcome.status);
  out.key("score").number(outcome.score).key("requirements").begin_array();
  for (const Requirement& requirement : outcome.requirements) {
    out.begin_object().field("text", requirement.text).key("met").boolean(requirement.is_met);
    out.field("evidence", requirement.evidence).end_object();
  }
  out.end_array();
  if (!outcome.model.empty()) out.field("model", outcome.model);
  out.end_object();
}

}  // namespace

void write_tool_use(json::Writer& out, const ToolUse& row) {
  const auto told = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.field(name, value);
  };
  out.begin_object();
  told("id", row.id);
  told("method", row.method);
  told("style", row.style);
  told("case", row.case_kind);
  if (!row.tools.empty()) {
    out.key("tools").begin_array();
    for (const Tool& tool : row.tools) write_tool(out, tool);
    out.end_array();
  }
  told("documentation", row.documentation);
  write_turns(out, row.turns);
  write_dead_ends(out, row.dead_ends);
  if (row.outcome) write_outcome(out, *row.outcome);
  told("source_file", row.provenance.source_file);
  told("model", row.provenance.model);
  told("generated_at", row.provenance.generated_at);
  if (row.rating) {
    out.key("rating");
    write_rating(out, *row.rating);
  }
  if (!row.extra.empty()) out.raw(row.extra);
  out.end_object();
}

std::string tool_use_text(const ToolUse& row) {
  std::string out;
  json::Writer writer(out);
  write_tool_use(writer, row);
  return out;
}

std::string step_name(const ToolUse& row, std::size_t turn, std::size_t step) {
  if (row.turns.size() == 1) return fmt::format("step {}", step + 1);
  return fmt::format("turn {}, step {}", turn + 1, step + 1);
}

}  // namespace generator
