// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/closure.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/diffusion/network/bass.h"
#include "core/diffusion/network/percolation.h"
#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using testing::kP;
using testing::kQ;
using testing::law;
using testing::poisson;
using testing::regular;

const double kNan = std::numeric_limits<double>::quiet_NaN();

/// One layer whose links carry q together.
std::vector<Layer> one(const DegreeLaw& degrees, double q = kQ) { return {{degrees, q / degrees.mean()}}; }

/// F at each time in continuous time, which has to converge.
std::vector<double> at_times(const std::vector<Layer>& layers, const std::vector<double>& times, double p = kP,
                             double seed = 0) {
  const auto out = closure_by_time({.layers = layers, .innovation = p, .times = times, .seed = seed});
  EXPECT_TRUE(out.has_value() && out->converged);
  return out->share;
}

/// F after the last of equal steps.
double after_steps(const std::vector<Layer>& layers, std::size_t steps, double p, double seed = 0) {
  const std::vector<double> innovation(steps, p);
  return closure_by_step({.layers = layers, .innovation = innovation, .seed = seed})->back();
}

TEST(ClosureByTime, CircleIsExact) {
  // Design T4: F(5) = 0.2484626482 for p = .03, q = .38; mpmath 0.24846264821539.
  const auto f = at_times(one(regular(2)), {1, 5, 20});
  EXPECT_NEAR(f[1], 0.24846264821539, 1e-12);
  EXPECT_NEAR(f[0], *circle_share(kP, kQ, 1), 1e-12);
  EXPECT_NEAR(f[2], *circle_share(kP, kQ, 20), 1e-12);
}

TEST(ClosureByTime, RegularBass) {
  // Design T5, here to 12 digits by an independent integration with mpmath (2,000 steps of order 4, 30 digits).
  struct Row {
    std::size_t degree;
    double at_5;
    double at_10;
  };
  constexpr std::array rows{Row{4, 0.28338506573, 0.692247028477}, Row{8, 0.305601295698, 0.758335024832},
                            Row{16, 0.317980442033, 0.787317916805}, Row{64, 0.327816808199, 0.806771144043}};
  for (const Row& row : rows) {
    const auto f = at_times(one(regular(row.degree)), {5, 10});
    EXPECT_NEAR(f[0], row.at_5, 1e-11) << row.degree;
    EXPECT_NEAR(f[1], row.at_10, 1e-11) << row.degree;
  }
}

TEST(ClosureByTime, ManyLinksAreBass) {
  // The gap to F(5) = 0.3311986425 (Bass 1969) halves as d doubles.
  const double bass = *bass_share(kP, kQ, 5);
  const double gap = bass - at_times(one(regular(1024)), {5})[0];
  const double half = bass - at_times(one(regular(2048)), {5})[0];
  EXPECT_NEAR(gap / half, 2, 0.01);
  EXPECT_LT(half, 1.2e-4);
  EXPECT_NEAR(at_times(one(poisson(1000)), {5})[0], bass, 5e-4);
}

TEST(ClosureByTime, ManyLinksFromASeedAreLogistic) {
  EXPECT_NEAR(at_times(one(regular(4096), 0.5), {8}, 0, 0.01)[0], *logistic_share(0.01, 0.5, 8), 1e-3);
}

TEST(ClosureByTime, WithoutImitationInnovationAlone) {
  EXPECT_NEAR(at_times(one(regular(4), 0), {7}, 0.2)[0], 1 - std::exp(-1.4), 1e-15);
  EXPECT_NEAR(at_times({}, {7}, 0.2)[0], 1 - std::exp(-1.4), 1e-15);
  EXPECT_NEAR(at_times({}, {7}, 0.2, 0.25)[0], 1 - 0.75 * std::exp(-1.4), 1e-15);
}

TEST(ClosureByTime, NothingComesOfNothing) { EXPECT_EQ(at_times(one(law({0.1, 0.2, 0.3, 0.4}), 3), {100}, 0)[0], 0); }

