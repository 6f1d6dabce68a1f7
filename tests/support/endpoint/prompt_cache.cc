#include "support/endpoint/prompt_cache.h"

#include "base/hash.h"

namespace generator::endpoint {
namespace {

constexpr std::size_t kBytesAToken = 4;
constexpr std::size_t kBlock = 128 * kBytesAToken;
constexpr std::size_t kMostKept = 100'000;

std::vector<std::size_t> ends_of(const Prompt& prompt) {
  if (prompt.caching == Caching::kMarked) return prompt.marks;
  std::vector<std::size_t> out;
  if (prompt.caching == Caching::kAutomatic)
    for (std::size_t end = kBlock; end <= prompt.text.size(); end += kBlock) out.push_back(end);
  return out;
}

}  // namespace

CacheUse PromptCache::use(const Prompt& prompt, std::int64_t now_ms, std::int64_t answered_ms) {
  if (ready_ms_.size() > kMostKept) ready_ms_.clear();
  CacheUse out;
  std::int64_t last = 0;  // tokens of the longest prefix
  for (const std::size_t end : ends_of(prompt)) {
    const auto tokens = static_cast<std::int64_t>(end / kBytesAToken);
    if (tokens < prompt.least) continue;
    const auto [known, is_new] = ready_ms_.try_emplace(
        digest(std::string_view(prompt.text).substr(0, end)).hex(), answered_ms);
    if (!is_new && known->second <= now_ms) out.read = tokens;
    last = tokens;
  }
  if (prompt.caching == Caching::kMarked) out.written = last - out.read;
  return out;
}

}  // namespace generator::endpoint
