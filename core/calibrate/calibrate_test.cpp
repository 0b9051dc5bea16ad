// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/base/order.h"
#include "core/calibrate/heterogeneity.h"
#include "core/calibrate/national.h"
#include "core/simulate/run.h"

namespace tidu::calibrate {
namespace {

const std::vector<double> kOne{1.0};

constexpr int kSteps = 6;  // a year: the fit and what it has to find take the same

simulate::ParameterDraw truth_of(double market = 0.8) {
  return {.process = {.media = 0.2, .innovation = 0.4, .imitation = 3}, .spread = {.market = market}, .speed = {1}};
}

/// A series made by the model itself: what a fit must find again.
std::vector<Observation> series_of(const simulate::ParameterDraw& draw) {
  const diffusion::RegionLinks links = diffusion::make_links({}, kOne);
  simulate::AdoptionRun run(links, draw, kSteps);
  std::vector<Observation> series;
  for (const double time : {2024.5, 2025.0, 2025.5, 2026.0}) {
    run.run_until(time);
    if (time == 2025.0) series.push_back({time, run.aware(), Asked::awareness});
    series.push_back({time, run.users()});
  }
  return series;
}

template <class P>
std::vector<Range> ranges_around(std::span<const Option<P>> options, const P& truth, std::string_view varied) {
  std::vector<Range> ranges;
  for (const auto& option : options) {
    const double value = option.get(truth);
    const bool free = varied.find(option.record.key) != std::string_view::npos;
    ranges.push_back(free ? Range{option.record.low, option.record.high} : Range{value, value});
  }
  return ranges;
}

/// Nothing is assumed beyond media, innovation, imitation and market.
simulate::Assumptions assumptions_around(const simulate::ParameterDraw& truth) {
  return {.process = ranges_around(diffusion::process_options(), truth.process,
                                   "adoption.media adoption.innovation adoption.imitation"),
          .spread = ranges_around(diffusion::spread_options(), truth.spread, "diffusion.market"),
          .levers = {},
          .region_effect = {0.3, -0.3},
          .region_error = {0.1, 0.1},
          .population_share = {0.5, 0.5},
          .seed = 11};
}

NationalFit fit(const std::vector<Observation>& series, const simulate::Assumptions& assumptions,
                const CalibrateOptions& options) {
  const std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}};
  const diffusion::RegionLinks links = diffusion::make_links(pairs, assumptions.population_share);
  auto result = fit_national({links, assumptions, series, options, kSteps}, serial_executor());
  EXPECT_TRUE(result);
  return std::move(*result);
}

std::vector<double> column(const Array<double, Draw, Point>& shares, std::size_t point) {
  std::vector<double> out;
  for (std::size_t i = 0; i < shares.extent<Draw>(); ++i) out.push_back(shares(i, point));
  return out;
}

TEST(NationalFit, FindsWhatTheModelMadeAndPredictsThePointItDidNotSee) {
  const simulate::ParameterDraw truth = truth_of();
  const auto series = series_of(truth);
  const NationalFit found = fit(series, assumptions_around(truth), {.particles = 1000});
  const std::vector<double> last = column(found.predicted, 4);
  const double low = weighted_quantile(last, found.weights_fit, 0.05);
  const double high = weighted_quantile(last, found.weights_fit, 0.95);
  EXPECT_LE(low, series[4].share);
  EXPECT_GE(high, series[4].share);
  EXPECT_LT(high - low, 0.2) << "the band says something";
  EXPECT_GT(found.effective_fit, 100);
  EXPECT_LE(found.effective_fit, 1000);
  std::vector<double> media;
  for (const auto& draw : found.draws) media.push_back(draw.process.media);
  EXPECT_LE(weighted_quantile(media, found.weights_all, 0.05), 0.2);
  EXPECT_GE(weighted_quantile(media, found.weights_all, 0.95), 0.2);
}

