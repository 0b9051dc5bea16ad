// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/convergence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/distributions.h"
#include "core/measure/dynamics/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::kPrinted;

void expect_close(double actual, double expected, double relative = kPrinted) {
  EXPECT_NEAR(actual, expected, relative * std::fabs(expected));
}

TEST(SigmaConvergence, Usjoin) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  const auto y = testing::read_usjoin(path);
  const auto n = sigma_convergence(y);
  const auto sample = sigma_convergence(y, {.divisor = Divisor::n_minus_one});
  ASSERT_TRUE(n && sample);
  struct Year {
    std::size_t t;
    double sample;
    double population;
    double log_sd;
  };
  for (const Year& year : {Year{0, 0.35912749469139094, 0.35536689373553915, 0.36937592092119387},
                           {20, 0.2098145174835528, 0.207617446285542, 0.22259394152941303},
                           {40, 0.16436403170417188, 0.16264289493834025, 0.16505115351048902},
                           {60, 0.16517451869156333, 0.16344489491712177, 0.16085726259275424},
                           {80, 0.1455300483765469, 0.14400613153052458, 0.13908381818688015}}) {
    expect_close(sample->variation[year.t], year.sample, 1e-13);
    expect_close(n->variation[year.t], year.population, 1e-13);
    expect_close(sample->log_sd[year.t], year.log_sd, 1e-13);
  }
}

TEST(BetaConvergence, Usjoin) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  const auto y = testing::read_usjoin(path);
  const auto first = testing::year_of(y, 0);
  const auto last = testing::year_of(y, 80);
  const auto fit = beta_convergence({.initial = first, .final = last, .years = 80});
  ASSERT_TRUE(fit);
  expect_close(fit->intercept.value, 0.11015496712850);
  expect_close(fit->intercept.error, 0.003107033937593);
  expect_close(fit->beta.value, -0.00915321698394);
  expect_close(fit->beta.error, 0.000487946524347);
  expect_close(fit->beta.t, -18.7586477764);
  expect_close(fit->beta.p, 3.48869782849e-23, 1e-9);
  expect_close(fit->intercept.p, 4.74032160405e-35, 1e-9);
  expect_close(fit->r_squared, 0.8843892475858336, 1e-13);
  expect_close(fit->speed->lambda, 0.0164716131695);
  expect_close(*fit->speed->half_life, 42.0813173201);
}

TEST(PanelBeta, SignTrapOfUsjoin) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  const auto y = testing::read_usjoin(path);
  const auto region = panel_beta({.y = y, .effects = Effects::region});
  const auto two_way = panel_beta({.y = y});
  ASSERT_TRUE(region && two_way);
  // fixest: feols(dg ~ ln | id, cluster = ~id) and feols(dg ~ ln | id + t, cluster = ~id).
  expect_close(region->beta.value, 0.00136055670228);
  expect_close(region->beta.error, 0.000286685187843);
  expect_close(region->beta.p, 1.975754754e-05, 1e-8);
  expect_close(two_way->beta.value, -0.0768956971828);
  expect_close(two_way->beta.error, 0.0118744631294);
  expect_close(two_way->beta.p, 5.11075265027e-08, 1e-8);
  EXPECT_TRUE(sign_trap(*region, *two_way));
}

TEST(SigmaConvergence, WorkedByHand) {
  // Year 1: 1, 3 (mean 2, sd 1); year 2: 2, 2.5; weights 3 : 1 in the first year make mean 1.5, variance 0.75.
  const std::vector<double> y{1, 2, 3, 2.5};
  const View<const double, Region, Year> panel(y.data(), {2, 2});
  const auto plain = sigma_convergence(panel);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->variation[0], 0.5);
  EXPECT_FALSE(plain->trend);
  EXPECT_NEAR(sigma_convergence(panel, {.divisor = Divisor::n_minus_one})->variation[0], std::sqrt(2.0) / 2, 1e-15);
  const std::vector<double> weights{3, 1, 1, 1};
  const auto weighted = sigma_convergence(panel, {.weights = weights});
  EXPECT_EQ(weighted->mean[0], 1.5);
  EXPECT_NEAR(weighted->variation[0], std::sqrt(0.75) / 1.5, 1e-15);
  EXPECT_NEAR(plain->log_sd[0], std::log(3) / 2, 1e-15);
}

