#include "cli/stage_tally.h"

#include <fmt/format.h>

#include "base/text.h"

namespace generator::cli {

Status StageTally::take(const Finished& finished) {
  for (const Example& example : finished.examples) {
    CHECK_OK(out_->add(example));
    ++rows_;
  }
  return refuse(finished.rejects);
}

Status StageTally::refuse(const std::vector<Reject>& rejects) {
  for (const Reject& reject : rejects) {
    if (reject.asked_again)
      ++asked_again_;
    else
      ++(reject.dropped ? dropped_ : refused_)[reject.code];
    CHECK_OK(rejects_.add(reject.code, reject.detail, reject.item, reject.row, reject.dropped,
                          reject.reply));
  }
  return {};
}

std::int64_t StageTally::dropped() const {
  std::int64_t sum = 0;
  for (const auto& [code, count] : dropped_) sum += count;
  return sum;
}

StageResult StageTally::result(const Session& session, std::string_view stage,
                               std::string_view takes, std::int64_t in, RunSummary summary) const {
  StageResult out;
  StageReport& report = out.report;
  report.name = stage;
  report.takes = takes;
  report.gives = "pairs";
  report.in = in;
  report.out = rows_;
  for (const auto& [code, count] : dropped_) report.rejects.push_back({code, count});
  std::vector<std::string> models;
  bool is_priced = true;
  for (const std::string& asking : session.asking(stage)) {
    models.push_back(session.model_name(asking));
    is_priced = is_priced && session.tariff().price(session.choice(asking)) != nullptr;
  }
  report.model = text::join(models, ", ");
  const auto whole = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  report.asks = whole(summary.asks);
  report.calls = whole(summary.calls);
  report.from_ledger = whole(summary.from_ledger);
  report.shared = whole(summary.shared);
  report.failed_calls = whole(summary.calls_failed);
  report.bad_replies = whole(summary.bad_replies);
  report.retries = whole(summary.retries);
  report.input_tokens = summary.usage.input;
  report.output_tokens = summary.usage.output;
  report.cached_tokens = summary.usage.cached;
  if (is_priced)
    report.usd = (summary.cost + summary.lost).dollars();
  report.elapsed_ms = summary.elapsed_ms;
  out.refused = refused_;
  if (asked_again_ > 0)
    out.notes.push_back(fmt::format(
        "{}: {} refused at first and asked for again; the rejects have them", stage,
        text::counted(asked_again_, "rewritten answer was", "rewritten answers were")));
  out.summary = std::move(summary);
  return out;
}

}  // namespace generator::cli
