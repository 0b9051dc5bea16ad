// SPDX-License-Identifier: Apache-2.0
#include "core/economy/persistence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/base/draws.h"
#include "core/base/sum.h"
#include "core/economy/growth.h"
#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

/// A panel of the model itself.
struct Made {
  std::size_t regions = 31;
  std::size_t years = 8;
  double rho = 0, spread = 0;  ///< of u; sd of d
  double common_rho = 0;
  std::uint64_t seed = 1;

  double normal_at(std::size_t n, std::size_t t) const {
    return normal(Rng(seed), {.entity = n, .step = static_cast<std::uint32_t>(t)});
  }
  /// Stationary, innovations of variance 1.
  std::vector<double> series(std::size_t n, double r, std::size_t length) const {
    std::vector<double> out{normal_at(n, 0) / std::sqrt(1 - r * r)};
    for (std::size_t t = 1; t < length; ++t) out.push_back(r * out.back() + normal_at(n, t));
    return out;
  }
  Array<double, Region, Year> panel(std::size_t ahead = 0) const {
    Array<double, Region, Year> out({regions, years + ahead});
    const std::vector<double> all = series(1000, common_rho, years + ahead);
    for (std::size_t n = 0; n < regions; ++n) {
      const std::vector<double> own = series(n, rho, years + ahead);
      for (std::size_t t = 0; t < years + ahead; ++t) out(n, t) = 5 + all[t] + spread * normal_at(n, 1000) + own[t];
    }
    return out;
  }
};

RhoEstimate estimated(const Made& made) { return rho_of_regions(*persistent_trend(made.panel().view())); }

// Five years of 31 regions: where a within estimator is biased by some -(1 + rho) / 4 (Nickell 1981: -.33 and -.4), the
// posterior's mean over 400 panels is right to some hundredths, and its sd says how far single ones are off.
TEST(Persistence, IsFoundWithoutNickellsBias) {
  for (const double rho : {0.3, 0.6}) {
    double mean = 0;
    double squares = 0;
    double claimed = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
      const RhoEstimate found = estimated({.years = 5, .rho = rho, .spread = 1, .seed = seed});
      mean += found.mean / 400;
      squares += (found.mean - rho) * (found.mean - rho) / 400;
      claimed += found.sd * found.sd / 400;
    }
    EXPECT_NEAR(mean, rho, 0.06);
    EXPECT_NEAR(std::sqrt(squares / claimed), 1, 0.2);
  }
}

TEST(Persistence, OfIndependentYearsIsSmallAndLongRunSpreadIsNoPersistence) {
  EXPECT_LT(estimated({.rho = 0, .spread = 2}).mean, 0.1);
  EXPECT_LT(estimated({.years = 30, .rho = 0, .spread = 5}).mean, 0.05);
  EXPECT_NEAR(estimated({.years = 30, .rho = 0.8, .spread = 0}).mean, 0.8, 0.05);
}

// As the largest rho goes to 0 it is the trend of independent years: the same shrinkage, deviations and errors.
TEST(Persistence, IsTheIndependentTrendInTheLimit) {
  const auto panel = Made{.years = 6, .rho = 0.4, .spread = 1}.panel();
  const auto trend = empirical_bayes_trend(panel.view());
  const auto lasting = persistent_trend(panel.view(), 1e-9);
  ASSERT_TRUE(trend && lasting);
  const RegionPersistence& own = lasting->region.front();
  EXPECT_NEAR(own.shrinkage, trend->shrinkage, 1e-8);
  EXPECT_NEAR(own.shock, trend->region_year, 1e-8);
  EXPECT_NEAR(lasting->common.front().mean, trend->mean, 1e-8);
  EXPECT_NEAR(lasting->common.front().mean_error, trend->mean_error, 1e-8);
  EXPECT_NEAR(lasting->common.front().shock, trend->year, 1e-8);
  const auto expected = expected_growth(*lasting, 3).together();
  for (std::size_t n = 0; n < panel.extent<Region>(); ++n) {
    EXPECT_NEAR(own.error[n], trend->region_error[n], 1e-8);
    for (const auto& year : expected) EXPECT_NEAR(year[n], trend->region[n], 1e-7);
  }
}

