// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/panel_fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/calibrate/identifiability.h"
#include "core/calibrate/panel_backtest.h"
#include "core/calibrate/support_test.h"

namespace tidu::calibrate {
namespace {

using testing::make_panel;
using testing::SyntheticPanel;
using testing::Truth;
using testing::truth_of_priors;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

PanelInput input_of(const SyntheticPanel& panel) { return {.percent = panel.percent.view(), .first_year = 2013}; }

TEST(PanelFit, FindsWhatMadeThePanel) {
  const Truth truth;
  const SyntheticPanel panel = make_panel(truth);
  const auto fit = fit_panel(input_of(panel));
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->posterior.converged);
  const auto holds = [](const Estimate& estimate, double value) {
    EXPECT_LE(estimate.low, value);
    EXPECT_GE(estimate.high, value);
    EXPECT_LT(estimate.low, estimate.value);
  };
  holds(fit->innovation, 0.02);
  holds(fit->imitation, 0.5);
  holds(fit->market, 0.8);
  holds(fit->discontinuance, 0.03);
  holds(fit->aware, 0.7);
  EXPECT_NEAR(fit->observation_sd, 0.05, 0.015);
  EXPECT_NEAR(fit->region_sd, 0.3, 0.15);
  std::size_t inside = 0;
  for (std::size_t r = 0; r < truth.regions; ++r) {
    EXPECT_GT(fit->speed_error[r], 0);
    inside += std::fabs(fit->log_speed[r] - panel.log_speed[r]) < 2 * fit->speed_error[r] ? 1U : 0U;
  }
  EXPECT_GE(inside, 10U) << "of 12 regions within two standard errors";
}

TEST(PanelFit, AWordingsFactorIsFoundBesideTheCourse) {
  SyntheticPanel panel = make_panel({});
  for (std::size_t r = 0; r < panel.percent.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < 4; ++t) {  // the old wording, up to 2016, finds 1.4 times the odds
      const double odds = 1.4 * panel.percent(r, t) / (100 - panel.percent(r, t));
      panel.percent(r, t) = 100 * odds / (1 + odds);
    }
  }
  PanelInput input = input_of(panel);
  input.options.breaks = {2017};
  const auto fit = fit_panel(input);
  ASSERT_TRUE(fit);
  ASSERT_EQ(fit->wording.size(), 2U);
  EXPECT_NEAR(fit->wording[0].value, 1.4, 0.1);
  EXPECT_EQ(fit->wording[1].value, 1);
}

TEST(PanelFit, AttributesExplainTheSpeedsThatTheyMake) {
  const SyntheticPanel panel = make_panel({});
  std::vector<diffusion::Attributes> attributes;
  for (const double u : panel.log_speed) attributes.push_back({.relative_advantage = 0.5 + u / 2});
  PanelInput input = input_of(panel);
  const auto without = fit_panel(input);
  input.attributes = attributes;
  const auto with = fit_panel(input);
  ASSERT_TRUE(without && with);
  // u = scale w_RA RA: the attribute is u / 2 around its mean, so the scale is 2 / 0.30.
  ASSERT_TRUE(with->scale);
  EXPECT_LE(with->scale->low, 2 / 0.30);
  EXPECT_GE(with->scale->high, 2 / 0.30 * 0.8) << "drawn towards 0 by its prior";
  EXPECT_GT(with->explained, 0.7);
  EXPECT_EQ(without->explained, 0);
  EXPECT_LT(with->region_sd, without->region_sd);
}

TEST(PanelFit, RegionsInAnotherOrderAreTheSameRegions) {
  const SyntheticPanel panel = make_panel({.regions = 6});
  SyntheticPanel turned = panel;
  for (std::size_t r = 0; r < 6; ++r) {
    for (std::size_t t = 0; t < 11; ++t) turned.percent(r, t) = panel.percent(5 - r, t);
  }
  const auto fit = fit_panel(input_of(panel));
  const auto other = fit_panel(input_of(turned));
  ASSERT_TRUE(fit && other);
  for (std::size_t r = 0; r < 6; ++r) {
    EXPECT_NEAR(fit->log_speed[r], other->log_speed[5 - r], 1e-5);
    EXPECT_NEAR(fit->predicted(r, 10), other->predicted(5 - r, 10), 1e-4);
  }
}

/// Runs blocks from the last to the first; may have been cancelled.
class Backwards final : public Executor {
 public:
  explicit Backwards(bool stop) : stop_(stop) {}
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    while (blocks > 0) body(--blocks);
  }
  bool cancelled() const noexcept override { return stop_; }
  void progress(std::string_view, std::uint64_t, std::uint64_t) noexcept override {}

 private:
  bool stop_;
};

