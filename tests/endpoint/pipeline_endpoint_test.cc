// The whole command against the vendors' protocols: without a fault, with 30 % of faults, and with
// a server that is away. The rows are the same, and the key stands nowhere.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "endpoint/place.h"
#include "support/endpoint/endpoint.h"
#include "support/endpoint/script.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::Fault;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

endpoint::Options faulty(std::vector<Fault> faults) {
  endpoint::Options options;
  options.key = kKey;
  options.seed = 11;
  options.fault_share = 0.3;
  options.faults = std::move(faults);
  options.hint_ms = 10;
  options.refused_ms = 20;
  return options;
}

class PipelineOver : public ::testing::TestWithParam<Vendor> {};

TEST_P(PipelineOver, HttpMakesTheSameRowsWithFaultsAndWithout) {
  endpoint::Options sound;
  sound.key = kKey;
  FakeEndpoint good(sound);
  Place place(GetParam(), good.url(""));
  const Ended ended = place.run();
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  EXPECT_THAT(good.violations(), IsEmpty());
  EXPECT_GE(good.requests(), kDocuments * 3u);  // generate, enrich, judge
  EXPECT_EQ(place.rows(), static_cast<std::size_t>(kDocuments)) << ended.printed;
  EXPECT_THAT(place.leaks(), IsEmpty());

  FakeEndpoint bad(faulty(endpoint::recoverable_faults()));
  Place second(GetParam(), bad.url(""));
  const Ended shaken = second.run();
  EXPECT_EQ(shaken.exit_code, 0) << shaken.printed;
  EXPECT_THAT(bad.violations(), IsEmpty());
  for (const auto& [name, content] : place.made())
    EXPECT_TRUE(second.made().at(name) == content) << name << " differs";
  EXPECT_THAT(shaken.printed, HasSubstr(" sent anew after failures of the network or a server"));
  EXPECT_THAT(second.leaks(), IsEmpty());
  std::uint64_t injected = 0;
  for (const Fault fault : endpoint::recoverable_faults()) injected += bad.injected(fault);
  fmt::print("{} of {} requests faulty; {:.0f} MiB at most, without faults {:.0f}\n", injected,
             bad.requests(), shaken.peak_mib, ended.peak_mib);
  for (const Fault fault : endpoint::recoverable_faults())
    EXPECT_GE(bad.injected(fault), 1u) << endpoint::name_of(fault);
}

INSTANTIATE_TEST_SUITE_P(Vendors, PipelineOver, ::testing::ValuesIn(kVendors),
                         [](const auto& given) { return std::string(given.param.name); });

TEST(PipelineOverTheClaudeProgram, MakesTheSameRowsWithFaultsAndWithout) {
  const std::string section = fmt::format("    model: claude-test\n    command: {}\n", FAKE_CLAUDE);
  const auto asked = [&](const char* plan, const std::string& folder) {
    ::setenv("FAKE_CLAUDE", fmt::format("{}:{}", plan, folder).c_str(), 1);
    ::setenv("ANTHROPIC_API_KEY", kKey.c_str(), 1);
    auto place = std::make_unique<Place>("claude", section);
    const Ended ended = place->run({"--yes"});
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    EXPECT_EQ(read_file(folder + "/violations").value_or(""), "");
    EXPECT_THAT(place->leaks(), IsEmpty());
    ::unsetenv("FAKE_CLAUDE"), ::unsetenv("ANTHROPIC_API_KEY");
    return place;
  };
  const testing::TempFolder good, bad;
  const auto sound = asked("0:0", good.path());
  const auto shaken = asked("5:30", bad.path());
  EXPECT_EQ(sound->rows(), static_cast<std::size_t>(kDocuments));
  for (const auto& [name, content] : sound->made())
    EXPECT_TRUE(shaken->made().at(name) == content) << name << " differs";
  std::size_t tries = 0;
  for (const auto& file : std::filesystem::directory_iterator(bad.path()))
    tries += std::filesystem::file_size(file.path());
  EXPECT_GT(tries, kDocuments * 3u);  // some went wrong
}

