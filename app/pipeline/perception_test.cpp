// SPDX-License-Identifier: Apache-2.0
// What a study says of the regions' people - attributes, kinds of decisions, the basis of regional differences - from
// the study file to the tables. Six regions, few particles and draws: the tables' origins and numbers, not their
// accuracy.
#include "app/pipeline/perception.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "app/pipeline/pipeline.h"

namespace tidu::app {
namespace {

constexpr std::string_view kRegions = "region,name\na,A\nb,B\nc,C\nd,D\ne,E\nf,F\n";
constexpr std::string_view kFacts =
    "date,variable,value,unit,note\n2024-06,users,12,percent,\n2024-12,users,15,percent,\n2025-06,users,30,percent,\n"
    "2025-12,users,36,percent,\n";

// Users of an earlier technology by region and year, people, and what is to stand for an attribute: schooling.
std::string panel() {
  std::string text = "region,year,series,value\n";
  const auto add = [&text](char region, int year, std::string_view series, double value) {
    text += std::string(1, region) + "," + std::to_string(year) + "," + std::string(series) + "," +
            std::to_string(value) + "\n";
  };
  for (int r = 0; r < 6; ++r) {
    for (int year = 2015; year <= 2023; ++year) {
      const double noise = 0.1 * std::sin(7.0 * r + 3.0 * year);
      const double z = -2 + 0.15 * r + (0.25 + 0.02 * r) * (year - 2015) + noise;
      add("abcdef"[r], year, "computers", 100 / (1 + std::exp(-z)));
      add("abcdef"[r], year, "population", 10 + 3 * ((r * 2) % 5));
      add("abcdef"[r], year, "schooling", 8 + r % 3 + 0.1 * r);
    }
  }
  return text;
}

std::string study(std::string_view rest) {
  return R"([study]
id = "six"
title = "Six regions"
first_year = 2015
last_year = 2023
seed = 5
capability_index = "ai"
adoption_panels = ["computers"]
adoption_series = ["users"]

[data]
regions = "regions.csv"
panels = ["panel.csv"]
facts = "facts.csv"

[[variable]]
id = "computers"
name = "Computers"
unit = "percent"
numerators = ["computers"]

[[variable]]
id = "schooling"
name = "Schooling"
unit = "years"
numerators = ["schooling"]

[[variable]]
id = "flat"
name = "Nothing"
unit = "1"
numerators = ["population"]
denominators = ["population"]

[[index]]
id = "ai"
name = "AI"

[[index.pillar]]
id = "one"
name = "One"
indicators = ["schooling", "computers"]

[adoption]
innovation = 0.3
imitation = 1.5
authority = 3

[simulate]
draws = 8
support_draws = 1
critical_draws = 1
last_year = 2028

)" + std::string(rest);
}

constexpr std::string_view kCalibrate = "[calibrate]\nparticles = 100\nmoves = 1\n";

Outcome<LoadedStudyPtr> loaded(std::string_view rest) {
  return load({{"study.toml", study(rest)},
               {"regions.csv", std::string(kRegions)},
               {"panel.csv", panel()},
               {"facts.csv", std::string(kFacts)}},
              "study.toml");
}

data::ResultSet simulated(std::string_view rest) {
  const auto read = loaded(rest);
  EXPECT_TRUE(read.ok());
  auto outcome = simulate(**read.value, measure(**read.value, serial_executor()).value.value(), serial_executor());
  EXPECT_TRUE(outcome.ok());
  return std::move(outcome.value).value_or(data::ResultSet{});
}

const data::Table* find_table(const data::ResultSet& results, std::string_view key) {
  for (const data::Table& table : results.tables) {
    if (table.key == key) return &table;
  }
  return nullptr;
}

// The median of the baseline's users in a region in the last year.
double users(const data::ResultSet& results, std::string_view region) {
  const data::Table& table = *find_table(results, "adoption");
  double found = std::nan("");
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (table.find("scenario")->texts[i] == "baseline" && table.find("region")->texts[i] == region) {
      found = table.find("p50")->numbers[i];
    }
  }
  return found;
}

class Society : public ::testing::Test {
 protected:
  static const data::ResultSet& plain() {
    static const data::ResultSet results = simulated(kCalibrate);
    return results;
  }
};

