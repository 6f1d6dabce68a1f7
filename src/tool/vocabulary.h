// Which words of a set of tools are kinds of things.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/tool.h"
#include "tool/deed.h"
#include "tool/entity.h"

namespace generator::tool {

/// Learned from what is created, opened and listed, from what stands before "id" or "name", from
/// fields that are lists, and from the segments of paths. Not for several threads at once.
class Vocabulary {
 public:
  Vocabulary(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings);
  /// `word` in the singular.
  bool knows(std::string_view word) const;

 private:
  void add(std::string_view word);
  Words nouns_;
  mutable std::unordered_map<std::string, bool> known_;  // words that were asked for already
};

}  // namespace generator::tool
