// Figures of the ledger and the runner.
//
// bench_ledger open FOLDER N: makes a ledger of N answers where there is none, then times opening
// it; run it twice. bench_ledger ask FOLDER N MICROSECONDS: N requests through runner, ledger and a
// pure model whose rule takes so long.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/files.h"
#include "http/loop.h"
#include "model/pure_model.h"
#include "run/ledger.h"
#include "run/runner.h"

namespace generator {
namespace {

using Seconds = std::chrono::duration<double>;

double now() { return Seconds(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double peak_mebibytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Completion reply_of(std::uint64_t n) {
  Completion reply;
  reply.model = "rules";
  reply.usage = {900, 120, 0, 0};
  reply.unix_ms = 1'700'000'000'000;
  reply.message.content = fmt::format("{{\"question\": \"number {}\", \"units\": [1, 2]}} {}", n,
                                      std::string(400 + n % 200, 'x'));
  return reply;
}

Status open_ledger(const std::string& folder, std::uint64_t count) {
  SystemLoop loop;
  if (!path_exists(folder + "/records")) {
    TRY(const auto ledger, Ledger::open(folder, loop));
    const double begun = now();
    std::uint64_t written = 0;
    for (std::uint64_t n = 0; n < count; ++n) {
      ledger->append(answer_record(Hasher().add(n).finish(), "generate", reply_of(n)),
                     [&](const Status&) { ++written; });
      if (n % 256 == 255) loop.run_until([&] { return written + 1024 > n; });
    }
    CHECK_OK(ledger->sync());
    const double seconds = now() - begun;
    fmt::print("append: {} records, {:.2f} s, {:.0f} a second, {:.1f} MiB\n", count, seconds,
               static_cast<double>(count) / seconds,
               static_cast<double>(ledger->size()) / (1 << 20));
    return ledger->close();
  }
  const double begun = now();
  TRY(const auto ledger, Ledger::open(folder, loop));
  fmt::print("open: {} answers, {:.3f} s, peak {:.0f} MiB\n", ledger->answers(), now() - begun,
             peak_mebibytes());
  const double reading = now();
  constexpr std::uint64_t kFinds = 100'000;
  for (std::uint64_t i = 0; i < kFinds; ++i) {
    TRY(const auto found, ledger->find(Hasher().add(i * 7919 % count).finish()));
    if (!found) return fail(ErrorKind::kInternal, "an answer is not found");
  }
  fmt::print("find: {:.2f} µs each, in random order\n", (now() - reading) * 1e6 / kFinds);
  return ledger->close();
}

class OneAsk final : public Dialogue {
 public:
  explicit OneAsk(std::uint64_t n) : n_(n) {}
  Turn open() override {
    ChatRequest request;
    request.task = "generate";
    request.inputs.values = {{"number", fmt::format("{}", n_)}, {"chunk", std::string(3000, 'c')}};
    return std::vector<Ask>{{std::move(request), 0}};
  }
  Result<Turn> hear(std::span<const Outcome>) override { return Finished{}; }

 private:
  std::uint64_t n_;
};

class Asks final : public DialogueSource {
 public:
  explicit Asks(std::uint64_t count) : count_(count) {}
  Result<std::unique_ptr<Dialogue>> next() override {
    if (given_ == count_) return nullptr;
    return std::make_unique<OneAsk>(given_++);
  }

 private:
  std::uint64_t count_, given_ = 0;
};

Status ask(const std::string& folder, std::uint64_t count, double rule_us) {
  SystemLoop loop;
  SystemClock clock;
  PureModel model(
      "bench",
      [rule_us](const ChatRequest&) {
        const double end = now() + rule_us / 1e6;
        while (rule_us > 0 && now() < end) continue;
        return reply_of(1);
      },
      loop, clock);
  TRY(const auto ledger, Ledger::open(folder, loop));
  Asks source(count);
  RunOptions options;
  options.concurrency = 256;
  const double cpu = cpu_seconds(), begun = now();
  const RunSummary summary = run(source, model, *ledger, loop, clock, options,
                                 [](std::uint64_t, Finished) { return Status{}; });
  const double seconds = now() - begun;
  if (summary.error) return tl::unexpected<Error>(*summary.error);
  fmt::print(
      "ask: {} requests ({} calls), {:.2f} s, {:.0f} a second, {:.1f} µs of CPU each of which the "
      "rule {:.0f}, peak {:.0f} MiB\n",
      summary.asks, summary.calls, seconds, static_cast<double>(count) / seconds,
      (cpu_seconds() - cpu) * 1e6 / static_cast<double>(count), summary.calls > 0 ? rule_us : 0,
      peak_mebibytes());
  return ledger->close();
}

}  // namespace
}  // namespace generator

int main(int argc, char** argv) {
  const std::string_view what = argc > 3 ? argv[1] : "";
  if (what != "open" && what != "ask") {
    fmt::print(stderr, "usage: bench_ledger open FOLDER N | ask FOLDER N MICROSECONDS\n");
    return 2;
  }
  const std::uint64_t count = std::strtoull(argv[3], nullptr, 10);
  const generator::Status done =
      what == "open" ? generator::open_ledger(argv[2], count)
                     : generator::ask(argv[2], count, argc > 4 ? std::atof(argv[4]) : 0);
  if (!done) fmt::print(stderr, "error: {}\n", done.error().message);
  return done ? 0 : 1;
}