TEST(SigmaConvergence, TrendByNeweyWest) {
  // sigma of two regions m - d, m + d is d/m: 0.5, 0.4, 0.45, 0.3, 0.25. Slope and covariance by the definitions.
  const std::vector<double> sigma{0.5, 0.4, 0.45, 0.3, 0.25};
  std::vector<double> y(10);
  for (std::size_t t = 0; t < 5; ++t) {
    y[t] = 1 - sigma[t];
    y[5 + t] = 1 + sigma[t];
  }
  const auto path = sigma_convergence(View<const double, Region, Year>(y.data(), {2, 5}), {.lags = 1});
  ASSERT_TRUE(path && path->trend);
  EXPECT_NEAR(path->trend->slope.value, -0.06, 1e-15);
  EXPECT_NEAR(path->trend->level, 0.5, 1e-15);
  const std::vector<double> x{-2, -1, 0, 1, 2};
  double meat = 0;
  std::vector<double> u;
  for (std::size_t t = 0; t < 5; ++t) u.push_back(x[t] * (sigma[t] - 0.38 + 0.06 * x[t]));
  for (std::size_t t = 0; t < 5; ++t) meat += u[t] * u[t] + (t > 0 ? u[t] * u[t - 1] : 0);
  EXPECT_NEAR(path->trend->slope.error, std::sqrt(meat) / 10, 1e-15);
  EXPECT_EQ(path->trend->degrees, 3U);
  EXPECT_EQ(path->trend->lags, 1U);
  EXPECT_EQ(newey_west_lags(11), 2U);  // 4 (0.11)^(2/9) = 2.45
  EXPECT_EQ(newey_west_lags(100), 4U);
  EXPECT_EQ(newey_west_lags(2), 1U);
}

// Growth that follows the law of convergence exactly: ln y_T = ln y_0 e^(-lambda T) + (1 - e^(-lambda T)) ln y*.
std::vector<double> after(const std::vector<double>& initial, double lambda, double years, double target) {
  std::vector<double> out;
  for (const double y : initial) {
    const double left = std::exp(-lambda * years);
    out.push_back(std::exp(left * std::log(y) + (1 - left) * target));
  }
  return out;
}

TEST(BetaConvergence, FindsTheSpeedOfAnExactLawInBothForms) {
  const std::vector<double> initial{100, 150, 240, 400, 900};
  const auto last = after(initial, 0.02, 30, 7);
  for (const Growth growth : {Growth::annual, Growth::total}) {
    const auto fit = beta_convergence({.initial = initial, .final = last, .years = 30, .growth = growth});
    ASSERT_TRUE(fit && fit->speed);
    EXPECT_NEAR(fit->speed->lambda, 0.02, 1e-13);
    EXPECT_NEAR(*fit->speed->half_life, std::log(2) / 0.02, 1e-10);
    EXPECT_NEAR(fit->r_squared, 1, 1e-12);
  }
  // Divergence has a negative speed and no half-life; b T below -1 has no speed at all.
  const auto apart = beta_convergence({.initial = initial, .final = after(initial, -0.02, 30, 7), .years = 30});
  EXPECT_NEAR(apart->speed->lambda, -0.02, 1e-13);
  EXPECT_FALSE(apart->speed->half_life);
  std::vector<double> turned;
  for (const double y : initial) turned.push_back(1e6 / y);
  EXPECT_FALSE(beta_convergence({.initial = initial, .final = turned, .years = 1})->speed);
}

