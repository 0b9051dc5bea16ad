// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

using testing::kNan;

double mean_of(std::span<const double> counts, std::span<const double> x) { return dot(counts, x) / sum(counts); }

// n values exp(N(0, 0.5^2)).
std::vector<double> lognormal(std::size_t n, std::uint64_t sample) {
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i)
    x[i] = math::exp(0.5 * normal(Rng(11), {.entity = i, .step = static_cast<std::uint32_t>(sample)}));
  return x;
}

TEST(Bootstrap, ResamplesWithinStrata) {
  const std::vector<std::size_t> stratum{7, 2, 7, 7, 9};  // numbers need not be dense
  std::size_t calls = 0;
  const auto check = [&](std::span<const double> counts, std::span<double> values) {
    ++calls;
    values[0] = counts[0] + counts[2] + counts[3];
    if (calls <= 1) return;
    EXPECT_EQ(counts[1], 1) << "a stratum of one region";
    EXPECT_EQ(counts[4], 1);
    EXPECT_EQ(values[0], 3);
  };
  BootstrapOptions options{.replicates = 50, .method = IntervalMethod::percentile};
  ASSERT_TRUE(bootstrap(5, stratum, 1, check, options));
  EXPECT_EQ(calls, 51u) << "the data and the replicates";
}

