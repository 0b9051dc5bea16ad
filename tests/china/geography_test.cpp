// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>

#include "tests/china/run_study.h"

namespace tidu::tests {
namespace {

// The numbers of this file were worked out once more in plain Python from cases/china/data/regions.csv and panel.csv:
// Snyder's projection (25, 47, 105), moments of the projected capitals weighted by gdp; output per head 2023 by
// drivers.

TEST(ChinaGeography, OutputMovesSouthWestByFiftyFourKilometres) {
  EXPECT_NEAR(cell("centres_output", 0, "x"), 881.9437954804341, 1e-9);
  EXPECT_NEAR(cell("centres_output", 0, "y"), 3513.3600796871965, 1e-9);
  EXPECT_NEAR(cell("centres_output", 10, "x"), 860.4054177383161, 1e-9);
  EXPECT_NEAR(cell("centres_output", 10, "y"), 3463.910683245024, 1e-9);
  EXPECT_NEAR(cell("centres_output", 10, "major_axis"), 669.1752903836303, 1e-9);
  EXPECT_NEAR(cell("centres_output", 10, "minor_axis"), 550.5890202447699, 1e-9);
  EXPECT_NEAR(cell("centres_output", 10, "axis_bearing"), 13.390240726589074, 1e-9);
}

// Borders of borders.csv counted between the regions of tiers.csv; expected: all borders times the chance that two of
// 31 regions, 6 core, 13 middle and 12 less developed, are of the two tiers.
TEST(ChinaJoins, CoreAndLessDevelopedRegionsShareFewBorders) {
  const double counted[] = {4, 7, 5, 12, 28, 13};
  const double pairs[] = {6 * 5, 2 * 6 * 13, 2 * 6 * 12, 13 * 12, 2 * 13 * 12, 12 * 11};
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_EQ(cell("tier_joins", k, "joins"), counted[k]) << k;
    EXPECT_NEAR(cell("tier_joins", k, "expected"), 69 * pairs[k] / (31 * 30), 1e-12) << k;
  }
  EXPECT_NEAR(cell("tier_joins", 2, "z"), -2.072485743835099, 1e-12);
}

TEST(ChinaDetector, DriversByQuartilesAndTheBestOfTheSweep) {
  const struct {
    std::string driver;
    double q;
    std::string rule;
    double classes;
    double best;
    double adjusted;
  } expected[] = {
      {"ports", 0.38931705261398797, "natural_breaks", 3, 0.43313196694691614, 0.3926413931574101},
      {"ecommerce_share", 0.4296386176887885, "natural_breaks", 4, 0.7632259529287249, 0.736917725476361},
      {"invention_grants", 0.5496396320461525, "geometric", 4, 0.8450145397964893, 0.8277939331072104},
      {"rd_personnel", 0.6640067412954971, "standard_deviation", 5, 0.8160696043994777, 0.7956328937771975}};
  const std::string key = "detector_factors_productivity";
  for (std::size_t r = 0; r < std::size(expected); ++r) {
    EXPECT_EQ(column(key, "driver").texts[r], expected[r].driver);
    EXPECT_NEAR(cell(key, r, "detector_q"), expected[r].q, 1e-12);
    EXPECT_EQ(column(key, "best_discretisation").texts[r], expected[r].rule);
    EXPECT_EQ(cell(key, r, "best_classes"), expected[r].classes);
    EXPECT_NEAR(cell(key, r, "best_q"), expected[r].best, 1e-12);
    EXPECT_NEAR(cell(key, r, "best_adjusted_q"), expected[r].adjusted, 1e-12);
  }
}

}  // namespace
}  // namespace tidu::tests
