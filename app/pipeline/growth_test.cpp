// SPDX-License-Identifier: Apache-2.0
// Growth relative to the regions' mean, from the study file to the tables.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "app/pipeline/pipeline.h"

namespace tidu::app {
namespace {

// Four regions in two groups; growth of 104, 104, 102, 102 in every year from `first` on, but for one cell.
std::string panel(int first) {
  std::string text = "region,year,series,value\n";
  for (int r = 0; r < 4; ++r) {
    for (int year = 2015; year <= 2020; ++year) {
      const std::string start = std::string(1, "abcd"[r]) + "," + std::to_string(year) + ",";
      text += start + "schooling," + std::to_string(8 + r) + "\n";
      text += start + "farms," + std::to_string(r == 0 ? 30 : 10) + "\n";
      text += start + "services," + std::to_string(20 * (year - 2014)) + "\n";
      if (year >= first) text += start + "growth," + (r < 2 ? "104" : "102") + "\n";
    }
  }
  return text;
}

Outcome<LoadedStudyPtr> study_of_growth(std::string_view analysis, int first = 2016) {
  const std::string study = R"([study]
id = "four"
title = "Four regions"
first_year = 2015
last_year = 2020
seed = 5
capability_index = "ai"

[data]
regions = "regions.csv"
panels = ["panel.csv"]

[analysis]
)" + std::string(analysis) + R"(

[[variable]]
id = "schooling"
name = "Schooling"
unit = "years"
numerators = ["schooling"]

[[index]]
id = "ai"
name = "AI"

[[index.pillar]]
id = "one"
name = "One"
indicators = ["schooling"]

[measure]
robustness_replicates = 0
tier_scale = "score"
)";
  return load({{"study.toml", study},
               {"regions.csv", "region,name,macro_region\na,A,east\nb,B,west\nc,C,east\nd,D,west\n"},
               {"panel.csv", panel(first)}},
              "study.toml");
}

data::ResultSet measured(std::string_view analysis, int first = 2016) {
  const auto read = study_of_growth(analysis, first);
  EXPECT_TRUE(read.ok());
  auto outcome = measure(**read.value, serial_executor());
  EXPECT_TRUE(outcome.ok());
  return std::move(outcome.value).value_or(data::ResultSet{});
}

std::size_t remarks(const data::ResultSet& results, std::string_view key) {
  std::size_t n = 0;
  for (const data::Remark& remark : results.remarks) n += remark.key == key ? 1U : 0U;
  return n;
}

TEST(GrowthTables, StandForEachOriginAndModel) {
  const auto results = measured("growth = \"growth\"\ngrowth_sectors = [\"farms\", \"services\"]");
  const data::Table* scores = results.find("growth_backtest");
  ASSERT_NE(scores, nullptr);
  ASSERT_EQ(scores->rows(), 2U * 5) << "origins 2018 and 2019, five models";
  const auto& model = scores->find("model")->texts;
  const auto& rmse = scores->find("rmse")->numbers;
  EXPECT_EQ(model[1], "own_trend");
  EXPECT_NEAR(rmse[1], 0, 1e-12) << "who grew faster went on to";
  EXPECT_NEAR(rmse[0], 50 * std::log(104.0 / 102), 1e-12);
  EXPECT_EQ(model[4], "shift_share");
  EXPECT_EQ(results.find("growth_foretold")->rows(), 2U * 5 * 4);
  EXPECT_EQ(results.find("growth_misses")->rows(), 2U * 5 * 2);
  EXPECT_EQ(remarks(results, "remark.growth_clusters"), 1U);
  EXPECT_EQ(remarks(results, "remark.growth_mix"), 1U);
  // a is a land of farms, which did not grow while services did
  const data::Table& foretold = *results.find("growth_foretold");
  for (std::size_t i = 0; i < foretold.rows(); ++i) {
    if (foretold.find("model")->texts[i] != "shift_share") continue;
    EXPECT_EQ(foretold.find("foretold_growth")->numbers[i] < 0, foretold.find("region")->texts[i] == "a");
  }
}

TEST(GrowthTables, NeedFourWholeYears) {
  EXPECT_EQ(measured("growth = \"growth\"", 2017).find("growth_backtest")->rows(), 4U);
  const auto results = measured("growth = \"growth\"", 2018);
  EXPECT_EQ(results.find("growth_backtest"), nullptr);
  EXPECT_EQ(remarks(results, "remark.growth_years"), 1U);
  EXPECT_EQ(measured("").find("growth_backtest"), nullptr);
}

TEST(GrowthTables, NameSeriesThatAreThere) {
  const auto read = study_of_growth("growth = \"grwth\"\ngrowth_sectors = [\"farm\"]");
  ASSERT_EQ(read.diagnostics.items().size(), 2U) << "both at once";
  EXPECT_EQ(read.diagnostics.items()[0].error.message.key, "pipeline.growth_series");
  EXPECT_EQ(read.diagnostics.items()[0].where.line, 14);
  EXPECT_EQ(read.diagnostics.items()[1].where.line, 15);
}

}  // namespace
}  // namespace tidu::app
