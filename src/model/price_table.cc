// An entry is a model in a span of days; entries of one model make one Price. Bands are written as
// vendors publish them: the usual prices, and under `over` those for prompts of more tokens.
#include "model/price_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/yaml.h"

namespace generator {
namespace {

bool is_day(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

Result<std::string> text_of(const yaml::Node& entry, std::string_view field, bool needed) {
  const auto node = entry.find(field);
  if (!node && needed) return entry.error(fmt::format("has no `{}`", field));
  if (!node) return std::string();
  return node->string();
}

Result<std::string> day_field(const yaml::Node& entry, std::string_view field, bool needed) {
  TRY(std::string day, text_of(entry, field, needed));
  if (!day.empty() && !is_day(day))
    return entry.find(field)->error("is not a day, as in 2026-11-25");
  return day;
}

// US dollars a million tokens, as the price of one token.
Result<std::optional<Usd>> rate_field(const yaml::Node& entry, std::string_view field) {
  const auto node = entry.find(field);
  if (!node || node->is_null()) return std::nullopt;
  const std::optional<Usd> million = read_usd(node->text(), 6);
  if (!million)
    return node->error(
        "is not a price in USD per million tokens: a number of 0 or more, at most six decimals");
  return Usd{million->pico / 1'000'000};
}

Result<Rates> read_rates(const yaml::Node& entry) {
  Rates rates;
  TRY(const std::optional<Usd> input, rate_field(entry, "input"));
  TRY(const std::optional<Usd> output, rate_field(entry, "output"));
  if (!input || !output) return entry.error("needs `input` and `output`");
  rates.input = *input;
  rates.output = *output;
  TRY(rates.cached, rate_field(entry, "cached"));
  TRY(rates.cache_write, rate_field(entry, "cache_write"));
  TRY(rates.cache_hour, rate_field(entry, "cache_hour"));
  return rates;
}

Result<std::vector<Price::Band>> read_bands(const yaml::Node& entry) {
  TRY(const Rates usual, read_rates(entry));
  std::vector<Price::Band> bands{{0, usual}};
  const auto over = entry.find("over");
  if (!over) return bands;
  CHECK_OK(over->expect(yaml::Kind::kSequence));
  for (const yaml::Node band : *over) {
    CHECK_OK(band.expect(yaml::Kind::kMapping));
    CHECK_OK(band.expect_fields({"prompt_tokens", "input", "output", "cached", "cache_write",
                                 "cache_hour"}));
    const auto tokens = band.find("prompt_tokens");
    if (!tokens) return band.error("has no `prompt_tokens`");
    TRY(const std::int64_t above, tokens->integer());
    if (above <= bands.back().above) return tokens->error("is not above the one before it");
    TRY(const Rates rates, read_rates(band));
    bands.push_back({above, rates});
  }
  return bands;
}

bool overlap(const Price::Period& a, const Price::Period& b) {
  const bool a_ends_first = !a.until.empty() && !b.from.empty() && a.until < b.from;
  const bool b_ends_first = !b.until.empty() && !a.from.empty() && b.until < a.from;
  return !a_ends_first && !b_ends_first;
}

// The share of the price that a batch costs, in thousandths.
Result<std::int64_t> batch_permille(const yaml::Node& entry, std::int64_t otherwise) {
  const auto node = entry.find("batch");
  if (!node) return otherwise;
  const std::optional<Usd> share = read_usd(node->text(), 3);
  if (!share || share->pico > Usd::kPerDollar)
    return node->error("is not a share of the price: a number from 0 to 1, at most three decimals");
  return share->pico / (Usd::kPerDollar / 1000);
}

Status read_entry(const yaml::Node& entry, std::vector<Price>& prices) {
  CHECK_OK(entry.expect(yaml::Kind::kMapping));
  CHECK_OK(entry.expect_fields({"provider", "model", "source", "checked", "from", "until", "input",
                                "output", "cached", "cache_write", "cache_hour", "over", "batch"}));
  TRY(std::string provider, text_of(entry, "provider", true));
  TRY(std::string model, text_of(entry, "model", true));
  Price::Period period;
  TRY(period.source, text_of(entry, "source", false));
  TRY(period.checked, day_field(entry, "checked", false));
  TRY(period.from, day_field(entry, "from", false));
  TRY(period.until, day_field(entry, "until", false));
  TRY(period.bands, read_bands(entry));
  TRY(period.batch_permille, batch_permille(entry, period.batch_permille));
  const auto known = std::ranges::find_if(
      prices, [&](const Price& p) { return p.provider == provider && p.model == model; });
  if (known == prices.end()) {
    prices.push_back({std::move(provider), std::move(model), {std::move(period)}});
    return {};
  }
  for (const Price::Period& other : known->periods)
    if (overlap(other, period))
      return entry.error(fmt::format("gives `{}` a second price for the same days", model));
  known->periods.push_back(std::move(period));
  return {};
}

// "-2026-09-22" and "-20251001" name a snapshot of the model before them.
bool is_snapshot(std::string_view rest) {
  if (rest.empty() || rest.front() != '-') return false;
  rest.remove_prefix(1);
  return is_day(rest) || (rest.size() == 8 &&
                          std::ranges::all_of(rest, [](char c) { return c >= '0' && c <= '9'; }));
}

bool names(std::string_view model, const Price& price) {
  return model == price.model ||
         (model.starts_with(price.model) && is_snapshot(model.substr(price.model.size())));
}

Status read_table(const yaml::Document& document, std::vector<Price>& prices) {
  const yaml::Node root = document.root();
  CHECK_OK(root.expect(yaml::Kind::kMapping));
  CHECK_OK(root.expect_fields({"prices"}));
  const auto list = root.find("prices");
  if (!list) return root.error("has no list `prices`");
  CHECK_OK(list->expect(yaml::Kind::kSequence));
  for (const yaml::Node entry : *list) CHECK_OK(read_entry(entry, prices));
  return {};
}

}  // namespace

Result<PriceTable> PriceTable::built_in() {
  return parse(embedded_prices(), "configs/prices.yaml");
}

Result<PriceTable> PriceTable::parse(std::string_view yaml, const std::string& name) {
  TRY(const yaml::Document document, yaml::Document::parse(yaml, name));
  PriceTable table;
  CHECK_OK(read_table(document, table.prices_));
  return table;
}

Result<PriceTable> PriceTable::load(const std::string& path) {
  TRY(const yaml::Document document, yaml::Document::load(path));
  PriceTable table;
  CHECK_OK(read_table(document, table.prices_));
  return table;
}

const Price* PriceTable::find(std::string_view provider, std::string_view model) const {
  for (const Price& price : prices_)
    if (price.provider == provider && names(model, price)) return &price;
  return nullptr;
}

const Price* PriceTable::find(std::string_view model) const {
  for (const Price& price : prices_)
    if (names(model, price)) return &price;
  return nullptr;
}

void PriceTable::replace(PriceTable other) {
  for (Price& theirs : other.prices_) {
    const auto ours = std::ranges::find_if(prices_, [&](const Price& p) {
      return p.provider == theirs.provider && p.model == theirs.model;
    });
    if (ours == prices_.end())
      prices_.push_back(std::move(theirs));
    else
      *ours = std::move(theirs);
  }
}

}  // namespace generator
