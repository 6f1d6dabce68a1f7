// The offline pipeline over documents of a chunk each, as what a sweep disturbs.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/files.h"
#include "support/crash_sweep.h"

namespace generator::testing {

/// A document of a chunk: sections that the rules find questions for, with names of their own.
inline std::string document(int number) {
  return fmt::format(
      "# Acme Queue {0}\n\n## Queues\n\nThe `orders{0}` queue is a list of messages that waits on "
      "disk until one of the {1} workers of the project takes them, and it survives a restart of "
      "the broker.\n\n## Starting the broker\n\nTo start the Acme broker on port {2}, run `acme "
      "broker` with the option `--port {2}`. The broker prints its address, and it ends with the "
      "exit code 4 if another process listens on that port already.\n\n```sh\nacme broker --port "
      "{2} --queue orders{0}\n```\n",
      number, number % 7 + 2, 7000 + number);
}

inline void write_documents(const std::string& folder, int count) {
  std::filesystem::create_directory(folder + "/docs");
  for (int i = 0; i < count; ++i)
    ASSERT_TRUE(write_file(fmt::format("{}/docs/page{:04}.md", folder, i), document(i)));
}

inline CrashSweep pipeline(const std::string& program, int chunks, std::uint64_t step) {
  CrashSweep sweep;
  sweep.command = {program,           "pipeline",   "{}/docs", "-o",
                   "{}/training.jsonl", "--provider", "offline", "--quiet"};
  sweep.outputs = {"training.jsonl", "training.rejected.jsonl", "training.jsonl.run/kept.jsonl"};
  sweep.environment = {"SOURCE_DATE_EPOCH=1700000000"};
  sweep.prepare = [chunks](const std::string& folder) { write_documents(folder, chunks); };
  sweep.step = step;
  return sweep;
}

}  // namespace generator::testing
