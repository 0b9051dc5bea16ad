// SPDX-License-Identifier: Apache-2.0
#include "core/economy/movement.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/base/sum.h"
#include "core/economy/options.h"

namespace tidu::economy {
namespace {

MoveShares some_moves(std::size_t regions) {
  MoveShares out({regions, regions});
  for (std::size_t s = 0; s < regions; ++s) {
    double away = 0;
    for (std::size_t t = 0; t < regions; ++t) {
      if (s == t) continue;
      out(s, t) = 0.02 / static_cast<double>(1 + (3 * s + 5 * t) % 7);
      away += out(s, t);
    }
    out(s, s) = 1 - away;
  }
  return out;
}

double row_sum(const MoveShares& moves, std::size_t s) {
  double out = 0;
  for (std::size_t t = 0; t < moves.extent<OtherRegion>(); ++t) out += moves(s, t);
  return out;
}

RC_GTEST_PROP(Movement, KeepsPeopleAndRows, ()) {
  const auto regions = *rc::gen::inRange<std::size_t>(1, 12);
  const MoveRule rule{.elasticity = *rc::gen::inRange(0, 300) / 10.0, .reconsider = *rc::gen::inRange(3, 11) / 10.0};
  std::vector<double> hat, people;
  for (std::size_t n = 0; n < regions; ++n) {
    hat.push_back(*rc::gen::inRange(1, 300) / 100.0);
    people.push_back(*rc::gen::inRange(1, 1000));
  }
  const auto moves = moves_after(some_moves(regions), rule, hat);
  RC_ASSERT(moves.has_value());
  for (std::size_t s = 0; s < regions; ++s) RC_ASSERT(std::fabs(row_sum(*moves, s) - 1) < 1e-14);
  RC_ASSERT(std::fabs(sum(*moved(*moves, people)) / sum(people) - 1) < 1e-14);
}

TEST(Movement, NoChangeOfUtilityNoChangeOfMoves) {
  const MoveShares base = some_moves(5);
  for (const double phi : {0.3, 1.0}) {
    // A utility that rises everywhere alike attracts nobody.
    const auto moves = moves_after(base, {.elasticity = 12, .reconsider = phi}, std::vector<double>(5, 1.7));
    ASSERT_TRUE(moves);
    for (std::size_t s = 0; s < 5; ++s) {
      for (std::size_t t = 0; t < 5; ++t) EXPECT_NEAR((*moves)(s, t), base(s, t), 1e-15);
    }
  }
}

TEST(Movement, PeopleAtRestStayAtRest) {
  const MoveShares base = some_moves(4);
  std::vector<double> people(4, 1);
  for (int year = 0; year < 20000; ++year) people = *moved(base, people);
  const std::vector<double> next = *moved(*moves_after(base, {.elasticity = 3}, std::vector<double>(4, 1)), people);
  for (std::size_t n = 0; n < 4; ++n) EXPECT_NEAR(next[n], people[n], 4e-15);
}

TEST(Movement, LogitOfTwo) {
  MoveShares base({2, 2}, 0.5);
  const auto moves = moves_after(base, *inertia(1, 0.5), {1, 1.1});
  EXPECT_NEAR((*moves)(0, 1), 1.21 / 2.21, 1e-15);
  const auto slow = moves_after(base, *inertia(0.6, 0.5), {1, 1.1});
  // Of the 0.6 who reconsider, 0.1 stayed and 0.5 left in the base year.
  EXPECT_NEAR((*slow)(0, 1), 0.6 * (0.5 * 1.21) / (0.1 + 0.5 * 1.21), 1e-15);
  // The design's check: a tenth more for ever raises log odds by .1 / .04 * .96 / 1.88.
  const MoveRule rule = *static_expectations(0.96, 1.88);
  EXPECT_NEAR(rule.elasticity * 0.1, 1.2765957446808511, 1e-12);
}

TEST(Movement, Limits) {
  const MoveShares base = some_moves(3);
  const std::vector<double> hat{1, 3, 0.2};
  // nu -> infinity: as before. beta = 0: tomorrow does not count, only costs do.
  const auto deaf = moves_after(base, *static_expectations(0.96, 1e16), hat);
  const auto blind = moves_after(base, *static_expectations(0, 1.88), hat);
  MoveShares costs({3, 3});
  costs(0, 1) = std::log(2.0);
  const auto dear = moves_after(base, *static_expectations(0, 1.88), hat, costs);
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t t = 0; t < 3; ++t) {
      EXPECT_NEAR((*deaf)(s, t), base(s, t), 1e-14);
      EXPECT_NEAR((*blind)(s, t), base(s, t), 1e-15);
    }
  }
  EXPECT_NEAR((*dear)(0, 1) / (*dear)(0, 2), base(0, 1) / base(0, 2) / 2, 1e-14);
  // Free movement: everybody who can goes to the best place; who does not reconsider stays.
  const auto free = moves_after(base, {.elasticity = 1e4}, hat);
  const auto half = moves_after(base, {.elasticity = 1e4, .reconsider = 0.5}, hat);
  for (std::size_t s = 0; s < 3; ++s) EXPECT_EQ((*free)(s, 1), 1);
  EXPECT_NEAR((*half)(0, 0), 0.5, 1e-15);
  // Immobility: who has never left does not leave.
  MoveShares still({3, 3});
  for (std::size_t n = 0; n < 3; ++n) still(n, n) = 1;
  const auto stayed = moved(*moves_after(still, {.elasticity = 1e4}, hat), {1, 2, 3});
  EXPECT_EQ(*stayed, (std::vector<double>{1, 2, 3}));
}

