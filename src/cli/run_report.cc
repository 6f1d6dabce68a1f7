#include "cli/run_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/example_dialogues.h"
#include "cli/run_record.h"
#include "cli/style_settings.h"
#include "data/reasons.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

std::string command_line(const Settings& settings, const std::string& output) {
  std::string out(settings.command().name);
  for (const auto& word : settings.positional()) out += " " + word;
  return out + " -o " + output;
}

// Counts the rows of a file; every one is an example of our own making.
RowReport row_report(const std::string& path) {
  RowStatistics statistics;
  for_each_example(path, [&](const Example& example) { statistics.add(example); });
  return statistics.report();
}

std::vector<std::string> stage_names(const RunReport& report, const Session& session) {
  std::vector<std::string> out;
  for (const StageReport& stage : report.stages)
    for (std::string& name : session.asking(stage.name)) out.push_back(std::move(name));
  return out;
}

bool stage_is_paid(const Session& session, const std::string& stage) {
  const auto asking = session.asking(stage);
  return std::ranges::any_of(asking, [&](const std::string& name) {
    return session.tariff().is_paid(session.choice(name));
  });
}

}  // namespace

RunReportBuilder::RunReportBuilder(const Settings& settings, const Session& session,
                                   std::string output)
    : settings_(settings), session_(session), began_ms_(session.clock().monotonic_ms()) {
  report_.command = command_line(settings, output);
  report_.output = std::move(output);
  report_.version = GENERATOR_VERSION;
  report_.generated_at = iso_time(session.clock().unix_ms());
  report_.seed = settings.integer("--seed", 0, INT64_MAX);
  report_.made_by_rules = true;
  if (!(settings.command().groups & kGenerate)) return;
  const qa::QuestionMix mix = read_mix(settings);
  for (const auto& [kind, share] : mix.shares())
    report_.question_mix.push_back({std::string(kind), share});
}

void RunReportBuilder::add(const ChunkInput& input) {
  if (input.documents.files > 0) report_.documents = input.documents;
  report_.chunks = input.chunks;
  for (const auto& line : input.notes) {
    tell(line);
    report_.notes.push_back(line);
  }
  unread_ += input.unread;
}

void RunReportBuilder::add(const StageResult& stage) {
  report_.stages.push_back(stage.report);
  report_.made_by_rules = report_.made_by_rules && stage.report.model == "offline-rules";
  report_.without_source = std::max(report_.without_source, stage.without_source);
  missing_ += static_cast<std::int64_t>(stage.summary.missing);
  failed_ += stage.report.failed_calls;
  for (const NamedCount& reject : stage.report.rejects)
    if (reject.name == reasons::kUnreadableRow) unread_rows_ += reject.count;
  if (stage.wanted > 0) {
    report_.wanted = stage.wanted;
    possible_ = stage.possible;
    if (possible_ < stage.wanted)
      add_note(fmt::format("{} asked for; the source bears {}",
                           text::counted(stage.wanted, "pair was", "pairs were"),
                           text::with_commas(possible_)));
  }
  for (const auto& [code, count] : stage.refused)
    add_note(fmt::format("{}: {} refused ({}); the original stays", stage.report.name,
                         text::counted(count, "rewritten answer was", "rewritten answers were"),
                         code));
  for (const std::string& line : stage.notes) add_note(line);
  if (stage.qualified > 0)
    add_note(fmt::format("{}: {}; `original_question` is what was asked", stage.report.name,
                         text::counted(stage.qualified, "question says now what it is about",
                                       "questions say now what they are about")));
  if (stage.addressed > 0)
    add_note(fmt::format("{}: {} text that addresses a model, or their passage does; the judge was "
                         "not shown it, the rows keep it",
                         stage.report.name,
                         text::counted(stage.addressed, "pair has", "pairs have")));
  if (stage.summary.missing > 0)
    add_note(fmt::format("{}: {} not in the ledger and --replay allows no call", stage.report.name,
                         text::counted(static_cast<std::int64_t>(stage.summary.missing), "reply is",
                                       "replies are")));
}

