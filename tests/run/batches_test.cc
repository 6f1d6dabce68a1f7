// What a ledger knows of batches: the records, their money, and what is read of them.
#include "run/batches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run/ledger_check.h"
#include "run/ledger_fixture.h"
#include "run/request_spool.h"
#include "run/spending.h"

namespace generator {
namespace {

using ::testing::ElementsAre;

Record planned(const std::string& name, std::vector<Digest> keys, const char* leased) {
  BatchNote note;
  note.name = name;
  note.identity = "openai/m";
  note.keys = std::move(keys);
  Record out = batch_record(std::move(note), "generate", 1'000);
  out.payment.leased = *read_usd(leased);
  out.payment.leases = static_cast<std::int64_t>(out.batch.keys.size());
  return out;
}

Record begun(const std::string& name, const std::string& id) {
  BatchNote note;
  note.step = BatchNote::Step::kBegun;
  note.name = name;
  note.id = id;
  note.expires_unix_ms = 90'000;
  return batch_record(std::move(note), "generate", 2'000);
}

Record ended(const std::string& name) {
  BatchNote note;
  note.step = BatchNote::Step::kEnded;
  note.name = name;
  return batch_record(std::move(note), "generate", 3'000, "completed: 2 of 2 requests answered");
}

struct Batches : LedgerTest {
  void keep(const std::vector<Record>& records) {
    const auto ledger = open();
    for (const Record& record : records)
      ledger->append(record, [](const Status& status) { ASSERT_TRUE(status); });
    ASSERT_TRUE(ledger->close());
  }
};

TEST_F(Batches, AreReadFromTheLedgerStepByStep) {
  keep({planned("a", {key_of(1), key_of(2)}, "0.5"), begun("a", "batch_1"),
        planned("b", {key_of(3)}, "0.25"), ended("a"), planned("c", {}, "0")});
  const auto batches = read_batches(folder);
  ASSERT_TRUE(batches) << batches.error().message;
  ASSERT_EQ(batches->size(), 3u);
  const KnownBatch& a = (*batches)[0];
  EXPECT_EQ(a.name, "a");
  EXPECT_EQ(a.task, "generate");
  EXPECT_EQ(a.identity, "openai/m");
  EXPECT_EQ(a.id, "batch_1");
  EXPECT_EQ(a.requests, 2u);
  EXPECT_TRUE(a.keys.empty());
  EXPECT_TRUE(a.has_ended);
  EXPECT_EQ(a.outcome, "completed: 2 of 2 requests answered");
  EXPECT_EQ(a.planned_unix_ms, 1'000);
  EXPECT_EQ(a.ended_unix_ms, 3'000);
  EXPECT_EQ(a.expires_unix_ms, 90'000);
  const KnownBatch& b = (*batches)[1];
  EXPECT_FALSE(b.has_ended);
  EXPECT_EQ(b.id, "");
  EXPECT_THAT(b.keys, ElementsAre(key_of(3)));
  EXPECT_EQ(b.leased, *read_usd("0.25"));
  const auto report = verify_ledger(folder);
  EXPECT_TRUE(report->sound());
  EXPECT_EQ(report->batches, 3u);
  EXPECT_EQ(report->unknown, 0u);
}

TEST_F(Batches, AnswerNoKey) {
  keep({planned("a", {key_of(1)}, "0"), begun("a", "batch_1")});
  drop_index();
  EXPECT_EQ(content_of(open()->find(key_of(1))), "nothing");
  EXPECT_EQ(content_of(open()->find({})), "nothing");
}

TEST_F(Batches, CountAsSpentUntilTheyEnd) {
  keep({planned("a", {key_of(1), key_of(2)}, "0.5"), planned("b", {key_of(3)}, "0.25")});
  Spending spending = *read_spending(folder, nullptr);
  EXPECT_EQ(spending.counted(), *read_usd("0.75"));
  EXPECT_EQ(spending.batches.count, 3);
  EXPECT_EQ(spending.batches.batches, 2);
  EXPECT_EQ(spending.open().count, 0);  // nothing that `--release` may take for lost

  Record answer = answer_record(key_of(1), "generate", testing::completion("x"));
  answer.payment.cost = *read_usd("0.125");
  answer.payment.priced = answer.payment.in_batch = true;
  keep({answer, ended("a")});
  spending = *read_spending(folder, nullptr);
  EXPECT_EQ(spending.counted(), *read_usd("0.375"));
  EXPECT_EQ(spending.batches.batches, 1);
}

TEST_F(Batches, RepliesWithoutAPriceGetThatOfABatchLater) {
  Record single = answer_record(key_of(1), "generate", testing::completion("x"));
  single.completion.model = "m";
  Record batched = single;
  batched.key = key_of(2);
  batched.payment.in_batch = true;
  keep({single});
  const PriceTable prices = *PriceTable::parse(
      "prices:\n- {provider: openai, model: m, input: 1000, output: 1000}\n", "p.yaml");
  const Usd whole = read_spending(folder, &prices)->counted();
  EXPECT_GT(whole, Usd{});
  keep({batched});
  EXPECT_EQ(read_spending(folder, &prices)->counted().pico, whole.pico + whole.pico / 2);
}

TEST_F(Batches, SpooledRequestsComeBackInTheirOrder) {
  open()->close();
  RequestSpool spool(folder);
  for (std::uint64_t n = 0; n < 50; ++n) ASSERT_TRUE(spool.add(key_of(n), reply_of(n), Usd{}));
  std::uint64_t next = 0;
  while (!spool.waiting().empty()) {
    const std::size_t count = std::min<std::size_t>(7, spool.waiting().size());
    std::string expected;
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(spool.waiting()[i].key, key_of(next + i));
      expected += reply_of(next + i);
    }
    EXPECT_EQ(*spool.read(expected.size()), expected);
    for (std::size_t i = 0; i < count; ++i) spool.pop();
    next += count;
  }
  ASSERT_TRUE(spool.add(key_of(7), "again", Usd{}));
  EXPECT_EQ(*spool.read(5), "again");
}

}  // namespace
}  // namespace generator
