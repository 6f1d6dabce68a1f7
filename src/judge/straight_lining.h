// A judge that does not look: the same marks for nearly every pair.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "base/result.h"
#include "data/example.h"

namespace generator::judge {

/// Watches the ratings of a run. In surveys, answering everything alike is called straight-lining;
/// a model that is too small to judge does it whatever it is shown, and its marks look fine one by
/// one. Pure.
class StraightLining {
 public:
  static constexpr std::int64_t kPairs = 20;  // so many different pairs tell

  /// The next rated example; one without rating, and a pair seen before, tell nothing.
  /// Errors: kUnavailable, once a model, when 9 in 10 of its first 20 pairs got the same marks.
  Status add(const Example& example);

 private:
  struct Model {
    std::set<std::uint64_t> seen;                // pairs
    std::map<std::string, std::int64_t> counts;  // by marks, as they are written
  };
  std::map<std::string, Model> models_;
};

}  // namespace generator::judge
