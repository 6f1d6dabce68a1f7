// Twins of an answer that are wrong in one thing, and proved to be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/preference.h"
#include "qa/style.h"

namespace generator::preference {

/// What the row's passage has against `answer` in the place of the row's; nothing where it supports
/// that. The row has its passage.
std::optional<std::string> fault_by_source(const SourcedExample& row, const std::string& answer,
                                           const qa::Style& style);

struct TwinOptions {
  std::int64_t most = 1;   // of one row
  std::uint64_t seed = 0;  // with the row's id, which faults are tried first
  qa::Style style;         // how much of an answer its passage has to support
};

/// Pairs of `row`, which has its passage and an answer that this supports, with twins of it: of
/// each kind of fault one, then further ones. A twin is taken where the support check refuses it by the
/// same passage. Nothing where no fault can be planted, or none is proved.
std::vector<Preference> twins(const SourcedExample& row, const TwinOptions& options);

}  // namespace generator::preference