TEST(ClosureByTime, LayersOfOneKindAreOneLayer) {
  const double rate = kQ / 8;
  const auto parts = at_times({{regular(4), rate}, {regular(2), rate}, {regular(2), rate}}, {5, 10});
  const auto whole = at_times(one(regular(8)), {5, 10});
  EXPECT_NEAR(parts[0], whole[0], 1e-11);
  EXPECT_NEAR(parts[1], whole[1], 1e-11);
}

TEST(ClosureByTime, SaysHowWellItDid) {
  const std::array<double, 1> times{10};
  const auto layers = one(regular(4));
  const auto loose = closure_by_time({.layers = layers, .innovation = kP, .times = times, .tolerance = 1e-5});
  const auto tight = closure_by_time({.layers = layers, .innovation = kP, .times = times});
  ASSERT_TRUE(loose && tight);
  EXPECT_LT(loose->steps, tight->steps);
  EXPECT_LE(loose->error, 1e-5);
  EXPECT_NEAR(loose->share[0], tight->share[0], loose->error);
}

TEST(ClosureByTime, TimesMayRepeatAndBeginAtZero) {
  const auto f = at_times(one(regular(4)), {0, 0, 3, 3}, kP, 0.1);
  EXPECT_NEAR(f[0], 0.1, 1e-16);
  EXPECT_EQ(f[2], f[3]);
  EXPECT_TRUE(at_times(one(regular(4)), {}).empty());
}

TEST(ClosureByStep, MonthlyStepsOnEightMatchings) {
  // Design T6: p = .0025, q = .032 a month, 4 + 2 + 2 links: F(60) = 0.302357, F(120) = 0.756435; more digits by
  // mpmath.
  const double beta = 0.032 / 8;
  const std::vector<Layer> layers{{regular(4), beta}, {regular(2), beta}, {regular(2), beta}};
  EXPECT_NEAR(after_steps(layers, 60, 0.0025), 0.302356881044547, 1e-14);
  EXPECT_NEAR(after_steps(layers, 120, 0.0025), 0.756434612460567, 1e-14);
}

TEST(ClosureByStep, ShortStepsAreContinuousTime) {
  const double exact = at_times(one(regular(8)), {5})[0];
  const double coarse = exact - after_steps(one(regular(8), kQ * 0.01), 500, kP * 0.01);
  const double fine = exact - after_steps(one(regular(8), kQ * 0.005), 1000, kP * 0.005);
  EXPECT_LT(std::fabs(fine), 1e-3);
  EXPECT_NEAR(coarse / fine, 2, 0.05) << "first order";
}

TEST(ClosureByStep, EachStepHasItsInnovation) {
  const std::array<double, 4> pulse{0, 0.5, 0, 0};
  const auto layers = one(regular(4), 0.4);
  const auto f = closure_by_step({.layers = layers, .innovation = pulse});
  ASSERT_TRUE(f);
  ASSERT_EQ(f->size(), 5u);
  EXPECT_EQ((*f)[0], 0);
  EXPECT_EQ((*f)[1], 0);
  EXPECT_NEAR((*f)[2], 1 - std::exp(-0.5), 1e-15) << "seen from the next step on";
  EXPECT_GT((*f)[3], (*f)[2]);
}

TEST(ClosureByStep, ASeedWithoutEndReachesItsComponent) {
  // p = 0, a rare seed, links that always pass in the end: the giant component of the network (percolation at T = 1).
  const DegreeLaw sparse = poisson(1.5);
  EXPECT_NEAR(after_steps(one(sparse, 1.5), 400, 0, 1e-9), *giant_share(sparse, 1), 1e-7);
}

