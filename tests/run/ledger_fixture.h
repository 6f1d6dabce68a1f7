// A ledger in a folder of its own, filled with replies that a number gives.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "base/files.h"
#include "run/ledger.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"

namespace generator {

inline Digest key_of(std::uint64_t n) { return Hasher().add(n).finish(); }

inline std::string reply_of(std::uint64_t n) {
  return "reply " + std::to_string(n) + " " +
         std::string(n * 37 % 900, static_cast<char>('a' + n % 26));
}

struct LedgerTest : ::testing::Test {
  void append(Ledger& ledger, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t n = from; n < to; ++n)
      ledger.append(answer_record(key_of(n), "generate", testing::completion(reply_of(n))),
                    [](const Status& s) { ASSERT_TRUE(s); });
  }
  std::unique_ptr<Ledger> open() {
    auto ledger = Ledger::open(folder, loop);
    EXPECT_TRUE(ledger) << ledger.error().message;
    return ledger ? std::move(*ledger) : nullptr;
  }
  void make(std::uint64_t count) {
    const auto ledger = open();
    append(*ledger, 0, count);
    ASSERT_TRUE(ledger->close());
  }
  std::string bytes() { return *read_file(folder + "/records"); }
  void set_bytes(const std::string& content) {
    std::ofstream(folder + "/records", std::ios::binary) << content;
  }
  void drop_index() { std::filesystem::remove(folder + "/index"); }

  testing::TempFolder temp;
  std::string folder = temp / "x.run/ledger";
  SystemLoop loop;
};

inline std::string content_of(const Result<std::optional<Completion>>& found) {
  if (!found) return "error: " + found.error().message;
  return *found ? (*found)->message.content : "nothing";
}

}  // namespace generator
