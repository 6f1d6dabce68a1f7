// Unanswerable rows through the whole pipeline over a vendor's protocol: the judge looks at each.
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

const std::vector<std::string> kWords = {"--unanswerable", "0.2",           "--context",
                                         "passages:3",     "--chunk-tokens", "16:64",
                                         "--target-pairs", "20"};

// Documents of one kind, whose sections speak of the same things and say different ones.
std::string two_sections(int number) {
  static constexpr const char* kColours[] = {"red", "green", "blue", "white", "black"};
  static constexpr const char* kThings[] = {"tank", "tray", "drawer", "basket", "crate", "barrel"};
  const char* colour = kColours[number % 5];
  const char* thing = kThings[number % 6];
  return fmt::format(
      "# Acme Queue\n\n## Draining the {0} {1}\n\nTo drain the {0} {1}, run `acme drain{2}` on "
      "port {3}, pull lever{2} beside window{2}, and wait for {3} seconds until lamp{2} of "
      "house{2} goes out, or until bell{2} rings in street{2}.\n\n## Messages of the {0} {1}\n\nThe {0} "
      "{1} keeps messages{2} of house{2} on disk{2} until worker{2} takes them to room{2}, and "
      "shelf{2} of cabinet{2} holds for {3} days what nobody of group{2} wanted on floor{2}.\n",
      colour, thing, number, 7000 + number);
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t out = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; ++at) ++out;
  return out;
}

TEST(UnanswerablePipeline, MakesTheShareOfTheTargetAndAsksTheJudgeAboutEach) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  std::string first;
  for (const char* concurrency : {"1", "16"}) {
    Place place(kVendors[0], fake.url(""), &two_sections);
    auto words = kWords;
    words.insert(words.end(), {"--concurrency", concurrency});
    const Ended ended = place.run(words);
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    EXPECT_THAT(fake.violations(), IsEmpty());
    const std::string kept = read_file(place / "rows.jsonl.run/kept.jsonl").value_or("");
    EXPECT_EQ(text::lines(kept).size(), 20u);
    EXPECT_EQ(count(kept, "\"unanswerable\":true"), 4u) << ended.printed;
    EXPECT_THAT(read_file(place / "rows.jsonl.run/report.md").value_or(""),
                HasSubstr("unanswerable: 4 of 20 rows (20.0 %), 20 % are wanted"));
    if (first.empty()) first = place.made().at("rows.jsonl");
    EXPECT_EQ(place.made().at("rows.jsonl"), first);
    EXPECT_EQ(count(first, "Answer the question from the numbered passages"), 20u);
  }
}

TEST(UnanswerablePipeline, ARowWhoseAnswerTheJudgeFindsGoesAndAnotherComes) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""), &two_sections);
  auto words = kWords;
  words[1] = "0.4";
  const Ended ended = place.run(words);
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  const std::string kept = read_file(place / "rows.jsonl.run/kept.jsonl").value_or("");
  EXPECT_EQ(count(kept, "\"unanswerable\":true"), 8u) << ended.printed;
  const std::string rejects = place.made().at("rows.rejected.jsonl");
  EXPECT_GE(count(rejects, "\"code\":\"answered_by_passage\""), 1u) << rejects;
  EXPECT_THAT(rejects, HasSubstr("the judge finds the answer in `"));

  for (const auto line : text::lines(kept)) {
    if (!text::contains(line, "\"unanswerable\":true")) continue;
    const auto row = json::Document::parse(line);
    const Ended told =
        place.generator({"explain", "rows.jsonl", std::string(row->root().text_of("id"))});
    EXPECT_EQ(told.exit_code, 0) << told.printed;
    EXPECT_THAT(told.printed, HasSubstr("None of them says it."));
    EXPECT_THAT(told.printed, HasSubstr("== shown, does not answer: "));
    break;
  }
  const auto before = fake.requests();
  const std::string rows = place.made().at("rows.jsonl");
  EXPECT_EQ(place.run(words).exit_code, 0);
  EXPECT_EQ(fake.requests(), before) << "all in the ledger";
  EXPECT_EQ(place.made().at("rows.jsonl"), rows);
}

}  // namespace
}  // namespace generator