TEST(PipelineOverHttp, AccountsForEveryItemWhereRepliesAreFilteredOrOfAnotherModel) {
  FakeEndpoint bad(faulty(endpoint::all_faults()));
  Place place(kVendors[0], bad.url(""));
  const Ended ended = place.run();
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  EXPECT_GE(bad.injected(Fault::kFilteredReply), 1u);
  EXPECT_GE(bad.injected(Fault::kOtherModel), 1u);
  const auto made = place.made();
  EXPECT_THAT(made.at("rows.rejected.jsonl"), HasSubstr("refused_by_model"));
  std::size_t dropped = 0;
  for (const auto line : text::lines(made.at("rows.rejected.jsonl")))
    if (!text::contains(line, "\"dropped\":false")) ++dropped;
  EXPECT_EQ(place.rows() + dropped, static_cast<std::size_t>(kDocuments)) << ended.printed;
}

TEST(PipelineOverHttp, IsJudgedByAPanelWhereSeveralModelsAreNamed) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""));
  const Ended ended =
      place.run({"--judge-model", "judge-one", "--judge-model", "judge-two", "--audit", "0.1"});
  EXPECT_THAT(fake.violations(), IsEmpty());
  EXPECT_THAT(ended.printed, HasSubstr("judge-one"));
  EXPECT_THAT(ended.printed, HasSubstr("not to be trusted")) << "it says yes to all";
  const std::uint64_t asked = fake.requests();

  const Ended judged = place.run({"--judge-model", "judge-one", "--judge-model", "judge-two"});
  EXPECT_EQ(judged.exit_code, 0) << judged.printed;
  EXPECT_EQ(place.rows(), static_cast<std::size_t>(kDocuments)) << judged.printed;
  EXPECT_GE(fake.requests(), asked + kDocuments) << "the second judge was not asked";
  const std::string rated = read_file(place.path("rows.jsonl.run/rated.jsonl")).value_or("");
  EXPECT_THAT(rated, HasSubstr("\"panel\":[{"));
  EXPECT_THAT(rated, HasSubstr("\"model\":\"judge-one, judge-two\""));
  const std::uint64_t all = fake.requests();
  EXPECT_EQ(place.run({"--judge-model", "judge-one", "--judge-model", "judge-two"}).exit_code, 0);
  EXPECT_EQ(fake.requests(), all) << "what was paid for was asked again";
}

TEST(PipelineOverHttp, WithAKeyThatIsRefusedStopsAtOnceAndShowsItNowhere) {
  endpoint::Options options;
  options.key = "another-key";
  FakeEndpoint fake(options);  // which quotes the key that it was sent
  for (const Vendor& vendor : kVendors) {
    if (std::string_view(vendor.provider) == "ollama") continue;
    SCOPED_TRACE(vendor.name);
    Place place(vendor, fake.url(""));
    const Ended ended = place.run();
    EXPECT_EQ(ended.exit_code, 1) << ended.printed;
    EXPECT_THAT(ended.printed, HasSubstr("check the key"));
    EXPECT_THAT(place.leaks(), IsEmpty());
  }
}

TEST(PipelineOverHttp, WithoutAServerNamesItsHostAndGoesOnWhenItIsThere) {
  int port = 0;
  {
    port = FakeEndpoint().port();
  }
  Place place(kVendors[1], fmt::format("http://127.0.0.1:{}", port));
  const Ended ended = place.run();
  EXPECT_NE(ended.exit_code, 0);
  EXPECT_THAT(ended.printed, HasSubstr(fmt::format("127.0.0.1:{}", port)));
  EXPECT_THAT(place.made().at("rows.jsonl"), HasSubstr("absent"));
  endpoint::Options options;
  options.port = port;
  FakeEndpoint fake(options);
  const Ended again = place.run();
  EXPECT_EQ(again.exit_code, 0) << again.printed;
  EXPECT_EQ(place.rows(), static_cast<std::size_t>(kDocuments));
}