RC_GTEST_PROP(ClosureByStep, MonotoneInEveryRate, ()) {
  const auto unit = [] { return *rc::gen::inRange(0, 101) / 100.0; };
  const double p = unit() * 0.1;
  const double q = unit();
  const double seed = unit();
  const std::size_t degree = *rc::gen::inRange<std::size_t>(1, 12);
  const auto run = [&](double pp, double qq, double ss) {
    const std::vector<double> innovation(40, pp);
    const auto layers = one(regular(degree), qq);
    return *closure_by_step({.layers = layers, .innovation = innovation, .seed = ss});
  };
  const auto base = run(p, q, seed);
  const double rounding = 1e-14;
  for (std::size_t t = 0; t < base.size(); ++t) {
    RC_ASSERT(base[t] >= 0 && base[t] <= 1);
    if (t > 0) RC_ASSERT(base[t] >= base[t - 1] - rounding);
  }
  const auto more = {run(p + unit() * 0.1, q, seed), run(p, q + unit(), seed), run(p, q, seed + (1 - seed) * unit())};
  for (const auto& other : more) {
    for (std::size_t t = 0; t < base.size(); ++t) RC_ASSERT(other[t] >= base[t] - rounding);
  }
}

RC_GTEST_PROP(ClosureByTime, SlowerThanBassAndFasterWithMoreLinks, ()) {
  const double p = *rc::gen::inRange(1, 50) / 1000.0;
  const double q = *rc::gen::inRange(1, 100) / 100.0;
  const std::size_t degree = *rc::gen::inRange<std::size_t>(2, 20);
  const std::vector<double> times{1, 3, 9};
  const auto few = at_times(one(regular(degree), q), times, p);
  const auto many = at_times(one(regular(degree + 1), q), times, p);
  for (std::size_t i = 0; i < times.size(); ++i) {
    RC_ASSERT(few[i] <= many[i] + 1e-11);
    RC_ASSERT(many[i] <= *bass_share(p, q, times[i]) + 1e-11);
    RC_ASSERT(few[i] >= *circle_share(p, q, times[i]) - 1e-11);
  }
}

TEST(Closure, Refuses) {
  const std::array<double, 2> fine{0.1, 0.1};
  const std::array<double, 2> negative{0.1, -0.1};
  const auto good = one(regular(4));
  const std::vector<Layer> bad{{regular(4), -1}};
  const auto step = [](std::span<const Layer> layers, std::span<const double> p, double seed) {
    return closure_by_step({.layers = layers, .innovation = p, .seed = seed});
  };
  EXPECT_REFUSED(step(good, negative, 0), ErrorCode::domain, "diffusion.network.rate");
  EXPECT_REFUSED(step(bad, fine, 0), ErrorCode::domain, "diffusion.network.rate");
  EXPECT_REFUSED(step(good, fine, 1.1), ErrorCode::domain, "diffusion.network.share");
  const auto time = [&](const std::vector<double>& times, double p, double tolerance) {
    return closure_by_time({.layers = good, .innovation = p, .times = times, .tolerance = tolerance});
  };
  EXPECT_REFUSED(time({1}, -1, 1e-9), ErrorCode::domain, "diffusion.network.rate");
  EXPECT_REFUSED(time({2, 1}, 0, 1e-9), ErrorCode::domain, "diffusion.network.times");
  EXPECT_REFUSED(time({-1}, 0, 1e-9), ErrorCode::domain, "diffusion.network.times");
  EXPECT_REFUSED(time({kNan}, 0, 1e-9), ErrorCode::domain, "diffusion.network.times");
  EXPECT_REFUSED(time({1}, 0, 1e-15), ErrorCode::domain, "diffusion.network.tolerance");
  EXPECT_REFUSED(time({1}, 0, kNan), ErrorCode::domain, "diffusion.network.tolerance");
  EXPECT_REFUSED(time({1e9}, 1, 1e-9), ErrorCode::limit, "diffusion.network.steps");
}

}  // namespace
}  // namespace tidu::diffusion::network
