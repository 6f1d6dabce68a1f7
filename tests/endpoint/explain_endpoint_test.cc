// `explain` after a run in which replies had to be asked for again: the story has both, and why,
// and nobody is asked for it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/json.h"
#include "base/text.h"
#include "endpoint/place.h"
#include "support/endpoint/endpoint.h"
#include "support/endpoint/script.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::kVllm;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What was asked is known by its first user message; the first reply to a request for pairs is no
// JSON, the first rewriting adds a year, and every rating has a comma too many.
std::string second_time_right(const endpoint::Question& question) {
  static std::set<std::string> asked;
  const bool is_first = asked.insert(question.system + question.user).second;
  std::string reply = endpoint::scripted_reply(question);
  if (reply.starts_with("{\"pairs\"") && is_first) return "Let me think about this passage first.";
  if (reply.starts_with("{\"answer\":\"") && is_first)
    return text::replace_all(reply, "\"}", " It was first released in 1987.\"}");
  if (reply.starts_with("{\"reasons\"")) return text::replace_all(reply, "}", ",}");
  if (reply.starts_with("{\"answer\":\""))
    return text::replace_all(reply, "{\"answer\":\"", "{\"answer\":\"In short: ");
  return reply;
}

std::string id_of(const std::string& rows, std::size_t number) {
  const auto row = json::Document::parse(text::lines(rows)[number]);
  return row ? std::string(row->root().text_of("id")) : "";
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t out = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++out;
  return out;
}

TEST(Explain, TellsBothRepliesWhereTheFirstWasOfNoUseAndAsksNobody) {
  endpoint::Options options;
  options.key = endpoint::kKey;
  options.script = &second_time_right;
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""), 3);
  const Ended ended = place.run();
  ASSERT_EQ(ended.exit_code, 0) << ended.printed;
  const auto requests = fake.requests();
  const std::string id = id_of(place.made().at("rows.jsonl.run/kept.jsonl"), 1);

  const Ended told = place.generator({"explain", "rows.jsonl", id});
  EXPECT_EQ(told.exit_code, 0) << told.printed;
  EXPECT_THAT(told.printed, HasSubstr("step 1: generate, by openai/gpt-6-luna"));
  EXPECT_THAT(told.printed, HasSubstr("Let me think about this passage first."));
  EXPECT_THAT(told.printed, HasSubstr("it could not be used:"));
  EXPECT_THAT(told.printed, HasSubstr("asked again:\n    the reply could not be used:"));
  EXPECT_THAT(told.printed, HasSubstr("That reply cannot be used"));
  EXPECT_THAT(told.printed, HasSubstr("{\"pairs\":[{"));
  EXPECT_THAT(told.printed, HasSubstr("step 2: enrich"));
  EXPECT_THAT(told.printed, HasSubstr("the version in the reply may not stand: fact_added"));
  EXPECT_THAT(told.printed, HasSubstr("step 3: judge"));
  EXPECT_THAT(told.printed, HasSubstr("repaired before it was read: trailing comma"));
  EXPECT_THAT(told.printed, HasSubstr("\n5 replies: 0."));
  EXPECT_THAT(told.printed, HasSubstr("\nkept\n"));
  EXPECT_EQ(fake.requests(), requests) << "a model was asked";
  EXPECT_THAT(place.leaks(), IsEmpty());

  const Ended json = place.generator({"explain", "rows.jsonl", id, "--json"});
  const auto story = json::Document::parse(json.printed);
  ASSERT_TRUE(story) << json.printed;
  const json::Value steps = *story->root().find("steps");
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps.at(0).find("asks")->size(), 2u);
  EXPECT_EQ(steps.at(1).find("asks")->size(), 2u);
  EXPECT_EQ(steps.at(2).find("asks")->size(), 1u);
  EXPECT_GT(*story->root().find("usd")->number(), 0.0);
}

std::string long_document(int number) {
  std::string rules;
  for (int rule = 0; rule < 14; ++rule)
    rules += fmt::format(
        "- Rule {} of the broker {}: a message that was given back {} times is set aside in the "
        "list of letters that nobody wanted, where an operator may look at it.\n",
        rule, number, rule + 2);
  return endpoint::document(number) + "\n## Rules\n\n" + rules;
}

std::string two_sections(int number) {
  return fmt::format(
      "# Acme Store {0}\n\n## Queues\n\nThe `orders` queue of the store is a list of messages that "
      "waits on disk until one of the {0} workers of the project takes them, and it survives a "
      "restart of the broker.\n\n## Backups\n\nThe backup tool copies every archive to a second "
      "disk at midnight, keeps each copy for {0} days, and sends a letter to the operator if the "
      "second disk has no room for another archive.\n",
      number + 20);
}

