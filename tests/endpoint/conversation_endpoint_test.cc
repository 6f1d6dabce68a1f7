// Conversations through the whole pipeline over a vendor's protocol.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "endpoint/place.h"
#include "support/endpoint/endpoint.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A document of one section that bears several questions.
std::string section(int number) {
  return fmt::format(
      "# Acme Queue {0}\n\n## Messages of orders{0}\n\nThe `orders{0}` queue is a list of messages "
      "that waits on disk until one of the {1} workers of the project takes them, and it survives a "
      "restart of the broker on every machine of the office.\n\nTo drain `orders{0}`, run `acme "
      "drain --queue orders{0}` on port {2}, which sends every message to the archive and prints "
      "how many of them were lost while the cabinet stood open.\n\nA worker that was stopped gives "
      "its messages of `orders{0}` back within {3} seconds, and another one takes them up in the "
      "order in which they came, so that none is done twice by the workers.\n\nThe archive of "
      "`orders{0}` is a folder on the disk of the broker that holds every message for {3} days, with "
      "the time at which it came and the name of the worker that took it, so that an order can be "
      "looked up by its number when a customer asks for it.\n\nTo look an order up, run `acme find "
      "--queue orders{0}` with its number, which prints the message and the worker that took it, or "
      "says that no message of that number came in the last {3} days on any of the machines.\n",
      number, number % 7 + 2, 7000 + number, number % 50 + 10);
}

struct Rows {
  std::int64_t all = 0, turns = 0;
};

Rows rows_of(const std::string& jsonl) {
  Rows out;
  for (const auto line : text::lines(jsonl)) {
    const auto row = json::Document::parse(line);
    const auto turns = row->root().find("turns");
    ++out.all;
    if (turns) out.turns += static_cast<std::int64_t>(turns->size());
  }
  return out;
}

const std::vector<std::string> kWords = {"--turns", "2:4", "--chunk-tokens", "16:1024"};

TEST(ConversationPipeline, MakesRatesAndExportsConversations) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  for (const Vendor& vendor : kVendors) {
    Place place(vendor, fake.url(""), &section);
    const Ended ended = place.run(kWords);
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    EXPECT_THAT(fake.violations(), IsEmpty());
    const std::string kept = read_file(place / "rows.jsonl.run/kept.jsonl").value_or("");
    const Rows rows = rows_of(kept);
    EXPECT_GE(rows.all, 15) << ended.printed << place.made().at("rows.rejected.jsonl");
    EXPECT_GE(rows.turns, 2 * rows.all);
    EXPECT_THAT(read_file(place / "rows.jsonl.run/report.md").value_or(""),
                HasSubstr(fmt::format("{} conversations: ", rows.all)));
    // Nothing is lost on the way to the training file.
    std::int64_t messages = 0;
    const std::string exported = place.made().at("rows.jsonl");
    for (const auto line : text::lines(exported)) {
      const auto row = json::Document::parse(line);
      messages += static_cast<std::int64_t>(row->root().find("messages")->size());
    }
    EXPECT_EQ(messages, 2 * rows.turns);
    const auto first = json::Document::parse(text::lines(kept)[0]);
    const Ended told =
        place.generator({"explain", "rows.jsonl", std::string(first->root().text_of("id"))});
    EXPECT_EQ(told.exit_code, 0) << told.printed;
    EXPECT_THAT(told.printed, HasSubstr("turn 2\n"));
    EXPECT_THAT(told.printed, HasSubstr("Turn 2\n"));  // as the judge was shown it
    const auto before = fake.requests();
    const std::string rows_before = place.made().at("rows.jsonl");
    EXPECT_EQ(place.run(kWords).exit_code, 0);
    EXPECT_EQ(fake.requests(), before);  // all in the ledger
    EXPECT_EQ(place.made().at("rows.jsonl"), rows_before);
  }
}

TEST(ConversationPipeline, CountsConversationsWherePairsAreCountedAtAnyConcurrency) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  std::string first;
  for (const char* concurrency : {"1", "16"}) {
    Place place(kVendors[0], fake.url(""), &section);
    auto words = kWords;
    words.insert(words.end(), {"--target-pairs", "12", "--judge-batch", "3", "--concurrency",
                               concurrency});
    const Ended ended = place.run(words);
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    EXPECT_EQ(rows_of(read_file(place / "rows.jsonl.run/kept.jsonl").value_or("")).all, 12);
    if (first.empty()) first = place.made().at("rows.jsonl");
    EXPECT_EQ(place.made().at("rows.jsonl"), first);
  }
}

}  // namespace
}  // namespace generator
