// Worse answers that are there already: what the checks refused, and what the judge rated lower.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "data/preference.h"

namespace generator::preference {

/// An answer that lost.
struct Rival {
  Origin origin = Origin::kRefusedRewrite;
  std::string answer;
  std::vector<std::string> reasoning;
  std::optional<Rating> rating;
  std::string why;  // "low_support: 0.60 of it is supported, …"
};

/// Those of some reject files, by question. In memory: the texts of the rivals.
class Rivals {
 public:
  /// A line of a .rejected.jsonl: a rewriting that was refused, or a row that the judge rated too
  /// low. Any other is passed by. Errors: kInvalidInput where it is no reject of ours.
  Status add(json::Value reject);

  /// Those with the question of `chosen`, as it is or was before `curate` made it say what it is
  /// about, word for word but for capitals and marks, of the same chunk; of a conversation those
  /// with the same turns before their last answer, and versions of its last turn. In the order in which they were added.
  std::vector<const Rival*> of(const Example& chosen) const;
  std::size_t size() const { return rivals_.size(); }

 private:
  std::vector<Rival> rivals_;
  std::multimap<std::string, std::size_t> by_question_;  // place in rivals_
};

}  // namespace generator::preference
