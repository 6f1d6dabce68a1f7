// Where nouns stand, found by any word for the same thing.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tool/words.h"

namespace generator::tool {

/// Places (tools, parameters, fields: whatever `Place` counts) by the nouns that stand there.
template <class Place>
class NounIndex {
 public:
  void add(std::string_view noun, Place place) {
    auto found = places_.find(noun);
    if (found == places_.end()) found = places_.emplace(noun, std::vector<Place>()).first;
    found->second.push_back(place);
  }

  /// The places of all nouns that are the same as `noun` (same_noun), in order, each once.
  std::vector<Place> find(std::string_view noun) const {
    std::vector<Place> out;
    // Words for the same thing begin with the same letter.
    const std::string_view first = noun.substr(0, 1);
    for (auto at = places_.lower_bound(first); at != places_.end() && at->first.starts_with(first);
         ++at)
      if (same_noun(at->first, noun)) out.insert(out.end(), at->second.begin(), at->second.end());
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
  }

 private:
  std::map<std::string, std::vector<Place>, std::less<>> places_;
};

}  // namespace generator::tool
