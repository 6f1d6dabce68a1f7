// A byte of any file of a run is flipped. In the ledger `verify` finds and names it, `repair` keeps
// all else, and what was lost alone is asked again; any other file the same command makes anew.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "base/random.h"
#include "support/endpoint/endpoint.h"
#include "support/endpoint/place.h"
#include "support/sweep.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::kVllm;
using endpoint::Place;
using testing::Ended;
using ::testing::HasSubstr;

constexpr int kDocuments = 4;
constexpr const char* kLedger = "rows.jsonl.run/ledger";

struct DamageSweep : ::testing::Test {
  void SetUp() override {
    ASSERT_EQ(place.run().exit_code, 0);
    right = place.made();
    std::filesystem::copy(place.operator/(""), whole.path(),
                          std::filesystem::copy_options::recursive);
  }
  /// The folder as it was after the first run.
  void restore() {
    for (const auto& entry : std::filesystem::directory_iterator(place / ""))
      std::filesystem::remove_all(entry.path());
    std::filesystem::copy(whole.path(), place / "", std::filesystem::copy_options::recursive);
  }
  void flip(const std::string& path, std::size_t at, Random& random) {
    std::string content = *read_file(place / path);
    content[at] = static_cast<char>(content[at] ^ (1 << random.below(8)));
    std::ofstream(place / path, std::ios::binary) << content;
  }
  void expect_right_again(std::uint64_t most_asked) {
    const std::uint64_t before = fake.requests();
    const Ended ended = place.run();
    ASSERT_EQ(ended.exit_code, 0) << ended.printed;
    ASSERT_LE(fake.requests() - before, most_asked);
    for (const auto& [name, content] : right)
      ASSERT_TRUE(place.made().at(name) == content) << name << " differs";
  }

  FakeEndpoint fake;
  Place place{GENERATOR, kVllm, fake.url(""), kDocuments};
  testing::TempFolder whole;
  std::map<std::string, std::string> right;
};

TEST_F(DamageSweep, OfTheLedgerIsNamedRepairedAndCostsOneRequestAtMost) {
  const std::string records = std::string(kLedger) + "/records";
  const std::size_t size = read_file(place / records)->size();
  const testing::Seeds points = testing::seeds(1000, testing::is_sanitized() ? 3 : 10);
  for (std::uint64_t seed = points.first; seed < points.first + points.count; ++seed) {
    Random random(seed, "damage");
    const std::size_t at = seed < 2 ? seed * 20 : random.below(size);  // the header, too
    SCOPED_TRACE(fmt::format("byte {} of {}, replay with GENERATOR_SEED={}", at, size, seed));
    restore();
    flip(records, at, random);
    const Ended verified = place.run_words({"ledger", "verify", kLedger});
    ASSERT_EQ(verified.exit_code, 1) << verified.printed;
    std::smatch named;
    const std::regex stretch("damaged: offset ([0-9]+), ([0-9]+) bytes");
    ASSERT_TRUE(std::regex_search(verified.printed, named, stretch)) << verified.printed;
    ASSERT_LE(std::stoul(named[1]), at);
    ASSERT_GT(std::stoul(named[1]) + std::stoul(named[2]), at);
    // Used as it is, it is right or says where it is damaged.
    const Ended used = place.run();
    if (used.exit_code != 0) {
      ASSERT_EQ(used.exit_code, 1);
      ASSERT_THAT(used.printed, HasSubstr("generator ledger repair"));
      ASSERT_EQ(place.run_words({"ledger", "repair", kLedger}).exit_code, 0);
    }
    ASSERT_NO_FATAL_FAILURE(expect_right_again(1));
  }
}

TEST_F(DamageSweep, OfAnyOtherFileChangesNothingThatIsMadeOrAsked) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place / "")) {
    std::string path = std::filesystem::relative(entry.path(), place / "").string();
    const bool is_input = path.starts_with("docs/") || path == "settings.yaml";
    if (entry.is_regular_file() && entry.file_size() > 0 && !is_input &&
        !path.ends_with("/records"))
      files.push_back(std::move(path));
  }
  std::ranges::sort(files);
  const auto named = [&](const std::string& path) { return std::ranges::count(files, path); };
  ASSERT_EQ(named(std::string(kLedger) + "/index"), 1);
  ASSERT_EQ(named("rows.jsonl.run/chunks.jsonl"), 1);
  ASSERT_EQ(named("rows.jsonl"), 1);
  const testing::Seeds points =
      testing::seeds(1000, testing::is_sanitized() ? files.size() / 2 : files.size());
  for (std::uint64_t seed = points.first; seed < points.first + points.count; ++seed) {
    Random random(seed, "other damage");
    const std::string& path = files[seed % files.size()];
    restore();
    const std::size_t at = random.below(std::filesystem::file_size(place / path));
    SCOPED_TRACE(fmt::format("{}, byte {}, replay with GENERATOR_SEED={}", path, at, seed));
    flip(path, at, random);
    if (path.ends_with("/index") || text::contains(path, "/limits-")) {
      const Ended verified = place.run_words({"ledger", "verify", kLedger});
      ASSERT_EQ(verified.exit_code, 0);
      ASSERT_THAT(verified.printed, HasSubstr(path + ": damaged"));
    }
    ASSERT_NO_FATAL_FAILURE(expect_right_again(0));
  }
}

}  // namespace
}  // namespace generator
