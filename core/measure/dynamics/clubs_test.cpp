// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/clubs.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/measure/dynamics/spectral_kernel.h"
#include "core/measure/dynamics/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using Panel = Array<double, Region, Year>;
using testing::kNan;

// Paths around a common one: x_it = level (1 + d_i t^(-a)), so that H_t = H_1 t^(-2a) exactly.
Panel closing(const std::vector<double>& d, double level, double a, std::size_t years) {
  Panel x({d.size(), years});
  for (std::size_t i = 0; i < d.size(); ++i) {
    for (std::size_t t = 0; t < years; ++t) x(i, t) = level * (1 + d[i] * std::pow(static_cast<double>(t + 1), -a));
  }
  return x;
}

void put(Panel& to, const Panel& from, std::size_t first) {
  for (std::size_t i = 0; i < from.extent<Region>(); ++i) {
    for (std::size_t t = 0; t < from.extent<Year>(); ++t) to(first + i, t) = from(i, t);
  }
}

TEST(LogT, ClosedForm) {
  // ln(H_1/H_t) = 2 a ln t, so gamma is 2 a less the slope of 2 ln ln t on ln t over the same years.
  const auto x = closing({-0.2, 0.05, 0.15}, 10, 0.4, 30);
  const auto fit = log_t_test(x, {.discard = 1.0 / 3});
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->first, 10U);
  EXPECT_EQ(fit->observations, 20U);
  double n = 0;
  double sx = 0;
  double sy = 0;
  for (int t = 11; t <= 30; ++t, ++n) {
    sx += std::log(t);
    sy += 2 * std::log(std::log(t));
  }
  double sxx = 0;
  double sxy = 0;
  for (int t = 11; t <= 30; ++t) {
    sxx += (std::log(t) - sx / n) * (std::log(t) - sx / n);
    sxy += (std::log(t) - sx / n) * (2 * std::log(std::log(t)) - sy / n);
  }
  EXPECT_NEAR(fit->gamma, 0.8 - sxy / sxx, 1e-10);
  EXPECT_TRUE(fit->converges);
  EXPECT_NEAR(fit->dispersion[0], (0.04 + 0.0025 + 0.0225) / 3, 1e-15);
  EXPECT_NEAR(fit->p, 1, 1e-9);
  const auto apart = log_t_test(closing({-0.1, 0.04, 0.06}, 10, -0.3, 30), {.discard = 1.0 / 3});
  EXPECT_FALSE(apart->converges);
}

TEST(LogT, YearsThatAreLeftOut) {
  const auto x = closing({-0.2, 0.2}, 10, 0.4, 11);
  EXPECT_EQ(log_t_test(x)->first, 3U);
  EXPECT_EQ(log_t_test(x, {.discard = 0.01})->first, 1U);
  const auto even = closing({-0.2, 0.2}, 10, 0.4, 10);
  EXPECT_EQ(log_t_test(even, {.discard = 0.25})->first, 2U);  // 2.5, halves to the even as R rounds
  EXPECT_EQ(log_t_test(even, {.discard = 0.35})->first, 4U);
}

TEST(LogT, LongRunVarianceByItsDefinition) {
  // Residuals of a small panel, the sums written out.
  const std::vector<double> d{0.30, 0.26, 0.27, 0.22, 0.25, 0.18, 0.17, 0.19, 0.12, 0.14};
  Panel x({2, 10});
  for (std::size_t t = 0; t < 10; ++t) {
    x(0U, t) = 1 - d[t];
    x(1U, t) = 1 + d[t];
  }
  std::vector<double> lx;
  std::vector<double> e;
  double mx = 0;
  double my = 0;
  for (int t = 4; t <= 10; ++t) {
    lx.push_back(std::log(t));
    e.push_back(2 * std::log(d[0] / d[static_cast<std::size_t>(t) - 1]) - 2 * std::log(std::log(t)));
    mx += lx.back() / 7;
    my += e.back() / 7;
  }
  double sxx = 0;
  double sxy = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    sxx += (lx[i] - mx) * (lx[i] - mx);
    sxy += (lx[i] - mx) * (e[i] - my);
  }
  double num = 0;
  double den = 0;
  for (std::size_t i = 0; i < 7; ++i) e[i] -= my + sxy / sxx * (lx[i] - mx);
  for (std::size_t i = 0; i < 6; ++i) {
    num += e[i] * e[i + 1];
    den += e[i] * e[i];
  }
  const double b = num / den;
  const double width = 1.3221 * std::pow(4 * b * b / std::pow(1 - b, 4) * 7, 0.2);
  for (const auto rule : {LongRunVariance::phillips_sul, LongRunVariance::andrews}) {
    const std::size_t used = rule == LongRunVariance::andrews ? 7 : 6;
    double total = 0;
    for (const double v : e) total += v * v;
    for (std::size_t lag = 1; lag < used; ++lag) {
      const double z = 1.2 * std::acos(-1) * static_cast<double>(lag) / width;
      const double k = 3 / (z * z) * (std::sin(z) / z - std::cos(z));
      for (std::size_t i = 0; i + lag < used; ++i) total += 2 * k * e[i] * e[i + lag];
    }
    ASSERT_GT(total, 0);
    const auto fit = log_t_test(x, {.variance = rule});
    EXPECT_NEAR(fit->gamma, sxy / sxx, 1e-12);
    EXPECT_NEAR(fit->error / std::sqrt(total / static_cast<double>(used) / sxx), 1, 1e-10);
    EXPECT_NEAR(fit->t, fit->gamma / fit->error, 1e-12);
  }
}

