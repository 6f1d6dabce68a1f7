#include "cli/estimate_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "report/text_table.h"

namespace generator::cli {
namespace {

using Named = StageEstimates::Named;

std::string shown(const Range& range) {
  const auto whole = [](double n) {
    return text::with_commas(static_cast<std::int64_t>(n + 0.5));
  };
  const std::string low = whole(range.low), high = whole(range.high);
  return low == high ? low : low + " to " + high;
}

std::string dollars(const Range& range) {
  const auto amount = [](double usd) {
    return to_text(Usd{static_cast<std::int64_t>(std::min(usd, 9e6) * 1e12)});
  };
  return amount(range.low) + " to " + amount(range.high);
}

std::string duration(double seconds) {
  return duration_text(static_cast<std::int64_t>(std::min(seconds, 1e12) * 1000));
}

void print_first(std::string_view stage, const ChatRequest& request) {
  fmt::print("=== first request of {}\n", stage);
  for (const Message& message : request.messages)
    fmt::print("=== {}\n{}\n", to_text(message.role), text::for_terminal(message.content));
  if (request.schema != nullptr)
    fmt::print("=== schema of the reply\n{}\n", request.schema->json);
  fmt::print("===\n\n");
}

std::string limits_text(const std::vector<Named>& stages, const Session& session) {
  std::string out;
  for (const auto& [stage, estimate] : stages)
    if (const std::string limits = to_text(estimate->limits()); !limits.empty())
      out += fmt::format("{} {} of {}", out.empty() ? "; limits:" : ",", limits,
                         session.choice(stage).provider);
  return out.empty() ? "; no limit of a provider is known" : out;
}

std::string batches_text(const std::vector<Named>& stages) {
  std::string out;
  for (const auto& [stage, estimate] : stages)
    out += fmt::format(
        "{}{} of {}, each of at most {} and {} MB", out.empty() ? "" : "; ",
        shown(estimate->batches()), stage,
        text::counted(static_cast<std::int64_t>(estimate->batch_limits().requests), "request",
                      "requests"),
        estimate->batch_limits().bytes >> 20);
  return out.empty() ? "none" : out;
}

}  // namespace

std::string each_request_once(const Settings& settings) {
  return fmt::format(
      "each request once: replies that cannot be used are asked for again, up to {} "
      "times; what the provider's cache saves is not taken off",
      settings.integer("--attempts", 1, 20));
}

void print_estimates(const StageEstimates& estimates, const std::vector<std::string_view>& names,
                     const Session& session, const std::vector<std::string>& assumptions) {
  const std::vector<Named> stages = estimates.of(names);
  for (const auto& [stage, estimate] : stages)
    if (estimate->first) print_first(stage, *estimate->first);
  TextTable table({"stage", "model", "requests#", "tokens in#", "tokens out#", "USD#"});
  Range all, seconds;
  std::int64_t known = 0;
  bool priced = true;
  for (const auto& [stage, e] : stages) {
    table.add({std::string(stage), session.model_name(stage), shown(e->requests),
               shown(e->input), shown(e->output),
               !e->is_paid() ? "–"
               : e->priced   ? dollars(e->usd)
                             : "no price is known"});
    all += e->usd;
    seconds += e->seconds();
    known += e->known;
    priced = priced && (e->priced || !e->is_paid());
  }
  fmt::print("{}", table.text());
  if (table.is_empty()) fmt::print("nothing would be asked\n");
  if (known > 0)
    fmt::print("{} more are answered by the ledger and cost nothing\n", text::with_commas(known));
  fmt::print("cost: {}\n", priced ? dollars(all) + " USD"
                                  : "unknown, as not all prices are known (--prices FILE)");
  if (session.wants_batches())
    fmt::print(
        "these are prices in batches, half of the usual ones unless the price table says "
        "otherwise\nbatches: {}\ntime: a batch takes up to a day, mostly less; a stage waits "
        "for the one before it\n",
        batches_text(stages));
  else
    fmt::print(
        "time: {} to {}, with as many requests in flight as --concurrency says, {} to {} s a "
        "reply (assumed){}\n",
        duration(seconds.low), duration(seconds.high), StageEstimate::kQuickReply,
        StageEstimate::kSlowReply, limits_text(stages, session));
  fmt::print("counted with {}; {}\n", estimates.counter().name(),
             "for models of others than OpenAI the range has room for 20 % fewer to 50 % more");
  for (const std::string& line : assumptions) fmt::print("{}\n", line);
  fmt::print("nothing was asked\n");
}

}  // namespace generator::cli
