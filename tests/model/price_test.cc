#include "model/price.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/price_table.h"

namespace generator {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kNovember = 1'795'600'000'000;  // 2026-11-25
constexpr std::int64_t kLastSecondOf2026 = 1'798'761'599'000;

Usd usd(const char* text) { return *read_usd(text); }

const Price& built_in(const char* provider, const char* model) {
  static const PriceTable table = *PriceTable::built_in();
  const Price* price = table.find(provider, model);
  if (price == nullptr) throw std::runtime_error(model);
  return *price;
}

Usage usage(std::int64_t input, std::int64_t output, std::int64_t cached = 0,
            std::int64_t written = 0) {
  return {input, output, cached, 0, written};
}

TEST(PriceTable, HasThePublishedPricesOfTheDefaultModelsToTheCent) {
  const struct {
    const char *provider, *model;
    Usage usage;
    const char* cost;
  } bills[] = {
      {"openai", "gpt-6-luna", usage(1'000'000, 1'000'000), "0.95"},  // a long prompt: double rates
      {"openai", "gpt-6-luna", usage(272'000, 0), "0.0272"},
      {"openai", "gpt-6-luna", usage(272'001, 0), "0.0544002"},
      {"openai", "gpt-6-luna", usage(10'000, 1'000, 4'000, 2'000), "0.00119"},
      {"openai", "gpt-6-astra", usage(1'000, 1'000), "0.06"},
      {"openai", "gpt-5.4-mini", usage(1'000'000, 100, 1'000'000), "0.07545"},
      {"anthropic", "claude-haiku-5-5", usage(100'000, 0), "0.01"},
      {"anthropic", "claude-haiku-5-5", usage(100'001, 1'000), "0.0525005"},
      {"anthropic", "claude-haiku-5-5", usage(100'000, 0, 100'000), "0.001"},
      {"anthropic", "claude-sonnet-5-5", usage(1'000, 1'000, 500, 500), "0.0113"},
      {"anthropic", "claude-opus-5-5", usage(1'000, 1'000), "0.024"},
      {"gemini", "gemini-3.8-flash", usage(1'000, 1'000), "0.0045"},
      {"gemini", "gemini-2.5-flash", usage(1'000, 1'000), "0.0028"},
      {"gemini", "gemini-3.1-pro-preview", usage(200'001, 1'000), "0.818004"},
  };
  for (const auto& bill : bills)
    EXPECT_EQ(cost(built_in(bill.provider, bill.model), bill.usage, kNovember), usd(bill.cost))
        << bill.model;
}

TEST(PriceTable, ABatchCostsHalfUnlessTheTableSaysOtherwise) {
  const Price half = built_in("openai", "gpt-6-luna").in_batches();
  EXPECT_EQ(cost(half, usage(10'000, 1'000, 4'000, 2'000), kNovember), usd("0.000595"));
  const auto parse = [](const char* share) {
    return PriceTable::parse(std::string("prices:\n- {provider: a, model: m, input: 1, output: 3, "
                                         "batch: ") +
                                 share + "}\n",
                             "p.yaml");
  };
  const Price quarter = parse("0.25")->prices()[0].in_batches();
  EXPECT_EQ(cost(quarter, usage(1'000'000, 1'000'000), kNovember), usd("1"));
  for (const char* wrong : {"1.5", "-1", "half", "0.0001"}) {
    const auto table = parse(wrong);
    ASSERT_FALSE(table) << wrong;
    EXPECT_THAT(table.error().message, HasSubstr("a number from 0 to 1"));
  }
}

TEST(PriceTable, WhatIsWrittenForAnHourCostsTwiceTheInputUnlessTheTableSaysOtherwise) {
  Usage hour = usage(1'000, 0, 200, 500);
  hour.cache_written_hour = 300;
  // 300 plain, 200 read at 0.1, 200 written at 2.5, 300 for an hour at 4
  EXPECT_EQ(cost(built_in("anthropic", "claude-sonnet-5-5"), hour, kNovember), usd("0.00232"));
  const Price own = PriceTable::parse(
                        "prices:\n- {provider: a, model: m, input: 2, output: 1, cached: 0.1, "
                        "cache_write: 2.5}\n",
                        "p.yaml")
                        ->prices()[0];
  EXPECT_EQ(cost(own, hour, kNovember), usd("0.00232"));
  EXPECT_EQ(saved_by_cache(own, hour, kNovember).pico,
            usd("0.00038").pico - usd("0.0001").pico - usd("0.0006").pico);
  const Price half = own.in_batches();
  EXPECT_EQ(cost(half, hour, kNovember), usd("0.00116"));
  // In a batch all of the prompt may be written for an hour, elsewhere none of it.
  EXPECT_EQ(worst_case(half, TokenBound{1'000, 0}, kNovember), usd("0.002"));
  EXPECT_EQ(worst_case(own, TokenBound{1'000, 0}, kNovember), usd("0.0025"));
}

TEST(PriceTable, EveryBuiltInPriceNamesItsSourceAndDay) {
  const PriceTable table = *PriceTable::built_in();
  for (const Price& price : table.prices())
    for (const Price::Period& period : price.periods) {
      EXPECT_FALSE(period.source.empty()) << price.model;
      EXPECT_EQ(period.checked.size(), 10u) << price.model;
    }
}

TEST(PriceTable, APriceChangesOnItsDay) {
  const Price& flash = built_in("gemini", "gemini-3.8-flash");
  EXPECT_EQ(cost(flash, usage(1'000'000, 0), kLastSecondOf2026), usd("0.75"));
  EXPECT_EQ(cost(flash, usage(1'000'000, 0), kLastSecondOf2026 + 1000), usd("1.50"));
  // A cached token whose price is not known is one like the others.
  EXPECT_EQ(cost(flash, usage(1'000'000, 0, 500'000), kLastSecondOf2026 + 1000), usd("1.50"));
  ChatRequest request;
  request.sampling.max_tokens = 1'000'000;
  EXPECT_GE(*worst_case(flash, request, kLastSecondOf2026), usd("7.50")) << "it ends in 2027";
}

TEST(PriceTable, FindsADatedSnapshotAndNoOtherModel) {
  const PriceTable table = *PriceTable::built_in();
  EXPECT_NE(table.find("openai", "gpt-6-luna-2026-09-22"), nullptr);
  EXPECT_NE(table.find("anthropic", "claude-haiku-5-5-20261007"), nullptr);
  EXPECT_NE(table.find("gpt-6-luna"), nullptr);
  for (const char* model : {"gpt-6-luna-mini", "gpt-6-luna-1", "gpt-6", "gpt-6-luna-", "qwen3:8b"})
    EXPECT_EQ(table.find("openai", model), nullptr) << model;
  EXPECT_EQ(table.find("ollama", "gpt-6-luna"), nullptr);
}

TEST(PriceTable, AUsersEntryStandsInForTheBuiltInOne) {
  PriceTable table = *PriceTable::built_in();
  const std::size_t known = table.prices().size();
  table.replace(
      *PriceTable::parse("prices:\n- {provider: openai, model: gpt-6-luna, input: 1, output: 2}\n"
                         "- {provider: vllm, model: own, input: 0.000001, output: 0}\n",
                         "mine.yaml"));
  EXPECT_EQ(table.prices().size(), known + 1);
  EXPECT_EQ(cost(*table.find("openai", "gpt-6-luna"), usage(1'000'000, 1'000'000), kNovember),
            usd("3"));
  EXPECT_EQ(cost(*table.find("vllm", "own"), usage(1, 1), kNovember), Usd{1});
}

TEST(PriceTable, AWrongFileIsToldByLineAndField) {
  const std::string head = "prices:\n- provider: openai\n  model: m\n";
  const struct {
    std::string text;
    const char* problem;
  } wrong[] = {
      {"prices: 3\n", "p.yaml:1"},
      {"price: []\n", "is `prices` meant"},
      {head + "  input: 1\n", "needs `input` and `output`"},
      {head + "  input: -1\n  output: 1\n", "p.yaml:4: `prices[0].input` is not a price"},
      {head + "  input: 1\n  output: 0.0000001\n", "at most six decimals"},
      {head + "  input: 1\n  output: free\n", "p.yaml:5"},
      {head + "  input: 1\n  output: 1\n  cache: 1\n", "`cache"},
      {head + "  input: 1\n  output: 1\n  from: yesterday\n", "is not a day"},
      {head + "  input: 1\n  output: 1\n  over: [{input: 1, output: 1}]\n", "`prompt_tokens`"},
      {head + "  input: 1\n  output: 1\n  over: [{prompt_tokens: 0, input: 1, output: 1}]\n",
       "is not above"},
      {head + "  input: 1\n  output: 1\n- {provider: openai, model: m, input: 2, output: 2}\n",
       "a second price for the same days"},
      {"prices:\n- {model: m, input: 1, output: 1}\n", "has no `provider`"},
  };
  for (const auto& [text, problem] : wrong) {
    const auto table = PriceTable::parse(text, "p.yaml");
    ASSERT_FALSE(table) << text;
    EXPECT_THAT(table.error().message, HasSubstr(problem));
  }
}

TEST(Price, NumbersThatCannotBeAreBroughtIntoRange) {
  const Price& luna = built_in("openai", "gpt-6-luna");
  EXPECT_EQ(cost(luna, usage(100, 0, 500, 500), kNovember),
            cost(luna, usage(100, 0, 100), kNovember));
  EXPECT_EQ(cost(luna, usage(100, 0, 60, 60), kNovember),
            cost(luna, usage(100, 0, 60, 40), kNovember));
  EXPECT_EQ(cost(luna, usage(-5, -5, -5, -5), kNovember), Usd{});
  EXPECT_GT(*cost(luna, usage(INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX), kNovember), usd("1000"));
}

TEST(Price, SavingIsWhatCachedTokensWouldHaveCostMore) {
  EXPECT_EQ(saved_by_cache(built_in("anthropic", "claude-opus-5-5"), usage(1'000'000, 5, 500'000),
                           kNovember),
            usd("1.90"));
}

TEST(Price, NoPromptOfTheseBytesCanCostMoreThanItsWorstCase) {
  const Price& haiku = built_in("anthropic", "claude-haiku-5-5");
  const Schema schema{"reply", std::string(3'000, '{')};
  const std::vector<Tool> tools{{"name", std::string(500, 'd'), std::string(700, '{')}};
  for (const std::size_t bytes : {0, 10, 5'000, 99'000, 400'000}) {
    ChatRequest request;
    request.messages.push_back({Role::kUser, std::string(bytes, 'x'), {}, {}, {}});
    request.schema = &schema;
    request.tools = &tools;
    request.sampling.max_tokens = 2'048;
    const Usd worst = *worst_case(haiku, request, kNovember);
    const auto all = static_cast<std::int64_t>(bytes + 3'000 + 1'200 + 32);
    for (const std::int64_t cached : {std::int64_t{0}, all})
      for (const std::int64_t written : {std::int64_t{0}, all})
        EXPECT_LE(*cost(haiku, usage(all, 2'048, cached, written), kNovember), worst) << bytes;
  }
}

}  // namespace
}  // namespace generator
