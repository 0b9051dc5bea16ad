// SPDX-License-Identifier: Apache-2.0
#include "core/economy/first_order.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "core/base/sum.h"
#include "core/economy/support_test.h"
#include "tests/executors.h"

namespace tidu::economy {
namespace {

using Square = std::vector<std::vector<double>>;

/// x with A x = b by plain elimination: not the program's own.
std::vector<double> solved(Square a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t best = k;
    for (std::size_t r = k + 1; r < n; ++r) best = std::fabs(a[r][k]) > std::fabs(a[best][k]) ? r : best;
    std::swap(a[k], a[best]);
    std::swap(b[k], b[best]);
    for (std::size_t r = k + 1; r < n; ++r) {
      const double factor = a[r][k] / a[k][k];
      for (std::size_t c = k; c < n; ++c) a[r][c] -= factor * a[k][c];
      b[r] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t c = k + 1; c < n; ++c) b[k] -= a[k][c] * b[c];
    b[k] /= a[k][k];
  }
  return b;
}

/// One sector without inputs, structures, tariffs and deficits: what KLR treat.
Economy one_sector(std::uint64_t seed) {
  const Economy drawn = testing::random_economy(
      {.regions = 5, .sectors = 1, .seed = seed, .deficits = true, .tariffs = false, .structures = false});
  Economy e;
  e.trade_share = drawn.trade_share;
  e.value_added_share = RegionSector({5, 1}, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({5, 1, 1});
  e.final_share = RegionSector({5, 1}, 1);
  e.theta = drawn.theta;
  // Incomes that balance: q = S'q.
  std::vector<double> income(5, 1.0);
  for (int t = 0; t < 2000; ++t) {
    std::vector<double> next(5, 0.0);
    for (std::size_t n = 0; n < 5; ++n) {
      for (std::size_t i = 0; i < 5; ++i) next[i] += e.trade_share(0, n, i) * income[n];
    }
    income = next;
  }
  e.labour_income.assign(1, RegionSector({5, 1}));
  for (std::size_t n = 0; n < 5; ++n) e.labour_income[0](n, 0) = income[n];
  return e;
}

TEST(FirstOrder, FriendsAndEnemiesOfKleinmanLiuAndRedding) {
  // KLR 2020: dw = T dw + theta (T S - 1) (dw - dz), du = dw - S (dw - dz), with S of spending and
  // T[i,n] = S[n,i] Y_n / Y_i of income; q'dw = 0.
  const BaseYear base = *prepare(one_sector(3));
  const auto found = friend_enemy(base);
  ASSERT_TRUE(found);
  const auto s = [&](std::size_t n, std::size_t i) { return base.economy.trade_share(0, n, i); };
  const auto income_from = [&](std::size_t i, std::size_t n) { return s(n, i) * base.income[n] / base.income[i]; };
  const double theta = base.economy.theta[0];
  const double world = sum(base.income);
  Square m(5, std::vector<double>(5, 0.0));
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t h = 0; h < 5; ++h) {
      m[i][h] = i == h ? -1 : 0;
      for (std::size_t n = 0; n < 5; ++n) m[i][h] += income_from(i, n) * s(n, h);
    }
  }
  for (std::size_t of = 0; of < 5; ++of) {
    Square a(5, std::vector<double>(5, 0.0));
    std::vector<double> b(5);
    for (std::size_t i = 0; i < 5; ++i) {
      for (std::size_t h = 0; h < 5; ++h)
        a[i][h] = (i == h ? 1 : 0) - income_from(i, h) - theta * m[i][h] + base.income[h] / world;
      b[i] = -theta * m[i][of];
    }
    const std::vector<double> wage = solved(a, b);
    for (std::size_t n = 0; n < 5; ++n) {
      double real = wage[n] + s(n, of);
      for (std::size_t i = 0; i < 5; ++i) real -= s(n, i) * wage[i];
      EXPECT_NEAR((*found)(n, of), real, 1e-12);
    }
  }
}

