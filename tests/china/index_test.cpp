// SPDX-License-Identifier: Apache-2.0
#include "tests/china/run_study.h"

namespace tidu::tests {
namespace {

/// The value of a column in the row of an index with the text in the label column.
double value(std::string_view key, std::string_view index, std::string_view label, std::string_view text,
             std::string_view wanted) {
  for (std::size_t r = 0; r < table(key).rows(); ++r) {
    if (column(key, "index").texts[r] == index && column(key, label).texts[r] == text) return cell(key, r, wanted);
  }
  throw std::runtime_error("no such row in " + std::string(key));
}

TEST(ChinaIndex, AnotherRuleMovesRanks) {
  // R 4.2 from the exported scores: cor(entropy, equal, method = "spearman") of 2023 and the shifts of rank(-score).
  EXPECT_NEAR(value("weights_effect", "ai", "weighting", "equal", "spearman"), 0.974596774193548, 1e-12);
  EXPECT_NEAR(value("weights_effect", "ai", "weighting", "equal", "kendall"), 0.879569892473118, 1e-12);
  EXPECT_NEAR(value("weights_effect", "ai", "weighting", "equal", "rank_shift"), 1.48387096774194, 1e-12);
  EXPECT_EQ(value("weights_effect", "ai", "weighting", "equal", "largest_rank_shift"), 6);
  EXPECT_EQ(value("weights_effect", "ai", "weighting", "entropy", "largest_rank_shift"), 0) << "the study's own";
  // R: 1/sum(w^2) of the exported weights.
  EXPECT_NEAR(value("weights_effect", "ai", "weighting", "entropy", "effective_number"), 7.467216876487, 1e-10);
}

TEST(ChinaIndex, OutliersAreSeen) {
  // R 4.2 from cases/china/data/panel.csv: 100 * rd_expenditure / gdp, 31 provinces, 2013-2023, type 2.
  EXPECT_NEAR(value("index_treatment", "nqpf", "variable", "rd_intensity", "skewness_before"), 1.49645122357851, 1e-12);
  EXPECT_NEAR(value("index_treatment", "nqpf", "variable", "rd_intensity", "kurtosis_before"), 2.86501919322821, 1e-12);
  EXPECT_EQ(value("index_treatment", "nqpf", "variable", "rd_intensity", "passes"), 1);
  EXPECT_EQ(value("index_treatment", "ai", "variable", "software_per_head", "passes"), 0)
      << "a few provinces hold the software industry";
}

TEST(ChinaIndex, WeightsAndSharesOfVarianceAddUpOverTheTree) {
  const data::Table& tree = table("index_tree");
  for (const char* index : {"ai", "nqpf"}) {
    double weight = 0;
    double variance = 0;
    for (std::size_t r = 0; r < tree.rows(); ++r) {
      if (tree.find("index")->texts[r] != index || tree.find("level")->numbers[r] != 1) continue;
      weight += tree.find("weight")->numbers[r];
      variance += tree.find("variance_share")->numbers[r];
    }
    EXPECT_NEAR(weight, 1, 1e-12) << index;
    EXPECT_NEAR(variance, 1, 1e-12) << index;
  }
}

}  // namespace
}  // namespace tidu::tests