TEST(BetaConvergence, DeltaMethodOfBothFormsAgrees) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  const auto y = testing::read_usjoin(path);
  const auto first = testing::year_of(y, 0);
  const auto last = testing::year_of(y, 80);
  const auto annual = beta_convergence({.initial = first, .final = last, .years = 80});
  const auto total = beta_convergence({.initial = first, .final = last, .years = 80, .growth = Growth::total});
  expect_close(total->beta.value, 80 * annual->beta.value, 1e-12);
  expect_close(total->speed->lambda, annual->speed->lambda, 1e-12);
  expect_close(total->speed->lambda_error, annual->speed->lambda_error, 1e-12);
  // d lambda/d b by a difference.
  const double step = 1e-7;
  const auto lambda = [](double b) { return -std::log(1 + 80 * b) / 80; };
  const double slope = (lambda(annual->beta.value + step) - lambda(annual->beta.value - step)) / (2 * step);
  expect_close(annual->speed->lambda_error, -slope * annual->beta.error, 1e-6);
  expect_close(annual->speed->half_life_error,
               *annual->speed->half_life / annual->speed->lambda * annual->speed->lambda_error, 1e-12);
}

TEST(BetaConvergence, ConditionsWeightsAndRobustErrors) {
  const std::vector<double> initial{1, 2, 4, 8, 16, 32};
  const std::vector<double> share{0.1, 0.5, 0.2, 0.9, 0.4, 0.3};
  std::vector<double> last;
  for (std::size_t i = 0; i < 6; ++i) {
    last.push_back(initial[i] * std::exp(10 * (0.05 - 0.01 * std::log(initial[i]) + 0.03 * share[i])));
  }
  const View<const double, Region, Column> conditions(share.data(), {6, 1});
  const auto fit = beta_convergence({.initial = initial, .final = last, .years = 10, .conditions = conditions});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->beta.value, -0.01, 1e-14);
  EXPECT_NEAR(fit->conditions[0].value, 0.03, 1e-14);
  EXPECT_EQ(fit->degrees, 3U);
  // A region that counts twice stands twice: same coefficients as with a copy of it.
  last[2] *= 1.1;
  last[4] *= 0.8;
  const std::vector<double> weights{1, 1, 2, 1, 1, 1};
  std::vector<double> longer = initial;
  std::vector<double> longer_last = last;
  longer.push_back(initial[2]);
  longer_last.push_back(last[2]);
  const auto weighted = beta_convergence({.initial = initial, .final = last, .years = 10, .weights = weights});
  const auto copied = beta_convergence({.initial = longer, .final = longer_last, .years = 10});
  expect_close(weighted->beta.value, copied->beta.value, 1e-12);
  expect_close(weighted->r_squared, copied->r_squared, 1e-12);
  // White's errors by hand: sum of (x - mean)^2 e^2 over the square of sum (x - mean)^2.
  const auto hc0 = beta_convergence({.initial = initial, .final = last, .years = 10, .errors = CovarianceRule::hc0});
  const auto hc1 = beta_convergence({.initial = initial, .final = last, .years = 10, .errors = CovarianceRule::hc1});
  const auto hc3 = beta_convergence({.initial = initial, .final = last, .years = 10, .errors = CovarianceRule::hc3});
  double squares = 0;
  double meat = 0;
  double meat3 = 0;
  std::vector<double> x;
  for (const double v : initial) x.push_back(std::log(v) - std::log(std::sqrt(32.0)));
  for (const double v : x) squares += v * v;
  for (std::size_t i = 0; i < 6; ++i) {
    const double e =
        std::log(last[i] / initial[i]) / 10 - hc0->intercept.value - hc0->beta.value * std::log(initial[i]);
    const double h = 1.0 / 6 + x[i] * x[i] / squares;
    meat += x[i] * x[i] * e * e;
    meat3 += x[i] * x[i] * e * e / ((1 - h) * (1 - h));
  }
  expect_close(hc0->beta.error, std::sqrt(meat) / squares, 1e-10);
  expect_close(hc1->beta.error, std::sqrt(meat * 6 / 4) / squares, 1e-10);
  expect_close(hc3->beta.error, std::sqrt(meat3) / squares, 1e-10);
}

