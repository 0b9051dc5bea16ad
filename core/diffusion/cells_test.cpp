// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/cells.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "core/base/math.h"

namespace tidu::diffusion {
namespace {

// One region whose groups are all alike: Bass 1969.
DiffusionParameters bass(double p, double q) {
  return {.innovation = p,
          .imitation = q,
          .market = 1,
          .discontinuance = 0,
          .pulse = 0,
          .group_spread = 0,
          .heterophily = 0,
          .outside = 0};
}

const std::array<double, 1> kOne{1.0};

/// Share of adopters after `years` with `steps` steps a year.
double adopters_after(const DiffusionParameters& parameters, double years, int steps, double first = 0) {
  const RegionLinks links = make_links({}, kOne);
  const CellRates rates = make_rates(parameters, kOne);
  CellMap map(links);
  std::vector<double> state(kGroups, first);
  const int count = static_cast<int>(std::lround(years * steps));
  for (int i = 0; i < count; ++i) map.step(rates, 1.0 / steps, 1, state);
  double share = 0;
  for (std::size_t a = 0; a < kGroups; ++a) share += kGroupShares[a] * state[a];
  return share;
}

TEST(Cells, BassClosedForm) {
  // F(t) = (1 - exp(-(p + q) t)) / (1 + q/p exp(-(p + q) t)) with p = .03, q = .38 (Bass 1969, equation 9).
  const DiffusionParameters p = bass(0.03, 0.38);
  EXPECT_NEAR(adopters_after(p, 1, 1000), 0.0357581643, 1e-6);
  EXPECT_NEAR(adopters_after(p, 5, 1000), 0.3311986425, 1e-6);
  EXPECT_NEAR(adopters_after(p, 10, 1000), 0.8128032213, 1e-6);
  EXPECT_NEAR(adopters_after(p, 15, 1000), 0.9716096398, 1e-6);
}

TEST(Cells, ErrorFallsWithTheSquareOfTheStep) {
  const DiffusionParameters p = bass(0.03, 0.38);
  const double exact = 0.3311986425;
  const double coarse = std::fabs(adopters_after(p, 5, 12) - exact);
  const double fine = std::fabs(adopters_after(p, 5, 24) - exact);
  EXPECT_LT(coarse, 2e-4) << "monthly steps; the explicit map is off by 4.2e-3";
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.1);
}

TEST(Cells, LogisticWithoutInnovation) {
  // x0 / (x0 + (1 - x0) e^(-q t))
  EXPECT_NEAR(adopters_after(bass(0, 0.5), 8, 1000, 0.01), 0.01 / (0.01 + 0.99 * std::exp(-4.0)), 1e-6);
}

TEST(Cells, ExponentialWithoutImitation) {
  EXPECT_NEAR(adopters_after(bass(0.2, 0), 7, 12), 1 - std::exp(-1.4), 1e-14) << "exact for any step";
}

TEST(Cells, DiscontinuanceLeavesTheShareOfTheSisModel) {
  // p = 0: F* = 1 - delta / q above the threshold q > delta, 0 below (Kermack & McKendrick 1927; Rogers 2003 on
  // discontinuance).
  DiffusionParameters p = bass(0, 0.5);
  p.discontinuance = 0.1;
  EXPECT_NEAR(adopters_after(p, 400, 200, 0.01), 0.8, 1e-3);
  p.discontinuance = 0.6;
  EXPECT_NEAR(adopters_after(p, 400, 200, 0.5), 0, 1e-9);
}

TEST(Cells, GroupScoresAreTheMeansOfTheBands) {
  // Mean of a standard normal above z = 1.95996 is phi(z) / 0.025 = 2.3378; the whole has mean 0.
  const auto z = group_scores();
  EXPECT_NEAR(z[0], 2.33780, 1e-5);
  double average = 0;
  for (std::size_t a = 0; a < kGroups; ++a) average += kGroupShares[a] * z[a];
  EXPECT_NEAR(average, 0, 1e-15);
  for (std::size_t a = 1; a < kGroups; ++a) EXPECT_LT(z[a], z[a - 1]);
}

TEST(Cells, RatesKeepTheirMeanOverPeople) {
  const DiffusionParameters p{.innovation = 0.02, .imitation = 0.4, .group_spread = 0.8};
  const CellRates rates = make_rates(p, kOne);
  double innovation = 0;
  double imitation = 0;
  for (std::size_t a = 0; a < kGroups; ++a) {
    innovation += kGroupShares[a] * rates.innovation[a];
    imitation += kGroupShares[a] * rates.imitation[a];
  }
  EXPECT_NEAR(innovation, 0.02, 1e-16);
  EXPECT_NEAR(imitation, 0.4, 1e-15);
}

TEST(Cells, NeighboursAndNationAreSeen) {
  // Region 0 has adopted; 1 is its neighbour, 2 is nobody's. p = 0, so only what is seen spreads.
  const std::array<double, 3> people{1, 1, 2};
  const std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}};
  DiffusionParameters p = bass(0, 1);
  const std::vector<double> speed(3, 1.0);
  const auto spread = [&](double outside, double national) {
    p.outside = outside;
    p.national = national;
    const RegionLinks links = make_links(pairs, people);
    const CellRates rates = make_rates(p, speed);
    CellMap map(links);
    std::vector<double> state(3 * kGroups, 0.0);
    std::fill_n(state.begin(), kGroups, 0.5);
    map.step(rates, 1e-6, 1, state);
    return std::pair(state[kGroups] * 1e6, state[2 * kGroups] * 1e6);
  };
  EXPECT_EQ(spread(0, 0), std::pair(0.0, 0.0)) << "outside = 0: every region for itself";
  EXPECT_NEAR(spread(0.4, 0).first, 0.4 * 0.5, 1e-5) << "its one neighbour";
  EXPECT_NEAR(spread(0.4, 0).second, 0.4 * 0.125, 1e-5) << "no neighbour: the nation in their stead";
  EXPECT_NEAR(spread(0.4, 1).first, 0.4 * 0.125, 1e-5) << "a quarter of the people, half of them";
}

