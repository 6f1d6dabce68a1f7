#include <algorithm>

#include "base/clock.h"
#include "base/files.h"
#include "data/reasons.h"
#include "report/summary.h"

namespace generator {
namespace {

std::string_view meaning_of(std::string_view code) {
  const auto reason = std::find_if(reasons::kAll.begin(), reasons::kAll.end(),
                                   [&](const auto& r) { return r.code == code; });
  return reason == reasons::kAll.end() ? "" : reason->meaning;
}

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void write_counts(json::Writer& out, std::string_view name, const std::vector<NamedCount>& counts,
                  std::int64_t whole) {
  out.key(name).begin_array();
  for (const auto& [what, count] : counts)
    out.begin_object()
        .field("name", what)
        .field("count", count)
        .field("share", share(count, whole))
        .end_object();
  out.end_array();
}

void write_rejects(json::Writer& out, std::string_view name,
                   const std::vector<NamedCount>& rejects) {
  out.key(name).begin_array();
  for (const auto& [code, count] : rejects)
    out.begin_object()
        .field("code", code)
        .field("count", count)
        .field("meaning", meaning_of(code))
        .end_object();
  out.end_array();
}

void write_documents(json::Writer& out, const DocumentsReport& documents) {
  out.key("documents").begin_object();
  out.field("files", documents.files).field("bytes", documents.bytes);
  out.field("bytes_kept", documents.bytes_kept);
  out.key("removed").begin_array();
  for (const auto& [kind, count, bytes] : documents.removed)
    out.begin_object()
        .field("kind", kind)
        .field("count", count)
        .field("bytes", bytes)
        .field("share", share(bytes, documents.bytes))
        .end_object();
  out.end_array();
  write_counts(out, "left_out", documents.left_out, documents.files);
  out.end_object();
}

void write_chunks(json::Writer& out, const ChunksReport& chunks) {
  out.key("chunks").begin_object();
  out.field("chunks", chunks.chunks).field("tokens", chunks.tokens);
  out.field("min_tokens", chunks.min_tokens).field("max_tokens", chunks.max_tokens);
  out.field("in_range", chunks.in_range)
      .field("in_range_share", share(chunks.in_range, chunks.chunks));
  out.field("below", chunks.below).field("above", chunks.above);
  out.field("counter", chunks.counter).end_object();
}

void write_stage(json::Writer& out, const StageReport& stage) {
  out.begin_object().field("name", stage.name).field("takes", stage.takes);
  out.field("gives", stage.gives).field("in", stage.in).field("out", stage.out);
  std::int64_t left_out = 0;
  for (const auto& reject : stage.rejects) left_out += reject.count;
  out.field("left_out", left_out);
  write_rejects(out, "rejects", stage.rejects);
  out.field("model", stage.model).field("asks", stage.asks).field("calls", stage.calls);
  out.field("from_ledger", stage.from_ledger).field("shared", stage.shared);
  out.field("failed_calls", stage.failed_calls).field("bad_replies", stage.bad_replies);
  out.field("retries", stage.retries);
  out.field("input_tokens", stage.input_tokens).field("output_tokens", stage.output_tokens);
  out.field("cached_tokens", stage.cached_tokens).key("usd");
  if (stage.usd)
    out.number(*stage.usd);
  else
    out.null();
  out.field("elapsed_ms", stage.elapsed_ms).end_object();
}

void write_ratings(json::Writer& out, const RatingReport& ratings, bool made_by_rules) {
  out.key("ratings").begin_object();
  out.field("rated", ratings.rated).field("kept", ratings.kept);
  if (!made_by_rules) out.field("retention", ratings.retention);
  out.field("threshold", ratings.threshold).field("at_threshold", ratings.at_threshold);
  out.field("tied_share", ratings.tied_share);
  out.key("histogram").begin_array();
  for (std::size_t i = 0; i < ratings.histogram.size(); ++i)
    out.begin_object()
        .field("from", static_cast<std::int64_t>(i + 1))
        .field("to", static_cast<std::int64_t>(i < 9 ? i + 2 : 10))
        .field("count", ratings.histogram[i])
        .end_object();
  out.end_array().key("criteria").begin_array();
  for (const auto& criterion : ratings.criteria)
    out.begin_object()
        .field("name", criterion.name)
        .field("mean", criterion.all)
        .field("mean_kept", criterion.kept)
        .end_object();
  out.end_array().key("judges").begin_array();
  for (const auto& [model, rows] : ratings.judges)
    out.begin_object().field("name", model).field("count", rows).end_object();
  out.end_array().end_object();
}

void write_rows(json::Writer& out, const RowReport& rows) {
  out.key("rows").begin_object();
  out.field("rows", rows.rows).field("with_reasoning", rows.with_reasoning);
  out.field("with_passage", rows.with_passage).field("chunks", rows.chunks);
  if (rows.multi_hop > 0) out.field("multi_hop", rows.multi_hop);
  if (rows.conversations > 0) {
    out.field("conversations", rows.conversations);
    write_counts(out, "turns", rows.turns, rows.conversations);
  }
  if (rows.unanswerable > 0) out.field("unanswerable", rows.unanswerable);
  out.field("sources", rows.sources).field("question_words", rows.question_words);
  out.field("answer_words", rows.answer_words);
  out.field("answer_words_median", rows.answer_words_median);
  out.key("support").begin_object();
  out.field("rows", rows.support.rows).field("full", rows.support.full);
  out.field("mean", rows.support.mean).field("lowest", rows.support.lowest).end_object();
  write_counts(out, "kinds", rows.kinds, rows.rows);
  write_counts(out, "answer_forms", rows.answer_forms, rows.rows);
  write_counts(out, "models", rows.models, rows.rows);
  out.field("templates", rows.templates).field("template_share", rows.template_share);
  write_counts(out, "top_templates", rows.top_templates, rows.rows);
  out.field("repeated_questions", rows.repeated_questions).end_object();
}

void write_mix(json::Writer& out, const RunReport& report) {
  out.key("question_mix").begin_array();
  for (const auto& [kind, wanted] : report.question_mix)
    out.begin_object()
        .field("name", kind)
        .field("wanted", wanted)
        .field("got", share_of_kind(*report.rows, kind))
        .end_object();
  out.end_array();
}

void write_money(json::Writer& out, const MoneyReport& money) {
  out.key("money").begin_object();
  out.field("replies", money.replies).field("failed_calls", money.failed_calls);
  out.field("input_tokens", money.input_tokens).field("output_tokens", money.output_tokens);
  out.field("cached_tokens", money.cached_tokens);
  out.field("cached_share", share(money.cached_tokens, money.input_tokens));
  out.field("unpriced_replies", money.unpriced_replies).field("usd", money.usd);
  out.field("usd_saved", money.usd_saved).field("usd_lost", money.usd_lost);
  out.field("usd_unsettled", money.usd_unsettled).field("usd_this_run", money.usd_this_run);
  out.end_object();
}

void write_file_report(json::Writer& out, const FileReport& file) {
  out.begin_object().field("path", file.path).field("format", file.format);
  out.field("rows", file.rows).field("refused", file.refused).field("repaired", file.repaired);
  out.field("template_marks", file.template_marks).end_object();
}

}  // namespace

void write_report(json::Writer& out, const RunReport& report) {
  out.begin_object();
  out.field("command", report.command).field("output", report.output);
  out.field("version", report.version).field("generated_at", report.generated_at);
  out.field("seed", report.seed).key("made_by_rules").boolean(report.made_by_rules);
  out.field("wanted", report.wanted).field("made", report.made);
  out.field("without_source", report.without_source);
  out.key("interrupted").boolean(report.interrupted).field("elapsed_ms", report.elapsed_ms);
  out.field("elapsed", duration_text(report.elapsed_ms));
  if (report.documents) write_documents(out, *report.documents);
  if (report.chunks) write_chunks(out, *report.chunks);
  out.key("stages").begin_array();
  for (const auto& stage : report.stages) write_stage(out, stage);
  out.end_array();
  write_rejects(out, "left_out", all_rejects(report));
  if (report.ratings) write_ratings(out, *report.ratings, report.made_by_rules);
  if (report.rows) write_rows(out, *report.rows);
  if (report.rows && !report.question_mix.empty()) write_mix(out, report);
  if (report.money) write_money(out, *report.money);
  if (report.preference) {
    out.key("preference");
    write_preference_report(out, *report.preference);
  }
  out.key("files").begin_array();
  for (const auto& file : report.files) write_file_report(out, file);
  out.end_array().key("warnings").begin_array();
  for (const auto& warning : warnings(report)) out.string(warning);
  out.end_array().end_object();
}

Status write_report_files(const RunReport& report, const std::string& json_path,
                          const std::string& text_path) {
  std::string json;
  json::Writer out(json);
  write_report(out, report);
  CHECK_OK(write_file(json_path, json + "\n"));
  return write_file(text_path, report_text(report));
}

}  // namespace generator
