// The whole command with --batch: the rows of a run without it, whatever goes wrong, and nothing
// paid for twice.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "base/json.h"
#include "endpoint/place.h"
#include "support/endpoint/endpoint.h"

namespace generator {
namespace {

using endpoint::BatchFault;
using endpoint::FakeEndpoint;
using endpoint::Received;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kFew = 5;  // documents

constexpr Vendor kBatchVendors[] = {kVendors[0], kVendors[2], kVendors[4]};

std::string quick(const std::string& more = "") {
  return fmt::format("  batch: {{first_look: 0.002, longest_look: 0.01, listed_after: 0.01{}{}}}\n",
                     more.empty() ? "" : ", ", more);
}

const std::string kPrices = [] {
  std::string out = "prices:\n";
  for (const Vendor& vendor : kBatchVendors)
    out += fmt::format("  - {{provider: {}, model: {}, input: 10, output: 20}}\n", vendor.provider,
                       vendor.model);
  return out;
}();

/// How many requests came in for single replies.
std::size_t single_requests(const FakeEndpoint& fake) {
  std::size_t out = 0;
  for (const Received& request : fake.received())
    out += request.path.ends_with("/chat/completions") || request.path.ends_with("/v1/messages") ||
           request.path.ends_with(":generateContent");
  return out;
}

int most_taken(const FakeEndpoint& fake) {
  int out = 0;
  for (const auto& [id, times] : fake.taken_into_batches()) out = std::max(out, times);
  return out;
}

void expect_same_rows(const Place& place, const Place& other) {
  for (const auto& [name, content] : other.made())
    EXPECT_TRUE(place.made().at(name) == content) << name << " differs";
}

class InBatches : public ::testing::TestWithParam<Vendor> {};

TEST_P(InBatches, TheRowsAreThoseOfSingleRequestsAndEitherAnswersTheOther) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  Place singly(GetParam(), fake.url(""), kFew);
  ASSERT_EQ(singly.run().exit_code, 0);
  EXPECT_EQ(singly.rows(), static_cast<std::size_t>(kFew));
  const std::size_t single = single_requests(fake);

  Place place(GetParam(), fake.url(""), kFew, quick("requests: 3"));
  const Ended ended = place.run({"--batch"});
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  expect_same_rows(place, singly);
  EXPECT_EQ(single_requests(fake), single);
  EXPECT_EQ(fake.batches(), 6u);  // 5 requests a stage, 3 a batch
  EXPECT_EQ(most_taken(fake), 1);
  EXPECT_THAT(place.leaks(), IsEmpty());