/// A shock of everything, larger by `size`.
SmallShock push(const Economy& e, double size) {
  SmallShock out{.productivity = RegionSector({e.regions(), e.sectors()}),
                 .technology = RegionSector({e.regions(), e.sectors()}),
                 .labour = std::vector<RegionSector>(e.skills(), RegionSector({e.regions(), e.sectors()})),
                 .structures = RegionSector({e.regions(), e.sectors()}),
                 .people = std::vector<double>(e.regions(), 0.0)};
  for (std::size_t n = 0; n < e.regions(); ++n) {
    const double at = static_cast<double>(n);
    out.people[n] = size * (n == 1 ? 1.5 : -0.2);
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      out.productivity(n, j) = size * (n == 0 ? 1 : 0) * (1 + static_cast<double>(j));
      out.technology(n, j) = size * 0.3 * at;
      out.structures(n, j) = size * (0.5 - 0.3 * at);
      for (std::size_t g = 0; g < e.skills(); ++g) out.labour[g](n, j) = size * (0.4 * at - static_cast<double>(g));
    }
  }
  return out;
}

RegionSector hats(RegionSector change) {
  for (double& value : change.values()) value = std::exp(value);
  return change;
}

std::vector<double> full(const BaseYear& base, double size, const Closure& closure) {
  const SmallShock small = push(base.economy, size);
  Shock shock{.productivity = hats(small.productivity),
              .technology = hats(small.technology),
              .structures = hats(small.structures),
              .closure = closure};
  for (const RegionSector& labour : small.labour) shock.labour.push_back(hats(labour));
  for (const double change : small.people) shock.people.push_back(std::exp(change));
  const auto after = solve(base, shock, {.tolerance = 1e-13});
  EXPECT_TRUE(after && after->converged);
  std::vector<double> out;
  for (std::size_t n = 0; n < base.economy.regions(); ++n) {
    out.push_back(std::log(after->real_income[n]));
    out.push_back(std::log(after->consumer_price[n]));
    out.push_back(std::log(after->wage.back()(n, 0)));
    out.push_back(std::log(after->rental(n, 1)));
    out.push_back(std::log(after->price(n, 1)));
    out.push_back(after->income[n] / base.income[n] - 1);
    out.push_back(after->value_added[n] / base.value_added[n] - 1);
  }
  return out;
}

std::vector<double> linear(const BaseYear& base, double size, const Closure& closure) {
  const auto at = Linearised::at(base, closure);
  EXPECT_TRUE(at);
  const auto found = at->respond({push(base.economy, size)});
  EXPECT_TRUE(found);
  const SmallResponse& r = found->front();
  std::vector<double> out;
  for (std::size_t n = 0; n < base.economy.regions(); ++n) {
    out.push_back(r.real_income[n]);
    out.push_back(r.consumer_price[n]);
    out.push_back(r.wage.back()(n, 0));
    out.push_back(r.rental(n, 1));
    out.push_back(r.price(n, 1));
    out.push_back(r.income[n] / base.income[n]);
    out.push_back(r.value_added[n] / base.value_added[n]);
  }
  return out;
}

double gap(const std::vector<double>& a, const std::vector<double>& b) {
  double out = 0;
  for (std::size_t k = 0; k < a.size(); ++k) out = std::max(out, std::fabs(a[k] - b[k]));
  return out;
}

/// Half the shock, a quarter of the error; and the mean of both sides has none of second order.
void expect_derivative(const Economy& e, const Closure& closure = {}) {
  const BaseYear base = *prepare(e);
  ASSERT_LT(base.imbalance, 1e-12);
  const double size = 4e-3;
  const std::vector<double> first = linear(base, size, closure);
  std::vector<double> half = first;
  for (double& value : half) value /= 2;
  const double whole_error = gap(full(base, size, closure), first);
  const double half_error = gap(full(base, size / 2, closure), half);
  EXPECT_GT(whole_error, 1e-8);
  EXPECT_NEAR(whole_error / half_error, 4, 0.15);
  const double tiny = 1e-4;
  const std::vector<double> up = full(base, tiny, closure);
  const std::vector<double> down = full(base, -tiny, closure);
  std::vector<double> slope(up.size());
  for (std::size_t k = 0; k < up.size(); ++k) slope[k] = (up[k] - down[k]) / (2 * tiny) * size;
  EXPECT_LT(gap(slope, first), 1e-6 * size * 10);
}

