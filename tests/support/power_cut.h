// What is left of a file when the power goes.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>

#include "base/files.h"
#include "base/random.h"

namespace generator::testing {

/// What a power cut leaves of a file of which `synced` bytes were durable: any length above that,
/// any page of it lost.
inline void cut_power(const std::string& path, std::uint64_t synced, Random& random) {
  std::string content = *read_file(path);
  ASSERT_GE(content.size(), synced);
  const std::uint64_t loose = content.size() - synced;
  content.resize(synced + random.below(loose + 1));
  if (content.size() > synced && random.below(2) == 0) {
    const std::uint64_t hole = synced + random.below(content.size() - synced);
    const std::uint64_t end = hole + random.below(content.size() - hole) + 1;
    std::fill(content.begin() + static_cast<std::ptrdiff_t>(hole),
              content.begin() + static_cast<std::ptrdiff_t>(end), '\0');
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

}  // namespace generator::testing