  const std::uint64_t all = fake.requests();
  EXPECT_EQ(place.run().exit_code, 0);
  EXPECT_EQ(place.run({"--batch"}).exit_code, 0);
  EXPECT_EQ(singly.run({"--batch"}).exit_code, 0);
  EXPECT_EQ(fake.requests(), all);
  expect_same_rows(place, singly);
  EXPECT_THAT(fake.violations(), IsEmpty());
}

TEST_P(InBatches, NoFaultChangesAByte) {
  FakeEndpoint sound;
  Place right(GetParam(), sound.url(""), 12);
  ASSERT_EQ(right.run().exit_code, 0);
  endpoint::Options options;
  options.batches.unanswered = 0.3;
  options.batches.seed = 3;
  options.batches.faults = {BatchFault::kBeginLost,  BatchFault::kListFails, BatchFault::kBeginBusy,
                            BatchFault::kResultsCut, BatchFault::kExpires,   BatchFault::kExpires,
                            BatchFault::kBeginLost};
  for (int i = 0; i < 3; ++i) options.batches.faults.push_back(BatchFault::kLookFails);
  FakeEndpoint fake(options);
  Place place(GetParam(), fake.url(""), 12, quick("requests: 5"));
  const Ended ended = place.run({"--batch", "--yes"});
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  EXPECT_THAT(fake.violations(), IsEmpty());
  expect_same_rows(place, right);
  EXPECT_GT(most_taken(fake), 1);  // what was not answered was asked again
  const Ended verified = place.generator({"ledger", "verify", "rows.jsonl.run/ledger"});
  EXPECT_EQ(verified.exit_code, 0) << verified.printed;
}

std::vector<std::string> generate() {
  return {"generate",      "docs",  "-o",       "rows.jsonl",  "--config",
          "settings.yaml", "--yes", "--prices", "prices.yaml", "--batch"};
}

/// Kills the process that asks when its `kill_at`th request was served and is not yet answered.
struct Killer {
  std::atomic<pid_t> process = 0;
  std::atomic<std::uint64_t> kill_at = 0;
  std::uint64_t seen = 0;
  int signal = SIGKILL;
  void operator()(std::uint64_t, const Received&) {
    if (++seen == kill_at) ::kill(process, signal);
  }
};

TEST_P(InBatches, KilledAtAnyRequestPaysForNothingTwice) {
  const bool has_two = std::string_view(GetParam().name) == "openai";
  std::string rows;
  for (std::uint64_t kill_at = 0;; ++kill_at) {
    SCOPED_TRACE(fmt::format("killed at request {}", kill_at));
    Killer killer;
    killer.kill_at = kill_at;
    endpoint::Options options;
    options.on_answer = [&](std::uint64_t count, const Received& r) { killer(count, r); };
    options.batches.looks = 1;
    FakeEndpoint fake(options);
    Place place(GetParam(), fake.url(""), 3, quick(has_two ? "requests: 2" : ""));
    ASSERT_TRUE(write_file(place.path("prices.yaml"), kPrices));
    const Ended first = place.generator(generate(), [&](pid_t pid) { killer.process = pid; });
    if (kill_at > 0 && first.exit_code == 0) break;  // it asks no so many times
    EXPECT_EQ(first.exit_code, kill_at == 0 ? 0 : 128 + SIGKILL) << first.printed;
    const Ended again = place.generator(generate());
    EXPECT_EQ(again.exit_code, 0) << again.printed;
    EXPECT_EQ(most_taken(fake), 1);
    EXPECT_EQ(fake.taken_into_batches().size(), 3u);
    EXPECT_EQ(fake.batches(), has_two ? 2u : 1u);
    const std::string made = place.made().at("rows.jsonl");
    if (kill_at == 0) rows = made;
    EXPECT_EQ(made, rows);
    const Ended cost = place.generator({"cost", "rows.jsonl"});
    EXPECT_THAT(cost.printed, Not(HasSubstr("not ended"))) << cost.printed;
    EXPECT_THAT(cost.printed, Not(HasSubstr("not settled"))) << cost.printed;
    if (HasFailure()) return;
  }
}

TEST_P(InBatches, CtrlCLeavesTheBatchesRunningAndTheSameCommandFetchesThem) {
  Killer killer;
  killer.signal = SIGINT;
  endpoint::Options options;
  options.batches.looks = 4;
  options.on_answer = [&](std::uint64_t count, const Received& r) { killer(count, r); };
  killer.kill_at = 5;  // while it waits
  FakeEndpoint fake(options);
  Place place(GetParam(), fake.url(""), 3, quick());
  ASSERT_TRUE(write_file(place.path("prices.yaml"), kPrices));
  const Ended ended = place.generator(generate(), [&](pid_t pid) { killer.process = pid; });
  EXPECT_EQ(ended.exit_code, 130) << ended.printed;
  EXPECT_THAT(ended.printed, HasSubstr("1 batch with 3 requests goes on at the provider"));
  const Ended cost = place.generator({"cost", "rows.jsonl", "--prices", "prices.yaml"});
  EXPECT_THAT(cost.printed, HasSubstr("set aside for 1 batch that has not ended"));
  const Ended again = place.generator(generate());
  EXPECT_EQ(again.exit_code, 0) << again.printed;
  EXPECT_EQ(fake.batches(), 1u);
  EXPECT_EQ(most_taken(fake), 1);
}

TEST_P(InBatches, AreListedAndCanceledAndWhatTheyAnsweredIsKept) {
  Killer killer;
  killer.signal = SIGINT;
  killer.kill_at = 5;
  endpoint::Options options;
  options.batches.looks = 8;
  options.on_answer = [&](std::uint64_t count, const Received& r) { killer(count, r); };
  FakeEndpoint fake(options);
  Place place(GetParam(), fake.url(""), 4, quick());
  ASSERT_TRUE(write_file(place.path("prices.yaml"), kPrices));
  ASSERT_EQ(place.generator(generate(), [&](pid_t pid) { killer.process = pid; }).exit_code, 130);

  const std::vector<std::string> settings = {"--config", "settings.yaml"};
  const auto batch = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "batch");
    words.insert(words.end(), settings.begin(), settings.end());
    return place.generator(words);
  };
  const Ended listed = batch({"list", "rows.jsonl"});
  EXPECT_EQ(listed.exit_code, 0) << listed.printed;
  EXPECT_THAT(listed.printed, HasSubstr("batch_0001"));
  EXPECT_THAT(listed.printed, HasSubstr("generate"));
  EXPECT_THAT(listed.printed, HasSubstr("0 of 4"));
  const Ended unknown = batch({"cancel", "rows.jsonl", "another"});
  EXPECT_EQ(unknown.exit_code, 2) << unknown.printed;
  EXPECT_THAT(unknown.printed, HasSubstr("no open batch `another`; open: "));
  const Ended canceled = batch({"cancel", "rows.jsonl", "--all"});
  EXPECT_EQ(canceled.exit_code, 0) << canceled.printed;
  EXPECT_THAT(canceled.printed, HasSubstr("canceled: "));
  for (int i = 0; i < 4; ++i) batch({"list", "rows.jsonl"});  // until it has ended
  EXPECT_THAT(batch({"list", "rows.jsonl"}).printed, HasSubstr("to be fetched"));

  const Ended again = place.generator(generate());
  EXPECT_EQ(again.exit_code, 0) << again.printed;
  EXPECT_EQ(place.rows(), 4u);
  EXPECT_EQ(fake.batches(), 2u);
  int twice = 0;
  for (const auto& [id, times] : fake.taken_into_batches()) twice += times == 2;
  EXPECT_EQ(twice, 2);  // the half that was answered is not asked for again
  EXPECT_THAT(batch({"list", "rows.jsonl"}).printed, HasSubstr("2 of 4 requests answered"));
  EXPECT_THAT(fake.violations(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Vendors, InBatches, ::testing::ValuesIn(kBatchVendors),
                         [](const auto& given) { return std::string(given.param.name); });

TEST(InBatchesOf, AProviderWithoutAreAnErrorThatNamesThoseWithOne) {
  for (const Vendor& vendor : {kVendors[1], kVendors[5]}) {
    Place place(vendor, "http://127.0.0.1:9", 1);
    const Ended ended = place.run({"--batch"});
    EXPECT_EQ(ended.exit_code, 2) << ended.printed;
    EXPECT_THAT(ended.printed,
                HasSubstr(fmt::format("`{}` has no batch endpoint", vendor.provider)));
    EXPECT_THAT(ended.printed, HasSubstr("openai, anthropic or gemini"));
  }
}

TEST(InBatchesOf, OneThatFailsStopsTheRunWithTheReason) {
  endpoint::Options options;
  options.batches.faults = {BatchFault::kFails};
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""), 3, quick());
  const Ended ended = place.run({"--batch"});
  EXPECT_EQ(ended.exit_code, 1) << ended.printed;
  EXPECT_THAT(ended.printed, HasSubstr("This line is not parseable as valid JSON."));
  EXPECT_EQ(place.run({"--batch"}).exit_code, 0);
}

