// The page says first what was made, then where the rest went, then what it cost, then what the
// rows are like.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "base/text.h"
#include "base/usd.h"
#include "data/reasons.h"
#include "report/summary.h"
#include "report/text_table.h"

namespace generator {
namespace {

constexpr std::string_view kByRules = "made by rules, not by a model";
constexpr std::int64_t kBarColumns = 40;
constexpr std::size_t kNamedReasons = 3;

std::string counted(std::int64_t n) { return text::with_commas(n); }
std::string tenth(double value) { return fmt::format("{:.1f}", value); }
std::string percent(double share) { return fmt::format("{:.1f} %", share * 100); }
std::string shown(std::string_view s) {
  return text::replace_all(text::for_terminal(s), "\n", " ");
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "–" : percent(static_cast<double>(part) / static_cast<double>(whole));
}

// A table under its heading; nothing where it has no rows.
std::string section(std::string_view heading, const TextTable& table) {
  return table.is_empty() ? "" : fmt::format("\n## {}\n\n{}", heading, table.text());
}

std::string_view meaning_of(std::string_view code) {
  const auto reason = std::find_if(reasons::kAll.begin(), reasons::kAll.end(),
                                   [&](const auto& r) { return r.code == code; });
  return reason == reasons::kAll.end() ? "" : reason->meaning;
}

std::string funnel(const RunReport& report) {
  TextTable stages({"stage", "in#", "", "out#", "", "left out#"});
  TextTable reasons({"stage", "reason", "rows#", "meaning"});
  for (const auto& stage : report.stages) {
    std::int64_t left_out = 0;
    for (const auto& [code, count] : stage.rejects) {
      left_out += count;
      reasons.add({stage.name, code, counted(count), std::string(meaning_of(code))});
    }
    stages.add({stage.name, counted(stage.in), stage.takes, counted(stage.out), stage.gives,
                counted(left_out)});
  }
  return section("From input to rows", stages) + section("Left out, and why", reasons);
}

// "0.12" from a dollar on, more digits below; rounded up, so that it never says less.
std::string usd(double dollars) {
  return to_text(Usd{std::llround(dollars * static_cast<double>(Usd::kPerDollar))});
}

std::string cache_in_words(const MoneyReport& money) {
  std::string out = fmt::format("read from the providers' caches: {} of the input tokens",
                                percent(money.cached_tokens, money.input_tokens));
  if (money.unpriced_replies == money.replies) return out;
  return out + (money.usd_saved >= 0
                    ? fmt::format(", {} USD saved", usd(money.usd_saved))
                    : fmt::format(", {} USD more than without them", usd(-money.usd_saved)));
}

std::string money(const MoneyReport& money) {
  std::string out = fmt::format("\nall runs together: {}, {} in, {} out",
                                text::counted(money.replies, "reply", "replies"),
                                text::counted(money.input_tokens, "token"),
                                counted(money.output_tokens));
  if (money.unpriced_replies < money.replies)
    out += fmt::format(", {} USD ({} by this run)", usd(money.usd), usd(money.usd_this_run));
  out += "\n";
  if (money.cached_tokens > 0) out += cache_in_words(money) + "\n";
  if (money.usd_lost > 0)
    out +=
        fmt::format("of this, up to {} USD for tries that brought no reply\n", usd(money.usd_lost));
  if (money.usd_unsettled > 0)
    out +=
        fmt::format("besides, up to {} USD for calls that never ended\n", usd(money.usd_unsettled));
  if (money.is_paid && money.unpriced_replies > 0)
    out += fmt::format("no price is known for {} of the replies: their tokens alone are counted\n",
                       counted(money.unpriced_replies));
  return out;
}

// The end of the last line.
std::string cost_in_words(const MoneyReport& money) {
  const std::string tokens = text::counted(money.input_tokens + money.output_tokens, "token");
  if (money.unpriced_replies < money.replies)
    return fmt::format("{} USD, {} of them by this run{}", usd(money.usd), usd(money.usd_this_run),
                       money.unpriced_replies > 0 ? ", besides replies without a known price" : "");
  return money.is_paid ? tokens + ", no price is known" : tokens;
}

std::string costs(const RunReport& report) {
  TextTable table({"stage", "model", "asked#", "calls#", "from ledger#", "failed#", "bad replies#",
                   "sent anew#", "tokens in#", "tokens out#", "USD#"});
  for (const auto& stage : report.stages) {
    if (stage.asks == 0) continue;
    table.add({stage.name, stage.model, counted(stage.asks), counted(stage.calls),
               counted(stage.from_ledger), counted(stage.failed_calls), counted(stage.bad_replies),
               counted(stage.retries), counted(stage.input_tokens), counted(stage.output_tokens),
               stage.usd ? usd(*stage.usd) : "–"});
  }
  return section("Calls", table) + (report.money ? money(*report.money) : "");
}

std::string documents(const RunReport& report) {
  std::string out;
  if (report.documents) {
    const DocumentsReport& documents = *report.documents;
    TextTable removed({"taken out", "times#", "bytes#", "of the files#"});
    for (const auto& [kind, count, bytes] : documents.removed)
      removed.add({kind, counted(count), counted(bytes), percent(bytes, documents.bytes)});
    out += fmt::format("\n## Documents\n\n{}, {} bytes; {} bytes of text kept\n",
                       text::counted(documents.files, "file"), counted(documents.bytes),
                       counted(documents.bytes_kept));
    if (!removed.is_empty()) out += "\n" + removed.text();
    TextTable left_out({"files left out", "files#"});
    for (const auto& [why, count] : documents.left_out) left_out.add({why, counted(count)});
    if (!left_out.is_empty()) out += "\n" + left_out.text();
  }
  if (report.chunks) {
    const ChunksReport& chunks = *report.chunks;
    out += fmt::format("\n## Chunks\n\n{}, {} ({})\n", text::counted(chunks.chunks, "chunk"),
                       text::counted(chunks.tokens, "token"), shown(chunks.counter));
    if (chunks.max_tokens > 0)
      out += fmt::format("{} within {}:{} tokens ({}), {} below, {} above\n",
                         counted(chunks.in_range), counted(chunks.min_tokens),
                         counted(chunks.max_tokens), percent(chunks.in_range, chunks.chunks),
                         counted(chunks.below), counted(chunks.above));
  }
  return out;
}

std::string bar(std::int64_t count, std::int64_t most) {
  if (count == 0) return "";
  return std::string(
      static_cast<std::size_t>(std::max<std::int64_t>(1, count * kBarColumns / most)), '#');
}

std::string ratings(const RunReport& report) {
  if (!report.ratings || report.ratings->rated == 0) return "";
  const RatingReport& ratings = *report.ratings;
  std::string out = fmt::format("\n## Ratings\n\n{} rated", counted(ratings.rated));
  if (!report.made_by_rules)
    out += fmt::format(", {} kept at {} or more: retention {}", counted(ratings.kept),
                       fmt::format("{}", ratings.threshold), percent(ratings.retention));
  out += fmt::format("\n{} exactly at the threshold ({})\n", counted(ratings.at_threshold),
                     percent(ratings.tied_share));
  const std::int64_t most = *std::max_element(ratings.histogram.begin(), ratings.histogram.end());
  TextTable histogram({"total", "rows#", ""});
  for (std::size_t i = 0; i < ratings.histogram.size(); ++i)
    histogram.add({i == 9 ? "10" : fmt::format("{}–{}", i + 1, i + 2),
                   counted(ratings.histogram[i]), bar(ratings.histogram[i], most)});
  TextTable means({"criterion", "mean#", "mean of kept#"});
  for (const auto& criterion : ratings.criteria)
    means.add({criterion.name, fmt::format("{:.2f}", criterion.all),
               fmt::format("{:.2f}", criterion.kept)});
  return out + "\n" + histogram.text() + "\n" + means.text();
}

void add_counts(TextTable& table, std::string_view what, const std::vector<NamedCount>& counts,
                std::int64_t rows) {
  for (const auto& [name, count] : counts)
    table.add({std::string(what), name, counted(count), percent(count, rows)});
}

// What --question-mix asked for, beside what came.
std::string mix(const RunReport& report) {
  if (report.question_mix.empty()) return "";
  TextTable table({"kind of question", "wanted#", "got#"});
  for (const auto& [kind, share] : report.question_mix)
    table.add({kind, percent(share),
               percent(share_of_kind(*report.rows, kind))});
  return "\n" + table.text();
}

// "12 of 2 turns, 3 of 3 turns"
std::string turns(const RowReport& rows) {
  std::vector<std::string> out;
  for (const auto& [turns, count] : rows.turns)
    out.push_back(fmt::format("{} of {}", text::with_commas(count),
                              turns == "1" ? "1 turn" : turns + " turns"));
  return text::join(out, ", ");
}

std::string rows(const RunReport& report) {
  if (!report.rows || report.rows->rows == 0) return "";
  const RowReport& rows = *report.rows;
  std::string out = fmt::format(
      "\n## Rows\n\n{} from {} of {}; {} with reasoning\n"
      "questions: {} words on average; answers: {} words on average, median {}\n"
      "{} of question ({} of the rows); {}\n",
      text::counted(rows.rows, "row"), text::counted(rows.chunks, "chunk"),
      text::counted(rows.sources, "source"), counted(rows.with_reasoning),
      tenth(rows.question_words), tenth(rows.answer_words), tenth(rows.answer_words_median),
      text::counted(rows.templates, "distinct form", "distinct forms"),
      percent(rows.template_share), text::counted(rows.repeated_questions, "repeated question"));
  if (rows.multi_hop > 0)
    out += fmt::format(
        "{} ({}) that take two passages\n", text::counted(rows.multi_hop, "row"),
        percent(static_cast<double>(rows.multi_hop) / static_cast<double>(rows.rows)));
  if (rows.conversations > 0)
    out += fmt::format("{}: {}\n", text::counted(rows.conversations, "conversation"), turns(rows));
  if (rows.unanswerable > 0)
    out += fmt::format(
        "{} ({}) whose passages do not answer, and which say so\n",
        text::counted(rows.unanswerable, "row"),
        percent(static_cast<double>(rows.unanswerable) / static_cast<double>(rows.rows)));
  if (rows.support.rows > 0)
    out += fmt::format(
        "support by the passage: {} on average over {}; all of {}, lowest {:.2f}\n",
        percent(rows.support.mean), text::counted(rows.support.rows, "answer"),
        counted(rows.support.full), rows.support.lowest);
  TextTable table({"", "", "rows#", "share#"});
  add_counts(table, "kind", rows.kinds, rows.rows);
  add_counts(table, "answer", rows.answer_forms, rows.rows);
  add_counts(table, "model", rows.models, rows.rows);
  add_counts(table, "form", rows.top_templates, rows.rows);
  return out + "\n" + table.text() + mix(report);
}

std::string preference(const RunReport& report) {
  if (!report.preference) return "";
  std::string out = "\n## Pairs of answers\n\n";
  for (const std::string& line : preference_lines(*report.preference))
    out += "- " + shown(line) + "\n";
  return out;
}

std::string files(const RunReport& report) {
  TextTable table({"file", "format", "rows#", "refused#", "repaired#", "with template marks#"});
  for (const auto& file : report.files)
    table.add({file.path, file.format, counted(file.rows), counted(file.refused),
               counted(file.repaired), counted(file.template_marks)});
  return section("Files", table);
}

}  // namespace

std::vector<NamedCount> all_rejects(const RunReport& report) {
  std::vector<NamedCount> out;
  for (const auto& stage : report.stages)
    for (const auto& reject : stage.rejects) {
      const auto known = std::find_if(out.begin(), out.end(),
                                      [&](const NamedCount& c) { return c.name == reject.name; });
      if (known == out.end())
        out.push_back(reject);
      else
        known->count += reject.count;
    }
  std::sort(out.begin(), out.end(), [](const NamedCount& a, const NamedCount& b) {
    return a.count != b.count ? a.count > b.count : a.name < b.name;
  });
  return out;
}

std::string report_text(const RunReport& report) {
  std::string out =
      fmt::format("# {}\n\n", shown(report.output.empty() ? "Report" : report.output));
  out += closing_line(report) + "\n\n";
  out += fmt::format("command: {}\n", shown(report.command));
  out += fmt::format("program {}, seed {}, {}, {}\n", shown(report.version), report.seed,
                     shown(report.generated_at), duration_text(report.elapsed_ms));
  const auto all = warnings(report);
  if (!all.empty()) out += "\n## Worth a look\n\n";
  for (const auto& warning : all) out += "- " + shown(warning) + "\n";
  return out + funnel(report) + documents(report) + ratings(report) + rows(report) +
         preference(report) + costs(report) + files(report);
}

std::vector<std::string> economy_lines(const RunReport& report) {
  std::vector<std::string> out;
  std::int64_t retries = 0;
  for (const StageReport& stage : report.stages) retries += stage.retries;
  if (retries > 0)
    out.push_back(text::counted(retries, "request was", "requests were") +
                  " sent anew after failures of the network or a server");
  if (report.money && report.money->cached_tokens > 0) out.push_back(cache_in_words(*report.money));
  return out;
}

std::string closing_line(const RunReport& report) {
  std::string out = text::counted(report.made, "row");
  if (!report.output.empty()) out += " in " + shown(report.output);
  if (report.wanted > report.made) {
    out += fmt::format(", {} asked for", counted(report.wanted));
    const auto rejects = all_rejects(report);
    for (std::size_t i = 0; i < std::min(rejects.size(), kNamedReasons); ++i)
      out += fmt::format("{}{} {}", i == 0 ? "; left out: " : ", ", counted(rejects[i].count),
                         shown(rejects[i].name));
    if (rejects.size() > kNamedReasons) out += ", ...";
  }
  if (report.made_by_rules) out += fmt::format(" ({})", kByRules);
  if (report.money) out += "; " + cost_in_words(*report.money);
  return out;
}

}  // namespace generator
