// The part of a stage's input that a preview works on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/example.h"

namespace generator::cli {

/// Spread evenly over the whole input, so that it is like the rest.
struct Sample {
  std::uint64_t wanted = 0;
  std::uint64_t of = 0;            // items that would be asked about, in all; the stage counts them
  std::vector<std::string> taken;  // names of those taken, in order

  /// `index` counts the items from 0.
  bool takes(std::uint64_t index) const { return (index + 1) * wanted / of > index * wanted / of; }
};

/// The name under which a preview knows a row again in a later stage.
inline std::string row_name(const Example& example) {
  return example.id + "\n" + all_questions(example);
}

}  // namespace generator::cli