TEST(PipelineOverHttp, WhoseServerDiesInTheMiddleEndsNamesItAndGoesOnToTheSameRows) {
  FakeEndpoint steady;
  Place whole(kVendors[1], steady.url(""));
  ASSERT_EQ(whole.run().exit_code, 0);

  endpoint::Options options;
  options.latency_ms = 300;  // long enough to die in
  auto dying = std::make_unique<FakeEndpoint>(options);
  options.port = dying->port();
  Place place(kVendors[1], dying->url(""));
  Ended ended;
  std::thread command([&] { ended = place.run(); });
  while (dying->requests() < kDocuments + 3) ::usleep(1000);  // the first stage has its answers
  dying.reset();
  command.join();
  EXPECT_EQ(ended.exit_code, 1) << ended.printed;
  EXPECT_THAT(ended.printed, HasSubstr(fmt::format("127.0.0.1:{}", options.port)));
  EXPECT_THAT(ended.printed, HasSubstr("the same command goes on"));

  options.latency_ms = 0;
  FakeEndpoint revived(options);
  const Ended again = place.run();
  EXPECT_EQ(again.exit_code, 0) << again.printed;
  EXPECT_LE(revived.requests(), kDocuments * 2u);  // nothing of the first stage is asked again
  for (const auto& [name, content] : whole.made())
    EXPECT_TRUE(place.made().at(name) == content) << name << " differs";
}

// Two pairs a passage, of its first and of its last unit.
std::string two_pairs(const endpoint::Question& question) {
  const std::string reply = endpoint::scripted_reply(question);
  const std::size_t end = reply.rfind("]}");
  if (!reply.starts_with("{\"pairs\":[{") || end == std::string::npos) return reply;
  const std::size_t queue = question.user.find("`orders") + 7;  // which has a number
  const std::string number = question.user.substr(queue, question.user.find('`', queue) - queue);
  int last = 0;
  for (const auto line : text::lines(question.user))
    if (line.starts_with('[')) last = std::atoi(std::string(line.substr(1)).c_str());
  return reply.substr(0, end) +
         fmt::format(R"(,{{"question":"How does a user of Acme Queue {} stop the broker without )"
                     R"(losing messages?","kind":"how-to","units":[{}]}}]}})",
                     number, last);
}

// A passage of some 700 tokens beside prompts of some 1,000: whole it fits no request, half of it
// each.
TEST(PipelineOverHttp, WhoseModelHasASmallContextAsksAboutHalfPassages) {
  FakeEndpoint roomy;
  endpoint::Options options;
  options.context = 1'900;
  FakeEndpoint tight(options);
  for (const Vendor& vendor : {kVendors[1], kVendors[2]}) {
    SCOPED_TRACE(vendor.name);
    Place whole(vendor, roomy.url(""), &long_document);
    ASSERT_EQ(whole.run().exit_code, 0);
    Place halves(vendor, tight.url(""), &long_document);
    const Ended ended = halves.run();
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    EXPECT_GE(halves.rows(), whole.rows()) << ended.printed;
    EXPECT_THAT(halves.made().at("rows.rejected.jsonl"), Not(HasSubstr("context_too_long")));
    EXPECT_THAT(tight.violations(), IsEmpty());

    const auto made = halves.made();
    const std::uint64_t asked = tight.requests();
    ASSERT_TRUE(std::filesystem::remove(halves.path("rows.jsonl")));
    const Ended replayed = halves.run({"--replay"});
    EXPECT_EQ(replayed.exit_code, 0) << replayed.printed;
    EXPECT_EQ(tight.requests(), asked);
    for (const auto& [name, content] : made)
      EXPECT_TRUE(halves.made().at(name) == content) << name << " differs";
  }
}

// A passage that has no place to be cut: it is refused, and a replay says so in the same words.
TEST(PipelineOverHttp, WhoseModelTakesNoHalfEitherIsReplayedToTheSameRejects) {
  endpoint::Options options;
  options.context = 500;
  FakeEndpoint tight(options);
  Place place(kVendors[1], tight.url(""), &long_document);
  const Ended ended = place.run();
  EXPECT_THAT(place.made().at("rows.rejected.jsonl"), HasSubstr("context_too_long"));
  const auto made = place.made();
  const Ended replayed = place.run({"--replay"});
  EXPECT_EQ(replayed.exit_code, ended.exit_code) << replayed.printed;
  for (const auto& [name, content] : made)
    EXPECT_TRUE(place.made().at(name) == content) << name << " differs";
}

