// Texts are laid out by a hash of their first two bytes. At nearly every place of the searched text
// the hash's list is empty, which one look at a small table tells.
#include "base/substring_set.h"

#include <algorithm>
#include <numeric>

namespace generator {
namespace {

constexpr std::size_t kBuckets = 4096;

std::size_t bucket_of(const char* s) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(s[i]));
  };
  return (byte(0) << 4 ^ byte(1)) & (kBuckets - 1);
}

}  // namespace

SubstringSet::SubstringSet(std::span<const std::string_view> texts)
    : texts_(texts), by_bucket_(texts.size()) {
  std::iota(by_bucket_.begin(), by_bucket_.end(), std::uint16_t{0});
  const auto bucket = [&](std::uint16_t text) { return bucket_of(texts_[text].data()); };
  std::stable_sort(by_bucket_.begin(), by_bucket_.end(),
                   [&](std::uint16_t a, std::uint16_t b) { return bucket(a) < bucket(b); });
  for (const std::uint16_t text : by_bucket_) ++bucket_begin_[bucket(text) + 1];
  std::partial_sum(bucket_begin_.begin(), bucket_begin_.end(), bucket_begin_.begin());
}

std::size_t SubstringSet::count_in(std::string_view s, std::size_t most) const {
  std::vector<std::uint16_t> found;
  for (std::size_t at = 0; at + 1 < s.size(); ++at) {
    const std::size_t bucket = bucket_of(s.data() + at);
    for (std::size_t i = bucket_begin_[bucket]; i < bucket_begin_[bucket + 1]; ++i) {
      const std::uint16_t text = by_bucket_[i];
      if (!s.substr(at).starts_with(texts_[text]) ||
          std::find(found.begin(), found.end(), text) != found.end())
        continue;
      found.push_back(text);
      if (found.size() == most) return most;
    }
  }
  return found.size();
}

}  // namespace generator
