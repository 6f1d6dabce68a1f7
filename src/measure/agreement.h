// How far two or more raters agree, beyond what chance would bring.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace generator::measure {

/// Counts by the first rater's category (row) and the second's (column); square. Categories are in
/// order where that matters.
using Confusion = std::vector<std::vector<std::int64_t>>;

/// What a disagreement counts: the same whatever the categories, or the square of their distance.
enum class KappaWeights { kUnweighted, kQuadratic };

/// Cohen's kappa: 1 perfect, 0 as by chance, negative worse. Nothing where it is not defined: no
/// item, or both raters use one category only, the same.
/// Source: Cohen 1960, doi 10.1177/001316446002000104; weighted: Cohen 1968, doi 10.1037/h0026256.
std::optional<double> cohens_kappa(const Confusion& counts, KappaWeights weights);

/// How far apart two values are: differing or not; by rank among all values given; by their
/// difference.
enum class Level { kNominal, kOrdinal, kInterval };

/// One item's value by each rater; nothing where that rater gave none.
using UnitValues = std::vector<std::optional<double>>;

/// Krippendorff's alpha: 1 perfect, 0 as by chance. Any number of raters; a unit with fewer than two
/// values tells nothing and is left out. Nothing where it is not defined: all values are the same, or
/// none can be compared. Time grows with the square of the number of different values.
/// Source: Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
std::optional<double> krippendorffs_alpha(std::span<const UnitValues> units, Level level);

/// Spearman's rank correlation, values that are the same sharing their mean rank. Nothing where
/// there are fewer than two pairs or one side has one value only.
std::optional<double> spearmans_rho(std::span<const std::pair<double, double>> pairs);

}  // namespace generator::measure
