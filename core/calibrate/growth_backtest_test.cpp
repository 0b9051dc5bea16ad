// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/growth_backtest.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace tidu::calibrate {
namespace {

const std::vector<double>& of(const GrowthForecasts& f, GrowthBenchmark b) {
  return f.forecast[static_cast<std::size_t>(b)];
}

GrowthPanel panel_of(const std::vector<std::vector<double>>& regions, int first_year) {
  GrowthPanel panel{.growth = Array<double, Region, Year>({regions.size(), regions.front().size()}),
                    .first_year = first_year};
  for (std::size_t n = 0; n < regions.size(); ++n) {
    for (std::size_t t = 0; t < regions[n].size(); ++t) panel.growth(n, t) = regions[n][t];
  }
  return panel;
}

GrowthPanel random_panel() {
  const auto regions = *rc::gen::inRange<std::size_t>(2, 8);
  const auto years = *rc::gen::inRange<std::size_t>(3, 8);
  std::vector<std::vector<double>> rows(regions);
  for (auto& row : rows)
    row = *rc::gen::container<std::vector<double>>(
        years, rc::gen::map(rc::gen::inRange(-1500, 1500), [](int k) { return k / 100.0; }));
  return panel_of(rows, 2001);
}

// Darwin's fifteen pairs of maize: of 32,768 signs 863 give a total of 314 eighths of an inch or more (Fisher 1935, The
// Design of Experiments, section 21).
TEST(PairedPermutation, GivesFishersCountForDarwinsMaize) {
  const std::vector<double> eighths{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
  std::vector<double> actual(15, 0), first(15, 0), second(15, 0);
  std::vector<std::size_t> pair(15);
  std::iota(pair.begin(), pair.end(), std::size_t{0});
  for (std::size_t k = 0; k < 15; ++k) (eighths[k] > 0 ? first : second)[k] = std::sqrt(std::fabs(eighths[k]));
  const auto test = paired_permutation(actual, first, second, pair);
  ASSERT_TRUE(test);
  EXPECT_DOUBLE_EQ(test->p, 2 * 863 / 32768.0);
  EXPECT_NEAR(test->difference, 314 / 15.0, 1e-12);
  EXPECT_EQ(test->clusters, 15U);
}

TEST(PairedPermutation, FewClustersCannotSayMuch) {
  const std::vector<double> actual{0, 0, 0, 0, 0, 0}, good{0, 0, 0, 0, 0, 0}, bad{5, 5, 5, 5, 5, 5};
  const auto two = paired_permutation(actual, good, bad, std::vector<std::size_t>{0, 0, 0, 1, 1, 1});
  ASSERT_TRUE(two);
  EXPECT_EQ(two->p, 0.5);
  const auto six = paired_permutation(actual, good, bad, std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
  EXPECT_EQ(six->p, 2 / 64.0);
  EXPECT_EQ(paired_permutation(actual, bad, bad, std::vector<std::size_t>{0, 1, 2, 3, 4, 5})->p, 1);
  const auto many = paired_permutation(actual, good, bad, std::vector<std::size_t>{0, 1, 2, 3, 4, 24});
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().message.key, "calibrate.growth_clusters");
}

// By hand: b = 8 / 5, residuals .4, -.2, -.8, .6; HC1 = 4/2 (2.25 .16 + .25 .04 + .25 .64 + 2.25 .36) / 25.
TEST(GrowthScore, RegressesActualOnForetold) {
  const GrowthScore score = growth_score(std::vector<double>{0, 1, 2, 5}, std::vector<double>{0, 1, 2, 3});
  EXPECT_NEAR(score.slope, 1.6, 1e-15);
  EXPECT_NEAR(score.slope_error, std::sqrt(0.1072), 1e-15);
  EXPECT_NEAR(score.r_squared, 1 - 1.2 / 14, 1e-15);
  EXPECT_DOUBLE_EQ(score.rmse, 1);
  EXPECT_DOUBLE_EQ(score.mae, 0.5);
  EXPECT_NEAR(score.skill, 1 - 1 / std::sqrt(7.5), 1e-15);
}

TEST(GrowthScore, HasNoSlopeWhereForecastsAreEqual) {
  const GrowthScore score = growth_score(std::vector<double>{-1, 0, 1}, std::vector<double>{0.1, 0.1, 0.1});
  EXPECT_TRUE(std::isnan(score.slope) && std::isnan(score.r_squared));
  EXPECT_EQ(growth_score(std::vector<double>{-1, 0, 1}, std::vector<double>{0, 0, 0}).skill, 0);
}

RC_GTEST_PROP(GrowthForecasts, DoNotSeeWhatTheNationDoes, ()) {
  const GrowthPanel panel = random_panel();
  const int last = panel.last_year();
  const int origin = *rc::gen::inRange(panel.first_year + 1, last);
  const GrowthForecasts before = *growth_forecasts(panel, origin, last);
  GrowthPanel moved = panel;
  for (std::size_t t = 0; t < panel.growth.extent<Year>(); ++t) {
    const double common = *rc::gen::inRange(-9, 9);
    for (std::size_t n = 0; n < panel.growth.extent<Region>(); ++n) moved.growth(n, t) += common;
  }
  const GrowthForecasts after = *growth_forecasts(moved, origin, last);
  for (std::size_t b = 0; b < kGrowthBenchmarks; ++b) {
    double total = 0;
    for (std::size_t n = 0; n < before.actual.size(); ++n) {
      RC_ASSERT(std::fabs(before.forecast[b][n] - after.forecast[b][n]) < 1e-9);
      RC_ASSERT(std::fabs(before.actual[n] - after.actual[n]) < 1e-9);
      total += before.forecast[b][n];
    }
    RC_ASSERT(std::fabs(total) < 1e-9);
  }
}

RC_GTEST_PROP(GrowthForecasts, DoNotSeeWhatComesAfterTheOrigin, ()) {
  const GrowthPanel panel = random_panel();
  const int last = panel.last_year();
  const int origin = *rc::gen::inRange(panel.first_year + 1, last);
  GrowthPanel other = panel;
  for (int year = origin + 1; year <= last; ++year)
    other.growth(0, static_cast<std::size_t>(year - panel.first_year)) += 7;
  RC_ASSERT(growth_forecasts(panel, origin, last)->forecast == growth_forecasts(other, origin, last)->forecast);
}

TEST(GrowthForecasts, OfDeviationsThatStayOrFade) {
  const GrowthForecasts stay = *growth_forecasts(panel_of({{4, 4, 4, 4}, {2, 2, 2, 2}}, 2016), 2018, 2019);
  EXPECT_EQ(stay.shrinkage, 1);
  EXPECT_EQ(stay.autoregression, 1);
  EXPECT_EQ(of(stay, GrowthBenchmark::shrunken_trend), (std::vector<double>{1, -1}));
  EXPECT_EQ(stay.actual, (std::vector<double>{1, -1}));
  const GrowthForecasts fade =
      *growth_forecasts(panel_of({{8, 4, 2, 1, 0.5}, {-8, -4, -2, -1, -0.5}}, 2016), 2018, 2020);
  EXPECT_DOUBLE_EQ(fade.autoregression, 0.5);
  EXPECT_DOUBLE_EQ(of(fade, GrowthBenchmark::ar1)[0], 0.75);
  EXPECT_EQ(growth_score(fade.actual, of(fade, GrowthBenchmark::ar1)).rmse, 0);
  const GrowthForecasts turn = *growth_forecasts(panel_of({{3, -3, 1}, {-3, 3, -1}}, 2016), 2017, 2018);
  EXPECT_EQ(turn.shrinkage, 0) << "what came back with the other sign is no trend";
}

TEST(ShiftShare, IsTheIndustryMix) {
  Array<double, Region, Column> share({2, 2});
  share(0, 0) = 0.75;
  share(0, 1) = 0.25;
  share(1, 0) = 0.25;
  share(1, 1) = 0.75;
  EXPECT_EQ(*shift_share(share.view(), std::vector<double>{8, 4}), (std::vector<double>{1, -1}));
  EXPECT_EQ(shift_share(share.view(), std::vector<double>{8}).error().message.key, "calibrate.growth_shares");
}

TEST(GrowthForecasts, SayWhatIsWrong) {
  GrowthPanel panel = panel_of({{1, 2, 3}, {3, 2, 1}}, 2016);
  EXPECT_EQ(growth_forecasts(panel, 2016, 2018).error().message.key, "calibrate.growth_origin");
  EXPECT_EQ(growth_forecasts(panel, 2018, 2018).error().message.key, "calibrate.growth_origin");
  EXPECT_EQ(growth_forecasts(panel, 2017, 2019).error().message.key, "calibrate.growth_years");
  panel.growth(1, 2) = std::nan("");
  EXPECT_EQ(relative_growth(panel, 2016, 2016).error().message.key, "calibrate.growth_value");
}

}  // namespace
}  // namespace tidu::calibrate
