// Which vectors point nearly the same way: signs of random projections (Charikar, "Similarity
// estimation techniques from rounding algorithms", 2002) find candidates, the cosine decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace generator::select {

/// A vector of length 1 in a byte a number; its cosines are off by 0.01 at most. Empty: none.
using SmallVector = std::vector<std::int8_t>;

/// Empty where `vector` has no length or a number that is none.
SmallVector small_vector(std::span<const float> vector);

/// 0 where the sizes differ or one is empty.
double cosine(const SmallVector& a, const SmallVector& b);

/// Pairs (later, earlier) of `vectors` with a cosine of at least `least`, ascending; of 700 pairs at
/// 0.95 one is missed. Those without a vector are in none. Deterministic.
std::vector<std::pair<std::size_t, std::size_t>> near_vectors(
    std::span<const SmallVector* const> vectors, double least);

}  // namespace generator::select
