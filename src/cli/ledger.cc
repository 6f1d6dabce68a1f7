#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "run/ledger_check.h"

namespace generator::cli {

int run_ledger(const Settings& settings) {
  const auto& words = settings.positional();
  const bool is_repair = !words.empty() && words[0] == "repair";
  if (words.size() != 2 || (!is_repair && words[0] != "verify"))
    throw Fatal(kWrongUseExit,
                "usage: generator ledger verify DIR, or: generator ledger repair DIR");
  const auto report = is_repair ? repair_ledger(words[1]) : verify_ledger(words[1]);
  if (!report) throw Fatal(kFailed, report.error().message);
  const auto counted = [](std::uint64_t n, std::string_view one, std::string_view many = "") {
    return text::counted(static_cast<std::int64_t>(n), one, many);
  };
  fmt::print("{}: {}, {}, {}, {}{}\n", text::for_terminal(report->path),
             counted(report->records, "record"), counted(report->answers, "answer"),
             counted(report->failed_calls, "failed call"),
             report->batches > 0 ? counted(report->batches, "batch", "batches") + ", " : "",
             counted(report->bytes, "byte"));
  fmt::print("tokens: {} input, {} output\n", text::with_commas(report->usage.input),
             text::with_commas(report->usage.output));
  if (report->torn_tail > 0)
    fmt::print("{} bytes at the end are the torn end of a crash; the next run drops them\n",
               report->torn_tail);
  for (const auto& damage : report->damage)
    fmt::print("damaged: offset {}, {} bytes: {}\n", damage.offset, damage.size,
               text::for_terminal(damage.what));
  for (const auto& other : report->others)
    fmt::print("{}: {}\n", text::for_terminal(other.path), other.what);
  if (report->sound()) {
    fmt::print("sound\n");
    return kDone;
  }
  fmt::print("{}\n",
             is_repair ? "repaired: the undamaged records are kept, the old file stands beside them"
                       : "keep what is whole with: generator ledger repair " + words[1]);
  return is_repair ? kDone : kFailed;
}

}  // namespace generator::cli