// All regions' mean goes from 0 to 2, and each keeps its distance to it.
TEST(Persistence, ByHand) {
  // innovations of x - 1 = (-1, 1): (1 - r^2) 1 + (1 + r)^2; one degree of freedom
  Array<double, Region, Year> panel({4, 2});
  const double a[] = {3, -1, -1, -1};
  for (std::size_t n = 0; n < 4; ++n) {
    panel(n, 0) = a[n];
    panel(n, 1) = 2 + a[n];
  }
  const auto found = persistent_trend(panel.view(), 1);
  ASSERT_TRUE(found);
  for (const CommonPersistence& at : found->common) {
    EXPECT_NEAR(at.mean, 1, 1e-14);
    EXPECT_NEAR(at.shock * at.shock, (1 - at.rho * at.rho) + (1 + at.rho) * (1 + at.rho), 1e-12);
    EXPECT_NEAR(at.mean_error * at.mean_error, at.shock * at.shock / (2 * (1 - at.rho)), 1e-9);
    EXPECT_NEAR(at.probability, 1.0 / 40, 1e-12) << "two years say nothing of r";
  }
  // deviations last without any noise: nothing says that any of them goes
  for (const RegionPersistence& at : found->region) {
    EXPECT_NEAR(at.deviation[0], 3, 1e-12);
    EXPECT_NEAR(at.shock, 0, 1e-14);
    EXPECT_NEAR(at.probability, 1.0 / 40, 1e-12);
  }
}

// Forecasts of regions differ by what is left of the last year and by long-run deviations alone, and die out to these.
RC_GTEST_PROP(Persistence, FadesToTheLongRun, (std::uint64_t seed)) {
  const auto trend =
      *persistent_trend(Made{.regions = 8, .years = 6, .rho = 0.5, .spread = 1, .seed = seed}.panel().view());
  const auto ahead = expected_growth(trend, 2000).together();
  double mean = 0;
  std::vector<double> last(8, 0);
  for (const CommonPersistence& at : trend.common) mean += at.probability * at.mean;
  for (std::size_t n = 0; n < 8; ++n) {
    double own = mean;
    for (const RegionPersistence& at : trend.region) own += at.probability * at.deviation[n];
    RC_ASSERT(std::fabs(ahead.back()[n] - own) < 1e-6);
  }
  double probability = 0;
  for (const RegionPersistence& at : trend.region) probability += at.probability;
  RC_ASSERT(std::fabs(probability - 1) < 1e-12);
}

// Without noise a draw is one rho's expectation; over even quantiles of rho draws have the mean of what is expected.
TEST(Persistence, DrawsScatterAboutWhatIsExpected) {
  const auto trend = *persistent_trend(Made{.years = 5, .rho = 0.5, .spread = 1}.panel().view());
  const auto expected = expected_growth(trend, 4).together();
  constexpr int kDraws = 4000;
  std::vector<double> mean(trend.regions(), 0);
  for (int d = 0; d < kDraws; ++d) {
    const double u = (d + 0.5) / kDraws;
    const GrowthNoise noise{.region_rho = u,
                            .common_rho = u,
                            .region = std::vector<double>(trend.regions(), 0),
                            .year = std::vector<double>(4, 0),
                            .region_year = std::vector(4, std::vector<double>(trend.regions(), 0))};
    const auto drawn = drawn_growth(trend, noise).together();
    for (std::size_t n = 0; n < mean.size(); ++n) mean[n] += drawn[3][n] / kDraws;
  }
  for (std::size_t n = 0; n < mean.size(); ++n) EXPECT_NEAR(mean[n], expected[3][n], 2e-3);
}

