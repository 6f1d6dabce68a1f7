// Values out of the Arrow arrays that the bridge gives.
#pragma once

#ifdef GENERATOR_HAS_BRIDGE

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "store/bridge.h"

namespace generator {

inline bool is_null(const ArrowArray& array, std::int64_t row) {
  const auto* bitmap = static_cast<const std::uint8_t*>(array.buffers[0]);
  if (bitmap == nullptr || array.null_count == 0) return false;
  const std::int64_t bit = array.offset + row;
  return ((bitmap[bit / 8] >> (bit % 8)) & 1) == 0;
}

inline std::string_view text_at(const ArrowArray* array, std::int64_t row) {
  if (array == nullptr || is_null(*array, row)) return {};
  const auto* offsets = static_cast<const std::int32_t*>(array->buffers[1]) + array->offset + row;
  return {static_cast<const char*>(array->buffers[2]) + offsets[0],
          static_cast<std::size_t>(offsets[1] - offsets[0])};
}

/// Row `row` of a column of lists of float32; empty for null.
inline std::span<const float> floats_at(const ArrowArray* array, std::int64_t row) {
  if (array == nullptr || is_null(*array, row)) return {};
  const auto* offsets = static_cast<const std::int32_t*>(array->buffers[1]) + array->offset + row;
  const ArrowArray& values = *array->children[0];
  return {static_cast<const float*>(values.buffers[1]) + values.offset + offsets[0],
          static_cast<std::size_t>(offsets[1] - offsets[0])};
}

/// An Arrow structure that is released with its owner.
template <class T>
struct Owned {
  T value{};
  Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { release(); }
  void release() {
    if (value.release != nullptr) value.release(&value);
    value.release = nullptr;
  }
};

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
