// SPDX-License-Identifier: Apache-2.0
#include "core/economy/certificate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/economy/modes.h"
#include "core/economy/siphon.h"
#include "core/economy/support_test.h"

namespace tidu::economy {
namespace {

/// Equal regions of one sector without inputs.
BaseYear alike_regions(std::size_t regions, double theta, double home) {
  Economy e;
  const double away = regions == 1 ? 0 : (1 - home) / static_cast<double>(regions - 1);
  e.trade_share = TradeArray({1, regions, regions}, away);
  for (std::size_t n = 0; n < regions; ++n) e.trade_share(0, n, n) = regions == 1 ? 1 : home;
  e.value_added_share = RegionSector({regions, 1}, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({regions, 1, 1});
  e.final_share = RegionSector({regions, 1}, 1);
  e.theta = {theta};
  e.labour_income.assign(1, RegionSector({regions, 1}, 1));
  e.people.assign(regions, 2);
  return *prepare(e);
}

TEST(Certificate, SpatialRadiusHasTheCriterionOfAllenAndArkolakis) {
  struct Case {
    double sigma, alpha, beta;
  };
  for (const Case& c : {Case{9, 0.1, -0.3}, Case{9, 0.1, -0.05}, Case{5, 0.06, -0.32}, Case{5, 0.2, -0.1}}) {
    const auto found = spatial_certificate(c.sigma - 1, 1, {.productivity = c.alpha, .amenity = c.beta});
    ASSERT_TRUE(found);
    const PlaceCriterion criterion = place_criterion(c.sigma, c.alpha, c.beta);
    EXPECT_NEAR(found->radius, std::max(1.0, std::fabs(criterion.ratio)), 1e-12);
    EXPECT_EQ(found->unique, criterion.unique);
  }
  // Nobody moves: trade alone has one equilibrium, whatever theta is.
  EXPECT_TRUE(spatial_certificate(4, 1, {.dispersion = 1e12})->unique);
}

TEST(Certificate, TwoRegionsByHand) {
  const double theta = 4;
  const double home = 0.7;
  const double c = 2 * home - 1;
  const Place place{.productivity = 0.1, .amenity = -0.2, .dispersion = 0.3};
  const auto found = certify(alike_regions(2, theta, home), place);
  ASSERT_TRUE(found);
  // Incomes (y, -y): d ln demand = c y - theta (1 - c^2) y, so excess = -(1 - c) (1 + theta (1 + c)) y.
  ASSERT_EQ(found->markets.size(), 1U);
  EXPECT_NEAR(found->markets[0].real(), -(1 - c) * (1 + theta * (1 + c)), 1e-12);
  EXPECT_EQ(found->markets_slowest, found->markets[0].real());
  // People (l, -l): d ln real wage = E (1 + alpha) l - l.
  const double e = (theta * (1 + c) + c) / (1 + theta * (1 + c));
  ASSERT_EQ(found->places.size(), 1U);
  EXPECT_NEAR(found->places_slowest, e * 1.1 - 1 - 0.2 - 0.3, 1e-12);
  // One sector without inputs: gross substitutes.
  EXPECT_NEAR(found->absolute_radius, 1, 1e-12);
}

TEST(Certificate, MiddleThatRepelsIsSeen) {
  const double home = 1 / (1 + std::pow(1.3, -8));
  const BaseYear base = alike_regions(2, 8, home);
  EXPECT_GT(certify(base, {.productivity = 0.5, .dispersion = 0.4})->places_slowest, 0.05);
  EXPECT_LT(certify(base, {.productivity = 0.3, .dispersion = 0.4})->places_slowest, 0);
}

TEST(Certificate, ThresholdOfAgglomerationByHand) {
  // E (1 + alpha) = 1 + dispersion - beta, as above.
  const double theta = 4;
  const double c = 0.4;
  const double e = (theta * (1 + c) + c) / (1 + theta * (1 + c));
  const BaseYear base = alike_regions(2, theta, 0.7);
  const auto found = agglomeration_threshold(base, {.amenity = -0.2, .dispersion = 0.3});
  ASSERT_TRUE(found);
  EXPECT_NEAR(*found, 1.5 / e - 1, 1e-11);
  EXPECT_TRUE(std::isinf(*agglomeration_threshold(base, {.amenity = -0.2, .dispersion = 0.3}, 0.5)));
  EXPECT_EQ(*agglomeration_threshold(base, {.amenity = 0.2}), 0) << "amenities alone draw people together";
  EXPECT_REFUSED(agglomeration_threshold(base, {}, 0), ErrorCode::domain, "economy.not_positive");
}

TEST(Certificate, SpatialRadiusFailsWhereverTheMiddleRepels) {
  // A middle that repels has other settlements beside it, so the sufficient condition must not hold there.
  std::size_t repels = 0;
  std::size_t shown = 0;
  for (const double gamma : {1.0, 0.6, 0.3}) {
    for (const double home : {0.55, 0.8, 0.95}) {
      Economy e = alike_regions(2, 6, home).economy;
      e.value_added_share = RegionSector({2, 1}, gamma);
      e.input_share = Array<double, Region, Sector, OtherSector>({2, 1, 1}, 1 - gamma);
      const BaseYear base = *prepare(e);
      for (const double alpha : {0.0, 0.1, 0.3, 0.5, 0.8}) {
        for (const double dispersion : {0.0, 0.3, 0.6}) {
          const Place place{.productivity = alpha, .amenity = -0.1, .dispersion = dispersion};
          const auto local = certify(base, place);
          const auto global = spatial_certificate(6, gamma, place);
          ASSERT_TRUE(local && global);
          if (local->places_slowest > 1e-9) {
            EXPECT_FALSE(global->unique) << gamma << ' ' << home << ' ' << alpha << ' ' << dispersion;
            ++repels;
          }
          if (global->unique) ++shown;
        }
      }
    }
  }
  EXPECT_GT(repels, 20U);
  EXPECT_GT(shown, 20U);
}

TEST(Certificate, MarketsOfRandomEconomiesComeBack) {
  double widest = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Economy e = testing::random_economy({.regions = 4, .sectors = 3, .skills = 2, .seed = seed});
    Place place{.dispersion = 0.5, .people = {{1, 2, 3, 1}, {2, 1, 1, 1}}};
    const auto found = certify(*prepare(e), place);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->markets.size(), 11U) << "two skills and structures in four regions, less the numeraire";
    EXPECT_EQ(found->places.size(), 6U) << "two skills in four regions, less what each keeps";
    EXPECT_LT(found->markets_slowest, 0);
    EXPECT_LT(found->places_slowest, 0);
    widest = std::max(widest, found->absolute_radius);
  }
  EXPECT_GT(widest, 1 + 1e-6) << "sufficient alone: input-output links break it though markets come back";
  EXPECT_REFUSED(certify(alike_regions(2, 4, 0.7), {.dispersion = -1}), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(spatial_certificate(0, 1, {}), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(spatial_certificate(1, 1.5, {}), ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(spatial_certificate(1, 1, {.amenity = 1}), ErrorCode::domain, "economy.not_positive");
}

// Two regions whose people may go and one whose stay: the one eigenvalue is the slope of full solves.
TEST(Certificate, SettledRegionsAreNoPlacesToGo) {
  const BaseYear base = *prepare(testing::random_economy({.regions = 3}));
  const Place place{.productivity = 0.04,
                    .amenity = -0.2,
                    .dispersion = 0.5,
                    .people = {{2, 5, 11}},
                    .settled = {false, false, true}};
  const auto found = certify(base, place);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->places.size(), 1U);
  const double step = 1e-5;
  const auto wants = [&](double change) {
    const std::vector<double> hat{std::exp(change), std::exp(-change * 2 / 5), 1};
    Shock shock{.productivity = RegionSector({3, 2}, 1), .labour = {RegionSector({3, 2}, 1)}, .people = hat};
    for (std::size_t n = 0; n < 3; ++n) {
      for (std::size_t j = 0; j < 2; ++j) {
        shock.labour[0](n, j) = hat[n];
        shock.productivity(n, j) = std::pow(hat[n], place.productivity);
      }
    }
    const auto after = solve(base, shock, {.tolerance = 1e-13});
    std::vector<double> out;
    for (std::size_t n = 0; n < 2; ++n)
      out.push_back(std::log(after->wage[0](n, 0) / after->consumer_price[n]) +
                    (place.amenity - place.dispersion) * std::log(hat[n]));
    return out[0] - (2 * out[0] + 5 * out[1]) / 7;
  };
  EXPECT_NEAR(found->places[0].real(), (wants(step) - wants(-step)) / (2 * step), 1e-7);
}

TEST(Certificate, ModesOfAMatrixThatKeepsSums) {
  // A Markov chain's transpose keeps people: eigenvalues 1 (taken off) and 1 - a - b.
  Array<double, Row, Column> chain({3, 3});
  const double leave = 0.2;
  const double come = 0.1;
  chain(0, 0) = 1 - leave;
  chain(1, 0) = leave;
  chain(0, 1) = come;
  chain(1, 1) = 1 - come;
  chain(2, 2) = 0.5;
  const auto reduced = keeping_sums(chain, {{1, 1}});
  const auto values = sorted_eigenvalues(reduced);
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 2U);
  EXPECT_NEAR((*values)[0].real(), 0.7, 1e-14);
  EXPECT_NEAR((*values)[1].real(), 0.5, 1e-14);
  const auto vector = with_left_out(eigenvector(reduced, 0.7), {{1, 1}});
  ASSERT_EQ(vector.size(), 3U);
  EXPECT_NEAR(vector[0], -vector[1], 1e-14);
  EXPECT_NEAR(vector[2], 0, 1e-12);
}

TEST(Siphon, OfTwoRegionsOneOfWhichLoses) {
  const BaseYear base = alike_regions(2, 4, 0.7);
  MoveShares flows({2, 2});
  flows(0, 0) = 0.98;
  flows(0, 1) = 0.02;
  flows(1, 0) = 0.005;
  flows(1, 1) = 0.995;
  const auto found = siphon(base, {.moves = {flows}, .rule = {.elasticity = 1}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->net_outflow[0], 15, 1e-12);
  EXPECT_NEAR(found->net_outflow[1], -15, 1e-12);
  // By hand, z = (1, -1) / 2 of productivity and the common half: own 1/2 + E/2, other 1/2 - E/2.
  const double c = 0.4;
  const double e = (4 * (1 + c) + c) / (1 + 4 * (1 + c));
  for (std::size_t n = 0; n < 2; ++n) EXPECT_NEAR(found->own_share[n], 0.5 + 0.5 * e, 1e-12);
  ASSERT_EQ(found->loading.size(), 2U);
  EXPECT_NEAR(std::fabs(found->loading[0]), 1, 1e-12);
  EXPECT_NEAR(found->loading[0], -found->loading[1], 1e-12);
  EXPECT_REFUSED(siphon(base, {}), ErrorCode::missing, "economy.years_base");
}

}  // namespace
}  // namespace tidu::economy
