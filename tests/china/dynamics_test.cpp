// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/china/run_study.h"

namespace tidu::tests {
namespace {

// The numbers of this file were worked out once more in plain Python from cases/china/data/panel.csv alone: output per
// head is 1e4 gdp/population, weights are the population.

TEST(ChinaDynamics, TransitionsOfRelativeOutput) {
  const std::vector<double> expected{72, 6, 0, 0, 8, 66, 5, 0, 0, 3, 71, 2, 0, 0, 2, 75};
  EXPECT_EQ(column("markov_productivity", "transitions").numbers, expected);
}

TEST(ChinaDynamics, DispersionHardlyMoves) {
  EXPECT_NEAR(cell("sigma_productivity", 0, "variation"), 0.38069152814163587, 1e-13);
  EXPECT_NEAR(cell("sigma_productivity", 10, "variation"), 0.38541517417163, 1e-13);
}

TEST(ChinaDynamics, AbsoluteConvergenceIsSlowAndNotTellable) {
  ASSERT_EQ(column("beta_models_productivity", "beta_model").texts.at(0), "absolute");
  EXPECT_NEAR(cell("beta_models_productivity", 0, "coefficient"), -0.004916350697354082, 1e-13);
  EXPECT_NEAR(cell("beta_models_productivity", 0, "standard_error"), 0.00487641325545696, 1e-13);
  EXPECT_NEAR(cell("beta_models_productivity", 0, "convergence_speed"), 0.5041316284175386, 1e-11);
  EXPECT_GT(cell("beta_models_productivity", 0, "two_sided_p"), 0.3);
}

TEST(ChinaDynamics, EveryRegionIsInAClubOrInNone) {
  const auto& club = column("clubs_productivity", "club").texts;
  EXPECT_EQ(club.size(), 31U);
  const auto& members = column("club_tests_productivity", "members").numbers;
  double inside = 0;
  for (std::size_t i = 1; i < members.size(); ++i) inside += members[i];
  const auto outside = std::count(club.begin(), club.end(), "divergent");
  EXPECT_EQ(inside + static_cast<double>(outside), 31);
}

TEST(ChinaDynamics, ScoresHaveNoGrowthRates) {
  EXPECT_NE(china().find("density_ai"), nullptr);
  EXPECT_NE(china().find("markov_ai"), nullptr);
  EXPECT_EQ(china().find("sigma_ai"), nullptr);
  EXPECT_EQ(china().find("beta_ai"), nullptr);
}

std::string verdict(double guard) {
  const auto& numbers = column("audit", "guard").numbers;
  const auto at = std::find(numbers.begin(), numbers.end(), guard) - numbers.begin();
  return column("audit", "verdict").texts.at(static_cast<std::size_t>(at));
}

TEST(ChinaDynamics, TheAuditJudgesItsGuards) {
  EXPECT_EQ(verdict(12), "passed");
  EXPECT_EQ(verdict(13), "passed");  // the panel coefficient keeps its sign with and without effects of years
  EXPECT_EQ(verdict(14), "passed");
  EXPECT_EQ(verdict(15), "warned");  // nobody leaves the lowest class of AI capability in these years
}

}  // namespace
}  // namespace tidu::tests