TEST(PanelBeta, WithinEqualsDummies) {
  // Three regions, four years: the two-way within estimate against a regression with a dummy for each region and year.
  const std::vector<double> y{1, 1.3, 1.2, 1.9, 2, 2.1, 2.9, 2.8, 5, 4.6, 5.5, 5.9};
  const View<const double, Region, Year> panel(y.data(), {3, 4});
  const std::vector<double> weights{1, 2, 4};
  Array<double, Row, Column> x({9, 6});
  std::vector<double> g;
  std::vector<double> w;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t t = 0; t < 3; ++t) {
      const std::size_t i = r * 3 + t;
      x(i, 0U) = std::log(panel(r, t));
      x(i, 1 + r) = 1;
      if (t > 0) x(i, 3 + t) = 1;
      g.push_back(std::log(panel(r, t + 1) / panel(r, t)));
      w.push_back(weights[r]);
    }
  }
  const auto dummies = fit_least_squares({.x = x, .y = g, .weights = w});
  const auto within = panel_beta({.y = panel, .weights = weights, .errors = CovarianceRule::iid});
  ASSERT_TRUE(dummies && within);
  expect_close(within->beta.value, dummies->coefficients[0].value, 1e-11);
  expect_close(within->beta.error, dummies->coefficients[0].error, 1e-11);
  EXPECT_EQ(within->degrees, dummies->degrees);
  const auto pooled = panel_beta({.y = panel, .effects = Effects::none, .errors = CovarianceRule::iid});
  EXPECT_NE(pooled->intercept.value, 0);
  expect_close(pooled->speed->lambda, -std::log1p(pooled->beta.value), 1e-14);
}

