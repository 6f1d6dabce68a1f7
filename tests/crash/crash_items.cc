// The program of the crash sweep: 200 items through runner, ledger and an output file, with a
// scripted model.
//
// crash_items FOLDER [budget]: keeps its ledger in FOLDER/out.jsonl.run/ledger, notes each call in
// FOLDER/calls, writes FOLDER/out.jsonl. With `budget` every call has a price and is leased; at the
// end the ledger must account for all calls that were ever made.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/clock.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "http/loop.h"
#include "run/ledger.h"
#include "run/runner.h"
#include "run/spending.h"
#include "support/numbered_items.h"

namespace generator {
namespace {

/// Every seventh item's first reply is bad; replies come out of order, after 0 to 2 ms.
class NotingModel final : public Model {
 public:
  NotingModel(Loop& loop, const Clock& clock, const std::string& calls)
      : loop_(loop),
        clock_(clock),
        fd_(::open(calls.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}
  ~NotingModel() override { ::close(fd_); }
  void complete(const ChatRequest& request, OnDone on_done) override {
    const std::string& item = request.messages.front().content;
    const std::string line = fmt::format("{} attempt {}\n", item, request.messages.size());
    if (::write(fd_, line.data(), line.size()) < 0) throw Fatal(1, "cannot note the call");
    Completion reply;
    reply.model = "scripted";
    reply.usage.input = 12;
    reply.usage.output = 5;
    const bool bad = checksum(item) % 7 == 0 && request.messages.size() == 1;
    reply.message.content =
        bad ? "nonsense" : fmt::format("ok {} {}", item, std::string(checksum(item) % 400, 'x'));
    loop_.after(static_cast<std::int64_t>(checksum(item) % 3),
                [this, reply, told = std::move(on_done)]() mutable {
                  reply.unix_ms = clock_.unix_ms();
                  told(std::move(reply));
                });
  }
  std::string identity() const override { return "scripted/noting"; }

 private:
  Loop& loop_;
  const Clock& clock_;
  int fd_;
};

Price made_up_price() {
  Price price{"scripted", "noting", {}};
  Rates rates;
  rates.input = Usd{100'000};
  rates.output = Usd{500'000};
  price.periods.push_back({"", "", {{0, rates}}, "", ""});
  return price;
}

/// Every call that the provider has seen is in the ledger: as a reply with its cost, or as a lease.
Status check_accounts(const std::string& ledger, const std::string& calls, const Price& price,
                      Usd cap) {
  TRY(const Spending spending, read_spending(ledger, nullptr));
  TRY(const std::string log, read_file(calls));
  const auto made = static_cast<std::int64_t>(std::count(log.begin(), log.end(), '\n'));
  const Usd billed = made * *cost(price, {12, 5, 0, 0, 0}, 0);
  if (spending.counted() < billed)
    return fail(ErrorKind::kInternal,
                fmt::format("{} calls cost {} USD, the ledger counts {} USD", made, to_text(billed),
                            to_text(spending.counted())));
  if (spending.counted() > cap) return fail(ErrorKind::kInternal, "the cap was passed");
  return {};
}

Status make(const std::string& folder, bool with_budget) {
  const std::string output = folder + "/out.jsonl";
  SystemLoop loop;
  const SystemClock clock;
  // Calls are noted beside the folder that the shim watches: they are the world's memory, not the
  // program's.
  NotingModel model(loop, clock, folder + "/../calls");
  TRY(const std::unique_ptr<Ledger> ledger, Ledger::open(output + ".run/ledger", loop));
  TRY(OutputFile file, OutputFile::create(output));
  const testing::NumberTask task;
  testing::NumberSource source(task, 200);
  RunOptions options;
  options.concurrency = 4;
  const Price price = made_up_price();
  const Usd cap = *read_usd("10");
  TRY(const Spending spent, read_spending(ledger->folder(), nullptr));
  Budget budget(cap, spent.counted());
  if (with_budget) {
    options.price = &price;
    options.budget = &budget;
  }
  const RunSummary summary =
      run(source, model, *ledger, loop, clock, options, [&](std::uint64_t, Finished finished) {
        std::string row;
        json::Writer writer(row);
        for (const Example& example : finished.examples) write_example(writer, example);
        return file.write(row + "\n");
      });
  if (summary.error) return tl::unexpected<Error>(*summary.error);
  CHECK_OK(ledger->close());
  if (with_budget) CHECK_OK(check_accounts(ledger->folder(), folder + "/../calls", price, cap));
  return file.commit();
}

}  // namespace
}  // namespace generator

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) return 2;
  try {
    const generator::Status made = generator::make(argv[1], argc == 3);
    if (!made) fmt::print(stderr, "error: {}\n", made.error().message);
    return made ? 0 : 1;
  } catch (const generator::Fatal& fatal) {
    fmt::print(stderr, "error: {}\n", fatal.what());
    return fatal.exit_code();
  }
}
