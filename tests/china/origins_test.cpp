// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <set>

#include "tests/china/run_study.h"
#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

// What is compared are bits, not how good they are.
data::ResultSet results_with(std::string_view file, std::string_view right, std::string_view wrong) {
  const TemporaryFolder folder;
  const fs::path study = quick_study(folder.path());
  if (!file.empty()) replace_in(study / file, right, wrong);
  return results_of(study);
}

const data::ResultSet& untouched() {
  static const data::ResultSet results = results_with("", "", "");
  return results;
}

bool same_bits(const data::Column& a, const data::Column& b) {
  if (a.texts != b.texts || a.numbers.size() != b.numbers.size()) return false;
  for (std::size_t i = 0; i < a.numbers.size(); ++i) {
    if (std::bit_cast<std::uint64_t>(a.numbers[i]) != std::bit_cast<std::uint64_t>(b.numbers[i])) return false;
  }
  return true;
}

/// Compares a run whose one series was touched: only columns that name the series may move. Returns the columns that
/// did.
std::set<std::string> moved(const data::ResultSet& touched, const std::string& name,
                            std::vector<std::string> data::Origin::* kind = &data::Origin::sources) {
  std::set<std::string> result;
  for (const data::Table& before : untouched().tables) {
    const data::Table* after = touched.find(before.key);
    EXPECT_NE(after, nullptr) << before.key;
    if (after == nullptr) continue;
    for (const data::Column& column : before.columns) {
      if (same_bits(column, *after->find(column.key))) continue;
      const auto& names = column.origin.*kind;
      EXPECT_NE(std::find(names.begin(), names.end(), name), names.end())
          << before.key << "." << column.key << " moved but does not name " << name;
      result.insert(before.key + "." + column.key);
    }
  }
  return result;
}

TEST(Origins, OutputOfOneProvinceMovesWhatNamesItAndNothingElse) {
  const auto touched =
      moved(results_with("data/panel.csv", "110000,2015,gdp,26034.1", "110000,2015,gdp,26134.1"), "gdp");
  EXPECT_TRUE(touched.contains("gaps_output.theil"));
  EXPECT_TRUE(touched.contains("index_scores_nqpf.score"));
  EXPECT_TRUE(touched.contains("density_shape_productivity.bandwidth"));
  EXPECT_TRUE(touched.contains("sigma_productivity.variation"));
  EXPECT_TRUE(touched.contains("coupling.coordination"));
  EXPECT_FALSE(touched.contains("adoption.p50"))
      << "adoption rests on the AI index's tiers and on earlier technologies alone";
}

TEST(Origins, ThePlaceOfACapitalMovesNetworkAndCentresAlone) {
  const auto touched = moved(results_with("data/regions.csv", "117.190182", "118.190182"), "regions.capital_lon");
  EXPECT_TRUE(touched.contains("network_links.strength"));
  EXPECT_TRUE(touched.contains("network_qap.correlation"));
  EXPECT_TRUE(touched.contains("centres_output.x"));
  EXPECT_FALSE(touched.contains("detector_factors_productivity.detector_q"));
  EXPECT_FALSE(touched.contains("gaps_output.theil"));
}

TEST(Origins, AnEarlierTechnologyMovesAdoption) {
  const auto touched = moved(results_with("data/panel.csv", "110000,2015,ecommerce_firms_share,17.1",
                                          "110000,2015,ecommerce_firms_share,16.9"),
                             "ecommerce_firms_share");
  EXPECT_TRUE(touched.contains("adoption.p50"));
  EXPECT_TRUE(touched.contains("heterogeneity.speed"));
  EXPECT_TRUE(touched.contains("heterogeneity_backtest.rmse"));
  EXPECT_FALSE(touched.contains("gaps_output.theil"));
}

TEST(Origins, ANationalCountMovesTheCalibration) {
  const auto touched = moved(
      results_with("data/national_facts.csv", "genai_penetration,36.5", "genai_penetration,33.5"), "genai_penetration");
  EXPECT_TRUE(touched.contains("adoption.p50"));
  EXPECT_TRUE(touched.contains("national_fit.p50"));
  EXPECT_TRUE(touched.contains("national_profile.log_likelihood"));
  EXPECT_FALSE(touched.contains("index_scores_ai.score"));
}

