// What the next process is told about the limits: all of it as it was written, or nothing.
#include "model/quota_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/files.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

QuotaFile some() {
  QuotaFile file;
  file.learned.per_minute[Measure::kRequests] = 500;
  file.written_ms = 123'456;
  file.window = {{1000, {}}, {2000, {}}};
  file.window[0].cost[Measure::kTokens] = 777;
  file.day_requests = 42;
  file.day_ends_unix_ms = 1'795'600'000'000;
  return file;
}

TEST(QuotaFile, IsReadAsItWasWritten) {
  const testing::TempFolder temp;
  ASSERT_TRUE(write_quota_file(temp / "limits.json", some()));
  EXPECT_TRUE(is_whole_quota_file(temp / "limits.json"));
  const QuotaFile read = read_quota_file(temp / "limits.json");
  EXPECT_EQ(read.learned.per_minute[Measure::kRequests], 500);
  EXPECT_EQ(read.written_ms, 123'456);
  ASSERT_EQ(read.window.size(), 2u);
  EXPECT_EQ(read.window[0].cost[Measure::kTokens], 777);
  EXPECT_EQ(read.day_requests, 42);
  EXPECT_EQ(read.day_ends_unix_ms, 1'795'600'000'000);
}

TEST(QuotaFile, WithAnyByteFlippedOrMissingTellsNothing) {
  const testing::TempFolder temp;
  const std::string path = temp / "limits.json";
  ASSERT_TRUE(write_quota_file(path, some()));
  const std::string whole = *read_file(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    for (const std::string& damaged : {flipped, whole.substr(0, at)}) {
      std::ofstream(path, std::ios::binary) << damaged;
      ASSERT_FALSE(is_whole_quota_file(path)) << at;
      ASSERT_EQ(read_quota_file(path).day_requests, 0) << at;
      ASSERT_EQ(read_quota_file(path).written_ms, 0) << at;
    }
  }
  EXPECT_FALSE(is_whole_quota_file(temp / "none.json"));
}

}  // namespace
}  // namespace generator