TEST(Movement, SymmetricStaysSymmetric) {
  MoveShares base({4, 4}, 0.01);
  for (std::size_t n = 0; n < 4; ++n) base(n, n) = 0.97;
  std::vector<double> people(4, 0.25);
  for (int year = 0; year < 30; ++year)
    people = *moved(*moves_after(base, {.elasticity = 5}, std::vector<double>(4, 1.01)), people);
  for (std::size_t n = 1; n < 4; ++n) EXPECT_EQ(people[n], people[0]);
}

MoveTotals census() {
  MoveTotals out{.people = {100, 80, 40, 20}, .out = {6, 8, 5, 1}, .in = {9, 4, 5, 2}};
  out.distance = MoveShares({4, 4}, 1);
  for (std::size_t s = 0; s < 4; ++s) {
    for (std::size_t t = 0; t < 4; ++t)
      out.distance(s, t) = 1 + std::fabs(static_cast<double>(s) - static_cast<double>(t));
  }
  return out;
}

TEST(Movement, TotalsAreMet) {
  const MoveTotals totals = census();
  const auto found = moves_from_totals(totals);
  ASSERT_TRUE(found);
  for (std::size_t t = 0; t < 4; ++t) {
    double in = 0;
    for (std::size_t s = 0; s < 4; ++s) in += s == t ? 0 : found->over_the_years(s, t) * totals.people[s];
    EXPECT_NEAR(in, totals.in[t], 1e-11);
    EXPECT_NEAR(1 - found->over_the_years(t, t), totals.out[t] / totals.people[t], 1e-15);
    EXPECT_NEAR(row_sum(found->yearly, t), 1, 1e-14);
    EXPECT_NEAR(std::pow(found->yearly(t, t), 5), found->over_the_years(t, t), 1e-14);
  }
  // Biproportional: odds ratios are the prior's.
  const auto prior = [&](std::size_t s, std::size_t t) { return totals.people[t] / totals.distance(s, t); };
  const MoveShares& m = found->over_the_years;
  EXPECT_NEAR(m(0, 2) * m(1, 3) / (m(0, 3) * m(1, 2)), prior(0, 2) * prior(1, 3) / (prior(0, 3) * prior(1, 2)), 1e-12);
}

// Made of the same stayers year after year, moves of one year are those of the years together as far as nobody moves
// on.
TEST(Movement, OfOneYearFromThoseOfMany) {
  const MoveShares five = some_moves(3);
  EXPECT_EQ(yearly_moves(five, 1)->values(), five.values());
  const auto one = yearly_moves(five, 5);
  ASSERT_TRUE(one);
  for (std::size_t s = 0; s < 3; ++s) {
    const std::size_t t = (s + 1) % 3;
    const std::size_t u = (s + 2) % 3;
    EXPECT_NEAR(std::pow((*one)(s, s), 5), five(s, s), 1e-14);
    EXPECT_NEAR((*one)(s, t) / (*one)(s, u), five(s, t) / five(s, u), 1e-13);
    EXPECT_NEAR(row_sum(*one, s), 1, 1e-15);
  }
}

