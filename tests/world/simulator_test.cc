#include "world/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "support.h"

namespace generator::world {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string id_of(const std::string& content) {
  const auto document = json::Document::parse(content);
  return document ? std::string(document->root().find("id").value_or(json::Value()).raw()) : "";
}

TEST(Simulator, WhatIsMadeIsFoundUntilItIsDeleted) {
  Simulator simulator(note_tools(), {});
  const std::string made = good(simulator, "create_note", R"({"title":"Buy milk"})");
  const std::string argument = fmt::format(R"({{"note_id":{}}})", id_of(made));
  EXPECT_EQ(good(simulator, "get_note", argument), made);
  EXPECT_THAT(good(simulator, "list_notes"), HasSubstr("Buy milk"));
  good(simulator, "delete_note", argument);
  EXPECT_THAT(bad(simulator, "get_note", argument), HasSubstr("there is no note"));
  EXPECT_THAT(good(simulator, "list_notes"), Not(HasSubstr("Buy milk")));
  bad(simulator, "delete_note", argument);
}

TEST(Simulator, ATwiceMadeThingHasAnotherId) {
  Simulator simulator(note_tools(), {});
  const std::string first = id_of(good(simulator, "create_note", R"({"title":"a"})"));
  EXPECT_NE(first, id_of(good(simulator, "create_note", R"({"title":"a"})")));
}

TEST(Simulator, AChangeIsSeenByWhoReadsLater) {
  Simulator simulator(note_tools(), {});
  const std::string id = id_of(good(simulator, "create_note", R"({"title":"a"})"));
  good(simulator, "update_note", fmt::format(R"({{"note_id":{},"title":"b"}})", id));
  EXPECT_THAT(good(simulator, "get_note", fmt::format(R"({{"note_id":{}}})", id)),
              HasSubstr(R"("title":"b")"));
}

TEST(Simulator, WhateverIsListedCanBeReadAndReadsTheSame) {
  Simulator simulator(note_tools(), {.seed = 5});
  const auto list = json::Document::parse(good(simulator, "list_notes"));
  ASSERT_TRUE(list);
  ASSERT_GE(list->root().size(), 2u);
  for (std::size_t i = 0; i < list->root().size(); ++i) {
    const json::Value item = list->root().at(i);
    const std::string argument = fmt::format(R"({{"note_id":{}}})", item.find("id")->raw());
    EXPECT_EQ(good(simulator, "get_note", argument), item.raw());
  }
  bad(simulator, "get_note", R"({"note_id":999999})");
}

TEST(Simulator, AFieldThatNamesAnotherThingNamesOneThatIsThere) {
  const std::string hotel = R"("hotel_id":{"type":"string","description":"ID of the hotel"})";
  const std::string booking = R"("booking_id":{"type":"string","description":"ID of the booking"})";
  Simulator simulator(
      {make_tool("get_hotel", "Get a hotel by its ID.", hotel, R"("hotel_id")",
                 R"({"type":"object","properties":{)" + hotel + "}}"),
       make_tool("list_hotels", "List all hotels.", "", "",
                 R"({"type":"array","items":{"type":"object","properties":{)" + hotel + "}}}"),
       make_tool("list_bookings", "List all bookings.", "", "",
                 R"({"type":"array","items":{"type":"object","properties":{)" + booking + "," +
                     hotel + "}}}"),
       make_tool("get_booking", "Get a booking by its ID.", booking, R"("booking_id")")},
      {});
  const auto list = json::Document::parse(good(simulator, "list_bookings"));
  ASSERT_TRUE(list && list->root().size() > 0);
  for (std::size_t i = 0; i < list->root().size(); ++i)
    good(simulator, "get_hotel",
         fmt::format(R"({{"hotel_id":{}}})", list->root().at(i).find("hotel_id")->raw()));
}

TEST(Simulator, WhatWasJustMadeIsInTheFirstOfItsStates) {
  const std::string order =
      R"({"type":"object","properties":{"order_id":{"type":"string"},"status":{"type":"string","enum":["open","sent","cancelled"]}}})";
  const std::string id = R"("order_id":{"type":"string","description":"ID of the order"})";
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Simulator simulator({make_tool("create_order", "Creates an order.", R"("copies":{"type":"integer"})",
                                   R"("copies")", order),
                         make_tool("get_order", "Reads an order.", id, R"("order_id")", order)},
                        {.seed = seed});
    EXPECT_NE(good(simulator, "create_order", R"({"copies":2})").find(R"("status":"open")"),
              std::string::npos);
  }
}

