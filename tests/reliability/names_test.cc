// A host whose name is not found, for a while or for good.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/endpoint/endpoint.h"
#include "support/endpoint/place.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::kVllm;
using endpoint::Place;
using testing::Ended;
using ::testing::HasSubstr;

constexpr int kDocuments = 10;

std::vector<std::string> lookups_that_fail(int count) {
  return {std::string("LD_PRELOAD=") + NAMES_SHIM, "NAMES_SHIM_HOST=models.test",
          fmt::format("NAMES_SHIM_FAILS={}", count), "no_proxy=*"};
}

TEST(HostName, ThatIsNotFoundForAWhileIsLookedUpAgainAndTheRowsAreTheSame) {
  FakeEndpoint fake;
  const Place steady(GENERATOR, kVllm, fake.url(""), kDocuments);
  ASSERT_EQ(steady.run().exit_code, 0);
  const std::string url = fmt::format("http://models.test:{}", fake.port());
  const Place place(GENERATOR, kVllm, url, kDocuments);
  const Ended ended = place.run({}, lookups_that_fail(2));
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  EXPECT_EQ(place.made(), steady.made());
}

TEST(HostName, ThatIsNotFoundAtAllIsNamedAndTheSameCommandGoesOnWhenItIs) {
  FakeEndpoint fake;
  const std::string url = fmt::format("http://models.test:{}", fake.port());
  const Place place(GENERATOR, kVllm, url, kDocuments);
  const Ended ended = place.run({}, lookups_that_fail(1'000'000));
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.printed, HasSubstr(fmt::format("models.test:{}", fake.port())));
  EXPECT_EQ(fake.requests(), 0u);
  EXPECT_FALSE(path_exists(place / "rows.jsonl"));
  const Ended again = place.run({}, lookups_that_fail(0));
  EXPECT_EQ(again.exit_code, 0) << again.printed;
  EXPECT_EQ(place.rows(), static_cast<std::size_t>(kDocuments));
}

}  // namespace
}  // namespace generator