TEST(Cells, HeterophilyKeepsGroupsApart) {
  DiffusionParameters p = bass(0, 1);
  const auto laggards_see = [&](double heterophily) {
    p.heterophily = heterophily;
    const RegionLinks links = make_links({}, kOne);
    const CellRates rates = make_rates(p, kOne);
    CellMap map(links);
    std::vector<double> state(kGroups, 0.0);
    state[0] = 1;  // the innovators alone
    map.step(rates, 1e-6, 1, state);
    return state[4] * 1e6;
  };
  EXPECT_NEAR(laggards_see(0), 0.025, 1e-6) << "everybody meets everybody: the innovators' share of people";
  EXPECT_LT(laggards_see(0.1), 0.6 * 0.025);
}

TEST(Cells, MediaFactorIsTheMeanOverTheStep) {
  const DiffusionParameters p{.pulse = 10, .pulse_start = 2025.05, .pulse_years = 0.5};
  EXPECT_EQ(media_factor(p, 2024, 0.1), 1);
  EXPECT_NEAR(media_factor(p, 2025.1, 0.1), 11, 1e-9);
  EXPECT_NEAR(media_factor(p, 2025, 0.1), 6, 1e-9);
  EXPECT_NEAR(media_factor(p, 2025.5, 0.1), 6, 1e-9);
  EXPECT_EQ(media_factor(p, 2025.56, 0.1), 1);
}

RC_GTEST_PROP(Cells, SharesStayInsideTheMarket, ()) {
  const auto unit = [](int top) { return *rc::gen::inRange(0, top) / 100.0; };
  DiffusionParameters p{.innovation = unit(300),
                        .imitation = unit(500),
                        .market = 0.01 + unit(100),
                        .discontinuance = unit(200),
                        .group_spread = unit(200),
                        .heterophily = unit(200),
                        .outside = unit(101),
                        .national = unit(101)};
  p.market = std::min(p.market, 1.0);
  const std::array<double, 3> people{1, 2, 3};
  const std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}, {1, 2}};
  const std::array<double, 3> speed{0.5, 1, 7};
  const RegionLinks links = make_links(pairs, people);
  const CellRates rates = make_rates(p, speed);
  CellMap map(links);
  std::vector<double> state(3 * kGroups, 0.0);
  for (int i = 0; i < 60; ++i) {
    map.step(rates, 0.25, 1 + unit(1000), state);
    for (const double a : state) RC_ASSERT(a >= 0 && a <= p.market);
  }
}

RC_GTEST_PROP(Cells, MoreMediaOrImitationNeverMeansFewerAdopters, ()) {
  // Monotone in p and q without discontinuance (design note on T15).
  DiffusionParameters p = bass(*rc::gen::inRange(0, 50) / 1000.0, *rc::gen::inRange(0, 100) / 100.0);
  p.group_spread = *rc::gen::inRange(0, 100) / 100.0;
  DiffusionParameters more = p;
  more.innovation += *rc::gen::inRange(0, 50) / 1000.0;
  more.imitation += *rc::gen::inRange(0, 100) / 100.0;
  for (const double years : {1.0, 3.0, 9.0}) RC_ASSERT(adopters_after(more, years, 12) >= adopters_after(p, years, 12));
}

}  // namespace
}  // namespace tidu::diffusion
