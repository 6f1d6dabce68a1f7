#include <fmt/format.h>

#include "report/story.h"

namespace generator::story {
namespace {

void write_texts(json::Writer& out, std::string_view name, const std::vector<std::string>& all) {
  out.key(name).begin_array();
  for (const std::string& each : all) out.string(each);
  out.end_array();
}

void write_maybe(json::Writer& out, std::string_view name, std::string_view json) {
  out.key(name);
  const bool is_json = !json.empty() && json::Document::parse(json).has_value();
  if (is_json)
    out.raw(json);
  else if (json.empty())
    out.null();
  else
    out.string(json);
}

void write_maybe(json::Writer& out, std::string_view name, std::optional<double> number) {
  out.key(name);
  number ? out.number(*number) : out.null();
}

void write_usd(json::Writer& out, bool is_known, Usd amount) {
  write_maybe(out, "usd", is_known ? std::optional(amount.dollars()) : std::nullopt);
}

void write_passage(json::Writer& out, const Story& story, const std::optional<Chunk>& passage,
                   std::string_view prefix) {
  out.key(fmt::format("{}passage", prefix));
  if (!passage) {
    out.null();
    return;
  }
  write_chunk(out, *passage);
  out.key(fmt::format("{}evidence", prefix)).begin_array();
  if (story.row)
    for (const Span span : evidence_in(*story.row, passage->id)) {
      const auto begin = static_cast<std::size_t>(span.begin);
      out.begin_object().field("begin", span.begin).field("end", span.end);
      out.field("text", begin <= passage->text.size()
                            ? std::string_view(passage->text)
                                  .substr(begin, static_cast<std::size_t>(span.end) - begin)
                            : std::string_view());
      out.end_object();
    }
  out.end_array();
}

void write_reply(json::Writer& out, const std::optional<Reply>& reply) {
  out.key("reply");
  if (!reply) {
    out.null();
    return;
  }
  out.begin_object().field("text", reply->text).field("end", reply->end);
  out.field("model", reply->model).field("at", reply->at);
  out.field("input_tokens", reply->input).field("output_tokens", reply->output);
  out.field("cached_tokens", reply->cached);
  write_usd(out, reply->is_priced, reply->cost);
  write_texts(out, "repairs", reply->repairs);
  out.end_object();
}

void write_ask(json::Writer& out, const Ask& ask) {
  out.begin_object().field("slot", static_cast<std::int64_t>(ask.slot)).field("why", ask.why);
  out.key("messages").begin_array();
  for (const Message& message : ask.messages) {
    out.begin_object().field("role", generator::to_text(message.role));
    out.field("content", message.content).end_object();
  }
  out.end_array();
  write_maybe(out, "schema", ask.schema);
  out.field("max_tokens", ask.max_tokens);
  write_reply(out, ask.reply);
  out.field("problem", ask.problem).end_object();
}

void write_step(json::Writer& out, const Step& step) {
  out.begin_object().field("stage", step.stage).field("provider", step.provider);
  out.field("model", step.model).key("by_rules").boolean(step.by_rules);
  write_texts(out, "notes", step.notes);
  out.field("rows", step.rows);
  write_usd(out, step.is_priced(), step.cost());
  out.key("asks").begin_array();
  for (const Ask& ask : step.asks) write_ask(out, ask);
  out.end_array().end_object();
}

void write_left(json::Writer& out, std::string_view name, const std::vector<Left>& all) {
  out.key(name).begin_array();
  for (const Left& left : all) {
    out.begin_object().field("code", left.code).field("meaning", left.meaning);
    out.field("detail", left.detail).field("item", left.item);
    out.key("dropped").boolean(left.dropped);
    write_maybe(out, "row", left.row);
    out.key("reply");
    left.reply.empty() ? out.null() : out.string(left.reply);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string to_json(const Story& story) {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("id", story.id);
  write_texts(out, "found_in", story.found_in);
  write_maybe(out, "row", story.row_text);
  write_texts(out, "rows", story.rows);
  write_passage(out, story, story.passage, "");
  if (story.second_passage) write_passage(out, story, story.second_passage, "second_");
  if (!story.shown.empty()) {
    out.key("shown").begin_array();
    for (const Chunk& chunk : story.shown) write_chunk(out, chunk);
    out.end_array();
  }
  out.field("passage_missing", story.passage_missing);
  out.key("steps").begin_array();
  Usd all;
  bool is_priced = true;
  for (const Step& step : story.steps) {
    write_step(out, step);
    all += step.cost();
    is_priced = is_priced && step.is_priced();
  }
  out.end_array();
  out.field("first_answer", story.first_answer);
  write_left(out, "refused", story.left);
  write_left(out, "won_against", story.won_against);
  out.key("verdict").begin_object();
  write_maybe(out, "threshold", story.verdict.threshold);
  write_maybe(out, "keep_top", story.verdict.keep_top);
  out.field("what", story.verdict.what).end_object();
  write_usd(out, is_priced, all);
  write_texts(out, "notes", story.notes);
  out.end_object();
  return text;
}

}  // namespace generator::story