TEST(FirstOrder, IsTheDerivativeOfTheFullSolve) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    expect_derivative(testing::random_economy({.seed = seed}));
    expect_derivative(testing::random_economy({.regions = 4, .sectors = 3, .skills = 2, .seed = seed}));
    expect_derivative(testing::random_economy({.regions = 4, .seed = seed, .by_sector = true}));
    expect_derivative(testing::random_economy({.regions = 4, .skills = 2, .seed = seed, .pooled = true}));
  }
}

TEST(FirstOrder, KnowsSubstitutionInvestmentAndClosures) {
  Economy e = testing::random_economy({.regions = 4, .sectors = 3, .seed = 7});
  e.final_elasticity = 0.6;
  e.input_elasticity = 1.7;
  expect_derivative(e);
  e = testing::random_economy({.regions = 4, .sectors = 3, .seed = 8});
  e.nation = {0, 0, 0, 1};
  e.people = {3, 1, 2, 5};
  for (const ClosureRule rule : {ClosureRule::share_of_nation, ClosureRule::per_head, ClosureRule::share_of_world})
    expect_derivative(e, {.rule = rule});
  // All of final spending is a mix of the two baskets: investment in the first sector alone.
  e.investment_share.assign(4, 0.0);
  e.investment_basket = RegionSector({4, 3});
  for (std::size_t n = 0; n < 4; ++n) {
    const double part = e.final_share(n, 0) / 2;
    e.investment_share[n] = part;
    e.investment_basket(n, 0) = 1;
    e.final_share(n, 0) = part;
    for (std::size_t k = 0; k < 3; ++k) e.final_share(n, k) /= 1 - part;
  }
  expect_derivative(e);
}

TEST(FirstOrder, JacobianOfTheMarketsKnowsWalrasAndTheNumeraire) {
  const BaseYear base = *prepare(testing::random_economy({.regions = 4, .sectors = 3, .seed = 2}));
  const auto at = Linearised::at(base);
  ASSERT_TRUE(at);
  const auto& jacobian = at->excess_jacobian();
  const std::size_t size = jacobian.extent<Row>();
  EXPECT_EQ(size, 8U);
  for (std::size_t m = 0; m < size; ++m) {
    double row = 0;
    for (std::size_t k = 0; k < size; ++k) row += jacobian(m, k);
    EXPECT_NEAR(row, 0, 1e-12);
  }
}

TEST(FirstOrder, SameBitsInAnyOrderOfBlocks) {
  // More regions than columns at a time.
  const BaseYear base = *prepare(testing::random_economy({.regions = 70, .sectors = 1, .seed = 6}));
  tests::BackwardExecutor backward;
  const auto forth = friend_enemy(base);
  const auto back = friend_enemy(base, {}, backward);
  ASSERT_TRUE(forth && back);
  EXPECT_EQ(forth->values(), back->values());
  tests::CancelledExecutor cancelled;
  const auto stopped = friend_enemy(base, {}, cancelled);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

TEST(FirstOrder, Errors) {
  const BaseYear base = *prepare(testing::random_economy({}));
  EXPECT_REFUSED(Linearised::at(base, {.keep = 0.5}), ErrorCode::domain, "economy.linear_closure");
  EXPECT_REFUSED(Linearised::at(base, {.absorber = 7}), ErrorCode::domain, "economy.closure_absorber");
  const auto at = Linearised::at(base);
  ASSERT_TRUE(at);
  EXPECT_TRUE(at->respond({})->empty());
  EXPECT_REFUSED(at->respond({{.productivity = RegionSector({2, 2})}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(at->respond({{.labour = {{}, {}}}}), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(at->respond({{.people = {0}}}), ErrorCode::shape, "economy.shape");
  RegionSector uneven({3, 2});
  uneven(1, 1) = 0.1;
  EXPECT_REFUSED(at->respond({{.structures = uneven}}), ErrorCode::domain, "economy.supply_differs");
  uneven(1, 1) = NAN;
  EXPECT_REFUSED(at->respond({{.technology = uneven}}), ErrorCode::domain, "economy.negative");
}

}  // namespace
}  // namespace tidu::economy
