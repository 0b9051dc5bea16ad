// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/early_warning.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "core/base/text.h"

namespace tidu::measure {
namespace {

using Paths = Array<double, Region, Step>;

Paths paths(const std::vector<std::vector<double>>& rows) {
  Paths out({rows.size(), rows.front().size()});
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t t = 0; t < rows[r].size(); ++t) out(r, t) = rows[r][t];
  }
  return out;
}

const std::vector<double> kRough{0.0, 0.3, 0.1, 0.6, 0.5, 1.1, 0.8, 1.6, 1.2, 2.1};

TEST(EarlyWarning, FollowsItsDefinition) {
  // Worked out in another language, sums in plain order.
  const std::vector<double> a{-0.5774888509934814, -0.7448715904519293, -0.6251040652397097, -0.8522374688822242,
                              -0.642907936355819};
  const std::vector<double> v{0.03965053363209714, 0.042811367983396784, 0.0752627178850783, 0.06587167061540461,
                              0.12306900983707207};
  const Paths rough = paths({kRough});
  const auto found = early_warning({.paths = rough.view(), .bandwidth = 2, .window = 6});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->pooled_variance.size(), 5u);
  for (std::size_t w = 0; w < 5; ++w) {
    EXPECT_NEAR(found->autocorrelation(0, w), a[w], 1e-13);
    EXPECT_NEAR(found->variance(0, w), v[w], 1e-14);
    EXPECT_EQ(found->pooled_autocorrelation[w], found->autocorrelation(0, w)) << "one region is its own pool";
    EXPECT_EQ(found->pooled_variance[w], found->variance(0, w));
  }
  EXPECT_NEAR(found->autocorrelation_trend[0], -0.4, 1e-15);
  EXPECT_NEAR(found->variance_trend[0], 0.8, 1e-15);
}

/// Regions pushed about at random that return ever more slowly: e_t = phi_t e_t-1 + noise.
Paths pushed(double first_phi, double last_phi) {
  std::mt19937 random(7);
  const std::size_t regions = 30;
  const std::size_t steps = 300;
  Paths out({regions, steps});
  for (std::size_t r = 0; r < regions; ++r) {
    double e = 0;
    for (std::size_t t = 0; t < steps; ++t) {
      double noise = -6;  // of twelve uniform numbers: nearly normal, the same with any library
      for (int i = 0; i < 12; ++i) noise += static_cast<double>(random()) / 4294967296.0;
      const double along = static_cast<double>(t) / static_cast<double>(steps - 1);
      e = (first_phi + (last_phi - first_phi) * along) * e + noise;
      out(r, t) = 0.02 * static_cast<double>(t) + e;
    }
  }
  return out;
}

TEST(EarlyWarning, FindsWhatReturnsMoreSlowly) {
  // Scheffer et al. 2009, box 3: a and the variance 1/(1 - a^2) both rise.
  const Paths slowing = pushed(0.1, 0.9);
  const auto found = early_warning({.paths = slowing.view(), .bandwidth = 40, .window = 100});
  ASSERT_TRUE(found);
  EXPECT_GT(found->pooled_autocorrelation_trend, 0.95);
  EXPECT_GT(found->pooled_variance_trend, 0.95);
  EXPECT_NEAR(found->pooled_autocorrelation.front(), 0.1 + 0.8 / 6, 0.06) << "phi in the middle of the first window";
  const Paths steady = pushed(0.5, 0.5);
  const auto nothing = early_warning({.paths = steady.view(), .bandwidth = 40, .window = 100});
  for (const double a : nothing->pooled_autocorrelation) EXPECT_NEAR(a, 0.5, 0.08);
  for (const double v : nothing->pooled_variance) EXPECT_NEAR(v, 1 / (1 - 0.25), 0.25);
}

TEST(EarlyWarning, WithoutVariationThereIsNothingToSee) {
  const Paths x = paths({std::vector<double>(10, 3.3), kRough});
  const auto found = early_warning({.paths = x.view(), .bandwidth = 2, .window = 6});
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::isnan(found->autocorrelation(0, 0)));
  EXPECT_EQ(found->variance(0, 0), 0) << "a constant leaves no rounding";
  EXPECT_TRUE(std::isnan(found->autocorrelation_trend[0]));
  EXPECT_EQ(found->pooled_autocorrelation[2], found->autocorrelation(1, 2));
  EXPECT_EQ(found->pooled_variance[2], found->variance(1, 2) / 2);
}

RC_GTEST_PROP(EarlyWarning, ShiftAndScale, ()) {
  const auto x = *rc::gen::container<std::vector<double>>(
      12, rc::gen::map(rc::gen::inRange(-1000, 1000), [](int n) { return n / 100.0; }));
  const double scale = *rc::gen::element(0.25, 2.0, 1024.0);
  std::vector<double> moved;
  for (const double value : x) moved.push_back(scale * (value + 5));
  const Paths alone = paths({x});
  const Paths both = paths({x, moved});
  const EarlyWarning one = *early_warning({.paths = alone.view(), .bandwidth = 3, .window = 6});
  const EarlyWarning two = *early_warning({.paths = both.view(), .bandwidth = 3, .window = 6});
  for (std::size_t w = 0; w < 7; ++w) {
    RC_ASSERT(two.variance(0, w) == one.variance(0, w));
    RC_ASSERT(std::fabs(two.variance(1, w) - scale * scale * one.variance(0, w)) <
              1e-9 * scale * scale * (1 + one.variance(0, w)));
    if (!(one.variance(0, w) > 1e-6)) continue;
    RC_ASSERT(std::fabs(two.autocorrelation(1, w) - one.autocorrelation(0, w)) < 1e-6);
    RC_ASSERT(std::fabs(two.pooled_autocorrelation[w] - one.autocorrelation(0, w)) < 1e-6);
    RC_ASSERT(std::fabs(one.autocorrelation(0, w)) <= 1);
  }
}

TEST(EarlyWarning, Refuses) {
  Paths x = paths({kRough, kRough});
  const auto key = [&](double bandwidth, std::size_t window) {
    const auto found = early_warning({.paths = x.view(), .bandwidth = bandwidth, .window = window});
    EXPECT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, ErrorCode::domain);
    return found.error().message;
  };
  EXPECT_EQ(key(2, 3), text("measure.early_warning.window", 3, 10));
  EXPECT_EQ(key(2, 11), text("measure.early_warning.window", 11, 10));
  EXPECT_EQ(key(0, 5), text("measure.early_warning.bandwidth", 0.0));
  EXPECT_EQ(key(std::numeric_limits<double>::quiet_NaN(), 5).key, "measure.early_warning.bandwidth");
  x(1, 3) = std::numeric_limits<double>::infinity();
  EXPECT_EQ(key(2, 5), text("measure.early_warning.value", 2, 4, x(1, 3)));
}

}  // namespace
}  // namespace tidu::measure