// Of the one answer that the small prompts show, behind their examples, a question with its words.
std::string question_in_its_words(const endpoint::Question& question) {
  const std::string reply = endpoint::scripted_reply(question);
  if (!reply.starts_with("{\"question\":")) return reply;
  return text::contains(question.prompt.text, "is a list of messages")
             ? R"({"question":"What does the `orders` queue of the store survive?"})"
             : R"({"question":"What does the backup tool copy to a second disk at midnight?"})";
}

TEST(Explain, OfPassagesAskedForOneByOneTellsTheRowsOwnAlone) {
  endpoint::Options options;
  options.script = &question_in_its_words;
  FakeEndpoint fake(options);
  Place place(kVllm, fake.url(""), &two_sections);
  const Ended ended = place.run({"--prompt-set", "small", "--n-pairs", "2", "--keep-going"});
  ASSERT_GE(place.rows(), 2u) << ended.printed;
  for (const std::size_t row : {0u, 1u}) {
    const std::string id = id_of(place.made().at("rows.jsonl.run/kept.jsonl"), row);
    const std::string told = place.generator({"explain", "rows.jsonl", id}).printed;
    EXPECT_THAT(told, HasSubstr("about other parts of the passage"));
    const std::string asked = told.substr(0, told.find("== step 2"));
    EXPECT_EQ(count(asked, "    {\"question\":\""), 1u) << asked;
    EXPECT_EQ(count(told, "rows"), count(told, "rows.jsonl")) << "nothing is shared";
  }
}

TEST(Explain, FindsTheReplyThatRatedARowTogetherWithOthersAndByEachJudge) {
  endpoint::Options options;
  options.key = endpoint::kKey;
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""), 1);
  std::string rows;
  for (int i = 0; i < 5; ++i)
    rows += fmt::format(
        R"({{"id":"r{0}","question":"What does Acme Store {0} keep on its disk {0}?",)"
        R"("answer":"Acme Store {0} keeps the letters of day {0} there.","chunk_id":"c1"}})"
        "\n",
        i);
  ASSERT_TRUE(write_file(place.path("given.jsonl"), rows));
  const Ended judged = place.generator(
      {"curate", "given.jsonl", "-o", "judged.jsonl", "--judge-batch", "3", "--judge-model",
       "judge-one", "--judge-model", "judge-two", "--config", "settings.yaml", "--yes",
       "--threshold", "1", "--keep-going"});
  ASSERT_EQ(judged.exit_code, 0) << judged.printed;
  const auto requests = fake.requests();
  EXPECT_EQ(requests, 4u) << "3 and 2 rows, by two judges";
  for (const char* id : {"r0", "r2", "r4"}) {
    const std::string told = place.generator({"explain", "judged.jsonl", id}).printed;
    EXPECT_THAT(told, HasSubstr("judge, by openai/judge-one"));
    EXPECT_THAT(told, HasSubstr("judge 2, by openai/judge-two"));
    EXPECT_THAT(told, HasSubstr(id[1] == '4' ? "about 2 of this passage at once"
                                             : "about 3 of this passage at once"));
    EXPECT_EQ(count(told, "{\"ratings\":["), 2u) << told;
  }
  EXPECT_EQ(fake.requests(), requests) << "a model was asked";
}

TEST(Explain, TellsWhatWasAskedAboutHalfOfAPassageThatDidNotFit) {
  endpoint::Options options;
  options.context = 1'900;
  FakeEndpoint fake(options);
  Place place(kVllm, fake.url(""), &long_document);
  const Ended ended = place.run();
  ASSERT_EQ(place.rows(), static_cast<std::size_t>(kDocuments)) << ended.printed;
  const std::string id = id_of(place.made().at("rows.jsonl.run/kept.jsonl"), 0);
  const Ended told = place.generator({"explain", "rows.jsonl", id});
  EXPECT_THAT(told.printed, HasSubstr("no reply: the request did not fit"));
  EXPECT_THAT(told.printed, HasSubstr("now it shows half of the passage"));
  EXPECT_EQ(count(told.printed, "none is known"), 0u) << told.printed;
}

TEST(Explain, WithoutTheLedgerOrUnderOtherSettingsSaysWhatIsNotKnown) {
  FakeEndpoint fake;
  Place place(kVendors[0], fake.url(""), 3);
  ASSERT_EQ(place.run().exit_code, 0);
  const std::string id = id_of(place.made().at("rows.jsonl.run/kept.jsonl"), 0);
  const Ended other = place.generator({"explain", "rows.jsonl", id, "--model", "gpt-6-sol"});
  EXPECT_EQ(other.exit_code, 0) << other.printed;
  EXPECT_EQ(count(other.printed, "no reply is known under the settings of the run"), 3u)
      << other.printed;
  const Ended away = place.generator({"explain", "rows.jsonl", id, "--ledger", "elsewhere"});
  EXPECT_EQ(away.exit_code, 0) << away.printed;
  EXPECT_THAT(away.printed, HasSubstr("there is no ledger in `elsewhere`"));
  EXPECT_FALSE(path_exists(place.path("elsewhere")));
}

}  // namespace
}  // namespace generator
