// Items in a number that no test of one feature has: what the process holds must not grow with
// them, but for the keys of the ledger.
#include <dirent.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "run/ledger.h"
#include "run/runner.h"
#include "support/numbered_items.h"
#include "support/scripted_model.h"
#include "support/sweep.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using namespace testing;

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t all = 0, resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

int open_files() {
  int count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder) != nullptr) ++count;
  ::closedir(folder);
  return count;
}

/// The ledger's table of keys: 24 bytes a place, twice as many whenever it is 7/10 full.
double table_mib(std::uint64_t keys) {
  std::uint64_t places = 64;
  while (keys * 10 > places * 7) places *= 2;
  return static_cast<double>(places) * 24 / (1 << 20);
}

struct Sample {
  std::uint64_t items;
  double resident, table;
  int files;
};

TEST(SoakSweep, MemoryAndOpenFilesDoNotGrowWithTheItems) {
  const std::uint64_t items = full_or(1'000'000, 20'000, 5'000);
  const TempFolder temp;
  SystemLoop loop;
  const SystemClock clock;
  auto ledger = *Ledger::open(temp / "ledger", loop);
  ScriptedModel model(loop, clock, [](const ChatRequest& request, int call) {
    return ScriptedModel::Reply{
        completion(fmt::format("ok {} {}", request.messages.front().content,
                               std::string(static_cast<std::size_t>(300 + call % 200), 'x'))),
        call % 3};
  });
  const NumberTask task;
  NumberSource source(task, items);
  RunOptions options;
  options.concurrency = 64;
  std::vector<Sample> samples;
  const RunSummary summary =
      run(source, model, *ledger, loop, clock, options, [&](std::uint64_t index, Finished) {
        if ((index + 1) % (items / 10) == 0)
          samples.push_back({index + 1, resident_mib(), table_mib(index + 1), open_files()});
        return Status{};
      });
  ASSERT_TRUE(summary.complete()) << summary.error->message;
  ASSERT_EQ(summary.done, items);
  ASSERT_TRUE(ledger->close());
  ASSERT_EQ(samples.size(), 10u);
  for (const Sample& at : samples)
    fmt::print("{:>8} items: {:.1f} MiB resident, {:.1f} of them keys; {} files open\n", at.items,
               at.resident, at.table, at.files);
  const Sample &early = samples[1], &last = samples.back();
  EXPECT_EQ(early.files, last.files);
  const double hundred_thousands = static_cast<double>(last.items - early.items) / 1e5;
  const double growth =
      ((last.resident - last.table) - (early.resident - early.table)) / hundred_thousands;
  fmt::print("growth besides the keys: {:.2f} MiB per 100,000 items\n", growth);
  if (is_sanitized()) return;  // which keeps what was freed
  EXPECT_LE(growth, is_full_sweep() ? 1 : 20);
}

}  // namespace
}  // namespace generator
