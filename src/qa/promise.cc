#include "qa/promise.h"

#include <algorithm>
#include <cmath>

namespace generator::qa {
namespace {

// What is known of the wider circle counts like so many pairs of one's own.
constexpr double kPrior = 10;

double mean(std::int64_t kept, std::int64_t asked, double prior) {
  return (static_cast<double>(kept) + kPrior * prior) / (static_cast<double>(asked) + kPrior);
}

std::uint16_t added(std::uint16_t count, std::int64_t more) {
  return static_cast<std::uint16_t>(std::min<std::int64_t>(count + more, UINT16_MAX));
}

}  // namespace

void Promise::add(std::uint32_t group) {
  chunks_.push_back({group, 0, 0});
  if (groups_.size() <= group) groups_.resize(group + 1);
}

void Promise::hear(std::uint64_t position, std::int64_t asked, std::int64_t kept) {
  Chunk& chunk = chunks_[position];
  chunk.asked = added(chunk.asked, asked);
  chunk.kept = added(chunk.kept, kept);
  for (Count* count : {&groups_[chunk.group], &all_}) {
    count->asked += asked;
    count->kept += kept;
  }
}

// Laplace's rule: before anything was asked, one half.
double Promise::rate_of_all() const {
  return (static_cast<double>(all_.kept) + 1) / (static_cast<double>(all_.asked) + 2);
}

double Promise::rate_of(const Count& group) const {
  return mean(group.kept, group.asked, rate_of_all());
}

Promise::Rate Promise::of(std::uint64_t position) const {
  const Chunk& chunk = chunks_[position];
  const double rate = mean(chunk.kept, chunk.asked, rate_of(groups_[chunk.group]));
  return {rate, std::sqrt(rate * (1 - rate) / (chunk.asked + kPrior + 1))};
}

}  // namespace generator::qa
