// Token counts without a vocabulary: for builds without the bridge, and for tests.
#pragma once

#include "data/interfaces.h"

namespace generator::documents {

/// Estimates o200k_base within about a tenth on English text and C code. Counts of lines add up
/// exactly, so that the count of a text is the sum over its lines.
class EstimatedTokens final : public TokenCounter {
 public:
  std::int64_t count(std::string_view text) const override;
  std::size_t prefix_within(std::string_view text, std::int64_t tokens) const override;
  std::string_view name() const override { return "estimate (o200k_base is in the bridge)"; }
};

}  // namespace generator::documents
