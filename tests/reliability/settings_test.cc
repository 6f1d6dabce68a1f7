// A setting is changed and the same command is run again: exactly the requests that the change
// touches are asked, and the result is what a fresh run with the new setting makes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "support/endpoint/endpoint.h"
#include "support/endpoint/place.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::Place;
using endpoint::Vendor;
using testing::Ended;
using ::testing::IsEmpty;

constexpr int kDocuments = 6;
constexpr const Vendor& kVendor = endpoint::kVllm;  // whose requests hold all that is asked for

enum class Asked { kNothing, kSome, kAll };

// What is asked of a model that takes no temperature is the same at any.
TEST(SettingChanged, ThatTheModelDoesNotTakeAsksNothing) {
  FakeEndpoint fake;
  const Vendor& openai = endpoint::kVendors[0];
  Place place(GENERATOR, openai, fake.url(""), kDocuments);
  ASSERT_EQ(place.run().exit_code, 0);
  const std::uint64_t asked = fake.requests();
  place.set(openai, fake.url(""), "  temperature: 0.3\n  top_p: 0.5\n");
  EXPECT_EQ(place.run().exit_code, 0);
  EXPECT_EQ(fake.requests(), asked);
}

struct Change {
  const char* name;
  Asked asked;
  std::vector<std::string> words;
  std::function<void(Place&, const std::string& url)> apply;  // on files
  std::vector<std::string> environment;
};

std::function<void(Place&, const std::string&)> llm(const std::string& lines) {
  return [lines](Place& place, const std::string& url) { place.set(kVendor, url, lines); };
}

std::function<void(Place&, const std::string&)> settings(const std::string& lines) {
  return [lines](Place& place, const std::string&) {
    const std::string path = place / "settings.yaml";
    ASSERT_TRUE(write_file(path, *read_file(path) + lines));
  };
}

/// The built-in prompts, in a folder of their own; of one of them the first lines are others.
std::function<void(Place&, const std::string&)> prompts(const std::string& changed) {
  return [changed](Place& place, const std::string&) {
    ASSERT_EQ(place.run_words({"prompts", "eject", "prompts"}).exit_code, 0);
    if (changed.empty()) return;
    const std::string path = place / ("prompts/" + changed + ".yaml");
    const std::string text = *read_file(path);
    const std::string with = text::replace_all(text, "system: |\n", "system: |\n  Take care.\n");
    ASSERT_NE(text, with);
    ASSERT_TRUE(write_file(path, with));
  };
}

std::function<void(Place&, const std::string&)> page(const std::string& name,
                                                     const std::string& content) {
  return [=](Place& place, const std::string&) {
    const std::string path = place / ("docs/" + name);
    if (content.empty())
      std::filesystem::remove(path);
    else
      ASSERT_TRUE(write_file(path, content));
  };
}

const std::vector<Change>& changes() {
  static const std::vector<Change> all = {
      // What is done with replies, and how they are come by
      {"threshold", Asked::kNothing, {"--threshold", "9.9"}, {}, {}},
      {"keep_top", Asked::kNothing, {"--keep-top", "0.5"}, {}, {}},
      {"weights", Asked::kNothing, {"--weights", "clarity=1,accuracy=5"}, {}, {}},
      {"format_alpaca", Asked::kNothing, {"--format", "alpaca"}, {}, {}},
      {"format_sharegpt", Asked::kNothing, {"--format", "sharegpt"}, {}, {}},
      {"system_prompt", Asked::kNothing, {"--system-prompt", "Be plain."}, {}, {}},
      {"require_rewrite", Asked::kNothing, {"--require-rewrite"}, {}, {}},
      {"concurrency", Asked::kNothing, {"--concurrency", "1"}, {}, {}},
      {"attempts", Asked::kNothing, {"--attempts", "2"}, {}, {}},
      {"quiet", Asked::kNothing, {"--quiet"}, {}, {}},
      {"replay", Asked::kNothing, {"--replay"}, {}, {}},
      {"seed_of_the_split", Asked::kNothing, {"--seed", "7"}, {}, {}},
      {"limits", Asked::kNothing, {}, settings("    requests_per_minute: 5000\n"), {}},
      {"key", Asked::kNothing, {}, {}, {"CANARY=another"}},
      {"fewer_chunks", Asked::kNothing, {"--max-chunks", "4"}, {}, {}},
      {"excluded", Asked::kNothing, {"--exclude", "**/page03.md"}, {}, {}},
      {"removed", Asked::kNothing, {}, page("page03.md", ""), {}},
      {"prompts_ejected", Asked::kNothing, {"--prompts", "prompts"}, prompts(""), {}},
      // What is asked, and of whom
      {"document_changed", Asked::kSome, {}, page("page03.md", endpoint::document(77)), {}},
      {"document_added", Asked::kSome, {}, page("page99.md", endpoint::document(99)), {}},
      {"judge_prompt", Asked::kSome, {"--prompts", "prompts"}, prompts("judge"), {}},
      {"enrich_prompt", Asked::kSome, {"--prompts", "prompts"}, prompts("enrich"), {}},
      {"generate_prompt", Asked::kSome, {"--prompts", "prompts"}, prompts("generate"), {}},
      {"judge_model", Asked::kSome, {}, settings("stages: {judge: {model: gpt-6-sol}}\n"), {}},
      {"topic", Asked::kSome, {"--topic", "queues"}, {}, {}},
      {"answer_words", Asked::kSome, {"--answer-words", "20:120"}, {}, {}},
      {"n_pairs", Asked::kSome, {"--n-pairs", "2"}, {}, {}},
      {"audience", Asked::kSome, {}, settings("data: {audience: system administrators}\n"), {}},
      {"chunk_tokens", Asked::kAll, {"--chunk-tokens", "24:64"}, {}, {}},
      {"model", Asked::kAll, {"--model", "gpt-6-sol"}, {}, {}},
      {"temperature", Asked::kAll, {}, llm("  temperature: 0.3\n"), {}},
      {"max_tokens", Asked::kAll, {}, llm("  max_tokens: 1500\n"), {}},
      {"seed_of_the_model", Asked::kAll, {}, llm("  seed: 7\n"), {}},
      {"prompt_set", Asked::kAll, {"--prompt-set", "small"}, {}, {}},
  };
  return all;
}

