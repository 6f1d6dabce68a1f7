// Questions of two passages through the whole pipeline over a vendor's protocol.
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

// Two sections of a document, each of which is a chunk, that speak of one queue.
std::string two_sections(int number) {
  return fmt::format(
      "# Acme Queue {0}\n\n## Messages of orders{0}\n\nThe `orders{0}` queue is a list of messages "
      "that waits on disk until one of the {1} workers of the project takes them, and it survives a "
      "restart of the broker on every machine of the office.\n\n## Draining orders{0}\n\nTo drain "
      "`orders{0}`, run `acme drain --queue orders{0}` on port {2}, which sends every message to "
      "the archive and prints how many of them were lost while the cabinet stood open.\n",
      number, number % 7 + 2, 7000 + number);
}

struct Rows {
  std::int64_t all = 0, multi_hop = 0;
};

Rows rows_of(const std::string& jsonl) {
  Rows out;
  for (const auto line : text::lines(jsonl)) {
    const auto row = json::Document::parse(line);
    const auto mark = row->root().find("multi_hop");
    ++out.all;
    out.multi_hop += mark && mark->boolean().value_or(false) ? 1 : 0;
  }
  return out;
}

TEST(MultiHopPipeline, AsksAShareFromTwoPassagesAndEveryStageSeesBoth) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""), &two_sections);
  const std::vector<std::string> words = {"--multi-hop", "0.25", "--chunk-tokens", "16:64"};
  const Ended ended = place.run(words);
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  EXPECT_THAT(fake.violations(), IsEmpty());
  const std::string kept = read_file(place / "rows.jsonl.run/kept.jsonl").value_or("");
  const Rows rows = rows_of(kept);
  EXPECT_GE(rows.multi_hop, 10) << ended.printed << place.made().at("rows.rejected.jsonl");
  EXPECT_GT(rows.all, rows.multi_hop);
  EXPECT_THAT(read_file(place / "rows.jsonl.run/report.md").value_or(""),
              HasSubstr("asked for from two passages, 25 % of all as --multi-hop wants"));
  for (const auto line : text::lines(kept)) {
    if (!text::contains(line, "\"multi_hop\":true")) continue;
    const auto row = json::Document::parse(line);
    const std::string id(row->root().text_of("id"));
    EXPECT_THAT(row->root().text_of("answer"), HasSubstr("waits on disk"));
    EXPECT_THAT(row->root().text_of("answer"), HasSubstr("acme drain"));
    const Ended told = place.generator({"explain", "rows.jsonl", id});
    EXPECT_EQ(told.exit_code, 0) << told.printed;
    // The passages as they are, and in the requests of three stages.
    std::size_t shown = 0;
    for (std::size_t at = 0; (at = told.printed.find("sends every message", at)) != std::string::npos;
         ++at)
      ++shown;
    EXPECT_GE(shown, 4u) << told.printed;
    EXPECT_THAT(told.printed, HasSubstr("3 replies"));
    break;
  }
  const auto before = fake.requests();
  const std::string rows_before = place.made().at("rows.jsonl");
  EXPECT_EQ(place.run(words).exit_code, 0);
  EXPECT_EQ(fake.requests(), before);  // all in the ledger
  EXPECT_EQ(place.made().at("rows.jsonl"), rows_before);
}

TEST(MultiHopPipeline, KeepsTheNumberThatWasAskedForAtAnyConcurrency) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  std::string first;
  for (const char* concurrency : {"1", "16"}) {
    Place place(kVendors[0], fake.url(""), &two_sections);
    const Ended ended =
        place.run({"--multi-hop", "0.4", "--chunk-tokens", "16:64", "--target-pairs", "20",
                   "--concurrency", concurrency});
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    const Rows rows = rows_of(read_file(place / "rows.jsonl.run/kept.jsonl").value_or(""));
    EXPECT_EQ(rows.all, 20);
    EXPECT_GE(rows.multi_hop, 5);
    if (first.empty()) first = place.made().at("rows.jsonl");
    EXPECT_EQ(place.made().at("rows.jsonl"), first);
  }
}

}  // namespace
}  // namespace generator
