// Which of many short texts occur in a longer one, in one pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace generator {

/// Texts of two bytes or more; they are not copied and must outlive the set. Immutable.
class SubstringSet {
 public:
  explicit SubstringSet(std::span<const std::string_view> texts);

  bool any_in(std::string_view s) const { return count_in(s, 1) > 0; }
  /// How many different texts of the set occur in `s`, counted up to `most`.
  std::size_t count_in(std::string_view s, std::size_t most) const;

 private:
  std::span<const std::string_view> texts_;
  std::vector<std::uint16_t> by_bucket_;  // indices into texts_, those of a bucket together
  std::array<std::uint16_t, 4097> bucket_begin_{};  // in by_bucket_; the next one's is the end
};

}  // namespace generator