TEST(QuadraticSpectral, AgainstItsDefinition) {
  EXPECT_EQ(quadratic_spectral(0), 1);
  for (const double x : {0.2, 0.5, 1.0, 3.3, 47.0, 9999.5}) {
    const double z = 1.2 * std::acos(-1) * x;
    EXPECT_NEAR(quadratic_spectral(x), 3 / (z * z) * (std::sin(z) / z - std::cos(z)), 2e-15);
    EXPECT_EQ(quadratic_spectral(-x), quadratic_spectral(x));
  }
}

TEST(Clubs, TwoClubsThatWereBuilt) {
  // Six regions close in on 10, five on 6: nobody else belongs together. One falls away from everybody.
  Panel x({12, 40});
  put(x, closing({-0.10, 0.02, 0.05, -0.04, 0.08, -0.01}, 10, 0.6, 40), 0);
  put(x, closing({0.06, -0.09, 0.03, 0.04, -0.04}, 6, 0.6, 40), 6);
  for (std::size_t t = 0; t < 40; ++t) x(11U, t) = 4 * std::pow(static_cast<double>(t + 1), -0.5);
  const auto clubs = convergence_clubs(x, {.discard = 1.0 / 3});
  ASSERT_TRUE(clubs);
  EXPECT_FALSE(clubs->all.converges);
  ASSERT_EQ(clubs->clubs.size(), 2U);
  EXPECT_EQ(clubs->clubs[0].members, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(clubs->clubs[1].members, (std::vector<std::size_t>{6, 7, 8, 9, 10}));
  EXPECT_EQ(clubs->divergent, (std::vector<std::size_t>{11}));
  for (const Club& club : clubs->clubs) EXPECT_TRUE(club.test.converges);
}

TEST(Clubs, APanelThatConvergesIsOneClub) {
  const auto clubs = convergence_clubs(closing({-0.1, 0.02, 0.05, 0.03}, 10, 0.6, 30));
  ASSERT_TRUE(clubs);
  EXPECT_TRUE(clubs->all.converges);
  ASSERT_EQ(clubs->clubs.size(), 1U);
  EXPECT_EQ(clubs->clubs[0].members.size(), 4U);
  EXPECT_TRUE(clubs->divergent.empty());
}

TEST(Clubs, NobodyWithAPartnerDiverges) {
  Panel x({3, 30});
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t t = 0; t < 30; ++t) {
      x(i, t) = 5 + static_cast<double>(i) * std::pow(static_cast<double>(t + 1), 0.5);
    }
  }
  const auto clubs = convergence_clubs(x);
  ASSERT_TRUE(clubs);
  EXPECT_TRUE(clubs->clubs.empty());
  EXPECT_EQ(clubs->divergent.size(), 3U);
}

RC_GTEST_PROP(ClubsProperty, EveryRegionHasOnePlaceAndOrderPlaysNoPart, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(2, 9);
  const auto steps = *rc::gen::container<std::vector<int>>(n * 14, rc::gen::inRange(-40, 60));
  Panel x({n, 14});
  for (std::size_t i = 0; i < n; ++i) {
    double level = 8 + 0.1 * static_cast<double>(i);
    for (std::size_t t = 0; t < 14; ++t) {
      level += 0.001 * (steps[i * 14 + t] + 0.1 * static_cast<double>(i + t));
      x(i, t) = level;
    }
  }
  const auto clubs = convergence_clubs(x);
  RC_PRE(clubs.has_value());
  std::vector<std::size_t> places(n);
  for (const Club& club : clubs->clubs) {
    for (const std::size_t region : club.members) ++places[region];
  }
  for (const std::size_t region : clubs->divergent) ++places[region];
  RC_ASSERT(std::all_of(places.begin(), places.end(), [](std::size_t count) { return count == 1; }));
  Panel turned({n, 14});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t t = 0; t < 14; ++t) turned(n - 1 - i, t) = x(i, t);
  }
  const auto other = convergence_clubs(turned);
  RC_ASSERT(other->clubs.size() == clubs->clubs.size());
  RC_ASSERT(other->divergent.size() == clubs->divergent.size());
}