// The same marks whatever it is shown, as models do that are too small to judge.
std::string same_marks(const endpoint::Question& question) {
  if (!text::contains(question.schema, "clarity")) return endpoint::scripted_reply(question);
  return R"({"reasons":"Good.","clarity":8,"accuracy":9,"usefulness":8,"difficulty":5})";
}

TEST(PipelineOverHttp, WhoseJudgeGivesAllPairsTheSameMarksSaysThatItIsTooSmall) {
  endpoint::Options options;
  options.key = kKey;
  options.script = &same_marks;
  FakeEndpoint flat(options);
  Place place(endpoint::kVllm, flat.url(""));
  const Ended stopped = place.run();
  EXPECT_EQ(stopped.exit_code, 1) << stopped.printed;
  EXPECT_THAT(
      stopped.printed,
      HasSubstr("judge: the model may be too small for `judge`: `local-model` gave clarity 8, "
                "accuracy 9, usefulness 8, difficulty 5 to 20 of its first 20 pairs, whatever they "
                "say; have a larger model rate (stages.judge.model in config.yaml), or the rules "
                "(stages.judge.provider: offline); --keep-going goes on all the same"));
  const Ended went_on = place.run({"--keep-going"});
  EXPECT_EQ(went_on.exit_code, 0) << went_on.printed;
  EXPECT_THAT(went_on.printed, HasSubstr("warning: the model may be too small for `judge`"));
  EXPECT_EQ(place.rows(), static_cast<std::size_t>(kDocuments));
}

struct Cached {
  Vendor vendor;
  double least_share;
};
void PrintTo(const Cached& cached, std::ostream* out) { *out << cached.vendor.name; }

constexpr Cached kCached[] = {
    {{"anthropic", "anthropic", "/anthropic", "claude-haiku-5-5", "    prompt_cache: auto\n"}, 0.5},
    {{"openai", "openai", "/openai/v1", "gpt-6-luna", "    prompt_cache: on\n"}, 0.25},
};

class PromptCacheOver : public ::testing::TestWithParam<Cached> {};

// 32 at once, and each takes a while: without one that goes first nothing could be read.
TEST_P(PromptCacheOver, HttpIsFilledByOneRequestOfEachGroupAndSavesMoneyAndChangesNoRow) {
  endpoint::Options options;
  options.latency_ms = 30;
  options.script = &two_pairs;
  FakeEndpoint fake(options);
  Place place(GetParam().vendor, fake.url(""), &long_document);
  const Ended ended = place.run({"--n-pairs", "2"});
  ASSERT_EQ(ended.exit_code, 0) << ended.printed;
  EXPECT_THAT(fake.violations(), IsEmpty());
  EXPECT_EQ(place.rows(), kDocuments * 2u) << ended.printed;
  EXPECT_THAT(ended.printed, HasSubstr("read from the providers' caches: "));
  EXPECT_THAT(ended.printed, HasSubstr(" USD saved"));
  const auto report = json::Document::parse(place.report());
  ASSERT_TRUE(report);
  const json::Value money = *report->root().find("money");
  EXPECT_GE(money.find("cached_share")->number(), GetParam().least_share) << place.report();
  EXPECT_GT(money.find("usd_saved")->number(), 0.0);

  Vendor silent = GetParam().vendor;
  silent.more = "    prompt_cache: off\n";
  Place plain(silent, fake.url(""), &long_document);
  ASSERT_EQ(plain.run({"--n-pairs", "2"}).exit_code, 0);
  for (const auto& [name, content] : place.made())
    EXPECT_TRUE(plain.made().at(name) == content) << name << " differs";
}

INSTANTIATE_TEST_SUITE_P(Vendors, PromptCacheOver, ::testing::ValuesIn(kCached),
                         [](const auto& given) { return std::string(given.param.vendor.name); });

}  // namespace
}  // namespace generator