TEST(InBatchesOf, AKeyThatIsRefusedStopsAtOnceAndIsShownNowhere) {
  endpoint::Options options;
  options.key = "another-key";
  FakeEndpoint fake(options);
  for (const Vendor& vendor : kBatchVendors) {
    Place place(vendor, fake.url(""), 2, quick());
    const Ended ended = place.run({"--batch"});
    EXPECT_EQ(ended.exit_code, 1) << ended.printed;
    EXPECT_THAT(ended.printed, HasSubstr("check the key"));
    EXPECT_THAT(place.leaks(), IsEmpty());
  }
}

/// What the folder of a run's ledger knows of the fields that its endpoint takes.
std::string spelling_of(const Place& place) {
  for (const auto& file : std::filesystem::directory_iterator(place.path("rows.jsonl.run/ledger")))
    if (text::contains(file.path().filename().string(), "spelling-"))
      return read_file(file.path()).value_or("");
  return "";
}

TEST(InBatchesOf, AServerThatRefusesAFieldItIsLearnedAndWhatIsMissingIsAskedInTheNextForm) {
  FakeEndpoint sound;
  Place right(kVendors[0], sound.url(""), kFew);
  ASSERT_EQ(right.run().exit_code, 0);
  endpoint::Options options;
  options.refuses = {"json_schema", "json_object", "seed"};
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""), kFew, quick("requests: 3"));
  const Ended ended = place.run({"--batch"});
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  expect_same_rows(place, right);
  EXPECT_THAT(spelling_of(place), HasSubstr("\"structured\":\"tool\""));
  EXPECT_THAT(fake.violations(), IsEmpty());
  // Both parts of the first stage in the first form, then at most one a form; the other stages know.
  EXPECT_LE(fake.batches(), 6u + 2 * 2) << ended.printed;
  const auto taken = fake.taken_into_batches();
  const auto once = std::count_if(taken.begin(), taken.end(),
                                  [](const auto& each) { return each.second == 1; });
  EXPECT_EQ(once, kFew * 2) << "later stages asked in forms that were known to be refused";

  const Ended verified = place.generator({"ledger", "verify", "rows.jsonl.run/ledger"});
  EXPECT_EQ(verified.exit_code, 0) << verified.printed;
  const std::size_t before = fake.batches();
  ASSERT_EQ(place.generator({"generate", "docs", "-o", "rows.jsonl", "--config", "settings.yaml",
                             "--yes", "--batch", "--attempts", "4"})
                .exit_code,
            0);
  EXPECT_EQ(fake.batches(), before);
}

