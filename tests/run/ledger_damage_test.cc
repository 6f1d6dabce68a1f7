// Torn, damaged, foreign and newer ledgers.
#include "run/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "run/ledger_check.h"
#include "run/ledger_fixture.h"
#include "support/scripted_model.h"

namespace generator {
namespace {

using testing::completion;
using ::testing::HasSubstr;

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

// Writes `content` where the ledger is, beside an index that knows it as it was.
struct DamageTest : LedgerTest {
  void SetUp() override {
    make(6);
    whole = bytes();
    index = *read_file(folder + "/index");
  }
  void set(const std::string& records, const std::string& beside) {
    set_bytes(records);
    std::ofstream(folder + "/index", std::ios::binary) << beside;
  }
  static std::string flipped(std::string content, std::size_t at, int bits) {
    const char byte = static_cast<char>(content.at(at) ^ bits);
    return content.replace(at, 1, 1, byte);
  }
  /// The one stretch that `verify` names holds byte `at`, and what it does not hold is whole.
  void expect_named(std::size_t at, std::uint64_t answers) {
    const auto report = verify_ledger(folder);
    ASSERT_TRUE(report) << at << report.error().message;
    ASSERT_EQ(report->damage.size(), 1u) << at;
    ASSERT_LE(report->damage[0].offset, at);
    ASSERT_GT(report->damage[0].offset + report->damage[0].size, at);
    ASSERT_EQ(report->answers, answers) << at;
  }
  std::string whole, index;
};

TEST_F(DamageTest, EveryFlippedByteIsFoundAndNamedAndRepairKeepsTheOthers) {
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const int bits : {0x01, 0x40, 0xff}) {
      set(flipped(whole, at, bits), index);
      expect_named(at, at < kLedgerHeaderBytes ? 6 : 5);
    }
  ASSERT_TRUE(repair_ledger(folder));
  EXPECT_TRUE(verify_ledger(folder)->sound());
  EXPECT_EQ(open()->answers(), 5u);
  EXPECT_TRUE(path_exists(folder + "/records.damaged-1"));
}

TEST_F(DamageTest, EveryByteThatBecameZeroIsFoundAndSoIsEveryLostEnd) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    if (whole[at] == '\0') continue;
    std::string zeroed = whole;
    zeroed[at] = '\0';
    set(zeroed, index);
    expect_named(at, at < kLedgerHeaderBytes ? 6 : 5);
  }
  for (std::size_t size = kLedgerHeaderBytes; size < whole.size(); ++size) {
    set(whole.substr(0, size), index);
    const auto report = verify_ledger(folder);
    ASSERT_TRUE(report) << size;
    ASSERT_FALSE(report->sound()) << size;
  }
}

TEST_F(DamageTest, AHeaderWithAnyDamageIsMadeAnewFromTheRecords) {
  for (const bool has_index : {true, false})
    for (std::size_t at = 0; at < kLedgerHeaderBytes; ++at) {
      set(flipped(whole, at, 0x20), index);
      if (!has_index) drop_index();
      const auto refused = Ledger::open(folder, loop);
      ASSERT_FALSE(refused) << at;
      EXPECT_THAT(refused.error().message, HasSubstr("generator ledger repair")) << at;
      const auto repaired = repair_ledger(folder);
      ASSERT_TRUE(repaired) << at << repaired.error().message;
      ASSERT_TRUE(verify_ledger(folder)->sound());
      const auto ledger = open();
      for (std::uint64_t n = 0; n < 6; ++n)
        ASSERT_EQ(content_of(ledger->find(key_of(n))), reply_of(n)) << at;
      std::filesystem::remove(folder + "/records.damaged-1");
    }
}

TEST_F(DamageTest, AHeaderAndTheFirstRecordDamagedLeaveTheOthers) {
  set(flipped(flipped(whole, 17, 1), kLedgerHeaderBytes + 20, 1), index);
  ASSERT_TRUE(repair_ledger(folder));  // the index knows the salt
  EXPECT_EQ(open()->answers(), 5u);
}

TEST_F(DamageTest, WhatIsNoLedgerIsNotMadeOne) {
  const std::string junk(5000, 'x');
  set(junk, "");
  EXPECT_FALSE(repair_ledger(folder));
  EXPECT_EQ(bytes(), junk);
  EXPECT_THAT(verify_ledger(folder).error().message, HasSubstr("is not a ledger"));
}

TEST_F(DamageTest, AnIndexWithAnyDamageIsNamedMadeAnewAndAnswersNothingWrong) {
  for (std::size_t at = 0; at <= index.size(); ++at) {
    set(whole, at < index.size() ? flipped(index, at, 0x10) : index.substr(0, at / 2));
    const auto report = verify_ledger(folder);
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->sound());
    ASSERT_EQ(report->others.size(), 1u) << at;
    ASSERT_THAT(report->others[0].path, ::testing::EndsWith("/index"));
    const auto ledger = open();
    ASSERT_EQ(ledger->answers(), 6u) << at;
    for (std::uint64_t n = 0; n < 6; ++n)
      ASSERT_EQ(content_of(ledger->find(key_of(n))), reply_of(n)) << at;
  }
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

}  // namespace
}  // namespace generator