TEST(HodrickPrescott, SolvesItsEquation) {
  const std::vector<double> x{1, 3, 2, 5, 4, 7, 6};
  const auto s = hodrick_prescott(x, 10);
  // First-order condition: x - s = smoothing D'D s.
  std::vector<double> second(x.size());
  for (std::size_t t = 1; t + 1 < x.size(); ++t) second[t] = s[t + 1] - 2 * s[t] + s[t - 1];
  for (std::size_t t = 0; t < x.size(); ++t) {
    const double left = t > 0 ? second[t - 1] : 0;
    const double right = t + 1 < x.size() ? second[t + 1] : 0;
    EXPECT_NEAR(x[t] - s[t], 10 * (left - 2 * second[t] + right), 1e-12);
  }
  std::vector<double> line;
  for (int t = 0; t < 20; ++t) line.push_back(3 + 0.5 * t);
  const auto same = hodrick_prescott(line, 400);
  for (std::size_t t = 0; t < 20; ++t) EXPECT_NEAR(same[t], line[t], 1e-10);
  EXPECT_EQ(hodrick_prescott(x, 0), x);
  EXPECT_EQ(hodrick_prescott(std::vector<double>{1, 9}, 400), (std::vector<double>{1, 9}));
}

TEST(ConvergencePaths, LogAndTrend) {
  const std::vector<double> y{1, 2, 4, 9};
  const View<const double, Region, Year> panel(y.data(), {1, 4});
  EXPECT_NEAR((*convergence_paths(panel))(0U, 3U), std::log(9), 1e-15);
  EXPECT_EQ((*convergence_paths(panel, {.logarithm = false})).values(), y);
  const std::vector<double> logs{0, std::log(2), std::log(4), std::log(9)};
  const auto trend = hodrick_prescott(logs, 400);
  const auto paths = convergence_paths(panel, {.filter = PathFilter::hodrick_prescott});
  for (std::size_t t = 0; t < 4; ++t) EXPECT_NEAR((*paths)(0U, t), trend[t], 1e-14);
}

TEST(Clubs, Refusals) {
  auto x = closing({-0.2, 0.05, 0.15}, 10, 0.4, 20);
  const std::vector<std::size_t> far{0, 3};
  const std::vector<std::size_t> one{0};
  const Panel one_region({1, 20}, 1);
  EXPECT_REFUSED(log_t_test(one_region), ErrorCode::shape, "measure.clubs.shape");
  EXPECT_REFUSED(log_t_test(x, {}, one), ErrorCode::shape, "measure.clubs.shape");
  EXPECT_REFUSED(log_t_test(x, {.discard = 0}), ErrorCode::domain, "measure.clubs.discard");
  EXPECT_REFUSED(log_t_test(x, {.discard = 1}), ErrorCode::domain, "measure.clubs.discard");
  EXPECT_REFUSED(log_t_test(x, {.discard = 0.9}), ErrorCode::shape, "measure.clubs.too_few_years");
  EXPECT_REFUSED(log_t_test(x, {}, far), ErrorCode::domain, "measure.clubs.member");
  x(1U, 4U) = x(0U, 4U);
  const std::vector<std::size_t> equal{0, 1};
  EXPECT_REFUSED(log_t_test(x, {}, equal), ErrorCode::domain, "measure.clubs.no_spread");
  EXPECT_EQ(log_t_test(x, {}, equal).error().message, text("measure.clubs.no_spread", 5));
  x(1U, 4U) = kNan;
  EXPECT_REFUSED(convergence_clubs(x), ErrorCode::domain, "measure.clubs.not_finite");
  EXPECT_EQ(convergence_clubs(x).error().message, text("measure.clubs.not_finite", 2, 5));
  EXPECT_REFUSED(convergence_paths(x), ErrorCode::domain, "measure.clubs.not_positive");
  EXPECT_REFUSED(convergence_paths(x, {.smoothing = -1}), ErrorCode::domain, "measure.clubs.smoothing");
}

}  // namespace
}  // namespace tidu::measure
