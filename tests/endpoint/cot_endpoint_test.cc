// Chains of thought over every vendor's protocol: made, verified, rated, exported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "endpoint/place.h"
#include "support/endpoint/endpoint.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string statements(int number) {
  return fmt::format(
      "# Acme Queue {0}\n\n## Lost messages of orders{0}\n\nA message that no worker of the project "
      "has taken for {1} days is moved to the archive of the broker. An archive that holds more than "
      "{2} messages is sent to the office on the first day of the month. Whoever reads the archive "
      "in the office finds the lost orders in the order in which their customers sent them, with "
      "the name of the worker that should have taken each of them at the time.\n",
      number, number % 20 + 3, 100 + number);
}

TEST(CotPipeline, MakesVerifiesRatesAndExportsReasoning) {
  endpoint::Options options;
  options.key = kKey;
  FakeEndpoint fake(options);
  for (const Vendor& vendor : kVendors) {
    Place place(vendor, fake.url(""), &statements);
    const auto file = [&](const std::string& name) {
      return read_file(place / name).value_or("(absent)");
    };
    const auto run = [&](std::vector<std::string> words) {
      words.insert(words.end(), {"--config", "settings.yaml", "--quiet"});
      const Ended ended = place.generator(std::move(words));
      EXPECT_EQ(ended.exit_code, 0) << ended.printed;
    };
    const std::vector<std::string> making = {"generate-cot", "docs", "-o", "cot.jsonl", "--verify",
                                             "--chunk-tokens", "16:1024", "--yes"};
    run(making);
    const std::string made = file("cot.jsonl");
    EXPECT_GE(text::lines(made).size(), 15u) << file("cot.rejected.jsonl");
    EXPECT_THAT(made, HasSubstr(R"("reasoning":["A message that no worker of the project has taken)"));
    run({"curate", "cot.jsonl", "-o", "kept.jsonl", "--yes"});
    EXPECT_THAT(file("kept.jsonl"), HasSubstr(R"("reasoning_quality":)"));
    const Ended exported = place.generator({"export", "kept.jsonl", "-o", "out.jsonl", "--cot-style",
                                            "think", "-q"});
    EXPECT_EQ(exported.exit_code, 0) << exported.printed;
    EXPECT_THAT(file("out.jsonl"), HasSubstr(R"(<think>\n)"));
    EXPECT_THAT(fake.violations(), IsEmpty());
    const auto before = fake.requests();
    run(making);
    EXPECT_EQ(fake.requests(), before) << "all in the ledger";
    EXPECT_EQ(file("cot.jsonl"), made);
  }
}

}  // namespace
}  // namespace generator
