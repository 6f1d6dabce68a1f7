// Names that an instruction tells for what a call makes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/tool_use.h"
#include "tool/entity.h"
#include "tool/known_values.h"

namespace generator::tool {

/// A name for what is made may be any, but where the instruction tells it: "a new pipeline called
/// nightly", "the repository /data/survey".
class ToldNames {
 public:
  /// `row` must outlive it.
  explicit ToldNames(const ToolUse& row);

  /// The name that the turn's instruction tells for `parameter`, where no call takes it and `value`
  /// cannot be meant: it is that name with more behind it that nobody said, or has no word of what
  /// was said. "" where there is none.
  std::string contradicted(std::string_view value, const Parameter& parameter, std::size_t turn,
                           const KnownValues& said) const;

 private:
  bool is_taken(std::string_view name, std::string_view but) const;

  const ToolUse& row_;
  std::vector<std::string> passed_;  // texts that calls were given
};

}  // namespace generator::tool