TEST(Simulator, AnotherBeginsInTheSameWorldAndGoesItsOwnWay) {
  Simulator simulator(note_tools(), {.seed = 4});
  const std::string before = good(simulator, "list_notes");
  good(simulator, "create_note", R"({"title":"Buy milk"})");
  const std::unique_ptr<Simulator> other = simulator.another();
  EXPECT_EQ(good(*other, "list_notes"), before);
  good(*other, "create_note", R"({"title":"Sell milk"})");
  EXPECT_THAT(good(simulator, "list_notes"), Not(HasSubstr("Sell milk")));
}

TEST(Simulator, AListKeepsToItsLimit) {
  Simulator simulator(note_tools(), {});
  const auto list = json::Document::parse(good(simulator, "list_notes", R"({"limit":1})"));
  EXPECT_EQ(list->root().size(), 1u);
}

TEST(Simulator, ResetBringsTheFirstStateBack) {
  Simulator simulator(note_tools(), {});
  const std::string before = good(simulator, "list_notes");
  good(simulator, "create_note", R"({"title":"a"})");
  ASSERT_TRUE(simulator.reset());
  EXPECT_EQ(good(simulator, "list_notes"), before);
}

TEST(Simulator, WhatMustBeOpenIsAskedFor) {
  Simulator simulator(file_tools(), {});
  EXPECT_THAT(bad(simulator, "list_keys"), HasSubstr("open_file"));
  const std::string file = R"({"path":"/data/simulation.h5"})";
  good(simulator, "open_file", file);
  good(simulator, "list_keys");
  good(simulator, "close_file");
  bad(simulator, "list_keys");
  bad(simulator, "close_file");
  bad(simulator, "open_file", R"({"path":"/nowhere.h5"})");
  good(simulator, "open_file", file);
  good(simulator, "list_keys");
}

TEST(Simulator, EveryListedDatasetIsReadAndItsSizeIsTheProductOfItsShape) {
  Simulator simulator(file_tools(), {});
  good(simulator, "open_file", R"({"path":"/data/simulation.h5"})");
  const auto nodes = json::Document::parse(good(simulator, "visit"));
  int datasets = 0;
  for (std::size_t i = 0; i < nodes->root().size(); ++i) {
    const json::Value node = nodes->root().at(i);
    const std::string argument = fmt::format(R"({{"path":{}}})", node.find("path")->raw());
    if (node.text_of("type") != "dataset") {
      EXPECT_THAT(bad(simulator, "get_shape", argument), HasSubstr("not a dataset"));
      continue;
    }
    ++datasets;
    const auto read = json::Document::parse(good(simulator, "read_full_dataset", argument));
    const auto shape = read->root().find("shape");
    ASSERT_TRUE(shape) << argument;
    std::int64_t product = 1;
    std::string tuple;
    for (std::size_t j = 0; j < shape->size(); ++j) {
      product *= *shape->at(j).integer();
      tuple += (j > 0 ? ", " : "") + std::string(shape->at(j).raw());
    }
    if (shape->size() == 1) tuple += ",";
    EXPECT_EQ(good(simulator, "get_shape", argument), "\"(" + tuple + ")\"");
    EXPECT_EQ(good(simulator, "get_size", argument), fmt::format("{}", product));
  }
  EXPECT_GE(datasets, 4);
  EXPECT_THAT(bad(simulator, "get_shape", R"({"path":"/never/listed"})"),
              HasSubstr("there is no dataset"));
}

TEST(Simulator, TheSameSeedGivesTheSameBytesAndAnotherOneOthers) {
  const auto all = [](std::uint64_t seed) {
    Simulator simulator(note_tools(), {.seed = seed});
    return good(simulator, "list_notes") + good(simulator, "create_note", R"({"title":"x"})");
  };
  EXPECT_EQ(all(3), all(3));
  EXPECT_NE(all(3), all(4));
}

