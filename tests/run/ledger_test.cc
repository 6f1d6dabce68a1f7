#include "run/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "base/random.h"
#include "run/ledger_check.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using testing::completion;
using ::testing::HasSubstr;
using testing::TempFolder;

Digest key_of(std::uint64_t n) { return Hasher().add(n).finish(); }

std::string reply_of(std::uint64_t n) {
  return "reply " + std::to_string(n) + " " +
         std::string(n * 37 % 900, static_cast<char>('a' + n % 26));
}

struct LedgerTest : ::testing::Test {
  void append(Ledger& ledger, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t n = from; n < to; ++n)
      ledger.append(answer_record(key_of(n), "generate", completion(reply_of(n))),
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

  TempFolder temp;
  std::string folder = temp / "x.run/ledger";
  SystemLoop loop;
};

std::string content_of(const Result<std::optional<Completion>>& found) {
  if (!found) return "error: " + found.error().message;
  return *found ? (*found)->message.content : "nothing";
}

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

// A crash can leave the file at any length, and, after a power cut, with any bytes above what was
// synced.
TEST_F(LedgerTest, DropsATornTail) {
  make(10);
  drop_index();
  const std::string whole = bytes();
  for (std::size_t size = kLedgerHeaderBytes; size <= whole.size(); ++size) {
    set_bytes(whole.substr(0, size));
    const auto ledger = open();
    ASSERT_TRUE(ledger) << size;
    const std::size_t kept = ledger->answers();
    for (std::uint64_t n = 0; n < 10; ++n)
      ASSERT_EQ(content_of(ledger->find(key_of(n))), n < kept ? reply_of(n) : "nothing") << size;
    append(*ledger, 20, 22);
    ASSERT_TRUE(ledger->close());
    ASSERT_TRUE(verify_ledger(folder)->sound()) << size;
    const auto again = open();
    ASSERT_EQ(again->answers(), kept + 2);
    drop_index();
  }
}

TEST_F(LedgerTest, DropsATailOfZeroPages) {
  make(10);
  drop_index();
  std::string content = bytes();
  const std::size_t from = content.size() / 2;
  std::fill(content.begin() + static_cast<std::ptrdiff_t>(from),
            content.begin() + static_cast<std::ptrdiff_t>(from + 300), '\0');
  set_bytes(content);  // whole records follow: pages reach the disk in any order
  const auto ledger = open();
  ASSERT_TRUE(ledger);
  EXPECT_LT(ledger->answers(), 10u);
  EXPECT_GT(ledger->dropped_tail(), 0u);
  for (std::uint64_t n = 0; n < ledger->answers(); ++n)
    EXPECT_EQ(content_of(ledger->find(key_of(n))), reply_of(n));
}

TEST_F(LedgerTest, DamageBelowAMarkIsAnErrorThatNamesPlaceAndRemedy) {
  make(10);
  {
    const auto ledger = open();  // writes a mark: the ten are durable
    append(*ledger, 10, 12);
    ASSERT_TRUE(ledger->close());
  }
  drop_index();
  std::string content = bytes();
  content[kLedgerHeaderBytes + 30] ^= 1;
  set_bytes(content);
  const auto ledger = Ledger::open(folder, loop);
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().kind, ErrorKind::kCorrupt);
  EXPECT_THAT(ledger.error().message, HasSubstr("damaged at byte 32"));
  EXPECT_THAT(ledger.error().message, HasSubstr("ledger repair"));
  EXPECT_EQ(bytes(), content);  // nothing was cut off
}

TEST_F(LedgerTest, AFileShorterThanItsIndexKnowsIsAnError) {
  make(10);
  set_bytes(bytes().substr(0, 500));
  const auto ledger = Ledger::open(folder, loop);
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(verify_ledger(folder)->sound());
}

TEST_F(LedgerTest, EveryFlippedByteIsFoundAndNamedAndRepairKeepsTheOthers) {
  make(6);
  const std::string whole = bytes();
  const std::string index = *read_file(folder + "/index");
  for (std::size_t at = kLedgerHeaderBytes; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x40);
    set_bytes(flipped);
    std::ofstream(folder + "/index", std::ios::binary) << index;
    const auto report = verify_ledger(folder);
    ASSERT_TRUE(report);
    ASSERT_EQ(report->damage.size(), 1u) << at;
    ASSERT_LE(report->damage[0].offset, at);
    ASSERT_GT(report->damage[0].offset + report->damage[0].size, at);
    ASSERT_EQ(report->answers, 5u);
  }
  ASSERT_TRUE(repair_ledger(folder));
  EXPECT_TRUE(verify_ledger(folder)->sound());
  EXPECT_EQ(open()->answers(), 5u);
  EXPECT_TRUE(path_exists(folder + "/records.damaged-1"));
}

