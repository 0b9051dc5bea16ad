// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/diffusion/process/support_test.h"

namespace tidu::diffusion {
namespace {

using testing::Course;
using testing::kContacts;
using testing::users_after;
using enum StepScheme;

// F(t) = (1 - e^(-(p + q) t)) / (1 + q/p e^(-(p + q) t))   [Bass 1969, equation 9]
double bass(double p, double q, double t) {
  const double e = std::exp(-(p + q) * t);
  return (1 - e) / (1 + q / p * e);
}

double logistic_growth(double first, double rate, double t) {
  return first / (first + (1 - first) * std::exp(-rate * t));
}

// Error of order 2 removed: (4 F(dt/2) - F(dt)) / 3.
double extrapolated(const Preset& preset, Course run) {
  run.scheme = midpoint;
  const double coarse = users_after(preset, run);
  run.steps_a_year *= 2;
  return (4 * users_after(preset, run) - coarse) / 3;
}

double observed_order(const Preset& preset, Course run, double exact) {
  const double coarse = std::fabs(users_after(preset, run) - exact);
  run.steps_a_year *= 2;
  return std::log2(coarse / std::fabs(users_after(preset, run) - exact));
}

TEST(MapClassics, BassClosedForm) {
  const Preset preset = bass_preset(0.03, 0.38, kContacts);
  const std::pair<double, double> published[] = {
      {1, 0.0357581643}, {5, 0.3311986425}, {10, 0.8128032212}, {15, 0.9716096398}};
  for (const auto& [t, share] : published) {
    EXPECT_NEAR(bass(0.03, 0.38, t), share, 5e-11);
    EXPECT_NEAR(extrapolated(preset, {.years = t, .steps_a_year = 240}), bass(0.03, 0.38, t), 1e-9) << t;
  }
  EXPECT_NEAR(observed_order(preset, {.years = 5, .scheme = midpoint}, bass(0.03, 0.38, 5)), 2, 0.05);
  EXPECT_NEAR(observed_order(preset, {.years = 5, .scheme = start_of_step}, bass(0.03, 0.38, 5)), 1, 0.05);
}

TEST(MapClassics, MonthlyStepsOfAgentsAreSlowerThanTheCurve) {
  // 0.331199 in continuous time: p and q belong to their step. F(60) of
  // F' = F + (1 - F) (1 - exp(-(p + q F))) with p = .0025 and q = .38 / 12 or, rounded, .032 a month.
  EXPECT_NEAR(users_after(bass_preset(0.03, 0.38, kContacts), {.years = 5}), 0.324166, 5e-7);
  EXPECT_NEAR(users_after(bass_preset(0.03, 0.384, kContacts), {.years = 5}), 0.326954, 5e-7);
}

TEST(MapClassics, LogisticGrowthWithoutInnovation) {
  const Preset preset = si_preset(0.5, kContacts);
  const double exact = logistic_growth(0.01, 0.5, 8);
  EXPECT_NEAR(extrapolated(preset, {.years = 8, .steps_a_year = 240, .users = 0.01}), exact, 1e-9);
  EXPECT_NEAR(observed_order(preset, {.years = 8, .scheme = midpoint, .users = 0.01}, exact), 2, 0.05);
}

TEST(MapClassics, InnovationAloneIsExactForAnyStep) {
  for (const StepScheme scheme : {start_of_step, midpoint}) {
    EXPECT_NEAR(users_after(bass_preset(0.2, 0, kContacts), {.years = 7, .steps_a_year = 1, .scheme = scheme}),
                1 - std::exp(-1.4), 1e-15);
  }
}

TEST(MapClassics, DiscontinuanceLeavesTheShareOfTheSisModel) {
  // F* = 1 - delta / q above the threshold q > delta, 0 below (Kermack & McKendrick 1927).
  const Course run{.years = 400, .steps_a_year = 100, .scheme = midpoint, .users = 0.01};
  EXPECT_NEAR(users_after(sis_preset(0.5, 0.1, kContacts), run), 0.8, 1e-6);
  EXPECT_NEAR(users_after(sis_preset(0.5, 0.3, kContacts), run), 0.4, 1e-6);
  EXPECT_NEAR(users_after(sis_preset(0.5, 0.6, kContacts), run), 0, 1e-12);
}

TEST(MapClassics, SaturatingContagionHasAnUnstableShare) {
  // dF/dt = (1 - F) q F^2 / (F^2 + h^2) - delta F: with q = 1, h = 1/2, delta = 0.2 the roots of
  // F (1 - F) = 0.2 (F^2 + 1/4) are 0.053 and 0.780: below the first adoption dies out, above it grows to the second.
  Preset preset = hill_preset(0, 1, 2, 0.5, kContacts);
  preset.exits = sis_preset(1, 1, kContacts).exits;
  preset.rates.abandonment = 0.2;
  const double root = std::sqrt(1 - 4 * 1.2 * 0.05);
  EXPECT_NEAR(users_after(preset, {.years = 300, .scheme = midpoint, .users = 0.05}), 0, 1e-6);
  EXPECT_NEAR(users_after(preset, {.years = 300, .scheme = midpoint, .users = 0.06}), (1 + root) / 2.4, 1e-3);
}

TEST(MapClassics, ThresholdOfContactsDrawnAnew) {
  // One step of the cascade: those adopt who see a user among 8 contacts, and nobody else.
  const Preset preset = cascade_preset(1, kContacts);
  EXPECT_NEAR(users_after(preset, {.years = 1, .steps_a_year = 1, .users = 0.1}), 0.1 + 0.9 * (1 - std::pow(0.9, 8)),
              1e-15);
  EXPECT_EQ(users_after(preset, {.years = 10, .steps_a_year = 1, .users = 0}), 0) << "somebody has to begin";
}

// dn/dt = Q(x)^T n of the whole process in one cell, by the classic Runge-Kutta method.
using Numbers = std::array<double, kStages>;

Numbers slope(const ProcessRates& rates, const Numbers& n) {
  const double seen = 0.3 * n[4] + n[5] + n[6];
  ByLayer x;
  x.fill(seen + (1 - seen) * rates.demonstration);
  const ContactRates contacts = contact_rates(rates, x, x, {.leaders = seen, .discontinuers = n[7]});
  const double favourable = contacts.favourable * rates.elaboration;
  const double flows[kStages][2] = {{contacts.knowledge, 0},
                                    {favourable, rates.elaboration - favourable},
                                    {contacts.decision, 0},
                                    {rates.reconsideration, 0},
                                    {rates.implementation, rates.abandonment},
                                    {rates.confirmation, rates.disenchantment},
                                    {rates.discontinuance, 0},
                                    {rates.readoption, 0}};
  const Exits exits = rogers_exits();
  Numbers out{};
  for (std::size_t k = 0; k < kStages; ++k) {
    for (std::size_t j = 0; j < 2; ++j) {
      out[k] -= flows[k][j] * n[k];
      out[static_cast<std::size_t>(exits[k][j])] += flows[k][j] * n[k];
    }
  }
  return out;
}

Numbers solved(const ProcessRates& rates, Numbers n, double years, int steps) {
  const double h = years / steps;
  const auto ahead = [&n](const Numbers& k, double by) {
    Numbers out = n;
    for (std::size_t i = 0; i < kStages; ++i) out[i] += by * k[i];
    return out;
  };
  for (int i = 0; i < steps; ++i) {
    const Numbers a = slope(rates, n);
    const Numbers b = slope(rates, ahead(a, h / 2));
    const Numbers c = slope(rates, ahead(b, h / 2));
    const Numbers d = slope(rates, ahead(c, h));
    for (std::size_t k = 0; k < kStages; ++k) n[k] += h / 6 * (a[k] + 2 * b[k] + 2 * c[k] + d[k]);
  }
  return n;
}

TEST(MapClassics, AllStagesFollowTheirDifferentialEquation) {
  Preset preset{.start = Stage::unaware, .decided_visible = 0.3};
  preset.rates = {.media = 0.5,
                  .word_of_mouth = {0.3, 0.2, 0.1},
                  .elaboration = 3,
                  .attitude = 0.4,
                  .attitude_contacts = {0.5, 0.5, 0.5},
                  .attitude_discontinuers = 1,
                  .innovation = 0.1,
                  .imitation = {0.5, 0.3, 0.2},
                  .leaders = 0.2,
                  .authority = 0.05,
                  .implementation = 2,
                  .abandonment = 0.1,
                  .confirmation = 1,
                  .disenchantment = 0.1,
                  .discontinuance = 0.05,
                  .reconsideration = 0.3,
                  .readoption = 0.2,
                  .demonstration = 0.02};
  Numbers begin{};
  begin[0] = 1;
  const Numbers end = solved(preset.rates, begin, 6, 6000);
  const double exact = end[4] + end[5] + end[6];
  EXPECT_NEAR(extrapolated(preset, {.years = 6, .steps_a_year = 192}), exact, 1e-8);
  EXPECT_NEAR(observed_order(preset, {.years = 6, .steps_a_year = 48, .scheme = midpoint}, exact), 2, 0.05);
  EXPECT_NEAR(observed_order(preset, {.years = 6, .steps_a_year = 48, .scheme = start_of_step}, exact), 1, 0.05)
      << "one transition a step";
}

RC_GTEST_PROP(MapClassics, WithoutMediaAndContactsAdoptionIsInnovationAtMost, ()) {
  // "Technology alone is not enough": F <= 1 - e^(-p t), whatever the rest.
  const auto rate = [] { return *rc::gen::inRange(0, 500) / 100.0; };
  Preset preset{.start = *rc::gen::element(Stage::unaware, Stage::knowledge, Stage::persuasion)};
  const double p = rate();
  preset.rates = {.elaboration = rate(),
                  .attitude = rate(),
                  .innovation = p,
                  .implementation = rate(),
                  .abandonment = rate(),
                  .confirmation = rate(),
                  .disenchantment = rate(),
                  .discontinuance = rate(),
                  .reconsideration = rate(),
                  .readoption = rate()};
  const StepScheme scheme = *rc::gen::element(start_of_step, midpoint);
  for (const double years : {0.25, 1.0, 4.0}) {
    const double users = users_after(preset, {.years = years, .scheme = scheme});
    RC_ASSERT(users <= 1 - std::exp(-p * years) + 1e-14);
    if (preset.start == Stage::unaware) RC_ASSERT(users == 0.0);
  }
}

}  // namespace
}  // namespace tidu::diffusion