TEST(InBatchesOf, AServerThatRefusesEveryFormEndsTheRunAfterAsManyBatchesAsThereAreForms) {
  endpoint::Options options;
  options.refuses = {"json_schema", "json_object", "tools", "messages"};
  FakeEndpoint fake(options);
  Place place(kVendors[0], fake.url(""), 2, quick());
  const Ended ended = place.run({"--batch"});
  EXPECT_EQ(ended.exit_code, 1) << ended.printed;
  EXPECT_THAT(ended.printed, HasSubstr("`messages` is not supported"));
  EXPECT_LE(fake.batches(), 5u);
}

TEST(InBatchesOf, ARequestThatIsTooLongIsAskedInHalvesAndReplayedToTheSameBytes) {
  endpoint::Options options;
  options.context = 1'900;
  FakeEndpoint tight(options);
  for (const Vendor& vendor : kBatchVendors) {
    SCOPED_TRACE(vendor.name);
    Place singly(vendor, tight.url(""), kFew, "", &long_document);
    const Ended alone = singly.run();
    ASSERT_EQ(alone.exit_code, 0) << alone.printed;
    Place place(vendor, tight.url(""), kFew, quick(), &long_document);
    const Ended ended = place.run({"--batch"});
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    EXPECT_GT(tight.batches(), 3u) << "nothing was asked in halves";
    expect_same_rows(place, singly);
    const auto made = place.made();
    EXPECT_EQ(place.run({"--replay"}).exit_code, 0);
    for (const auto& [name, content] : made)
      EXPECT_TRUE(place.made().at(name) == content) << name << " differs";
  }
}