TEST(PanelFit, HasTheSameBitsForAnyExecutor) {
  const SyntheticPanel panel = make_panel({.regions = 6});
  Backwards backwards(false);
  const auto fit = fit_panel(input_of(panel));
  const auto other = fit_panel(input_of(panel), backwards);
  ASSERT_TRUE(fit && other);
  EXPECT_EQ(fit->predicted.values(), other->predicted.values());
  EXPECT_EQ(fit->posterior.covariance.values(), other->posterior.covariance.values());
  Backwards stopped(true);
  EXPECT_EQ(fit_panel(input_of(panel), stopped).error().code, ErrorCode::cancelled);
}

// Far from where the search begins: a valley of its own.
TEST(PanelFit, FindsCoursesThatGo) {
  for (const double discontinuance : {0.1, 0.3}) {
    for (const double start : {0.0, 1.0}) {
      const Truth truth{
          .parameters = {.innovation = 0.005, .imitation = 0.2, .discontinuance = discontinuance, .aware = 0.9},
          .start = start};
      const SyntheticPanel panel = make_panel(truth);
      ASSERT_LT(panel.percent(0, 10), 0.8 * panel.percent(0, 0)) << "the panel declines";
      const auto fit = fit_panel(input_of(panel));
      ASSERT_TRUE(fit);
      EXPECT_NEAR(fit->discontinuance.value / discontinuance, 1, 0.2) << discontinuance << " " << start;
    }
  }
}

TEST(PanelFit, MissingValuesArePredicted) {
  const SyntheticPanel panel = make_panel({.regions = 6});
  SyntheticPanel holes = panel;
  holes.percent(2, 5) = holes.percent(4, 0) = holes.percent(1, 10) = kMissing;
  const auto fit = fit_panel(input_of(holes));
  ASSERT_TRUE(fit);
  for (const auto& [r, t] : {std::pair(2, 5), std::pair(4, 0), std::pair(1, 10)}) {
    const double sd = std::log(fit->high(r, t) / fit->low(r, t)) / 3.29;
    EXPECT_LT(std::fabs(std::log(panel.percent(r, t) / fit->predicted(r, t))), 3 * sd) << r;
  }
  // Between two neighbours one knows more than at the end.
  EXPECT_LT(std::log(fit->high(2, 5) / fit->low(2, 5)), std::log(fit->high(1, 10) / fit->low(1, 10)));
}

TEST(PanelFit, ErrorsAreValues) {
  SyntheticPanel panel = make_panel({.regions = 3, .years = 4});
  PanelInput input = input_of(panel);
  input.options.breaks = {2013};
  EXPECT_EQ(fit_panel(input).error().message, text("calibrate.panel_break", 2013, 2014, 2016));
  input.options = {.correlation = 1};
  EXPECT_EQ(fit_panel(input).error().message, text("calibrate.correlation", 1.0));
  input.options = {};
  const std::vector<double> two{1, 2};
  input.population = two;
  EXPECT_EQ(fit_panel(input).error().message, text("calibrate.panel_population", 2, 3));
  input.population = {};
  const std::vector<diffusion::Attributes> one(1);
  input.attributes = one;
  EXPECT_EQ(fit_panel(input).error().message, text("calibrate.panel_attributes", 1, 3));
  input.attributes = {};
  const auto links = diffusion::make_links({}, two);
  input.links = &links;
  EXPECT_EQ(fit_panel(input).error().message, text("calibrate.panel_links", 2, 3));
  input.links = nullptr;
  panel.percent(1, 2) = 100;
  EXPECT_EQ(fit_panel(input).error().message, text("calibrate.panel_percent", 2, 2015, 100.0));
  for (std::size_t t = 0; t < 4; ++t) panel.percent(1, t) = kMissing;
  EXPECT_EQ(fit_panel(input).error().message, text("calibrate.panel_empty", 2));
  const Array<double, Region, Year> short_panel({3, 1}, 50.0);
  EXPECT_EQ(fit_panel({.percent = short_panel.view()}).error().message, text("calibrate.panel_years", 3, 1));
}

TEST(ProcessBacktest, StandsBesideTheOtherModels) {
  const SyntheticPanel panel = make_panel({});
  const auto found = backtest_process(input_of(panel), 2019);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->process.predictions, 48U) << "12 regions, 2020 to 2023";
  EXPECT_EQ(found->models[0].skill, 0);
  EXPECT_NEAR(found->process.skill, 1 - found->process.rmse / found->models[0].rmse, 1e-15);
  EXPECT_NEAR(found->process.skill_own_trend, 1 - found->process.rmse / found->models[1].rmse, 1e-15);
  EXPECT_GT(found->process.skill, 0.5) << "the model that made the panel";
  EXPECT_TRUE(std::isnan(found->models[0].coverage));
  EXPECT_GT(found->process.coverage, 0.6);
  EXPECT_EQ(backtest_process(input_of(panel), 2014).error().message.key, "calibrate.backtest_years");
  // What comes after the year is not looked at.
  SyntheticPanel other = panel;
  other.percent(3, 10) = 1;
  const auto blind = backtest_process(input_of(other), 2019);
  ASSERT_TRUE(blind);
  EXPECT_EQ(blind->fit.predicted.values(), found->fit.predicted.values());
}

