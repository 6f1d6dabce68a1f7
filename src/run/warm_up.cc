// Nothing is lost by a wrong guess: a front that is thought to be gone is written by one request
// alone, one that is thought to be there by several. So what is remembered is bounded, and a server
// that never tells of a cache (a gateway that drops the marks) makes nobody wait for long.
#include "run/warm_up.h"

#include <utility>

namespace generator {
namespace {

constexpr std::int64_t kKeptMs = 280'000;  // providers keep a front five minutes from its last use
constexpr std::size_t kMostRemembered = 4'096;
constexpr int kMostFruitless = 4;

}  // namespace

bool WarmUp::is_warm(const Digest& front, std::int64_t now_ms) const {
  const auto used = last_used_.find(front);
  return used != last_used_.end() && now_ms - used->second < kKeptMs;
}

bool WarmUp::holds(Call& call, const std::vector<Digest>& fronts, std::int64_t now_ms) {
  for (const Digest& front : fronts) {
    const auto writer = writers_.find(front);
    if (writer == writers_.end() || is_warm(front, now_ms)) continue;
    held_[writer->second].push_back(&call);
    return true;
  }
  return false;
}

void WarmUp::left(Call& call, const std::vector<Digest>& fronts, std::int64_t now_ms) {
  for (const Digest& front : fronts) {
    if (is_warm(front, now_ms)) {
      last_used_[front] = now_ms;
    } else if (fruitless_ < kMostFruitless) {
      writers_[front] = &call;
      writing_[&call].push_back(front);
    }
  }
}

std::vector<Call*> WarmUp::ended(const Call& call, const Usage* usage, std::int64_t now_ms) {
  const auto wrote = writing_.extract(&call);
  if (wrote.empty()) return {};
  if (last_used_.size() > kMostRemembered) last_used_.clear();
  for (const Digest& front : wrote.mapped()) {
    writers_.erase(front);
    if (usage != nullptr) last_used_[front] = now_ms;
  }
  if (usage != nullptr) fruitless_ = usage->cached + usage->cache_written > 0 ? 0 : fruitless_ + 1;
  const auto held = held_.extract(&call);
  return held.empty() ? std::vector<Call*>() : std::move(held.mapped());
}

}  // namespace generator
