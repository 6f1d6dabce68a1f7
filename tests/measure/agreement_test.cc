// Each coefficient against worked examples that others published.
#include "measure/agreement.h"

#include <gtest/gtest.h>

namespace generator::measure {
namespace {

constexpr auto kNone = std::nullopt;

// Fifty grant proposals, two readers: Wikipedia, "Cohen's kappa", simple example.
TEST(CohensKappa, OfFiftyProposals) {
  EXPECT_NEAR(*cohens_kappa({{20, 5}, {10, 15}}, KappaWeights::kUnweighted), 0.4, 1e-12);
}

// Same agreement, other margins: Wikipedia, "Cohen's kappa", same percentage but different numbers.
TEST(CohensKappa, TellsApartWhatAgreesAsOften) {
  EXPECT_NEAR(*cohens_kappa({{45, 15}, {25, 15}}, KappaWeights::kUnweighted), 0.1304, 5e-5);
  EXPECT_NEAR(*cohens_kappa({{25, 35}, {5, 35}}, KappaWeights::kUnweighted), 0.2593, 5e-5);
}

// One hundred patients, two abstractors, from Gwet's Handbook of Inter-Rater Reliability; the values
// stand in the manual of the R package irrCAC (cont3x3abstractors, kappa2.table).
TEST(CohensKappa, OfTwoAbstractorsIsWhatIrrCacPrints) {
  const Confusion counts = {{13, 0, 0}, {0, 20, 7}, {0, 4, 56}};
  EXPECT_NEAR(*cohens_kappa(counts, KappaWeights::kUnweighted), 0.7964094, 5e-8);
  EXPECT_NEAR(*cohens_kappa(counts, KappaWeights::kQuadratic), 0.8921569, 5e-8);
}

TEST(CohensKappa, OfTwoCategoriesIsTheSameWithAnyWeights) {
  const Confusion counts = {{11, 3}, {7, 30}};
  EXPECT_DOUBLE_EQ(*cohens_kappa(counts, KappaWeights::kUnweighted),
                   *cohens_kappa(counts, KappaWeights::kQuadratic));
}

TEST(CohensKappa, IsNotDefinedWithoutVariation) {
  EXPECT_EQ(cohens_kappa({}, KappaWeights::kUnweighted), kNone);
  EXPECT_EQ(cohens_kappa({{0, 0}, {0, 0}}, KappaWeights::kUnweighted), kNone);
  EXPECT_EQ(cohens_kappa({{9, 0}, {0, 0}}, KappaWeights::kQuadratic), kNone);
  EXPECT_EQ(cohens_kappa({{9, 1}, {0, 0}}, KappaWeights::kUnweighted), 0);
}

// Four observers, twelve units, values missing, and one unit with one value: sections C and D of
// Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), which gives .743, .815 and .849.
const std::vector<UnitValues> kFourObservers = {
    {1, 1, kNone, 1}, {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3},
    {2, 2, 2, 2},     {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1},
    {2, 2, 2, 2},     {kNone, 5, 5, 5}, {kNone, kNone, 1, 1}, {kNone, 3, kNone, kNone}};

TEST(KrippendorffsAlpha, OfFourObserversWithMissingValues) {
  EXPECT_NEAR(*krippendorffs_alpha(kFourObservers, Level::kNominal), 0.743, 5e-4);
  EXPECT_NEAR(*krippendorffs_alpha(kFourObservers, Level::kOrdinal), 0.815, 5e-4);
  EXPECT_NEAR(*krippendorffs_alpha(kFourObservers, Level::kInterval), 0.849, 5e-4);
}

// Two observers, ten units, two values, with the coincidences of section A of the same, which gives
// 1 - 19 * 4 / (14 * 6) = .095.
TEST(KrippendorffsAlpha, OfTwoObserversAndTwoValues) {
  const std::vector<UnitValues> units = {{0, 1}, {1, 1}, {0, 1}, {0, 0}, {0, 0},
                                   {0, 1}, {0, 0}, {0, 0}, {1, 0}, {0, 0}};
  EXPECT_NEAR(*krippendorffs_alpha(units, Level::kNominal), 0.095, 5e-4);
}

TEST(KrippendorffsAlpha, IsNotDefinedWhereNothingCanBeCompared) {
  EXPECT_EQ(krippendorffs_alpha({}, Level::kNominal), kNone);
  EXPECT_EQ(krippendorffs_alpha(std::vector<UnitValues>{{1, kNone}, {kNone, 2}}, Level::kOrdinal), kNone);
  EXPECT_EQ(krippendorffs_alpha(std::vector<UnitValues>{{1, 1}, {1, 1}}, Level::kInterval), kNone);
}

// Intelligence and hours of television: Wikipedia, "Spearman's rank correlation coefficient", -29/165.
TEST(SpearmansRho, OfTenPeople) {
  const std::vector<std::pair<double, double>> pairs = {{106, 7},  {100, 27}, {86, 2},   {101, 50},
                                                        {99, 28},  {103, 29}, {97, 20},  {113, 12},
                                                        {112, 6},  {110, 17}};
  EXPECT_NEAR(*spearmans_rho(pairs), -29.0 / 165, 1e-12);
}

// With a tie: the example in the documentation of scipy.stats.spearmanr.
TEST(SpearmansRho, SharesTheRankOfEqualValues) {
  const std::vector<std::pair<double, double>> pairs = {{1, 5}, {2, 6}, {3, 7}, {4, 8}, {5, 7}};
  EXPECT_NEAR(*spearmans_rho(pairs), 0.82078268166812329, 1e-12);
}

TEST(SpearmansRho, IsNotDefinedWithoutVariation) {
  EXPECT_EQ(spearmans_rho({}), kNone);
  EXPECT_EQ(spearmans_rho(std::vector<std::pair<double, double>>{{1, 2}}), kNone);
  EXPECT_EQ(spearmans_rho(std::vector<std::pair<double, double>>{{1, 2}, {1, 3}}), kNone);
}

}  // namespace
}  // namespace generator::measure