TEST(Origins, ABorderMovesSpaceAndAdoption) {
  const auto touched = moved(results_with("data/borders.csv", "110000,120000,land\n", ""), "borders");
  EXPECT_TRUE(touched.contains("moran_ai.moran"));
  EXPECT_TRUE(touched.contains("spatial_markov_ai.transitions"));
  EXPECT_FALSE(touched.contains("markov_ai.transitions"));
  EXPECT_TRUE(touched.contains("adoption.p50"));
  EXPECT_FALSE(touched.contains("gaps_output.theil"));
}

TEST(Origins, APublishedScoreMovesTheComparisonAlone) {
  const auto touched =
      moved(results_with("data/competitiveness_2023.csv", "110000,96.58", "110000,91.58"), "published_index");
  EXPECT_TRUE(touched.contains("published_facts.value"));
  for (const std::string& column : touched) EXPECT_EQ(column.rfind("published_", 0), 0U) << column;
}

TEST(Origins, MovesBetweenProvincesMoveWhatRestsOnPeople) {
  const auto touched = moved(
      results_with("data/migration_5y.csv", "440000,2015,migrants5y_out,2585292", "440000,2015,migrants5y_out,2595292"),
      "migrants5y_out");
  EXPECT_TRUE(touched.contains("economy_moves.movers"));
  EXPECT_TRUE(touched.contains("economy_half_lives.half_life"));
  EXPECT_TRUE(touched.contains("economy_siphon.net_outflow"));
  EXPECT_FALSE(touched.contains("economy_certificate.value")) << "where people would settle asks nothing of moves";
  EXPECT_FALSE(touched.contains("economy_shocks.real_income"));
}

/// What moves when an assumption is fixed at another value.
std::set<std::string> moved_by(const std::string& section, const std::string& option, const std::string& value) {
  const std::string line = "[" + section + "]\n";
  const std::string set = line + option + " = " + value + "\n";
  const bool there = section == "calibrate" || section == "simulate" || section == "measure";
  const auto touched = there ? results_with("study.toml", line, set)
                             : results_with("study.toml", "[[scenario]]", set + "\n[[scenario]]");
  return moved(touched, section + "." + option, &data::Origin::assumptions);
}

TEST(Origins, AssumptionsMoveWhatNamesThem) {
  EXPECT_TRUE(moved_by("diffusion", "market", "0.7").contains("adoption.p50"));
  EXPECT_TRUE(moved_by("calibrate", "observation_sd", "0.03").contains("adoption.p50"));
  const auto lever = moved_by("lever", "training", "0.1");
  EXPECT_TRUE(lever.contains("adoption_effects.p50"));
  EXPECT_FALSE(lever.contains("national_fit.p50"));
  const auto tier = moved_by("measure", "tier_upper", "0.3");
  EXPECT_TRUE(tier.contains("tiers.tier"));
  EXPECT_TRUE(tier.contains("adoption_effects.p50")) << "where levers act follows from the tiers";
  EXPECT_FALSE(tier.contains("index_scores_ai.score"));
  const auto premium = moved_by("economy", "skill_premium", "0.5");
  EXPECT_TRUE(premium.contains("economy_shock_skills.real_wage"));
  EXPECT_TRUE(premium.contains("economy_certificate.value"));
  EXPECT_FALSE(premium.contains("economy_moves.movers"));
  const auto distance = moved_by("economy", "migration_distance", "0.7");
  EXPECT_TRUE(distance.contains("economy_moves.movers"));
  EXPECT_FALSE(distance.contains("economy_trade.sales"));
  EXPECT_TRUE(moved_by("measure", "coupling_alpha", "0.4").contains("coupling.coordination"));
  EXPECT_TRUE(moved_by("measure", "club_discard", "0.4").contains("club_tests_productivity.gamma"));
  EXPECT_TRUE(moved_by("measure", "markov_duration", "2").contains("markov_ai.transitions"));
}

}  // namespace
}  // namespace tidu::tests
