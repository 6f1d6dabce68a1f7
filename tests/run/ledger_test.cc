#include "run/ledger.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/files.h"
#include "run/ledger_check.h"
#include "run/ledger_fixture.h"
#include "support/scripted_model.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using testing::completion;

TEST_F(LedgerTest, GivesBackWhatItWasGiven) {
  Completion whole;
  whole.message.role = Role::kAssistant;
  whole.message.content = std::string("text \0 with\nall \xff bytes", 22);
  whole.message.tool_calls = {{"id1", "open", "{\"a\": 1.0}"}, {"", "", ""}};
  whole.message.opaque = "signature==";
  whole.stop_reason = StopReason::kRefusal;
  whole.usage = {1234567, 89, 12, 0};
  whole.model = "qwen3:8b";
  whole.unix_ms = 1'700'000'000'123;
  {
    const auto ledger = open();
    ledger->append(answer_record(key_of(1), "judge", whole), [](const Status&) {});
    ASSERT_TRUE(ledger->close());
  }
  const auto ledger = open();
  const auto found = ledger->find(key_of(1));
  ASSERT_TRUE(found && *found);
  const Completion& read = **found;
  EXPECT_EQ(read.message.content, whole.message.content);
  ASSERT_EQ(read.message.tool_calls.size(), 2u);
  EXPECT_EQ(read.message.tool_calls[0].arguments, "{\"a\": 1.0}");
  EXPECT_EQ(read.message.opaque, "signature==");
  EXPECT_EQ(read.message.role, Role::kAssistant);
  EXPECT_EQ(read.stop_reason, StopReason::kRefusal);
  EXPECT_EQ(read.usage.input, 1234567);
  EXPECT_EQ(read.usage.output, 89);
  EXPECT_EQ(read.usage.cached, 12);
  EXPECT_EQ(read.model, "qwen3:8b");
  EXPECT_EQ(read.unix_ms, 1'700'000'000'123);
}

TEST_F(LedgerTest, OpenedToReadFindsWhatIsThereAlsoWhileAnotherOwnsItAndChangesNothing) {
  EXPECT_EQ(Ledger::open_to_read(folder, loop).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(path_exists(folder));
  make(20);
  drop_index();
  set_bytes(bytes() + "torn");
  const std::string before = bytes();
  {
    const auto reader = Ledger::open_to_read(folder, loop);
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_EQ(content_of((*reader)->find(key_of(7))), reply_of(7));
    ASSERT_TRUE((*reader)->close());
  }
  EXPECT_EQ(bytes(), before);
  EXPECT_FALSE(path_exists(folder + "/index"));

  const auto owner = open();
  append(*owner, 20, 30);
  ASSERT_TRUE(owner->sync());
  const auto beside = Ledger::open_to_read(folder, loop);
  ASSERT_TRUE(beside) << beside.error().message;
  EXPECT_EQ(content_of((*beside)->find(key_of(25))), reply_of(25));
}

TEST_F(LedgerTest, FindsARecordWithWhatWasPaidForIt) {
  const auto ledger = open();
  Record record = answer_record(key_of(1), "judge", completion("marks"));
  record.payment.priced = true;
  record.payment.cost = Usd{12};
  ledger->append(record, [](const Status&) {});
  const auto found = ledger->find_record(key_of(1));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->task, "judge");
  EXPECT_EQ((*found)->payment.cost, Usd{12});
  EXPECT_EQ((*found)->completion.message.content, "marks");
}

TEST_F(LedgerTest, FindsARecordBeforeItIsWritten) {
  const auto ledger = open();
  append(*ledger, 0, 100);
  for (std::uint64_t n = 0; n < 100; ++n)
    EXPECT_EQ(content_of(ledger->find(key_of(n))), reply_of(n));
  EXPECT_EQ(content_of(ledger->find(key_of(100))), "nothing");
}

TEST_F(LedgerTest, FindsRepliesLargerThanOneRead) {
  const std::string large(3'000'000, 'x');
  const auto ledger = open();
  ledger->append(answer_record(key_of(1), "t", completion(large)), [](const Status&) {});
  EXPECT_EQ(content_of(ledger->find(key_of(1))), large);
  ASSERT_TRUE(ledger->sync());
  EXPECT_EQ(content_of(ledger->find(key_of(1))), large);
}

TEST_F(LedgerTest, KeepsAFailedCallAsCostAndNeverAsAnAnswer) {
  {
    const auto ledger = open();
    ledger->append(failure_record(key_of(1), "generate", 5, "context too long"),
                   [](const Status&) {});
    EXPECT_EQ(content_of(ledger->find(key_of(1))), "nothing");
    ASSERT_TRUE(ledger->close());
  }
  EXPECT_EQ(content_of(open()->find(key_of(1))), "nothing");
  std::vector<std::string> messages;
  ASSERT_TRUE(for_each_record(folder, [&](const Record& record) {
    messages.push_back(record.message);
    return Status{};
  }));
  EXPECT_EQ(messages, std::vector<std::string>{"context too long"});
}