TEST(Bootstrap, SdOfAMeanIsItsTextbookValue) {
  // sd of the mean of n draws from n values: sqrt(sum (x - mean)^2)/n
  const std::vector<double> x{3, 5, 8, 13, 21, 34};
  const auto statistic = [&x](std::span<const double> counts, std::span<double> values) {
    values[0] = mean_of(counts, x);
  };
  const auto found = bootstrap(6, {}, 1, statistic, {.replicates = 20'000, .seed = 5});
  ASSERT_TRUE(found);
  double squares = 0;
  for (const double v : x) squares += (v - 14) * (v - 14);
  EXPECT_NEAR(found->front().sd / (std::sqrt(squares) / 6), 1, 0.02);  // 20,000 replicates: 0.5 % (one sd)
  EXPECT_NEAR(found->front().bias, 0, 0.1);
  EXPECT_EQ(found->front().value, 14);
  EXPECT_EQ(found->front().used, 20'000u);
}

TEST(Bootstrap, SameNumbersInAnyOrderOfBlocks) {
  const std::vector<double> x = lognormal(31, 0);
  const auto statistic = [&x](std::span<const double> counts, std::span<double> values) {
    values[0] = *gini(x, counts);
  };
  tests::BackwardExecutor backward;
  const auto forward = bootstrap(31, {}, 1, statistic, {.replicates = 300, .seed = 1});
  const auto back = bootstrap(31, {}, 1, statistic, {.replicates = 300, .seed = 1}, backward);
  EXPECT_EQ(forward->front().low, back->front().low);
  EXPECT_EQ(forward->front().high, back->front().high);
  EXPECT_EQ(forward->front().bias, back->front().bias);
  const auto other = bootstrap(31, {}, 1, statistic, {.replicates = 300, .seed = 2});
  EXPECT_NE(forward->front().low, other->front().low);
}

TEST(Interval, ReadOffGivenReplicates) {
  std::vector<double> replicates(99);
  std::iota(replicates.begin(), replicates.end(), 1.0);  // 1 .. 99: q(p) = 100 p
  const BootstrapOptions percentile{.level = 0.9, .method = IntervalMethod::percentile};
  const auto p = interval_of(40, replicates, percentile);
  EXPECT_NEAR(p->low, 5, 1e-12);
  EXPECT_NEAR(p->high, 95, 1e-12);
  EXPECT_NEAR(p->bias, 10, 1e-12);
  const auto b = interval_of(40, replicates, {.level = 0.9, .method = IntervalMethod::basic});
  EXPECT_NEAR(b->low, -15, 1e-12);
  EXPECT_NEAR(b->high, 75, 1e-12);
  // half of the replicates on either side and no acceleration: BCa is the percentile interval
  const auto bca = interval_of(50, replicates, {.level = 0.9});
  EXPECT_NEAR(bca->low, 5, 1e-9);
  EXPECT_NEAR(bca->high, 95, 1e-9);
  // z0 = Phi^-1(39.5/99) = -0.25600..., a = 0.05: ends at Phi(z0 + (z0 -+ 1.6449)/(1 - a (z0 -+ 1.6449)))
  const auto moved = interval_of(40, replicates, {.level = 0.9}, 0.05);
  const auto end = [](double z) {
    const double z0 = math::normal_quantile(39.5 / 99);
    return 100 * math::normal_cdf(z0 + (z0 + z) / (1 - 0.05 * (z0 + z)));
  };
  EXPECT_NEAR(moved->low, end(-1.6448536269514722), 1e-9);
  EXPECT_NEAR(moved->high, end(1.6448536269514722), 1e-9);
  EXPECT_FALSE(moved->at_edge);
  EXPECT_TRUE(interval_of(40, replicates, {.level = 0.999, .method = IntervalMethod::percentile})->at_edge);
}

TEST(Interval, CornersHaveARule) {
  const std::vector<double> same(20, 3.0);
  const auto constant = interval_of(3, same, {});
  EXPECT_EQ(constant->low, 3);
  EXPECT_EQ(constant->high, 3);
  EXPECT_FALSE(constant->at_edge);
  const std::vector<double> below{1, 2, 3, 4};
  const auto all_below = interval_of(9, below, {});
  EXPECT_EQ(all_below->high, 4);
  EXPECT_TRUE(all_below->at_edge);
  const std::vector<double> some{1, kNan, 3, kNan};
  EXPECT_EQ(interval_of(2, some, {})->used, 2u);
  EXPECT_REFUSED(interval_of(2, std::vector<double>{1, kNan, kNan}, {}), ErrorCode::domain,
                 "measure.bootstrap.no_value");
  EXPECT_REFUSED(interval_of(kNan, below, {}), ErrorCode::domain, "measure.bootstrap.no_value");
}

TEST(Bootstrap, Refusals) {
  const auto one = [](std::span<const double>, std::span<double> values) { values[0] = 1; };
  const auto none = [](std::span<const double>, std::span<double> values) {
    values[0] = 1;
    values[1] = kNan;
  };
  EXPECT_REFUSED(bootstrap(1, {}, 1, one), ErrorCode::shape, "measure.bootstrap.too_few");
  EXPECT_REFUSED(bootstrap(2, std::vector<std::size_t>{1}, 1, one), ErrorCode::shape, "measure.bootstrap.strata");
  EXPECT_REFUSED(bootstrap(2, {}, 1, one, {.replicates = 0}), ErrorCode::limit, "measure.bootstrap.replicates");
  EXPECT_REFUSED(bootstrap(2, {}, 1, one, {.level = 1}), ErrorCode::domain, "measure.bootstrap.level");
  const auto refused = bootstrap(2, {}, 2, none);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, text("measure.bootstrap.no_value", 2));
  tests::CancelledExecutor cancelled;
  EXPECT_REFUSED(bootstrap(2, {}, 1, one, {}, cancelled), ErrorCode::cancelled, "measure.bootstrap.cancelled");
}

// How often intervals hold the Gini coefficient of the distribution, erf(s/2) = 0.2763..., when 31 values are drawn
// from it: what a user may believe of "95 %". Percentiles miss it most, since resampled inequality is too small by (n -
// 1)/n.
TEST(Bootstrap, CoverageOfTheSuperpopulation) {
  constexpr int kSamples = 200;
  const double truth = math::erf(0.25);
  const auto coverage = [&](IntervalMethod method) {
    int held = 0;
    for (int s = 0; s < kSamples; ++s) {
      const std::vector<double> x = lognormal(31, static_cast<std::uint64_t>(s));
      const auto statistic = [&x](std::span<const double> counts, std::span<double> values) {
        values[0] = *gini(x, counts);
      };
      const auto found = bootstrap(31, {}, 1, statistic, {.replicates = 199, .method = method, .seed = 3});
      held += found->front().low <= truth && truth <= found->front().high ? 1 : 0;
    }
    return static_cast<double>(held) / kSamples;
  };
  const double percentile = coverage(IntervalMethod::percentile);
  const double bca = coverage(IntervalMethod::bca);
  EXPECT_GT(bca, 0.85);
  EXPECT_LT(bca, 0.98);
  EXPECT_GT(bca, percentile);
}

}  // namespace
}  // namespace tidu::measure
