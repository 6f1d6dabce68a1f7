#include "model/retry_hint.h"

#include <charconv>
#include <cmath>
#include <ctime>
#include <string>

#include "base/text.h"

namespace generator {
namespace {

constexpr double kLongest = 1e12;  // milliseconds; beyond it is nonsense

std::optional<double> number(std::string_view text) {
  text = text::trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0) || value > kLongest)
    return std::nullopt;
  return value;
}

std::optional<std::int64_t> http_date_ms(std::string_view text) {
  std::tm utc{};
  const char* end = strptime(std::string(text).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  if (end == nullptr) return std::nullopt;
  return static_cast<std::int64_t>(timegm(&utc)) * 1000;
}

}  // namespace

std::optional<std::int64_t> retry_after_ms(const http::Response& response,
                                           std::int64_t now_unix_ms) {
  if (const auto ms = number(response.header("retry-after-ms")))
    return static_cast<std::int64_t>(std::ceil(*ms));
  const std::string_view after = response.header("retry-after");
  if (const auto seconds = number(after))
    return static_cast<std::int64_t>(std::ceil(*seconds * 1000));
  if (const auto date = http_date_ms(text::trim(after))) {
    const auto now = http_date_ms(text::trim(response.header("date")));
    return std::max<std::int64_t>(0, *date - now.value_or(now_unix_ms));
  }
  return std::nullopt;
}

std::optional<std::int64_t> retry_text_ms(std::string_view message) {
  for (const std::string_view words : {"try again in ", "retry in "}) {
    const std::size_t at = message.find(words);
    if (at == std::string_view::npos) continue;
    std::string_view rest = message.substr(at + words.size());
    rest = rest.substr(0, rest.find_first_of(" ,;)"));
    while (!rest.empty() && rest.back() == '.') rest.remove_suffix(1);
    if (const auto ms = duration_ms(rest)) return ms;
  }
  return std::nullopt;
}

std::optional<std::int64_t> duration_ms(std::string_view text) {
  double total = 0;
  bool any = false;
  while (!text.empty()) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    struct UnitMs {
      std::string_view name;
      double ms;
    };
    static constexpr UnitMs kUnits[] = {{"ms", 1},    {"us", 1e-3}, {"ns", 1e-6},
                                        {"h", 3.6e6}, {"m", 6e4},   {"s", 1e3}};
    const UnitMs* unit = nullptr;
    for (const auto& candidate : kUnits)
      if (text.substr(0, candidate.name.size()) == candidate.name && unit == nullptr)
        unit = &candidate;
    if (unit == nullptr) return std::nullopt;
    total += value * unit->ms;
    text.remove_prefix(unit->name.size());
    any = true;
  }
  if (!any || total > kLongest) return std::nullopt;
  return static_cast<std::int64_t>(std::ceil(total));
}

}  // namespace generator
