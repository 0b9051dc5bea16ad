// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/process.h"
#include "core/diffusion/process/support_test.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace tidu::diffusion {
namespace {

using testing::kInfinity;

using Pair = std::array<double, 2>;

ProcessRates threshold(std::uint8_t needed) { return {.contagion = Contagion::threshold, .threshold = needed}; }

double tail(std::uint8_t needed, const Degrees& degrees, const ByLayer& x) {
  return contagion_of(threshold(needed), degrees, x)[0];
}

TEST(Process, CompetingRisksShareTheChanceOfLeaving) {
  const Pair chances = exit_chances(3, 1, 0.5);
  EXPECT_NEAR(chances[0], 0.75 * (1 - std::exp(-2.0)), 1e-16);
  EXPECT_NEAR(chances[1], 0.25 * (1 - std::exp(-2.0)), 1e-16);
  EXPECT_EQ(exit_chances(0, 0, 1), (Pair{0, 0}));
  EXPECT_NEAR(exit_chances(1e-18, 0, 1)[0], 1e-18, 1e-33) << "no cancellation";
}

TEST(Process, ChancesAreExactToTheLastPlace) {
  for (int i = 1; i <= 20000; ++i) {
    const double x = 45 * std::pow(i / 20000.0, 3);  // from 6e-12 on, as far as it differs from 1
    const long double exact = -std::expm1(-static_cast<long double>(x));
    const double nearest = static_cast<double>(exact);
    const double place = nearest - std::nextafter(nearest, 0);
    EXPECT_LT(std::fabs(exit_chances(x, 0, 1)[0] - exact), 1.1L * place) << x;
  }
}

TEST(Process, AttitudesAreExactToTwoPlaces) {
  for (int i = -7000; i <= 7000; ++i) {
    const double a = i / 10.0;
    const long double exact = 1 / (1 + std::exp(-static_cast<long double>(a)));
    const double nearest = static_cast<double>(exact);
    const double favourable = contact_rates({.attitude = a}, {}, {}, {}).favourable;
    EXPECT_LT(std::fabs(favourable - exact), 2.0L * (nearest - std::nextafter(nearest, 0))) << a;
  }
  EXPECT_EQ(contact_rates({.attitude = kInfinity}, {}, {}, {}).favourable, 1);
  EXPECT_LT(contact_rates({.attitude = -kInfinity}, {}, {}, {}).favourable, 1e-306);
}

TEST(Process, AnInfiniteRateIsTheNextStep) {
  EXPECT_EQ(exit_chances(kInfinity, 3, 0.1), (Pair{1, 0}));
  EXPECT_EQ(exit_chances(3, kInfinity, 0.1), (Pair{0, 1}));
  EXPECT_EQ(exit_chances(kInfinity, kInfinity, 0.1), (Pair{1, 0})) << "the first wins";
}

TEST(Process, ThresholdIsTheTailOfABinomialDistribution) {
  for (const double x : {1e-6, 0.02, 0.3, 0.5, 0.77, 0.999}) {
    const ByLayer same{x, x, x};
    const double none = std::pow(1 - x, 8);
    EXPECT_NEAR(tail(1, {4, 2, 2}, same), 1 - none, 4e-16) << x;
    EXPECT_NEAR(tail(2, {4, 2, 2}, same), 1 - none - 8 * x * std::pow(1 - x, 7), 4e-16) << x;
    EXPECT_NEAR(tail(7, {4, 2, 2}, same) / (8 * std::pow(x, 7) * (1 - x) + std::pow(x, 8)), 1, 1e-14) << x;
    EXPECT_NEAR(tail(8, {4, 2, 2}, same) / std::pow(x, 8), 1, 1e-14) << "relative, where the tail is tiny; x = " << x;
  }
  EXPECT_EQ(tail(0, {4, 2, 2}, {0, 0, 0}), 1) << "who needs none is always reached";
  EXPECT_EQ(tail(9, {4, 2, 2}, {1, 1, 1}), 0) << "more than there are";
  EXPECT_EQ(tail(8, {4, 2, 2}, {1, 1, 1}), 1);
  EXPECT_EQ(tail(1, {0, 0, 0}, {1, 1, 1}), 0) << "nobody to meet";
}

TEST(Process, ThresholdOverLayersThatDiffer) {
  EXPECT_NEAR(tail(2, {1, 1, 0}, {0.2, 0.7, 0.9}), 0.14, 1e-16);
  EXPECT_NEAR(tail(1, {1, 1, 0}, {0.2, 0.7, 0.9}), 1 - 0.8 * 0.3, 1e-15);
  // two of three contacts with 0.5, 0.25, 0.125: 3 pairs and all
  EXPECT_NEAR(tail(2, {1, 1, 1}, {0.5, 0.25, 0.125}),
              0.5 * 0.25 * 0.875 + 0.5 * 0.75 * 0.125 + 0.5 * 0.25 * 0.125 + 0.5 * 0.25 * 0.125, 1e-16);
}

TEST(Process, HillIsAHalfAtItsHalf) {
  const ProcessRates hill{.contagion = Contagion::hill, .hill_exponent = 3, .hill_half = 0.2};
  const ByLayer phi = contagion_of(hill, {4, 2, 2}, {0.2, 0.4, 0});
  EXPECT_NEAR(phi[0], 0.5, 1e-16);
  EXPECT_NEAR(phi[1], 8.0 / 9, 1e-15);
  EXPECT_EQ(phi[2], 0);
  const ProcessRates linear;
  EXPECT_EQ(contagion_of(linear, {4, 2, 2}, {0.1, 0.2, 0.3}), (ByLayer{0.1, 0.2, 0.3}));
}

TEST(Process, ThresholdMixesThoseWhoAreReachedAndThoseWhoAreNot) {
  ProcessRates rates = threshold(1);
  rates.innovation = 0.5;
  rates.imitation = {kInfinity, 0, 0};
  StepChances chances{};
  set_contact_chances(rates, {}, {0.25, 0.25, 0.25}, {}, 1, chances);
  EXPECT_NEAR(chances[2][0], 0.25 + 0.75 * (1 - std::exp(-0.5)), 1e-15) << "a rate of 0.25 x infinity would be 1";
  set_contact_chances(rates, {}, {0, 0, 0}, {}, 1, chances);
  EXPECT_NEAR(chances[2][0], 1 - std::exp(-0.5), 1e-15) << "an agent that is not reached";
  set_contact_chances(rates, {}, {1, 1, 1}, {}, 1, chances);
  EXPECT_EQ(chances[2][0], 1);
}

TEST(Process, ClosedAndTogether) {
  ProcessRates rates{.innovation = 0.5, .imitation = {kInfinity, 0, 0}, .collective = true};
  StepChances chances{};
  set_contact_chances(rates, {}, {}, {}, 1, chances);
  EXPECT_EQ(chances[2], (Pair{1, 0}));
  rates.gate_closed = true;
  set_contact_chances(rates, {1, 1, 1}, {1, 1, 1}, {1, 0}, 1, chances);
  EXPECT_EQ(chances[2], (Pair{0, 0})) << "the gate is stronger";
}

TEST(Process, AttitudeDividesTheOpinions) {
  const ProcessRates rates{
      .elaboration = 2, .attitude = 0.4, .attitude_contacts = {1, 2, 0}, .attitude_discontinuers = 3};
  StepChances chances{};
  set_contact_chances(rates, {0.5, 0.25, 1}, {}, {0, 0.1}, 0.5, chances);
  const double favourable = 1 / (1 + std::exp(-(0.4 + 0.5 + 0.5 - 0.3)));
  const double formed = 1 - std::exp(-1.0);
  EXPECT_NEAR(chances[1][0], favourable * formed, 1e-15);
  EXPECT_NEAR(chances[1][1], (1 - favourable) * formed, 1e-15);
}

RC_GTEST_PROP(Process, ThresholdRisesWithEachShareAndFallsWithNeed, ()) {
  const auto share = [] { return *rc::gen::inRange(0, 1001) / 1000.0; };
  const auto degree = [] { return static_cast<std::uint8_t>(*rc::gen::inRange(0, 6)); };
  const Degrees degrees{degree(), degree(), degree()};
  const ByLayer x{share(), share(), share()};
  ByLayer more = x;
  more[1] = std::min(1.0, x[1] + share());
  const auto needed = static_cast<std::uint8_t>(*rc::gen::inRange(0, 16));
  const double phi = tail(needed, degrees, x);
  RC_ASSERT(phi >= 0 && phi <= 1 + 1e-14);
  RC_ASSERT(tail(needed, degrees, more) >= phi - 1e-15);
  RC_ASSERT(tail(static_cast<std::uint8_t>(needed + 1), degrees, x) <= phi + 1e-15);
}

}  // namespace
}  // namespace tidu::diffusion
