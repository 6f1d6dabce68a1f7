// Scans columns of a Lance table through the bridge: `bench_lance_scan DIRECTORY TABLE COLUMN...`.
//
// Prints one line of JSON: rows, bytes of text, and the seconds of each of five runs, opening the
// table included.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "generator_bridge.h"

namespace {

gb_slice slice(std::string_view text) { return {text.data(), text.size()}; }

struct Scanned {
  long long rows = 0;
  long long bytes = 0;
};

Scanned scan(std::string_view directory, std::string_view table, std::string_view columns) {
  ArrowArrayStream stream{};
  gb_text error{};
  if (gb_lance_scan(slice(directory), slice(table), slice(columns), &stream, &error) != GB_OK) {
    std::fprintf(stderr, "%s\n", error.data);
    std::exit(1);
  }
  Scanned scanned;
  for (;;) {
    ArrowArray batch{};
    if (stream.get_next(&stream, &batch) != 0) {
      std::fprintf(stderr, "%s\n", stream.get_last_error(&stream));
      std::exit(1);
    }
    if (batch.release == nullptr) break;
    scanned.rows += batch.length;
    for (int64_t i = 0; i < batch.n_children; ++i) {
      const ArrowArray& column = *batch.children[i];
      const auto* offsets = static_cast<const int32_t*>(column.buffers[1]) + column.offset;
      scanned.bytes += offsets[column.length] - offsets[0];
    }
    batch.release(&batch);
  }
  stream.release(&stream);
  return scanned;
}

/// The peak of resident memory in KiB; getrusage would count what the parent had before exec.
long peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::atol(line.c_str() + 6);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  std::string columns = "[";
  for (int i = 3; i < argc; ++i)
    columns += std::string(i > 3 ? "," : "") + R"({"as":"utf8","name":")" + argv[i] + "\"}";
  columns += "]";
  Scanned scanned;
  std::string seconds;
  for (int run = 0; run < 5; ++run) {
    const auto start = std::chrono::steady_clock::now();
    scanned = scan(argv[1], argv[2], columns);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    seconds += (run > 0 ? "," : "") + std::to_string(took.count());
  }
  std::printf(R"({"rows":%lld,"bytes":%lld,"peak_mb":%ld,"seconds":[%s]})"
              "\n",
              scanned.rows, scanned.bytes, peak_kib() / 1024, seconds.c_str());
}