TEST_F(LedgerTest, ReadingADamagedRecordIsAnErrorThatNamesIt) {
  make(3);
  std::string content = bytes();
  content[kLedgerHeaderBytes + 40] ^= 1;
  set_bytes(content);
  const auto ledger = open();  // the index is whole, so opening reads no record
  ASSERT_TRUE(ledger);
  EXPECT_THAT(content_of(ledger->find(key_of(0))), HasSubstr("damaged at byte 32"));
  EXPECT_EQ(content_of(ledger->find(key_of(1))), reply_of(1));
}

TEST_F(LedgerTest, AReplyThatQuotesLedgerBytesIsNoRecord) {
  make(3);
  const std::string quoted = bytes();
  {
    const auto ledger = open();
    ledger->append(answer_record(key_of(50), "t", completion(quoted)), [](const Status&) {});
    ASSERT_TRUE(ledger->close());
  }
  drop_index();
  std::string content = bytes();
  content[content.size() - quoted.size() - 40] ^= 1;  // the frame around the quotation
  set_bytes(content);
  const auto report = verify_ledger(folder);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->answers, 3u);
}

TEST_F(LedgerTest, SkipsKindsAndFieldsOfANewerProgram) {
  make(1);
  const auto scan = LedgerScan::open(folder + "/records");
  std::string content = bytes();
  std::string body = "\x2a", known;
  body += std::string("\x63\x03xyz", 5);
  append_frame(scan->header(), content.size(), body, content);
  encode_record(answer_record(key_of(7), "t", completion("with more")), known);
  known += std::string("\x63\x03xyz", 5);  // a field with tag 99
  append_frame(scan->header(), content.size(), known, content);
  set_bytes(content);
  const auto ledger = open();
  ASSERT_TRUE(ledger);
  EXPECT_EQ(content_of(ledger->find(key_of(7))), "with more");
  EXPECT_EQ(verify_ledger(folder)->unknown, 1u);
}

TEST_F(LedgerTest, RefusesWhatIsNoLedgerAndWhatIsNewer) {
  make(1);
  const std::string whole = bytes();
  std::string newer = whole;
  newer[8] = 2;
  std::string check;
  for (int i = 0; i < 8; ++i) check += static_cast<char>(checksum(newer.substr(0, 24)) >> (8 * i));
  newer.replace(24, 8, check);
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "is not a ledger"},
      {"{\"a\": 1}\n and more than thirty-two bytes", "is not a ledger"},
      {whole.substr(0, 20), "is not a ledger"},
      {newer, "format version 2"},
      {"GENLEDG\n" + std::string(50, 'x'), "header"}};
  for (const auto& [content, message] : cases) {
    set_bytes(content);
    const auto ledger = Ledger::open(folder, loop);
    ASSERT_FALSE(ledger);
    EXPECT_THAT(ledger.error().message, HasSubstr(message));
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

TEST_F(LedgerTest, IsOwnedByOneAtATimeAndNamesTheOwner) {
  auto first = open();
  const auto second = Ledger::open(folder, loop);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kBusy);
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid())));
  EXPECT_EQ(repair_ledger(folder).error().kind, ErrorKind::kBusy);
  first.reset();
  EXPECT_TRUE(Ledger::open(folder, loop));
}

TEST_F(LedgerTest, TakesOverTheLockOfAKilledProcess) {
  // `folder` is the lock file here: nothing else is needed of a ledger.
  std::filesystem::create_directories(temp / "x.run");
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto lock = LedgerLock::take(folder);
    const char byte = lock ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) == 1) ::pause();
    ::_exit(1);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto refused = LedgerLock::take(folder);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("process " + std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(LedgerLock::take(folder));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(LedgerTest, AnOwnerFileOfADeadProcessOrAnEarlierBootIsNoObstacle) {
  const std::string path = temp / "lock";
  char host[256] = "";
  ::gethostname(host, sizeof host);
  const std::string pid = std::to_string(::getpid());
  for (const std::string& owner :
       {std::string("pid 999999\nstarted 5\nboot b\nhost ") + host + "\n",
        "pid " + pid + "\nstarted 1\nboot b\nhost " + host + "\n", std::string("nonsense"),
        std::string(), std::string("pid 12\nhost elsewhere\n")}) {
    std::ofstream(path) << owner;
    EXPECT_TRUE(LedgerLock::take(path))
        << owner;  // the kernel's lock on a local disk is free: the owner is gone
  }
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