std::size_t hour_marks(const FakeEndpoint& fake) {
  std::size_t out = 0;
  for (const Received& request : fake.received())
    out += text::contains(request.body, R"("cache_control":{"type":"ephemeral","ttl":"1h"})");
  return out;
}

// They are answered over hours: what is shared is kept for one, which costs twice the input.
TEST(InBatchesOf, AnthropicKeepsWhatIsSharedForAnHourAndThatIsAccountedFor) {
  const Vendor marked{"anthropic", "anthropic", "/anthropic", "claude-haiku-5-5",
                      "    prompt_cache: auto\n"};
  FakeEndpoint fake;
  Place singly(marked, fake.url(""), kFew, "", &long_document);
  ASSERT_EQ(singly.run().exit_code, 0);
  EXPECT_EQ(hour_marks(fake), 0u);
  Place place(marked, fake.url(""), kFew, quick(), &long_document);
  ASSERT_EQ(place.run({"--batch"}).exit_code, 0);
  EXPECT_GE(hour_marks(fake), 3u);
  EXPECT_THAT(fake.violations(), IsEmpty());
  expect_same_rows(place, singly);

  const auto spent = [&](const char* hour) {
    FakeEndpoint cold;
    Place priced(marked, cold.url(""), kFew, quick(), &long_document);
    EXPECT_TRUE(write_file(priced.path("prices.yaml"),
                           fmt::format("prices:\n  - {{provider: anthropic, model: "
                                       "claude-haiku-5-5, input: 1, output: 1, cache_hour: {}}}\n",
                                       hour)));
    EXPECT_EQ(priced.run({"--batch", "--prices", "prices.yaml", "--yes"}).exit_code, 0);
    return json::Document::parse(priced.report())->root().find("money")->find("usd")->number();
  };
  const double plain = *spent("1"), dear = *spent("1000");
  EXPECT_GT(plain, 0);
  EXPECT_GT(dear, 20 * plain);
}

TEST(InBatchesOf, HalfThePriceTheBudgetHolds) {
  FakeEndpoint fake;
  Place place(kVendors[0], fake.url(""), kFew, quick());
  ASSERT_TRUE(write_file(place.path("prices.yaml"), kPrices));
  const auto run = [&](const char* budget) {
    return place.run({"--batch", "--prices", "prices.yaml", "--budget", budget});
  };
  // The worst case of one request is some 0.05 USD, of which few fit at once.
  const Ended ended = run("0.12");
  EXPECT_EQ(ended.exit_code, 4) << ended.printed;
  EXPECT_THAT(ended.printed, HasSubstr("the budget of 0.1200 USD is reached"));
  const Ended again = run("5");
  EXPECT_EQ(again.exit_code, 0) << again.printed;
  EXPECT_EQ(most_taken(fake), 1);

  Place dearer(kVendors[0], fake.url(""), kFew);
  ASSERT_TRUE(write_file(dearer.path("prices.yaml"), kPrices));
  ASSERT_EQ(dearer.run({"--prices", "prices.yaml", "--yes"}).exit_code, 0);
  const auto total = [](Place& of) {
    const Ended cost = of.generator({"cost", "rows.jsonl"});
    for (const auto line : text::lines(cost.printed))
      if (text::starts_with_ignoring_case(line, "| total")) {
        const auto cells = text::split(line, '|');
        return std::stod(std::string(cells[cells.size() - 2]));
      }
    return 0.0;
  };
  EXPECT_NEAR(total(dearer), 2 * total(place), 0.0002);
}

}  // namespace
}  // namespace generator
