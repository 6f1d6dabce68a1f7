#include "model/patience.h"

#include <algorithm>
#include <cmath>

namespace generator {
namespace {

constexpr std::size_t kRemembered = 512;
constexpr std::size_t kFewest = 64;  // answers before anything is said
constexpr std::size_t kEvery = 16;   // answers between two looks
constexpr double kTimes = 2.5;
constexpr double kFade = 0.99;
constexpr double kMostLost = 6;  // of about a hundred

}  // namespace

std::int64_t Patience::wait_ms(std::string_view task, int losses) const {
  const auto known = tasks_.find(task);
  if (known == tasks_.end() || known->second.slow_ms == 0) return options_.most_ms;
  const double usual = std::max(static_cast<double>(options_.least_ms),
                                kTimes * static_cast<double>(known->second.slow_ms));
  const double wait = usual * known->second.longer * std::pow(2.0, std::min(losses, 20));
  return static_cast<std::int64_t>(std::min(wait, static_cast<double>(options_.most_ms)));
}

void Patience::answered(std::string_view task, std::int64_t took_ms) {
  auto at = tasks_.find(task);
  if (at == tasks_.end()) at = tasks_.emplace(std::string(task), Known{}).first;
  Known& known = at->second;
  if (known.took.size() < kRemembered)
    known.took.push_back(took_ms);
  else
    known.took[known.answers % kRemembered] = took_ms;
  ++known.answers;
  known.lost *= kFade;
  if (known.answers < kFewest || known.answers % kEvery != 0) return;
  std::vector<std::int64_t> sorted = known.took;
  const auto place = static_cast<std::ptrdiff_t>((sorted.size() * 99 + 99) / 100 - 1);
  std::ranges::nth_element(sorted, sorted.begin() + place);
  known.slow_ms = std::max<std::int64_t>(1, sorted[static_cast<std::size_t>(place)]);
}

void Patience::lost(std::string_view task) {
  const auto at = tasks_.find(task);
  if (at == tasks_.end()) return;
  Known& known = at->second;
  known.lost = known.lost * kFade + 1;
  if (known.lost <= kMostLost) return;
  known.longer = std::min(known.longer * 2, 1e6);
  known.lost = 0;
}

}  // namespace generator