TEST(Movement, RuleOfOptions) {
  const StepOptions options{.taste = 1.88, .reconsider = 0.5, .discount = 0.97};
  EXPECT_EQ(move_rule(options).elasticity, inertia(0.5, 1.88)->elasticity);
  EXPECT_EQ(move_rule(options).reconsider, 0.5);
  StepOptions ahead = options;
  ahead.expectations = Expectations::for_ever;
  EXPECT_NEAR(move_rule(ahead).elasticity, static_expectations(0.97, 1.88)->elasticity, 1e-12);
  EXPECT_EQ(move_rule(ahead).reconsider, 0.5);
  EXPECT_EQ(step_options().front().record.key, "economy.expectations");
}

template <class T>
void expect_error(const Result<T>& result, std::string_view key) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message.key, key);
}

TEST(Movement, Errors) {
  const MoveShares base = some_moves(3);
  expect_error(moves_after(base, {}, {1, 1}), "economy.shape");
  expect_error(moves_after(base, {}, {1, 0, 1}), "economy.not_positive");
  expect_error(moves_after(base, {.elasticity = -1}, {1, 1, 1}), "economy.negative");
  expect_error(moves_after(base, {.reconsider = 1.5}, {1, 1, 1}), "economy.share");
  expect_error(moves_after(base, {.reconsider = 0.001}, {1, 1, 1}), "economy.moves_inertia");
  expect_error(moves_after(base, {}, {1, 1, 1}, MoveShares({3, 3}, NAN)), "economy.negative");
  expect_error(moves_after(MoveShares({3, 3}, 0.5), {}, {1, 1, 1}), "economy.sum");
  expect_error(moved(base, {1, 1}), "economy.shape");
  expect_error(static_expectations(1, 1), "economy.not_positive");
  expect_error(static_expectations(0.9, 0), "economy.not_positive");
  expect_error(inertia(0, 1), "economy.not_positive");
  expect_error(yearly_moves(base, 0.5), "economy.negative");
  expect_error(yearly_moves(MoveShares({3, 3}, 0.5), 5), "economy.sum");
  MoveShares away({2, 2});
  away(0, 1) = away(1, 0) = 1;
  expect_error(yearly_moves(away, 5), "economy.not_positive");
  MoveTotals wrong = census();
  wrong.in[0] += 1;
  expect_error(moves_from_totals(wrong), "economy.sum");
  wrong = census();
  wrong.out[3] = 20;
  expect_error(moves_from_totals(wrong), "economy.not_positive");
  // More come to the first region than leave all others.
  wrong = census();
  wrong.in = {15, 2, 2, 1};
  expect_error(moves_from_totals(wrong), "economy.moves_totals");
}

// The response of log odds to a lasting change: CDP's quarters .99 / .01 / 5.3436 = 18.5268; of a year with
// beta = .99^4 it takes nu = 1.3158. A year stays as it is (Artuc, Chaudhuri & McLaren 2010: 1.88).
TEST(Movement, TasteOfOneYear) {
  const YearlyTaste quarters = yearly_taste(published_tastes()[0]);
  EXPECT_NEAR(quarters.response, 18.52683584100606, 1e-12);
  EXPECT_NEAR(quarters.discount, 0.96059601, 1e-15);
  EXPECT_NEAR(quarters.taste, 1.31583, 5e-6);
  const YearlyTaste five_years = yearly_taste(published_tastes()[1]);
  EXPECT_NEAR(published_tastes()[1].taste, 2.3213, 5e-5);
  EXPECT_NEAR(five_years.discount, 0.95, 1e-15);
  EXPECT_NEAR(yearly_taste(published_tastes()[2]).taste, 1.88, 1e-14);
  for (const PeriodTaste& published : published_tastes()) {
    const YearlyTaste yearly = yearly_taste(published);
    EXPECT_NEAR(static_expectations(yearly.discount, yearly.taste)->elasticity,
                static_expectations(published.discount, published.taste)->elasticity, 1e-12);
  }
}

}  // namespace
}  // namespace tidu::economy
