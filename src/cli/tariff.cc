#include "cli/tariff.h"

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/models.h"
#include "cli/session.h"

namespace generator::cli {
namespace {

// The Claude program bills what the API bills.
std::string_view biller(std::string_view provider) {
  return provider == "claude" ? "anthropic" : provider;
}

}  // namespace

Tariff::Tariff(const Settings& settings)
    : settings_(settings), built_in_(must(PriceTable::built_in())), all_(built_in_) {
  if (const std::string file = settings.text("--prices"); !file.empty()) {
    own_ = must(PriceTable::load(file), kWrongUseExit);
    all_.replace(own_);
  }
}

const Price* Tariff::price(const StageModel& choice) const {
  if (const Price* own = own_.find(biller(choice.provider), choice.model)) return own;
  if (destination(choice, settings_) != Destination::kVendor) return nullptr;
  return built_in_.find(biller(choice.provider), choice.model);
}

bool Tariff::is_paid(const StageModel& choice) const {
  const Destination where = destination(choice, settings_);
  return where == Destination::kVendor || where == Destination::kElsewhere ||
         price(choice) != nullptr;
}

std::optional<Usd> Tariff::budget() const {
  const auto text = settings_.maybe("--budget");
  if (!text) return std::nullopt;
  const auto amount = read_usd(*text);
  if (!amount || *amount <= Usd{})
    throw Fatal(kWrongUseExit,
                fmt::format("--budget: `{}` is not an amount of US dollars, as in 0.50", *text));
  return amount;
}

}  // namespace generator::cli