TEST_F(LedgerTest, TheFirstAnswerToAKeyCounts) {
  make(3);
  {
    const auto ledger = open();
    ledger->append(answer_record(key_of(1), "t", completion("another")), [](const Status&) {});
    EXPECT_EQ(content_of(ledger->find(key_of(1))), reply_of(1));
    ASSERT_TRUE(ledger->close());
  }
  drop_index();
  EXPECT_EQ(content_of(open()->find(key_of(1))), reply_of(1));
  EXPECT_EQ(verify_ledger(folder)->repeated, 1u);
}

TEST_F(LedgerTest, ItsFolderIsClosedToOthers) {
  make(1);
  struct stat info{};
  ASSERT_EQ(::stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(LedgerTest, OpensWithoutIndexAndWithAnIndexOfAnEarlierState) {
  make(50);
  const std::string old_index = *read_file(folder + "/index");
  {
    const auto ledger = open();
    append(*ledger, 50, 80);
    ASSERT_TRUE(ledger->close());
  }
  for (const std::string& index :
       {old_index, std::string(), old_index.substr(0, 100), std::string(5000, 'x')}) {
    std::ofstream(folder + "/index", std::ios::binary) << index;
    const auto ledger = open();
    ASSERT_TRUE(ledger);
    EXPECT_EQ(ledger->answers(), 80u);
    for (std::uint64_t n = 0; n < 80; ++n)
      EXPECT_EQ(content_of(ledger->find(key_of(n))), reply_of(n));
  }
}

TEST_F(LedgerTest, AnyFlippedByteOfTheIndexOnlyCostsAScan) {
  make(20);
  const std::string index = *read_file(folder + "/index");
  for (std::size_t at = 0; at < index.size(); ++at) {
    std::string flipped = index;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x21);
    std::ofstream(folder + "/index", std::ios::binary) << flipped;
    const auto ledger = open();
    ASSERT_TRUE(ledger) << at;
    for (std::uint64_t n = 0; n < 20; ++n)
      ASSERT_EQ(content_of(ledger->find(key_of(n))), reply_of(n)) << at;
  }
}

// Change docs/ledger.md and the version together with these bytes.
TEST(LedgerBytes, AreThoseOfTheDocument) {
  Digest key;
  for (std::size_t i = 0; i < key.bytes.size(); ++i) key.bytes[i] = static_cast<unsigned char>(i);
  Completion reply = completion("hi");
  reply.usage = {300, 2, 0, 0};
  reply.unix_ms = 1000;
  reply.model = "m";
  reply.stop_reason = StopReason::kLength;
  reply.message.tool_calls = {{"i", "n", "{}"}};
  std::string body, expected;
  encode_record(answer_record(key, "judge", reply), body);
  expected = "\x02\x01\x10";
  for (int i = 0; i < 16; ++i) expected += static_cast<char>(i);
  expected += std::string("\x03\x05judge\x04\x02\xe8\x07", 11);
  expected += std::string("\x05\x05\xac\x02\x02\x00\x00", 7);
  expected += std::string("\x06\x01m\x07\x01\x01\x08\x02hi\x09\x07\x01i\x01n\x02{}", 19);
  EXPECT_EQ(body, expected);
  std::string frame;
  append_frame({0x0102030405060708}, 32, body, frame);
  EXPECT_EQ(frame.substr(0, 4), "\xb7rec");
  EXPECT_EQ(static_cast<unsigned char>(frame[12]), body.size());
  std::uint64_t check =
      checksum(frame.substr(12)) ^ 0x0102030405060708 ^ (32 * 0x9E3779B97F4A7C15u);
  for (std::size_t i = 4; i < 12; ++i, check >>= 8)
    EXPECT_EQ(static_cast<unsigned char>(frame[i]), check & 0xff);
}

TEST_F(LedgerTest, SyncsWithinFiftyMillisecondsOrOneMebibyte) {
  testing::FakeClock clock;
  testing::VirtualLoop virtual_loop(clock, 1, 1);
  auto ledger = *Ledger::open(folder, virtual_loop);
  append(*ledger, 0, 1);
  const std::int64_t begun = clock.monotonic_ms();
  virtual_loop.run_until([&] { return ledger->synced_size() == ledger->size(); });
  EXPECT_LE(clock.monotonic_ms() - begun, 50 + 6);
  EXPECT_GE(clock.monotonic_ms() - begun, 40);
  ledger->append(answer_record(key_of(77), "t", completion(std::string(1 << 20, 'x'))),
                 [](const Status&) {});
  const std::int64_t again = clock.monotonic_ms();
  virtual_loop.run_until([&] { return ledger->synced_size() == ledger->size(); });
  EXPECT_LE(clock.monotonic_ms() - again, 6);
}

TEST_F(LedgerTest, IsLittleLargerThanItsReplies) {
  std::uint64_t replies = 0;
  const auto ledger = open();
  for (std::uint64_t n = 0; n < 1000; ++n) {
    Completion reply = completion(std::string(400, 'x'), 2000);
    reply.model = "qwen3:8b-instruct-q4_K_M";
    reply.unix_ms = 1'700'000'000'123;
    replies += reply.message.content.size();
    ledger->append(answer_record(key_of(n), "generate", reply), [](const Status&) {});
  }
  EXPECT_LE(ledger->size(), replies * 13 / 10);
}

}  // namespace
}  // namespace generator
