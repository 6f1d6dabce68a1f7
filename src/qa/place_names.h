// What the place of a passage can be called by in a sentence.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"

namespace generator::qa {

struct PlaceName {
  enum class Kind : std::uint8_t {
    kHeading,     // Gray-Scott
    kDefinition,  // `Asan`: a class, function or namespace
    kFolder,      // `asan`
    kFile,        // `asan/pkg.py`: source code
    kDocument,    // `water.md`
  };
  std::string text;  // as it stands in a sentence
  Kind kind = Kind::kFile;
};

/// The names of a place that say more than `question` says already, the nearest first: headings
/// that name something (of source code the definitions around it, outermost first), then the file
/// and its folders, then ever longer ends of the path. No name is "Usage", "docs" or "README".
std::vector<PlaceName> place_names(std::string_view question, const HeadingPath& headings,
                                   std::string_view source, bool is_code);

}  // namespace generator::qa
