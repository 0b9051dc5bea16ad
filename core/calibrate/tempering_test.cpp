// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/tempering.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/calibrate/resample.h"
#include "tests/executors.h"

namespace tidu::calibrate {
namespace {

constexpr std::size_t kParticles = 4000;

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments(const Particles& particles, auto value) {
  Moments m;
  const std::size_t n = particles.z.extent<Draw>();
  for (std::size_t i = 0; i < n; ++i) m.mean += value(&particles.z(i, 0)) / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    m.variance += std::pow(value(&particles.z(i, 0)) - m.mean, 2) / static_cast<double>(n);
  }
  return m;
}

TEST(Tempering, OneObservationOfASumHasTheConjugatePosterior) {
  // y = z0 + z1 + N(0, s^2), z ~ N(0, I): z0 + z1 | y ~ N(2 y / (2 + s^2), 2 s^2 / (2 + s^2)); z0 - z1 ~ N(0, 2) as
  // before; the mean of exp(-(y - z0 - z1)^2 / (2 s^2)) is s / sqrt(2 + s^2) exp(-y^2 / (2 (2 + s^2))).
  const double y = 3;
  const double s = 0.1;
  const auto likelihood = [&](std::size_t, std::span<const double> z) {
    return Likelihoods{0, -0.5 * std::pow((y - z[0] - z[1]) / s, 2)};
  };
  const TemperingOptions options{.seed = 7};
  Particles particles = prior_particles(kParticles, 5, options);
  const auto report = temper(particles, likelihood, options, serial_executor());
  ASSERT_TRUE(report);
  const Moments sum = moments(particles, [](const double* z) { return z[0] + z[1]; });
  const Moments difference = moments(particles, [](const double* z) { return z[0] - z[1]; });
  const Moments other = moments(particles, [](const double* z) { return z[4]; });
  const double n = kParticles / 3.0;  // moved a few times: not quite independent
  EXPECT_NEAR(sum.mean, 2 * y / (2 + s * s), 4 * s / std::sqrt(n));
  EXPECT_NEAR(sum.variance / (2 * s * s / (2 + s * s)), 1, 4 * std::sqrt(2 / n));
  EXPECT_NEAR(difference.mean, 0, 4 * std::sqrt(2 / n));
  EXPECT_NEAR(difference.variance / 2, 1, 4 * std::sqrt(2 / n));
  EXPECT_NEAR(other.variance, 1, 4 * std::sqrt(2 / n)) << "nothing was said of it";
  EXPECT_NEAR(report->log_evidence, std::log(s / std::sqrt(2 + s * s)) - y * y / (2 * (2 + s * s)), 0.2);
  EXPECT_EQ(report->steps.back(), 1);
  EXPECT_GT(report->steps.size(), 2U) << "in one step hardly a particle of the prior would come near";
}

TEST(Tempering, TwoModesKeepTheirShares) {
  // Two narrow peaks of the likelihood of equal height at -1 and 1: the prior weighs them alike.
  const auto likelihood = [](std::size_t, std::span<const double> z) {
    return Likelihoods{0, -0.5 * std::pow((std::fabs(z[0]) - 1) / 0.05, 2)};
  };
  const TemperingOptions options{.seed = 8};
  Particles particles = prior_particles(kParticles, 2, options);
  ASSERT_TRUE(temper(particles, likelihood, options, serial_executor()));
  const Moments right = moments(particles, [](const double* z) { return z[0] > 0 ? 1.0 : 0.0; });
  EXPECT_NEAR(right.mean, 0.5, 0.05);
}

TEST(Tempering, GoesOnWithAnotherObservation) {
  // y1 = z0 + N(0, 1) and then y2 = z0 + N(0, 1): mean (y1 + y2) / 3, variance 1/3.
  const double y1 = 1;
  const double y2 = 2;
  const auto first = [&](std::size_t, std::span<const double> z) {
    return Likelihoods{0, -0.5 * std::pow(y1 - z[0], 2)};
  };
  const auto both = [&](std::size_t, std::span<const double> z) {
    const double one = -0.5 * std::pow(y1 - z[0], 2);
    return Likelihoods{one, one - 0.5 * std::pow(y2 - z[0], 2)};
  };
  TemperingOptions options{.seed = 9};
  Particles particles = prior_particles(kParticles, 1, options);
  ASSERT_TRUE(temper(particles, first, options, serial_executor()));
  particles.likelihood.clear();
  options.run = 1;
  ASSERT_TRUE(temper(particles, both, options, serial_executor()));
  const Moments m = moments(particles, [](const double* z) { return z[0]; });
  EXPECT_NEAR(m.mean, 1, 0.05);
  EXPECT_NEAR(m.variance, 1.0 / 3, 0.04);
}

TEST(Tempering, SaysWhenNoParticleComesNear) {
  const auto hopeless = [](std::size_t, std::span<const double>) { return Likelihoods{0, -HUGE_VAL}; };
  const TemperingOptions options{.seed = 1};
  Particles particles = prior_particles(50, 2, options);
  const auto report = temper(particles, hopeless, options, serial_executor());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message.key, "calibrate.no_draw_near");
}

}  // namespace
}  // namespace tidu::calibrate
