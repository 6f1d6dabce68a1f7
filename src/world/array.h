// A thing with a shape and a type of elements: its size, its contents, and what follows from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "world/world.h"

namespace generator::world {

using Extent = std::vector<std::int64_t>;  // a number a dimension

class Array {
 public:
  /// Of a thing with `shape` and `dtype`; its contents follow from `seed`, its key and what it lies
  /// in, inside the field `range` ([low, high]) where there is one.
  static std::optional<Array> of(const Thing& thing, std::uint64_t seed);

  const Extent& shape() const { return shape_; }
  std::int64_t elements() const;
  std::int64_t bytes() const { return elements() * item_bytes_; }
  /// As it is stored; nothing: in one piece.
  const std::optional<Extent>& chunks() const { return chunks_; }
  bool is_compressed() const { return is_compressed_; }
  std::int64_t chunk_bytes() const;
  double megabytes() const;

  /// As JSON, by its place in row order.
  std::string at(std::int64_t index) const;
  /// Nested lists of the part that begins at `start` and has `count`; of each dimension at most the
  /// first few. `is_cut` receives whether some were left away.
  std::string contents(const Extent& start, const Extent& count, bool& is_cut) const;
  /// {"mean": …} of elements [begin, end), over at most 512 of them; `names` among mean, std, min,
  /// max, sum, count, median.
  std::string statistics(const std::vector<std::string>& names, std::int64_t begin,
                         std::int64_t end) const;
  /// What makes reading slow.
  std::vector<std::string> issues() const;

 private:
  double number(std::int64_t index) const;
  void nest(std::string& out, const Extent& start, const Extent& count, std::size_t dimension,
            std::int64_t offset, bool& is_cut) const;

  Extent shape_;
  std::optional<Extent> chunks_;
  std::string dtype_;
  std::int64_t item_bytes_ = 8;
  bool is_compressed_ = false;
  bool is_axis_ = false;  // goes evenly from low to high, as time does
  bool is_whole_ = false, is_text_ = false, is_truth_ = false;
  double low_ = 0, high_ = 1;
  std::uint64_t seed_ = 0;
};

std::string extent_json(const Extent& extent);
std::string extent_tuple(const Extent& extent);  // "(1000, 500)", "(12,)"
double rounded(double value, int decimals);

}  // namespace generator::world