TEST_F(Society, AnAttributeMovesTheRegionsThatStandOut) {
  const std::string tie = "[attributes]\ncomplexity = { of = \"schooling\", strength = -1 }\n\n";
  const auto with = simulated(tie + "[diffusion]\nattribute_effect = 0.2\n\n" + std::string(kCalibrate));
  // f has more schooling (10.5 years) than a (8.0), so that it finds the innovation simpler.
  const double before = users(plain(), "f") - users(plain(), "a");
  EXPECT_GT(users(with, "f") - users(with, "a"), before + 1);
  EXPECT_NEAR(users(with, "ALL"), users(plain(), "ALL"), 3);
  const auto& origin = find_table(with, "adoption")->find("p50")->origin;
  EXPECT_TRUE(std::find(origin.sources.begin(), origin.sources.end(), "schooling") != origin.sources.end());
  const data::Table& parameters = *find_table(with, "panel_parameters");
  const auto& names = parameters.find("parameter")->texts;
  EXPECT_TRUE(std::find(names.begin(), names.end(), "attribute_scale") != names.end());
  // Without effect no bit is another.
  const auto off = simulated(tie + "[diffusion]\nattribute_effect = 0\n\n" + std::string(kCalibrate));
  for (const char* region : {"a", "f", "ALL"}) EXPECT_EQ(users(off, region), users(plain(), region));
}

TEST_F(Society, TheScaleOfAttributesMayComeFromThePanels) {
  const std::string tie = "[attributes]\nrelative_advantage = \"ai\"\n\n[diffusion]\nattribute_effect = 0.2\n\n";
  const auto assumed = simulated(tie + std::string(kCalibrate));
  const auto found = simulated(tie + std::string(kCalibrate) + "attribute_basis = \"panels\"\n");
  EXPECT_NE(users(assumed, "f"), users(found, "f"));
}

TEST_F(Society, OrdersMakeTheirPartOfThePeopleUseItSooner) {
  const auto with = simulated(
      "[[decision]]\nid = \"state\"\nname = \"State-owned\"\nkind = \"authority\"\nshare = 0.25\nfirst_year = "
      "2026\n\n" +
      std::string(kCalibrate));
  const data::Table* table = find_table(with, "adoption_decisions");
  ASSERT_NE(table, nullptr);
  double state = 0;
  double others = 0;
  for (std::size_t i = 0; i < table->rows(); ++i) {
    if (table->find("year")->numbers[i] != 2026) continue;
    (table->find("decision_unit")->texts[i] == "state" ? state : others) = table->find("p50")->numbers[i];
  }
  EXPECT_GT(state, others + 10) << "three in a year, against about one";
  EXPECT_EQ(find_table(plain(), "adoption_decisions"), nullptr);
}

TEST_F(Society, FittedSpeedsInsteadOfLevelsChangeTheRegions) {
  const auto speeds = simulated(std::string(kCalibrate) + "region_basis = \"speeds\"\n");
  EXPECT_NE(users(speeds, "f"), users(plain(), "f"));
  EXPECT_NEAR(users(speeds, "ALL"), users(plain(), "ALL"), 3);
}

TEST_F(Society, PanelsAreWatchedForEarlyWarning) {
  const data::Table* table = find_table(plain(), "early_warning");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->rows(), 7U) << "six regions and the whole";
  for (const double a : table->find("autocorrelation_last")->numbers) EXPECT_LE(std::fabs(a), 1);
  for (const double v : table->find("variance_first")->numbers) EXPECT_GT(v, 0);
  const auto wide = simulated(std::string(kCalibrate) + "warning_window = 9\n");
  EXPECT_EQ(find_table(wide, "early_warning")->rows(), 0U);
}

TEST(AttributeScores, HaveMeanZeroAndDeviationOneOverPeople) {
  const auto read = loaded("[attributes]\ntrialability = { of = \"schooling\", strength = 2 }\n");
  ASSERT_TRUE(read.ok());
  const std::vector<double> people{1, 2, 3, 4, 5, 6};
  const auto scores = attribute_scores(**read.value, people);
  ASSERT_TRUE(scores);
  double mean = 0;
  double variance = 0;
  for (std::size_t r = 0; r < 6; ++r) {
    mean += people[r] / 21 * (*scores)[r].trialability;
    variance += people[r] / 21 * (*scores)[r].trialability * (*scores)[r].trialability;
    EXPECT_EQ((*scores)[r].complexity, 0);
  }
  EXPECT_NEAR(mean, 0, 1e-13);
  EXPECT_NEAR(variance, 4, 1e-12) << "of strength 2";
  EXPECT_GT((*scores)[5].trialability, (*scores)[0].trialability);
  const auto flat = loaded("[attributes]\ntrialability = \"flat\"\n");
  ASSERT_TRUE(flat.ok());
  EXPECT_EQ(attribute_scores(**flat.value, people).error().message,
            text("pipeline.attribute_flat", "trialability", "flat"));
}

}  // namespace
}  // namespace tidu::app
