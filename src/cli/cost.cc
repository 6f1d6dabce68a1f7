// What an output's calls cost, from its ledger.
#include <fmt/format.h>

#include <set>

#include "base/clock.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/ledger_folder.h"
#include "cli/session.h"
#include "cli/tariff.h"
#include "http/loop.h"
#include "report/text_table.h"
#include "run/ledger.h"
#include "run/spending.h"

namespace generator::cli {
namespace {

std::string counted(std::int64_t n) { return text::with_commas(n); }
std::string counted(std::uint64_t n) { return text::with_commas(static_cast<std::int64_t>(n)); }

std::string usd_cell(const SpendingRow& row) {
  if (row.replies > 0 && row.unpriced == row.replies) return "–";
  return to_text(row.cost + row.lost) + (row.unpriced > 0 ? " and more" : "");
}

void add_row(TextTable& table, const SpendingRow& row) {
  table.add({row.task, row.model, row.day, counted(row.replies), counted(row.failed_calls),
             counted(row.usage.input), counted(row.usage.cached), counted(row.usage.output),
             usd_cell(row)});
}

// Models whose replies have tokens and no price.
std::set<std::string> models_without_price(const Spending& spending) {
  std::set<std::string> out;
  for (const SpendingRow& row : spending.rows)
    if (row.unpriced > 0 && row.usage.input + row.usage.output > 0) out.insert(row.model);
  return out;
}

void print_rest(const Spending& spending, const std::string& file) {
  const SpendingRow total = spending.total();
  if (total.usage.cached > 0)
    fmt::print("read from the providers' caches: {} of {} input tokens ({:.1f} %), {} USD {}\n",
               counted(total.usage.cached), counted(total.usage.input),
               100.0 * static_cast<double>(total.usage.cached) /
                   static_cast<double>(std::max<std::int64_t>(1, total.usage.input)),
               to_text(total.saved < Usd{} ? Usd{} - total.saved : total.saved),
               total.saved < Usd{} ? "more than without them" : "saved");
  if (total.lost > Usd{})
    fmt::print(
        "of this, up to {} USD are for tries that brought no reply and may have been billed\n",
        to_text(total.lost));
  for (const std::string& model : models_without_price(spending))
    fmt::print("no price is known for {}: its tokens alone are counted; --prices FILE gives one\n",
               text::for_terminal(model));
  if (const OpenLeases& open = spending.batches; open.batches > 0)
    fmt::print(
        "set aside for {} batch{} not ended: {} USD for {}; the same command as before "
        "goes on with them, generator batch list {} shows them\n",
        open.batches, open.batches == 1 ? " that has" : "es that have", to_text(open.amount),
        text::counted(open.count, "request"), text::for_terminal(file));
  if (const OpenLeases open = spending.open(); open.count > 0)
    fmt::print(
        "not settled: {}, {} USD: in flight when a run ended, or now, and perhaps billed. That "
        "counts against --budget until: generator cost {} --release\n",
        text::counted(open.count, "call"), to_text(open.amount), text::for_terminal(file));
}

// Writes down that nothing was billed for the calls that never ended.
void release(const std::string& folder, const Spending& spending) {
  SystemLoop loop;
  const SystemClock clock;
  const auto ledger = must(Ledger::open(folder, loop));
  Status kept;
  for (const OpenLeases& open : spending.leases)
    ledger->append(lease_record(RecordKind::kSpendSettled, {}, open.task, clock.unix_ms(),
                                open.amount, open.count),
                   [&](const Status& status) {
                     if (!status) kept = status;
                   });
  must(ledger->close());
  must(std::move(kept));
  const OpenLeases open = spending.open();
  fmt::print("released: {}, {} USD no longer count as spent\n", text::counted(open.count, "call"),
             to_text(open.amount));
}

}  // namespace

int run_cost(const Settings& settings) {
  const std::string file = settings.input();
  const std::string folder = ledger_of(settings, file);
  const Tariff tariff(settings);
  const Spending spending = must(read_spending(folder, &tariff.table()));
  if (settings.is_on("--release")) {
    release(folder, spending);
    return kDone;
  }
  TextTable table({"stage", "model", "day", "replies#", "failed#", "tokens in#", "cached#",
                   "tokens out#", "USD#"});
  for (const SpendingRow& row : spending.rows) add_row(table, row);
  SpendingRow total = spending.total();
  total.task = "total";
  add_row(table, total);
  fmt::print("{}", table.text());
  print_rest(spending, file);
  return kDone;
}

}  // namespace generator::cli