void RunReportBuilder::add_money() {
  if (report_.made_by_rules) return;
  const Spending spending = session_.spending();
  const SpendingRow total = spending.total();
  MoneyReport& money = report_.money.emplace();
  money.replies = static_cast<std::int64_t>(total.replies);
  money.failed_calls = static_cast<std::int64_t>(total.failed_calls);
  money.input_tokens = total.usage.input;
  money.output_tokens = total.usage.output;
  money.cached_tokens = total.usage.cached;
  money.unpriced_replies = static_cast<std::int64_t>(total.unpriced);
  money.usd = (total.cost + total.lost).dollars();
  money.usd_saved = total.saved.dollars();
  money.usd_lost = total.lost.dollars();
  money.usd_unsettled = spending.open().amount.dollars();
  for (const StageReport& stage : report_.stages) {
    money.usd_this_run += stage.usd.value_or(0);
    money.is_paid = money.is_paid || stage_is_paid(session_, stage.name);
  }
}

void RunReportBuilder::add(const RatingReport& ratings) { report_.ratings = ratings; }

void RunReportBuilder::add(const std::vector<ExportedFile>& files, const std::string& format) {
  for (const auto& file : files) {
    report_.files.push_back({file.path, format, file.summary.rows, file.summary.refused,
                             file.summary.repaired, file.summary.template_marks});
    not_exported_ += file.summary.refused;
    not_shown_ += file.left_out;
    for (const std::string& line : file.notes) add_note(line);
    if (!report_.files.empty() && files.size() > 1) note(settings_, to_text(file));
  }
}

void RunReportBuilder::tell(const std::string& line) {
  if (told_.insert(line).second) note(settings_, line);
}

std::vector<std::string> RunReportBuilder::shortfalls() const {
  std::vector<std::string> out;
  const auto add = [&out](std::int64_t count, std::string_view one, std::string_view many,
                          const std::string& what) {
    if (count > 0) out.push_back(text::counted(count, one, many) + " " + what);
  };
  const std::string beside =
      report_.output == "-" ? "" : "; the reasons stand in " + rejected_path(report_.output);
  add(missing_, "reply is", "replies are", "missing; run the same command without --replay");
  add(failed_, "call", "calls", "failed; the same command asks again");
  add(unread_, "file", "files", "could not be read; see above");
  add(unread_rows_, "row", "rows", "of the input could not be read" + beside);
  add(not_exported_, "row", "rows", "did not fit the format" + beside);
  add(not_shown_, "row", "rows", "could not be shown as --context and --citations want" + beside);
  const bool is_tool_use = !report_.stages.empty() && report_.stages.front().takes == "tools";
  if (out.empty() && report_.made < report_.wanted && is_tool_use)
    add(report_.wanted - report_.made, "row", "rows",
        "fewer than asked for; give more tools, a --world with more in it, or ask for less");
  else if (out.empty() && report_.made < report_.wanted)
    add(report_.wanted - report_.made, "pair", "pairs",
        "fewer than asked for; give more documents or ask for less");
  return out;
}

int RunReportBuilder::finish(const std::string& rows_path) {
  if (!rows_path.empty()) report_.rows = row_report(rows_path);
  report_.made = report_.stages.empty() ? 0 : report_.stages.back().out;
  report_.elapsed_ms = session_.clock().monotonic_ms() - began_ms_;
  add_money();
  if (report_.output != "-") {
    const RunFolder folder = RunFolder::of(report_.output);
    must(folder.make());
    must(write_report_files(report_, folder.report_json(), folder.report_text()));
    must(write_run_record(record_of(settings_, session_, stage_names(report_, session_)), folder.record()));
  }
  for (const auto& line : warnings(report_)) tell(line);
  for (const auto& line : economy_lines(report_)) note(settings_, line);
  print_error(fmt::format("{}\n", text::for_terminal(closing_line(report_))));
  if (report_.made == 0 && missing_ == 0)
    throw Fatal(kFailed, "no rows were made; the reasons stand above and in the report");
  const std::vector<std::string> missing = shortfalls();
  for (const auto& line : missing)
    print_error(fmt::format("incomplete: {}\n", text::for_terminal(line)));
  return missing.empty() ? kDone : kIncomplete;
}

}  // namespace generator::cli
