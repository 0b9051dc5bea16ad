// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/series_fit.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidu::calibrate {
namespace {

constexpr double kMarket = 0.8;

/// A series that the model made, without errors: users by half years, and once who had heard of it.
std::vector<SeriesPoint> series(double second_wording) {
  PathSetting setting{.population = {1.0}, .groups = true, .steps_per_year = 12};
  for (int i = 0; i <= 6; ++i) setting.times.push_back(2023 + i / 2.0);
  auto paths = *AdoptionPaths::make(setting);
  Array<double, Region, Instant> users({1, 7});
  Array<double, Region, Instant> aware({1, 7});
  paths.run({.innovation = 0.03, .imitation = 1, .aware = 0.3, .log_speed = {0}, .start_users = {0.05}}, users, aware);
  std::vector<SeriesPoint> points;
  for (std::size_t i = 0; i < 7; ++i) {
    const double share = kMarket * users(0, i);
    const bool second = i == 2 || i == 4;
    const double odds = share / (1 - share) * (second ? second_wording : 1);
    points.push_back({setting.times[i], odds / (1 + odds), Measure::users, second ? 1U : 0U});
    if (i == 3) points.push_back({setting.times[i], aware(0, i), Measure::aware, 0});
  }
  return points;
}

TEST(SeriesFit, FindsTheFactorOfAWordingAndPredictsWhatItDidNotSee) {
  const auto points = series(1.3);
  const auto fit = fit_series(points, {});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->wording[1].value, 1.3, 0.1);
  EXPECT_LT(fit->wording[1].low, 1.3);
  EXPECT_GT(fit->wording[1].high, 1.3);
  EXPECT_EQ(fit->wording[0].value, 1);
  ASSERT_EQ(fit->points.size(), 8U);
  EXPECT_TRUE(fit->points[7].held_out);
  EXPECT_FALSE(fit->points[6].held_out);
  EXPECT_NEAR(fit->points[7].share.value, points[7].share, 0.03);
  EXPECT_EQ(fit->score.predictions, 1U);
  EXPECT_EQ(fit->score.coverage, 1);
  EXPECT_GT(fit->score.skill, 0.5);
  // The last two fitted points are at 2025.0 with the second wording and 2025.5 with the first.
  const auto logit = [](double y) { return std::log(y / (1 - y)); };
  const double z = 2 * logit(points[6].share) - logit(points[5].share);
  EXPECT_NEAR(fit->score.rmse_own_trend, 100 * std::fabs(1 / (1 + std::exp(-z)) - points[7].share), 1e-9);
  EXPECT_NEAR(fit->score.rmse_no_change, 100 * (points[7].share - points[6].share), 1e-9);
}

TEST(SeriesFit, AwarenessTellsWhereThoseWhoDoNotUseItStand) {
  auto points = series(1);
  const auto with = fit_series(points, {});
  points.erase(points.begin() + 4);
  const auto without = fit_series(points, {});
  ASSERT_TRUE(with && without);
  EXPECT_LT(with->aware.high - with->aware.low, 0.8 * (without->aware.high - without->aware.low));
}

TEST(SeriesFit, TheCourseIsWhatTheReferenceWouldCountAndChangesNothing) {
  const auto points = series(1.3);
  const auto without = fit_series(points, {});
  const auto with = fit_series(points, {.course = {2023, 2023.25, 2024.5, 2026, 2030}});
  ASSERT_TRUE(without && with);
  ASSERT_EQ(with->course.size(), 5U);
  EXPECT_NEAR(with->imitation.value, without->imitation.value, 1e-3);
  EXPECT_NEAR(with->score.rmse, without->score.rmse, 0.01);
  EXPECT_NEAR(with->course[3].value, with->points[7].share.value, 1e-9) << "the held-out point is in the reference";
  EXPECT_NEAR(with->course[0].value, points[0].share, 0.01);
  EXPECT_LT(with->course[2].value, points[4].share - 0.01)
      << "that point was said to more by its wording" << points[4].time;
  const auto width = [](const Estimate& e) { return e.high - e.low; };
  EXPECT_GT(width(with->course[4]), width(with->course[3])) << "the later, the less is known";
}

TEST(SeriesFit, ErrorsAreValues) {
  auto points = series(1);
  EXPECT_EQ(fit_series(points, {.held_out = 7}).error().message, text("calibrate.series_short", 8, 7));
  EXPECT_EQ(fit_series(points, {.shock_sd = 0}).error().message, text("calibrate.series_sd", 0.0));
  EXPECT_EQ(fit_series(points, {.course = {2022}}).error().message, text("calibrate.series_course", 1, 2022.0, 2023.0));
  EXPECT_EQ(fit_series(points, {.course = {2024, 2024}}).error().message,
            text("calibrate.series_course", 2, 2024.0, 2024.0));
  points[2].share = 1;
  EXPECT_EQ(fit_series(points, {}).error().message, text("calibrate.series_point", 3, 2024.0, 1.0));
}

}  // namespace
}  // namespace tidu::calibrate