// 100 panels whose parameters are drawn from the priors, so that intervals should hold what they promise: those of the
// predictions, and those of the parameters.
TEST(ProcessBacktest, NinetyPercentIntervalsHoldNineOfTen) {
  std::size_t inside = 0;
  std::size_t all = 0;
  std::array<int, 5> held{};
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Truth truth = truth_of_priors(10, seed);
    const SyntheticPanel panel = make_panel(truth);
    const auto found = backtest_process(input_of(panel), 2018);
    ASSERT_TRUE(found) << seed;
    inside += static_cast<std::size_t>(
        std::lround(found->process.coverage * static_cast<double>(found->process.predictions)));
    all += found->process.predictions;
    const PanelFit& fit = found->fit;
    const auto holds = [](const Estimate& e, double value) { return e.low <= value && value <= e.high ? 1 : 0; };
    held[0] += holds(fit.innovation, truth.parameters.innovation);
    held[1] += holds(fit.imitation, truth.parameters.imitation);
    held[2] += holds(fit.market, truth.market);
    held[3] += holds(fit.discontinuance, truth.parameters.discontinuance);
    held[4] += holds(fit.aware, truth.parameters.aware);
  }
  const double coverage = static_cast<double>(inside) / static_cast<double>(all);
  EXPECT_GT(coverage, 0.84);
  EXPECT_LT(coverage, 0.95);
  for (const int count : held) {
    EXPECT_GE(count, 70) << "Laplace's intervals of skew posteriors: 75 to 94 when written";
  }
}

TEST(Identifiability, BeforeTheInflectionTheMarketIsOpen) {
  const Truth early{.years = 4, .market = 0.6, .start = -4};
  const SyntheticPanel panel = make_panel(early);
  const auto fit = fit_panel(input_of(panel));
  ASSERT_TRUE(fit);
  const auto found = identify(fit->input, fit->posterior);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->path.passed);
  EXPECT_TRUE(found->profile.open_above);
  EXPECT_LT(found->determined, found->eigenvalues.size());
  EXPECT_GT(found->variance_left[PathLayout::kMarket], 0.8);
  EXPECT_EQ(found->findings[0].key, "calibrate.identify.determined");
  const auto has = [&](std::string_view key) {
    return std::any_of(found->findings.begin(), found->findings.end(), [&](const Text& t) { return t.key == key; });
  };
  EXPECT_TRUE(has("calibrate.identify.before"));
  EXPECT_TRUE(has("calibrate.identify.open"));
}

TEST(Identifiability, AfterTheInflectionTheMarketIsKnown) {
  const Truth late{.years = 15,
                   .parameters = {.innovation = 0.02, .imitation = 1, .discontinuance = 0.01, .aware = 0.8},
                   .market = 0.6,
                   .observation_sd = 0.03,
                   .shock_sd = 0.01,
                   .start = -2};
  const SyntheticPanel panel = make_panel(late);
  const auto fit = fit_panel(input_of(panel));
  ASSERT_TRUE(fit);
  const auto found = identify(fit->input, fit->posterior);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->path.passed);
  EXPECT_FALSE(found->profile.open_above || found->profile.open_below);
  EXPECT_LE(found->profile.low, 0.6);
  EXPECT_GE(found->profile.high, 0.6);
  EXPECT_LT(found->variance_left[PathLayout::kMarket], 0.2);
  // The eigenvalues are what the variances say: trace of 1 / (1 + lambda) = sum of what is left.
  double left = 0;
  double trace = 0;
  for (const double lambda : found->eigenvalues) left += 1 / (1 + lambda);
  for (const double v : found->variance_left) trace += v;
  EXPECT_NEAR(left, trace, 1e-9);
}

TEST(Identifiability, ErrorsAreValues) {
  const SyntheticPanel panel = make_panel({.regions = 2, .years = 4});
  const auto fit = fit_panel(input_of(panel));
  ASSERT_TRUE(fit);
  const std::vector<double> falling{0.5, 0.4};
  EXPECT_EQ(profile_market(fit->input, fit->posterior, falling).error().message, text("calibrate.market_grid", 2, 0.4));
}

}  // namespace
}  // namespace tidu::calibrate
