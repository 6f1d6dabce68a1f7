// What a request costs the client.
//
// bench_asking transport URL N CONCURRENCY: N requests of 1.9 KB through the HTTP client alone.
// bench_asking client BASE FOLDER N CONCURRENCY: N different questions through runner, model and
// ledger (in FOLDER), each reply read and checked against its schema. URL and BASE are of
// fake_endpoint. It prints one line of JSON.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/client.h"
#include "http/file_limit.h"
#include "http/loop.h"
#include "model/http_model.h"
#include "prompt/reply.h"
#include "run/ledger.h"
#include "run/runner.h"
#include "store/schema.h"

namespace generator {
namespace {

const std::string kSchema =
    R"({"type":"object","properties":{"pairs":{"type":"array","items":{"type":"object","properties":{)"
    R"("question":{"type":"string"},"kind":{"type":"string","enum":["how-to","concept"]},)"
    R"("units":{"type":"array","items":{"type":"integer"}}},"required":["question","kind","units"],)"
    R"("additionalProperties":false}}},"required":["pairs"],"additionalProperties":false})";

// A passage of a size that makes the request 1.9 KB.
std::string passage(std::uint64_t n) {
  std::string out = fmt::format("<passage {:08x}>\n# Acme Queue > Workers {}\n", n, n);
  for (int unit = 1; unit <= 8; ++unit)
    out += fmt::format(
        "[{}] The broker keeps number {} of its messages on disk until a worker has "
        "taken it, written what it did, and said so.\n",
        unit, unit);
  return out + fmt::format("</passage {:08x}>\n\nWrite 1 pair.", n);
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void report(const std::function<std::uint64_t()>& work) {
  using Seconds = std::chrono::duration<double>;
  const double cpu = cpu_seconds();
  const auto begun = std::chrono::steady_clock::now();
  const std::uint64_t done = work();
  const double wall = Seconds(std::chrono::steady_clock::now() - begun).count();
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("{{\"requests\": {}, \"seconds\": {:.3f}, \"cpu\": {:.3f}, \"peak_mb\": {:.1f}}}\n",
             done, wall, cpu_seconds() - cpu, static_cast<double>(usage.ru_maxrss) / 1024);
}

ChatRequest question(std::uint64_t n, const Schema& schema) {
  ChatRequest request;
  request.messages = {{Role::kSystem,
                       "You write the questions of a data set. Reply with one JSON object.",
                       {},
                       "",
                       ""},
                      {Role::kUser, passage(n), {}, "", ""}};
  request.schema = &schema;
  request.task = "generate";
  return request;
}

std::uint64_t transport(const std::string& url, std::uint64_t count, std::uint64_t concurrency) {
  SystemLoop loop;
  http::Client client(loop);
  const Schema schema{"pairs", kSchema};
  // The path says which protocol; the request is the one that our provider makes.
  const auto provider =
      make_openai({url.substr(0, url.rfind("/chat/completions")), "sk-bench", "local-model", ""});
  const http::Request request = provider->encode(question(1, schema));
  std::uint64_t sent = 0, done = 0;
  std::function<void()> send = [&] {
    if (sent == count) return;
    ++sent;
    client.send(request, [&](auto response) {
      if (!response || response->status != 200)
        throw Fatal(1, response ? "a status that is not 200" : response.error().message);
      ++done;
      send();
    });
  };
  for (std::uint64_t i = 0; i < concurrency; ++i) send();
  loop.run_until([&] { return done == count; });
  return done;
}

class Questions {
 public:
  Questions() : schema_{"pairs", kSchema} {
    if (auto compiled = compile_schema(kSchema)) checker_ = std::move(*compiled);
  }
  ChatRequest ask(std::uint64_t n) const { return question(n, schema_); }
  Result<Finished> read(std::uint64_t n, const Completion& completion) const {
    TRY(const prompt::Reply reply, prompt::read_reply(completion.message.content));
    if (checker_) {
      const auto problems = checker_->check(reply.json.root().raw());
      if (!problems.empty()) return fail(ErrorKind::kInvalidInput, problems.front());
    }
    const json::Value pair = reply.json.root().find("pairs")->at(0);
    Finished finished;
    Example& example = finished.examples.emplace_back();
    example.id = fmt::format("{}", n);
    example.pair().question = pair.text_of("question");
    return finished;
  }

 private:
  Schema schema_;
  std::unique_ptr<SchemaChecker> checker_;
};

class QuestionDialogue final : public Dialogue {
 public:
  QuestionDialogue(const Questions& task, std::uint64_t n) : task_(task), n_(n) {}
  Turn open() override { return std::vector<Ask>{{task_.ask(n_), 0}}; }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) throw Fatal(1, failure->message);
    TRY(Finished finished, task_.read(n_, std::get<Completion>(outcomes[0])));
    return finished;
  }

 private:
  const Questions& task_;
  std::uint64_t n_;
};

class Numbers final : public DialogueSource {
 public:
  Numbers(const Questions& task, std::uint64_t count) : task_(task), count_(count) {}
  Result<std::unique_ptr<Dialogue>> next() override {
    if (given_ == count_) return nullptr;
    return std::make_unique<QuestionDialogue>(task_, given_++);
  }

 private:
  const Questions& task_;
  std::uint64_t count_, given_ = 0;
};

std::uint64_t client(const std::string& base, const std::string& folder, std::uint64_t count,
                     std::uint64_t concurrency) {
  SystemLoop loop;
  SystemClock clock;
  HttpModelOptions asking;
  asking.concurrency.most = static_cast<int>(concurrency);
  HttpModel model("openai/local-model", make_openai({base, "sk-bench", "local-model", ""}),
                  std::make_unique<http::Client>(loop), loop, clock, asking);
  auto ledger = Ledger::open(folder, loop);
  if (!ledger) throw Fatal(1, ledger.error().message);
  const Questions task;
  Numbers source(task, count);
  RunOptions options;
  options.concurrency = static_cast<int>(concurrency);
  std::uint64_t rows = 0;
  const RunSummary summary =
      run(source, model, **ledger, loop, clock, options, [&](std::uint64_t, Finished finished) {
        rows += finished.examples.size();
        return Status{};
      });
  if (summary.error) throw Fatal(1, summary.error->message);
  if (rows != count) throw Fatal(1, "rows are missing");
  const Status closed = (*ledger)->close();
  if (!closed) throw Fatal(1, closed.error().message);
  return summary.calls;
}

}  // namespace
}  // namespace generator

int main(int argc, char** argv) {
  using namespace generator;
  const std::string_view what = argc > 1 ? argv[1] : "";
  const auto number = [&](int at) { return std::strtoull(argv[at], nullptr, 10); };
  try {
    if (what == "transport" && argc == 5) {
      if (!http::allow_open_files(number(4) + 64)) throw Fatal(1, "not so many files");
      report([&] { return transport(argv[2], number(3), number(4)); });
    } else if (what == "client" && argc == 6) {
      if (!http::allow_open_files(number(5) + 64)) throw Fatal(1, "not so many files");
      report([&] { return client(argv[2], argv[3], number(4), number(5)); });
    } else {
      fmt::print(stderr,
                 "usage: bench_asking transport URL N CONCURRENCY\n"
                 "       bench_asking client BASE FOLDER N CONCURRENCY\n");
      return 2;
    }
  } catch (const Fatal& fatal) {
    fmt::print(stderr, "bench_asking: {}\n", fatal.what());
    return 1;
  }
  return 0;
}
