#include "select/near_vectors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "base/random.h"

namespace generator::select {
namespace {

constexpr std::size_t kDimensions = 256;

// Sums of uniform numbers are as good as normal here.
std::vector<float> any_vector(Random& random) {
  std::vector<float> out;
  for (std::size_t i = 0; i < kDimensions; ++i)
    out.push_back(static_cast<float>(random.unit() + random.unit() + random.unit() - 1.5));
  return out;
}

// At an angle with `cosine` to `from`, up to chance.
std::vector<float> beside(const std::vector<float>& from, double cosine, Random& random) {
  std::vector<float> out = any_vector(random);
  const auto share = static_cast<float>(std::sqrt(1 - cosine * cosine) / cosine);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = from[i] + share * out[i];
  return out;
}

double exact(const std::vector<float>& a, const std::vector<float>& b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    ab += a[i] * b[i], aa += a[i] * a[i], bb += b[i] * b[i];
  return ab / std::sqrt(aa * bb);
}

TEST(SmallVector, KeepsTheCosine) {
  Random random(5);
  for (int i = 0; i < 200; ++i) {
    const auto a = any_vector(random), b = beside(a, 0.5 + 0.0025 * i - 0.001, random);
    EXPECT_NEAR(cosine(small_vector(a), small_vector(b)), exact(a, b), 0.01);
  }
}

TEST(SmallVector, IsEmptyWhereThereIsNoDirection) {
  EXPECT_TRUE(small_vector(std::vector<float>{0, 0, 0}).empty());
  EXPECT_TRUE(small_vector(std::vector<float>{1, std::nanf("")}).empty());
  EXPECT_TRUE(small_vector(std::vector<float>{}).empty());
  EXPECT_EQ(cosine({}, {}), 0);
  EXPECT_EQ(cosine({1, 2}, {1, 2, 3}), 0);
}

TEST(NearVectors, FindsAllButFewOfThoseThatAreNearAndNoOther) {
  Random random(9);
  std::vector<SmallVector> vectors;
  std::vector<std::vector<float>> floats;
  for (int i = 0; i < 1000; ++i) {
    floats.push_back(any_vector(random));
    floats.push_back(beside(floats.back(), i % 2 == 0 ? 0.97 : 0.9, random));
  }
  std::vector<const SmallVector*> pointers;
  for (const auto& vector : floats) vectors.push_back(small_vector(vector));
  vectors.emplace_back();
  for (const auto& vector : vectors) pointers.push_back(&vector);
  const auto found = near_vectors(pointers, 0.95);
  std::set<std::size_t> pairs;
  for (const auto& [later, earlier] : found) {
    EXPECT_EQ(later, earlier + 1);
    EXPECT_EQ(earlier % 4, 0U) << "near only by chance";
    pairs.insert(earlier);
  }
  EXPECT_GE(pairs.size(), 498U);  // of 500
}

}  // namespace
}  // namespace generator::select