TEST(StudentT, AgainstClosedForms) {
  // df 1: 1 - 2 atan(t)/pi; df 2: 1 - t/sqrt(2 + t^2).
  for (const double t : {0.1, 1.0, 3.0, 50.0}) {
    EXPECT_NEAR(math::student_t_two_sided(t, 1), 1 - 2 * std::atan(t) / std::acos(-1), 1e-14);
    EXPECT_NEAR(math::student_t_two_sided(t, 2), 1 - t / std::sqrt(2 + t * t), 1e-14);
    EXPECT_EQ(math::student_t_two_sided(t, 7), math::student_t_two_sided(-t, 7));
  }
  EXPECT_NEAR(math::student_t_two_sided(2.228138852, 10), 0.05, 1e-9);  // the table of every textbook
  EXPECT_EQ(math::student_t_two_sided(0, 5), 1);
  // many degrees of freedom, as panels have: mpmath 1.2.1 (by differences of ln Gamma 5e-11 is lost)
  EXPECT_NEAR(math::student_t_two_sided(1.663932031279653, 10'000) / 0.09615734525415678, 1, 1e-12);
}

TEST(Convergence, Refusals) {
  const std::vector<double> good{1, 2, 3};
  const std::vector<double> zero{1, 0, 3};
  const std::vector<double> two{1, 2};
  const std::vector<double> y{1, 2, 3, 4, 5, -6};
  const std::vector<double> fine{1, 2, 4, 4, 5, 7};
  const View<const double, Region, Year> bad(y.data(), {2, 3});
  const View<const double, Region, Year> panel(fine.data(), {2, 3});
  const std::vector<double> none(6, 0.0);
  EXPECT_REFUSED(sigma_convergence({}), ErrorCode::shape, "measure.convergence.shape");
  EXPECT_REFUSED(sigma_convergence(bad), ErrorCode::domain, "measure.convergence.not_positive");
  EXPECT_EQ(sigma_convergence(bad).error().message, text("measure.convergence.not_positive", 2, 3, -6.0));
  EXPECT_REFUSED(sigma_convergence(panel, {.weights = two}), ErrorCode::shape, "measure.convergence.weights");
  EXPECT_REFUSED(sigma_convergence(panel, {.weights = none}), ErrorCode::domain, "measure.convergence.weight");
  EXPECT_REFUSED(beta_convergence({.initial = two, .final = two}), ErrorCode::shape, "measure.convergence.shape");
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = two}), ErrorCode::shape, "measure.convergence.shape");
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = good, .years = 0}), ErrorCode::domain,
                 "measure.convergence.years");
  EXPECT_REFUSED(beta_convergence({.initial = zero, .final = good}), ErrorCode::domain,
                 "measure.convergence.initial_not_positive");
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = zero}), ErrorCode::domain,
                 "measure.convergence.final_not_positive");
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = good}), ErrorCode::domain, "measure.regression.constant");
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = zero, .weights = two}), ErrorCode::domain,
                 "measure.convergence.final_not_positive");
  const std::vector<double> last{2, 3, 7};
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = last, .weights = two}), ErrorCode::shape,
                 "measure.regression.weights");
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = last, .weights = y}), ErrorCode::shape,
                 "measure.regression.weights");
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = last, .errors = CovarianceRule::cluster}),
                 ErrorCode::shape, "measure.regression.clusters");
  const std::vector<double> negative{1, 1, -1};
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = last, .weights = negative}), ErrorCode::domain,
                 "measure.regression.weight");
  const View<const double, Region, Column> conditions(last.data(), {3, 1});
  EXPECT_REFUSED(beta_convergence({.initial = good, .final = last, .conditions = conditions}), ErrorCode::shape,
                 "measure.regression.degrees");
  EXPECT_REFUSED(panel_beta({.y = View<const double, Region, Year>(fine.data(), {3, 2})}), ErrorCode::shape,
                 "measure.convergence.shape");
  EXPECT_REFUSED(panel_beta({.y = bad}), ErrorCode::domain, "measure.convergence.not_positive");
  EXPECT_REFUSED(panel_beta({.y = panel, .weights = y}), ErrorCode::shape, "measure.convergence.weights");
  EXPECT_REFUSED(panel_beta({.y = panel, .weights = negative}), ErrorCode::shape, "measure.convergence.weights");
  const std::vector<double> zeros{0, 0};
  EXPECT_REFUSED(panel_beta({.y = panel, .weights = zeros}), ErrorCode::domain, "measure.convergence.weight");
  EXPECT_REFUSED(panel_beta({.y = panel}), ErrorCode::shape, "measure.regression.degrees");
}

RC_GTEST_PROP(ConvergenceProperty, UnitsAndOrderOfRegionsPlayNoPart, ()) {
  const auto whole = *rc::gen::suchThat(rc::gen::container<std::vector<std::pair<int, int>>>(
                                            rc::gen::pair(rc::gen::inRange(1, 99), rc::gen::inRange(1, 99))),
                                        [](const auto& rows) { return rows.size() >= 4; });
  std::vector<double> first;
  std::vector<double> last;
  for (const auto& [a, b] : whole) {
    first.push_back(a);
    last.push_back(b);
  }
  const auto fit = beta_convergence({.initial = first, .final = last, .years = 7});
  RC_PRE(fit.has_value() && fit->r_squared < 0.999);
  std::reverse(first.begin(), first.end());
  std::reverse(last.begin(), last.end());
  for (double& v : first) v *= 8;
  for (double& v : last) v *= 8;
  const auto other = beta_convergence({.initial = first, .final = last, .years = 7});
  RC_ASSERT(std::fabs(other->beta.value - fit->beta.value) < 1e-10);
  RC_ASSERT(std::fabs(other->beta.error - fit->beta.error) < 1e-10);
}

}  // namespace
}  // namespace tidu::measure
