// fake_endpoint: the vendors' HTTP protocols on a loopback port, for benchmarks, for the vendors'
// own SDKs, and by hand.
//
// It prints its address and answers until SIGINT or SIGTERM; then it prints what was wrong with the
// requests and ends with 1 where anything was.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "support/endpoint/endpoint.h"

namespace {

using namespace generator;

constexpr const char* kUsage =
    "usage: fake_endpoint [--port N] [--mode strict|canned] [--key KEY] [--latency MS]\n"
    "                     [--faults SEED:SHARE[:all]] [--hint MS] [--refused MS] [--record FILE]\n"
    "  --mode strict   read every request, refuse what the vendor would refuse (default)\n"
    "  --mode canned   the first reply of each path again and again, for timing\n"
    "  --faults        a share of the requests goes wrong, e.g. 1:0.3; `:all` adds filtered\n"
    "                  replies and replies of another model, which asking again does not mend\n"
    "  --hint, --refused   how long a 429 says to wait, and how long the port is closed\n"
    "  --record        what came in, a line of JSON a request, when it ends\n";

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "fake_endpoint: {}\n{}", why, kUsage);
  std::exit(2);
}

template <class T>
T number(std::string_view option, std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    stop(fmt::format("{}: `{}` is no number of 0 or more", option, text));
  return value;
}

void read_faults(std::string_view text, endpoint::Options& options) {
  const std::size_t first = text.find(':');
  if (first == std::string_view::npos) stop("--faults: SEED:SHARE, e.g. 1:0.3");
  const std::size_t second = text.find(':', first + 1);
  options.seed = number<std::uint64_t>("--faults", text.substr(0, first));
  options.fault_share = number<double>(
      "--faults", text.substr(first + 1, second == text.npos ? text.npos : second - first - 1));
  options.faults = second != text.npos && text.substr(second + 1) == "all"
                       ? endpoint::all_faults()
                       : endpoint::recoverable_faults();
}

// A line a request: {"method", "path", "headers", "body"}, the body as text.
void record(const std::vector<endpoint::Received>& requests, const std::string& path) {
  std::ofstream out(path);
  for (const endpoint::Received& request : requests) {
    nlohmann::ordered_json headers = nlohmann::ordered_json::object();
    for (const auto& [name, value] : request.headers) headers[name] = value;
    out << nlohmann::ordered_json{{"method", request.method},
                                  {"path", request.path},
                                  {"headers", headers},
                                  {"body", request.body}}
               .dump()
        << "\n";
  }
  if (!out.flush()) fmt::print(stderr, "fake_endpoint: cannot write {}\n", path);
}

endpoint::Options read(int argc, char** argv, std::string& record_path) {
  endpoint::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--help") {
      fmt::print("{}", kUsage);
      std::exit(0);
    }
    if (i + 1 == argc) stop(fmt::format("{} needs a value", option));
    const std::string_view value = argv[++i];
    if (option == "--port")
      options.port = number<int>(option, value);
    else if (option == "--key")
      options.key = value;
    else if (option == "--latency")
      options.latency_ms = number<std::int64_t>(option, value);
    else if (option == "--hint")
      options.hint_ms = number<std::int64_t>(option, value);
    else if (option == "--refused")
      options.refused_ms = number<std::int64_t>(option, value);
    else if (option == "--faults")
      read_faults(value, options);
    else if (option == "--record")
      record_path = value;
    else if (option == "--mode" && value == "canned")
      options.is_canned = true;
    else if (option != "--mode" || value != "strict")
      stop(fmt::format("what is `{} {}`?", option, value));
  }
  return options;
}

// As many connections as the system allows.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  std::string record_path;
  const endpoint::Options options = read(argc, argv, record_path);
  raise_file_limit();
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t ends;
  sigemptyset(&ends);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&ends, signal);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    const endpoint::FakeEndpoint fake(options);
    fmt::print("{}\n", fake.url(""));
    std::fflush(stdout);
    int signal = 0;
    ::sigwait(&ends, &signal);
    if (!record_path.empty()) record(fake.received(), record_path);
    const auto faults = fake.violations();
    for (const std::string& fault : faults) fmt::print("{}\n", fault);
    fmt::print("{} requests, at most {} at once, {} of them not as documented\n", fake.requests(),
               fake.most_in_flight(), faults.size());
    return faults.empty() ? 0 : 1;
  } catch (const Fatal& fatal) {
    fmt::print(stderr, "fake_endpoint: {}\n", fatal.what());
    return 1;
  }
}