TEST(NationalFit, SequencesOfTargetsFindWhatPlainImportanceSamplingFinds) {
  // The same posterior from 20,000 prior draws, all run over all regions and weighed by their likelihood.
  const simulate::ParameterDraw truth = truth_of();
  const auto series = series_of(truth);
  const auto assumptions = assumptions_around(truth);
  const NationalFit found = fit(series, assumptions, {.particles = 1000});
  const std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}};
  const diffusion::RegionLinks links = diffusion::make_links(pairs, assumptions.population_share);
  std::vector<double> imitation;
  std::vector<double> media;
  std::vector<double> weight;
  double total = 0;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const auto draw = simulate::draw_parameters(assumptions, i);
    simulate::AdoptionRun run(links, draw, kSteps);
    double squares = 0;
    for (const Observation& point : series) {
      run.run_until(point.time);
      const double predicted = point.asked == Asked::use ? run.users() : run.aware();
      squares += std::pow((point.share - predicted) / 0.02, 2);
    }
    imitation.push_back(std::log(draw.process.imitation));
    media.push_back(std::log(draw.process.media));
    weight.push_back(std::exp(-squares / 2));
    total += weight.back();
  }
  for (double& w : weight) w /= total;
  std::vector<double> imitation_here;
  std::vector<double> media_here;
  for (const auto& draw : found.draws) {
    imitation_here.push_back(std::log(draw.process.imitation));
    media_here.push_back(std::log(draw.process.media));
  }
  for (const double p : {0.25, 0.5, 0.75}) {
    EXPECT_NEAR(weighted_quantile(media_here, found.weights_all, p), weighted_quantile(media, weight, p), 0.08) << p;
    EXPECT_NEAR(weighted_quantile(imitation_here, found.weights_all, p), weighted_quantile(imitation, weight, p), 0.45)
        << p << ": 300,000 draws and 2,000 particles differ by 0.1";
  }
}

TEST(NationalFit, ErrorsAreValues) {
  const simulate::ParameterDraw truth = truth_of();
  auto series = series_of(truth);
  const auto assumptions = assumptions_around(truth);
  const diffusion::RegionLinks links = diffusion::make_links({}, assumptions.population_share);
  const CalibrateOptions options{.particles = 100, .held_out = 5};
  EXPECT_EQ(fit_national({links, assumptions, series, options}, serial_executor()).error().message.key,
            "calibrate.too_few_points");
}

TEST(Resample, TakesEachDrawAboutAsOftenAsItsWeight) {
  const std::vector<double> weights{0.5, 0, 0.3, 0.2};
  const auto chosen = resample(weights, 1000, 3);
  ASSERT_EQ(chosen.size(), 1000U);
  std::vector<int> counts(4);
  for (const std::uint64_t i : chosen) ++counts[i];
  EXPECT_NEAR(counts[0], 500, 1);
  EXPECT_EQ(counts[1], 0);
  EXPECT_NEAR(counts[2], 300, 1);
  EXPECT_NEAR(counts[3], 200, 1);
}

TEST(WeightedQuantile, IsTheSmallestValueThatReachesTheShare) {
  const std::vector<double> values{3, 1, 2};
  const std::vector<double> weights{0.2, 0.5, 0.3};
  EXPECT_EQ(weighted_quantile(values, weights, 0.5), 1);
  EXPECT_EQ(weighted_quantile(values, weights, 0.51), 2);
  EXPECT_EQ(weighted_quantile(values, weights, 0.99), 3);
}

TEST(NationalFit, AnotherWordingIsTakenForWhatItIs) {
  // The points of a second survey, which counts a third more, do not move the first one's fit once that may be so.
  const simulate::ParameterDraw truth = truth_of();
  auto series = series_of(truth);
  for (const std::size_t k : {2U, 3U}) {
    series.push_back({series[k].time, series[k].share * 1.35, Asked::use, 1});
  }
  stable_sort(series, [](const auto& a, const auto& b) { return a.time < b.time; });
  constexpr std::size_t kMid = 4;  // the first survey in the middle of 2025
  ASSERT_EQ(series[kMid].wording, 0U);
  const auto assumptions = assumptions_around(truth);
  const CalibrateOptions options{.particles = 500, .wording_sd = 1};
  const NationalFit apart = fit(series, assumptions, options);
  CalibrateOptions same = options;
  same.wording_sd = 0;
  const NationalFit mixed = fit(series, assumptions, same);
  const auto error = [&](const NationalFit& found) {
    return weighted_quantile(column(found.predicted, kMid), found.weights_fit, 0.5) / series[kMid].share - 1;
  };
  EXPECT_NEAR(error(apart), 0, 0.05);
  EXPECT_GT(error(mixed), 0.1) << "taken for the same question, it pulls the fit upwards";
}

TEST(MarketProfile, IsHighestNearTheMarketThatMadeTheSeries) {
  // Late in the course, where nearly everybody of the market uses it, its size is known.
  simulate::ParameterDraw truth = truth_of(0.7);
  truth.process.innovation = 3;
  truth.process.media = 0.9;
  const auto series = series_of(truth);
  auto assumptions = assumptions_around(truth);
  const diffusion::RegionLinks links = diffusion::make_links({}, assumptions.population_share);
  const auto profile = market_profile({links, assumptions, series, {}, kSteps});
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile->size(), 11U);
  const auto best = std::max_element(profile->begin(), profile->end(),
                                     [](const auto& a, const auto& b) { return a.log_likelihood < b.log_likelihood; });
  EXPECT_NEAR(best->market, 0.7, 0.1);
  EXPECT_GT(best->log_likelihood, -0.5);
  EXPECT_LT(profile->front().log_likelihood, best->log_likelihood - 1) << "half of the people are too few";
  for (Range& range : assumptions.spread) range.high = range.low;
  EXPECT_TRUE(market_profile({links, assumptions, series, {}, kSteps})->empty()) << "a fixed market has no profile";
}