TEST(Simulator, TheOrderOfCallsThatChangeNothingChangesNoValue) {
  const std::string path = R"({"path":"/results/temperature"})", other = R"({"path":"/time"})";
  const auto read = [&](bool is_turned) {
    Simulator simulator(file_tools(), {});
    good(simulator, "open_file", R"({"path":"/data/simulation.h5"})");
    std::string first = good(simulator, "read_full_dataset", is_turned ? other : path);
    std::string second = good(simulator, "read_full_dataset", is_turned ? path : other);
    return is_turned ? second + first : first + second;
  };
  EXPECT_EQ(read(false), read(true));
}

TEST(Simulator, ErrorsComeBySeedAndTryingAgainHelps) {
  Simulator simulator(note_tools(), {.seed = 1, .error_rate = 0.3});
  int failed = 0;
  for (int i = 0; i < 1000; ++i)
    failed += run(simulator, "list_notes", fmt::format(R"({{"limit":{}}})", i + 1)).is_error;
  EXPECT_GT(failed, 240);
  EXPECT_LT(failed, 360);
  int tries = 1;
  while (run(simulator, "list_notes").is_error && tries < 20) ++tries;
  EXPECT_LT(tries, 20);
}

TEST(Simulator, ACallThatFailsForAWhileChangesNothing) {
  Simulator simulator(note_tools(), {.error_rate = 1});
  bad(simulator, "create_note", R"({"title":"lost"})");
  for (const Thing& thing : simulator.world().things)
    for (const Field& field : thing.fields) EXPECT_THAT(field.json, Not(HasSubstr("lost")));
}

TEST(Simulator, LatencyIsToldAndFollowsTheSeed) {
  Simulator a(note_tools(), {.latency_ms = 100}), b(note_tools(), {.latency_ms = 100});
  const CallResult first = run(a, "list_notes");
  EXPECT_GE(first.latency_ms, 50);
  EXPECT_LE(first.latency_ms, 300);
  EXPECT_EQ(first.latency_ms, run(b, "list_notes").latency_ms);
  Simulator none(note_tools(), {});
  EXPECT_EQ(run(none, "list_notes").latency_ms, 0);
}

TEST(Simulator, ARecordedCallIsAnsweredAsItWasAndStillHasItsEffect) {
  Simulator simulator(note_tools(), {});
  auto recording = Recording::parse(
      R"({"name":"create_note","arguments":{"title":"Buy milk"},"result":{"id":"as recorded"}})",
      "r.jsonl");
  ASSERT_TRUE(recording);
  simulator.add(std::move(*recording));
  EXPECT_EQ(good(simulator, "create_note", R"({ "title" : "Buy milk" })"),
            R"({"id":"as recorded"})");
  EXPECT_THAT(good(simulator, "list_notes"), HasSubstr("Buy milk"));
  EXPECT_THAT(good(simulator, "create_note", R"({"title":"other"})"),
              Not(HasSubstr("as recorded")));
}

TEST(Simulator, ARecordingWithAFaultNamesLineAndField) {
  const auto wrong = Recording::parse(
      "{\"name\":\"a\",\"arguments\":{},\"result\":1}\n{\"name\":\"a\"}\n", "r.jsonl");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("r.jsonl:2: `arguments`"));
}

TEST(Simulator, WritingMakesAFileAndWritingAgainChangesIt) {
  const std::string path = R"("path":{"type":"string"})";
  Simulator simulator({make_tool("write_file", "Create a new file or overwrite an existing one.",
                                 path + R"(,"content":{"type":"string"})", R"("path","content")"),
                       make_tool("read_file", "Read a file.", path, R"("path")")},
                      {});
  bad(simulator, "read_file", R"({"path":"/data/a.txt"})");
  good(simulator, "write_file", R"({"path":"/data/a.txt","content":"hello"})");
  EXPECT_THAT(good(simulator, "read_file", R"({"path":"/data/a.txt"})"), HasSubstr("hello"));
  good(simulator, "write_file", R"({"path":"/data/a.txt","content":"goodbye"})");
  EXPECT_THAT(good(simulator, "read_file", R"({"path":"/data/a.txt"})"), HasSubstr("goodbye"));
}

}  // namespace
}  // namespace generator::world