// Over panels of the model itself, bands of nine tenths hold some 0.87 of what comes, from five years of 31 regions and
// four ahead (the spread of long-run deviations is taken as estimated); those of independent years far fewer.
TEST(Persistence, BandsHoldWhatTheyClaim) {
  constexpr std::size_t kYears = 5, kAhead = 4;
  constexpr int kPanels = 60, kDraws = 200;
  double inside = 0;
  double inside_independent = 0;
  for (std::uint64_t seed = 1; seed <= kPanels; ++seed) {
    const Made made{.years = kYears, .rho = 0.6, .spread = 0.7, .seed = 100 + seed};
    const auto full = made.panel(kAhead);
    Array<double, Region, Year> seen({made.regions, kYears});
    for (std::size_t n = 0; n < made.regions; ++n)
      for (std::size_t t = 0; t < kYears; ++t) seen(n, t) = full(n, t);
    const auto trend = *persistent_trend(seen.view());
    const auto independent = *empirical_bayes_trend(seen.view());
    const Rng rng(seed);
    std::vector<std::vector<double>> draws(made.regions);
    for (int d = 0; d < kDraws; ++d) {
      const auto e = [&](std::size_t n, std::size_t t) {
        return normal(rng, {.entity = static_cast<std::uint64_t>(d),
                            .draw = static_cast<std::uint16_t>(n),
                            .step = static_cast<std::uint32_t>(t),
                            .purpose = Purpose::test});
      };
      GrowthNoise noise{
          .region_rho = uniform(rng, {.entity = static_cast<std::uint64_t>(d), .draw = 900, .purpose = Purpose::test})};
      noise.year.assign(kAhead, 0);
      noise.region_year.assign(kAhead, {});
      for (std::size_t n = 0; n < made.regions; ++n) noise.region.push_back(e(n, 0));
      for (std::size_t t = 0; t < kAhead; ++t)
        for (std::size_t n = 0; n < made.regions; ++n) noise.region_year[t].push_back(e(n, 1 + t));
      const auto drawn = drawn_growth(trend, noise).together();
      for (std::size_t n = 0; n < made.regions; ++n) {
        double own = 0;
        for (std::size_t t = 0; t < kAhead; ++t) own += (drawn[t][n] - mean(drawn[t])) / kAhead;
        draws[n].push_back(own);
      }
    }
    std::vector<double> actual(made.regions, 0);
    for (std::size_t t = kYears; t < kYears + kAhead; ++t) {
      double all = 0;
      for (std::size_t n = 0; n < made.regions; ++n) all += full(n, t) / static_cast<double>(made.regions);
      for (std::size_t n = 0; n < made.regions; ++n) actual[n] += (full(n, t) - all) / kAhead;
    }
    for (std::size_t n = 0; n < made.regions; ++n) {
      std::sort(draws[n].begin(), draws[n].end());
      inside += draws[n][kDraws / 20] <= actual[n] && actual[n] <= draws[n][kDraws - kDraws / 20 - 1] ? 1 : 0;
      const double sd = std::hypot(independent.region_error[n], independent.region_year / std::sqrt(1.0 * kAhead));
      inside_independent += std::fabs(actual[n] - (independent.region[n] - independent.mean)) <= 1.645 * sd ? 1 : 0;
    }
  }
  const double all = kPanels * 31;
  EXPECT_NEAR(inside / all, 0.87, 0.025);
  EXPECT_LT(inside_independent / all, 0.8);
}

TEST(Persistence, Errors) {
  const auto panel = Made{.years = 3}.panel();
  EXPECT_REFUSED(persistent_trend(panel.view(), 0), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(persistent_trend(panel.view(), 1.5), ErrorCode::domain, "economy.share");
  const Array<double, Region, Year> few({3, 5});
  EXPECT_REFUSED(persistent_trend(few.view(), 1), ErrorCode::shape, "economy.trend");
  auto broken = panel;
  broken(2, 1) = NAN;
  EXPECT_REFUSED(persistent_trend(broken.view(), 1), ErrorCode::domain, "economy.not_finite");
}

}  // namespace
}  // namespace tidu::economy