/// A panel whose logits are level + slope * t, by region.
Array<double, Region, Year> panel_of(const std::vector<std::pair<double, double>>& regions, std::size_t years) {
  Array<double, Region, Year> percent({regions.size(), years});
  for (std::size_t r = 0; r < regions.size(); ++r) {
    for (std::size_t t = 0; t < years; ++t)
      percent(r, t) = 100 / (1 + std::exp(-(regions[r].first + regions[r].second * static_cast<double>(t))));
  }
  return percent;
}

TEST(Backtest, TrendsThatGoOnArePredictedExactly) {
  const auto panel = panel_of({{-1, 0.2}, {-2, 0.1}, {0, 0.3}}, 11);
  const auto scores = backtest({panel.view(), 2013}, 2018);
  ASSERT_TRUE(scores);
  EXPECT_EQ((*scores)[0].predictions, 15U) << "three regions, 2019 to 2023";
  EXPECT_GT((*scores)[0].rmse, 5);
  EXPECT_NEAR((*scores)[1].rmse, 0, 1e-10);
  EXPECT_NEAR((*scores)[2].rmse, 0, 1e-10) << "slopes without error are not shrunken";
}

TEST(Backtest, SharedBreaksCancelInTheHierarchicalSlopes) {
  auto panel = panel_of({{-1, 0.2}, {-2, 0.1}, {0, 0.3}, {0.5, 0.2}}, 11);
  const auto scores = backtest({panel.view(), 2013}, 2018);
  EXPECT_EQ(backtest({panel.view(), 2013}, 2014).error().message.key, "calibrate.backtest_years");
  EXPECT_EQ(backtest({panel.view(), 2013}, 2023).error().message.key, "calibrate.backtest_years");
  panel(1, 4) = 100;
  EXPECT_EQ(backtest({panel.view(), 2013}, 2018).error().message.key, "calibrate.percent");
  EXPECT_TRUE(scores);
}

TEST(RegionEffects, AreTheSharedDeviationsShrunkenByTheirDisagreement) {
  const auto same = panel_of({{-1, 0}, {0, 0}, {1, 0}}, 5);
  const std::vector<SeriesPanel> agreeing{{same.view(), 2013}, {same.view(), 2013}};
  const auto exact = region_effects(agreeing);
  ASSERT_TRUE(exact);
  EXPECT_NEAR(exact->effect[0], -1, 1e-12) << "two panels that agree are believed";
  EXPECT_NEAR(exact->error[0], 0, 1e-6);
  const auto opposite = panel_of({{1, 0}, {0, 0}, {-1, 0}}, 5);
  const auto none = region_effects(std::vector<SeriesPanel>{{same.view(), 2013}, {opposite.view(), 2013}});
  ASSERT_TRUE(none);
  for (const double effect : none->effect) EXPECT_NEAR(effect, 0, 1e-12);
  EXPECT_EQ(region_effects({}).error().message.key, "calibrate.no_panel");
  const auto two = panel_of({{1, 0}, {0, 0}}, 5);
  EXPECT_EQ(region_effects(std::vector<SeriesPanel>{{same.view(), 2013}, {two.view(), 2013}}).error().message.key,
            "calibrate.panel_regions");
}

TEST(RegionEffects, OfFittedSpeedsArePooledAlike) {
  // Two panels of speeds: what they agree on is kept, their means over regions play no part.
  Array<double, Region, Group> speeds({3, 2});
  const double own[] = {-1, 0, 1};
  for (std::size_t r = 0; r < 3; ++r) {
    speeds(r, 0) = 5 + own[r];
    speeds(r, 1) = -2 + own[r];
  }
  const auto agreed = pooled_effects(speeds.view());
  ASSERT_TRUE(agreed);
  EXPECT_NEAR(agreed->effect[2], 1, 1e-12);
  // One-way analysis of variance by hand: deviations (-1, 0, 1) and (0, 0, 0): means +-1/2, within 1/4 * 4 / 2 = 1/2,
  // between 1/4 - 1/4 = 0: panels that disagree that much say nothing.
  for (std::size_t r = 0; r < 3; ++r) speeds(r, 1) = 7;
  const auto none = pooled_effects(speeds.view());
  ASSERT_TRUE(none);
  EXPECT_NEAR(none->effect[2], 0, 1e-12);
  EXPECT_EQ(pooled_effects(Array<double, Region, Group>({3, 0}).view()).error().message.key, "calibrate.no_panel");
}

}  // namespace
}  // namespace tidu::calibrate