using Bodies = std::multiset<std::string>;

/// What a run asked.
class Heard {
 public:
  explicit Heard(const FakeEndpoint& fake) : fake_(fake), before_(fake.received().size()) {}
  Bodies bodies() const {
    Bodies out;
    const auto received = fake_.received();
    for (std::size_t i = before_; i < received.size(); ++i) out.insert(received[i].body);
    return out;
  }

 private:
  const FakeEndpoint& fake_;
  std::size_t before_;
};

/// A run from before the change, with what it asked.
struct Before {
  FakeEndpoint fake;
  Place place{GENERATOR, kVendor, fake.url(""), kDocuments};
  Bodies asked;
  Before() {
    const Heard heard(fake);
    const Ended ended = place.run();
    EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    asked = heard.bodies();
    EXPECT_EQ(asked.size(), kDocuments * 3u);
  }
};

void expect_exactly_what_it_touches(const Change& change, Before& before) {
  FakeEndpoint& fake = before.fake;
  const auto run = [&](Place& place, Bodies& asked) {
    if (change.apply) change.apply(place, fake.url(""));
    const Heard heard(fake);
    const Ended ended = place.run(change.words, change.environment);
    asked = heard.bodies();
    return ended;
  };
  Place again(GENERATOR, kVendor, fake.url(""), kDocuments);
  std::filesystem::copy(before.place / "rows.jsonl.run", again / "rows.jsonl.run",
                        std::filesystem::copy_options::recursive);
  Bodies asked_again, asked_fresh;
  const Ended ended = run(again, asked_again);
  if (std::string_view(change.name) == "replay") {  // which alone asks nothing
    ASSERT_EQ(ended.exit_code, 0) << ended.printed;
    EXPECT_THAT(asked_again, IsEmpty());
    return;
  }
  Place fresh(GENERATOR, kVendor, fake.url(""), kDocuments);
  const Ended fresh_ended = run(fresh, asked_fresh);
  ASSERT_EQ(ended.exit_code, fresh_ended.exit_code) << ended.printed << fresh_ended.printed;
  Bodies touched;
  std::ranges::set_difference(asked_fresh, before.asked, std::inserter(touched, touched.end()));
  EXPECT_TRUE(asked_again == touched)
      << asked_again.size() << " asked again, " << touched.size() << " touched";
  EXPECT_EQ(touched.empty(), change.asked == Asked::kNothing);
  EXPECT_EQ(touched.size() == asked_fresh.size(), change.asked == Asked::kAll)
      << touched.size() << " of " << asked_fresh.size();
  for (const auto& [name, content] : fresh.made())
    EXPECT_TRUE(again.made().at(name) == content) << name << " differs from a fresh run's";
}

TEST(SettingChanged, AsksExactlyWhatItTouches) {
  Before before;
  for (const Change& change : changes()) {
    SCOPED_TRACE(change.name);
    expect_exactly_what_it_touches(change, before);
  }
  fmt::print("{} changes\n", changes().size());
}

}  // namespace
}  // namespace generator
