#include "run/finished_queue.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/random.h"
#include "support/numbered_items.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

Finished item(std::uint64_t n) {
  Finished finished;
  if (n % 3 != 0) {
    Example& example = finished.examples.emplace_back();
    example.id = std::to_string(n);
    example.body = QaPair{"question " + std::to_string(n), {"step"}, std::string(n % 50, 'a')};
    example.extra = "\"x\":1.50";
    example.evidence = {{"chunk", {1, 2}}};
  }
  if (n % 2 == 0)
    finished.rejects.push_back(
        {"unreadable_reply", std::string("bytes \0\xff", 8), "item", "{}", n % 4 == 0});
  return finished;
}

TEST(FinishedQueue, HandsOnInOrderWhateverTheOrderOfComing) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    testing::TempFolder temp;
    Random random(seed, "order");
    std::vector<std::uint64_t> order(200);
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(order);
    std::vector<std::uint64_t> seen;
    FinishedQueue queue(seed % 7, temp.path(), [&](std::uint64_t index, Finished finished) {
      seen.push_back(index);
      EXPECT_EQ(encode_finished(finished), encode_finished(item(index)));
      return Status{};
    });
    std::vector<std::uint64_t> expected;
    for (const std::uint64_t index : order) {
      const bool absent = index % 10 == 9;
      ASSERT_TRUE(queue.add(index, absent ? std::nullopt : std::optional<Finished>(item(index))));
    }
    for (std::uint64_t n = 0; n < 200; ++n)
      if (n % 10 != 9) expected.push_back(n);
    ASSERT_EQ(seen, expected) << "seed " << seed;
    EXPECT_EQ(queue.waiting(), 0u);
  }
}

TEST(FinishedQueue, AnItemThroughTheFileIsTheSame) {
  for (std::uint64_t n = 0; n < 12; ++n) {
    const auto back = decode_finished(encode_finished(item(n)));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(testing::to_line(n, *back), testing::to_line(n, item(n)));
    if (!back->rejects.empty()) {
      EXPECT_EQ(back->rejects[0].dropped, n % 4 == 0);
    }
    if (!back->examples.empty()) {
      EXPECT_EQ(back->examples[0].extra, "\"x\":1.50");
    }
  }
}

TEST(FinishedQueue, DamagedBytesAreAnError) {
  const std::string whole = encode_finished(item(4));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(decode_finished(whole.substr(0, size))) << size;
}

}  // namespace
}  // namespace generator
