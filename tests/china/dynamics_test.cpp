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

const data::ResultSet& china() {
  static const data::ResultSet results = results_of(TIDU_SOURCE_DIR "/cases/china");
  return results;
}

const data::Table& table(std::string_view key) {
  const data::Table* found = china().find(key);
  if (found == nullptr) throw std::runtime_error("no table " + std::string(key));
  return *found;
}

double cell(std::string_view key, std::size_t row, std::string_view column) {
  return table(key).find(column)->numbers.at(row);
}

TEST(ChinaDynamics, TransitionsOfRelativeOutput) {
  const std::vector<double> expected{72, 6, 0, 0, 8, 66, 5, 0, 0, 3, 71, 2, 0, 0, 2, 75};
  EXPECT_EQ(table("markov_productivity").find("transitions")->numbers, expected);
}

TEST(ChinaDynamics, DispersionHardlyMoves) {
  EXPECT_NEAR(cell("sigma_productivity", 0, "variation"), 0.38069152814163587, 1e-13);
  EXPECT_NEAR(cell("sigma_productivity", 10, "variation"), 0.38541517417163, 1e-13);
}

TEST(ChinaDynamics, AbsoluteConvergenceIsSlowAndNotTellable) {
  ASSERT_EQ(table("beta_models_productivity").find("beta_model")->texts.at(0), "absolute");
  EXPECT_NEAR(cell("beta_models_productivity", 0, "coefficient"), -0.004916350697354082, 1e-13);
  EXPECT_NEAR(cell("beta_models_productivity", 0, "standard_error"), 0.00487641325545696, 1e-13);
  EXPECT_NEAR(cell("beta_models_productivity", 0, "convergence_speed"), 0.5041316284175386, 1e-11);
  EXPECT_GT(cell("beta_models_productivity", 0, "two_sided_p"), 0.3);
}

TEST(ChinaDynamics, EveryRegionIsInAClubOrInNone) {
  const auto& club = table("clubs_productivity").find("club")->texts;
  EXPECT_EQ(club.size(), 31U);
  const auto& members = table("club_tests_productivity").find("members")->numbers;
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
  const data::Table& audit = table("audit");
  const auto& numbers = audit.find("guard")->numbers;
  const auto at = std::find(numbers.begin(), numbers.end(), guard) - numbers.begin();
  return audit.find("verdict")->texts.at(static_cast<std::size_t>(at));
}

TEST(ChinaDynamics, TheAuditJudgesItsGuards) {
  EXPECT_EQ(verdict(12), "passed");
  EXPECT_EQ(verdict(13), "passed");  // the panel coefficient keeps its sign with and without effects of years
  EXPECT_EQ(verdict(14), "passed");
  EXPECT_EQ(verdict(15), "warned");  // nobody leaves the lowest class of AI capability in these years
}

}  // namespace
}  // namespace tidu::tests
