#include "base/json.h"
#include "report/comparison.h"

namespace generator::comparison {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void write_counts(json::Writer& out, std::string_view name, const std::vector<NamedCount>& counts,
                  std::int64_t rows) {
  out.key(name).begin_array();
  for (const auto& [label, count] : counts)
    out.begin_object()
        .field("name", label)
        .field("count", count)
        .field("share", share(count, rows))
        .end_object();
  out.end_array();
}

void write_diversity(json::Writer& out, std::string_view name, const measure::Diversity& of) {
  out.key(name).begin_object();
  out.field("texts", of.texts).field("tokens", of.tokens);
  out.field("compression_ratio", of.compression_ratio).key("distinct").begin_array();
  for (const double each : of.distinct) out.number(each);
  out.end_array().field("ngram_diversity", of.ngram_diversity).field("mattr", of.mattr);
  out.field("self_repetition", of.self_repetition).end_object();
}

void write_repeats(json::Writer& out, const Repeats& repeats) {
  out.key("repeats").begin_object();
  out.field("exact", repeats.exact).field("near", repeats.near);
  out.field("contradicting", repeats.contradicting).end_object();
}

void write_ratings(json::Writer& out, const RatingReport& ratings) {
  out.key("ratings").begin_object().field("rated", ratings.rated).key("means").begin_array();
  for (const CriterionReport& criterion : ratings.criteria)
    out.begin_object().field("name", criterion.name).field("mean", criterion.all).end_object();
  out.end_array();
  write_counts(out, "judges",
               [&] {
                 std::vector<NamedCount> judges;
                 for (const auto& [model, rows] : ratings.judges) judges.push_back({model, rows});
                 return judges;
               }(),
               ratings.rated);
  out.end_object();
}

void write_set(json::Writer& out, const Report& report, const SetReport& set) {
  const RowReport& rows = set.rows;
  out.begin_object().field("name", set.name).field("rows", rows.rows);
  out.field("unreadable", set.unreadable).field("question_words", rows.question_words);
  out.field("answer_words", rows.answer_words);
  out.field("answer_words_median", rows.answer_words_median);
  out.field("with_reasoning", rows.with_reasoning).field("multi_hop", rows.multi_hop);
  if (rows.unanswerable > 0) out.field("unanswerable", rows.unanswerable);
  write_counts(out, "kinds", rows.kinds, rows.rows);
  write_counts(out, "answer_forms", rows.answer_forms, rows.rows);
  write_counts(out, "models", rows.models, rows.rows);
  out.field("with_passage", rows.with_passage).field("chunks", rows.chunks);
  out.field("chunk_coverage", share(rows.chunks, report.all_chunks));
  out.field("found_chunks", set.found_chunks).field("sources", rows.sources);
  out.field("source_coverage", share(rows.sources, report.all_sources));
  out.key("support").begin_object();
  out.field("rows", rows.support.rows).field("full", rows.support.full);
  out.field("mean", rows.support.mean).field("lowest", rows.support.lowest).end_object();
  write_repeats(out, set.repeats);
  out.field("templates", rows.templates).field("template_share", rows.template_share);
  out.key("diversity").begin_object();
  write_diversity(out, "questions", set.questions);
  write_diversity(out, "answers", set.answers);
  out.end_object();
  write_ratings(out, set.ratings);
  out.end_object();
}

void write_estimate(json::Writer& out, std::string_view name, const measure::Estimate& estimate) {
  out.key(name).begin_object().field("value", estimate.value).field("low", estimate.low);
  out.field("high", estimate.high).field("interval", "Wilson, 95 %").end_object();
}

void write_item(json::Writer& out, const Item& item) {
  out.begin_object().field("a", item.a).field("b", item.b).field("matched_by", item.matched_by);
  out.key("verdict");
  if (item.verdict.empty()) {
    out.null().field("code", item.code).field("detail", item.detail).end_object();
    return;
  }
  out.string(item.verdict).key("orders").begin_array();
  for (std::size_t order = 0; order < item.choices.size(); ++order)
    out.begin_object()
        .field("first", order == 0 ? "a" : "b")
        .field("choice", item.choices[order])
        .field("reasons", item.reasons[order])
        .end_object();
  out.end_array().end_object();
}

void write_verdicts(json::Writer& out, const Verdicts& verdicts) {
  out.key("verdicts").begin_object().field("judge", verdicts.judge);
  out.key("by_rules").boolean(verdicts.by_rules).field("asked", verdicts.asked);
  out.field("judged", verdicts.judged).field("failed", verdicts.asked - verdicts.judged);
  out.field("wins_a", verdicts.wins_a).field("wins_b", verdicts.wins_b);
  out.field("ties", verdicts.ties).field("inconsistent", verdicts.inconsistent);
  write_estimate(out, "share_a", verdicts.share_a);
  out.field("score_a", verdicts.score_a);
  write_estimate(out, "shown_first", verdicts.first);
  out.key("winner");
  verdicts.winner.empty() ? out.null() : out.string(verdicts.winner);
  out.key("items").begin_array();
  for (const Item& item : verdicts.items) write_item(out, item);
  out.end_array().end_object();
}

}  // namespace

std::string to_json(const Report& report) {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("seed", report.seed).field("all_chunks", report.all_chunks);
  out.field("all_sources", report.all_sources).key("sets").begin_array();
  for (const SetReport& set : report.sets) write_set(out, report, set);
  out.end_array().key("between").begin_array();
  for (const Between& between : report.between) {
    out.begin_object().field("a", report.sets[between.a].name);
    out.field("b", report.sets[between.b].name).field("same_question", between.same_question);
    out.field("same_chunk", between.same_chunk);
    write_repeats(out, between.repeats);
    if (between.verdicts) write_verdicts(out, *between.verdicts);
    out.end_object();
  }
  out.end_array().end_object();
  return text + "\n";
}

}  // namespace generator::comparison
