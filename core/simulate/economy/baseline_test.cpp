// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/baseline.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/base/sum.h"
#include "core/simulate/economy/support_test.h"

namespace tidu::simulate {
namespace {

using testing::alike;
using testing::assumptions;
using testing::central;
using testing::example;

double of(const Outcomes& outcomes, RegionOutcome outcome, std::size_t t, std::size_t n) {
  return outcomes.of(outcome, t, n);
}

/// People of a region after three years of their trend.
double input_trend(const BaselineInput& input, std::size_t n) {
  return input.people[n] * std::exp(input.labour.region[n] / 100 * 3);
}

// Where all regions bring along the same, nothing changes relative to another whatever is traded, lent and moved:
// product grows at h + l everywhere, and "same growth" is the forecast.   [Uzawa 1961]
RC_GTEST_PROP(Baseline, RegionsThatAreAlikeStayAsTheyAre, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1000);
  BaselineInput input = example(seed);
  alike(input, 4, 1);
  if (*rc::gen::arbitrary<bool>()) input.move_totals.reset();
  const auto run = run_baseline(input, central(input));
  RC_ASSERT(run.has_value());
  for (std::size_t t = 0; t <= input.years; ++t) {
    const double grown = std::exp(0.05 * static_cast<double>(t));
    for (std::size_t n = 0; n < 4; ++n) {
      RC_ASSERT(std::fabs(of(*run, RegionOutcome::product, t, n) / of(*run, RegionOutcome::product, 0, n) / grown - 1) <
                1e-7);
      if (t > 0) RC_ASSERT(std::fabs(of(*run, RegionOutcome::relative_growth, t, n)) < 1e-6);
    }
    for (const auto outcome : {NationOutcome::theil_income, NationOutcome::gini_product_between, NationOutcome::sigma,
                               NationOutcome::wolfson, NationOutcome::polarisation})
      RC_ASSERT(std::fabs(run->of(outcome, t) - run->of(outcome, 0)) < 1e-7);
    if (t > 0) RC_ASSERT(std::fabs(run->of(NationOutcome::beta, t)) < 1e-7);
  }
}

// The limit of natural growth: people who do not answer wages go along their trend, although they move.
TEST(Baseline, PeopleWithoutAnAnswerGoAlongTheirTrend) {
  const BaselineInput input = example(3);
  BaselinePoint point = central(input);
  point.step.taste = 1e15;
  const auto run = run_baseline(input, point);
  ASSERT_TRUE(run);
  for (std::size_t n = 0; n < 4; ++n) {
    EXPECT_NEAR(of(*run, RegionOutcome::people, 3, n) / input_trend(input, n), 1, 1e-10);
  }
  EXPECT_GT(run->of(NationOutcome::moved, 3), 0.1) << "they do move";
  const auto answering = run_baseline(input, central(input));
  ASSERT_TRUE(answering);
  EXPECT_GT(std::fabs(of(*answering, RegionOutcome::people, 3, 0) / of(*run, RegionOutcome::people, 3, 0) - 1), 1e-5);
}

// Nobody answers wages, all regions bring along the same: the skilled stay as many as they are in every region,
// although flows by themselves would even them out, so that both skills' wages grow as labour's efficiency does.
TEST(Baseline, FlowsOfTheBaseYearLeaveSkillsWhereTheyAre) {
  BaselineInput input = example(3);
  alike(input, 4, 1);
  economy::accounts::SkillShares skills{.intensity = Array<double, Group, economy::Sector>({2, 3}),
                                        .people = Array<double, Region, Group>({5, 2}),
                                        .wage = {1, 1}};
  for (std::size_t j = 0; j < 3; ++j) {
    skills.intensity(0, j) = 0.1 + 0.2 * static_cast<double>(j);
    skills.intensity(1, j) = 1 - skills.intensity(0, j);
  }
  for (std::size_t n = 0; n < 5; ++n) {
    skills.people(n, 0) = 0.4 - 0.07 * static_cast<double>(n);
    skills.people(n, 1) = 1 - skills.people(n, 0);
  }
  input.skills = skills;
  BaselinePoint point = central(input);
  point.step.taste = 1e15;
  for (const double mobility : {1.0, 3.0}) {
    point.skills.mobility = mobility;
    const auto run = run_baseline(input, point);
    ASSERT_TRUE(run);
    for (std::size_t g = 0; g < 2; ++g) {
      for (std::size_t n = 0; n < 4; ++n)
        EXPECT_NEAR(run->of(SkillOutcome::real_wage, g, 3, n), std::exp(0.12), 1e-7) << g << " " << n;
    }
    EXPECT_GT(run->of(NationOutcome::moved, 3), 0.1);
  }
}

// Density is switched off by 0, does nothing along the trend, and something beside it.
TEST(Baseline, DensityActsBesideTheTrendAlone) {
  BaselineInput input = example(3);
  BaselinePoint off = central(input);
  off.density = {.agglomeration = 0, .congestion = 0};
  BaselinePoint on = off;
  on.density = {.agglomeration = 0.1, .congestion = -0.4};
  const auto with = run_baseline(input, on);
  const auto without = run_baseline(input, off);
  ASSERT_TRUE(with && without);
  EXPECT_GT(std::fabs(of(*with, RegionOutcome::product, 3, 0) / of(*without, RegionOutcome::product, 3, 0) - 1), 1e-6);
  input.move_totals.reset();
  const auto with_nobody = run_baseline(input, on);
  const auto without_nobody = run_baseline(input, off);
  ASSERT_TRUE(with_nobody && without_nobody);
  for (std::size_t n = 0; n < 4; ++n)
    EXPECT_NEAR(of(*with_nobody, RegionOutcome::product, 3, n) / of(*without_nobody, RegionOutcome::product, 3, n), 1,
                1e-9);
}

// Known yearly flows are used as they are; totals of which the same flows are made lead to the same.
TEST(Baseline, FlowsStandForTheTotalsTheyAreMadeFrom) {
  BaselineInput input = example(5);
  const auto by_totals = run_baseline(input, central(input));
  economy::MoveTotals totals = *input.move_totals;
  totals.distance_elasticity = central(input).step.migration_distance;
  input.moves = economy::moves_from_totals(totals)->yearly;
  input.move_totals.reset();
  const auto by_flows = run_baseline(input, central(input));
  ASSERT_TRUE(by_totals && by_flows);
  EXPECT_EQ(by_totals->nation.values()[0], by_flows->nation.values()[0]);
  for (std::size_t n = 0; n < 4; ++n)
    EXPECT_EQ(of(*by_totals, RegionOutcome::people, 3, n), of(*by_flows, RegionOutcome::people, 3, n));
}

/// The example with two skills.
BaselineInput skilled() {
  BaselineInput input = example(3);
  input.skills = economy::accounts::SkillShares{.intensity = Array<double, Group, economy::Sector>({2, 3}, 0.5),
                                                .people = Array<double, Region, Group>({5, 2}, 0.5),
                                                .wage = {1, 1}};
  return input;
}

// One skill called two gives the years of the one, whether people move or not; skills that differ give others.
TEST(Baseline, SkillsThatAreAlikeAreOne) {
  const BaselineInput two = skilled();
  BaselinePoint alike_point = central(two);
  alike_point.skills = {.premium = 0, .contrast = 1, .mobility = 1};
  const auto one = run_baseline(example(3), central(example(3)));
  const auto both = run_baseline(two, alike_point);
  ASSERT_TRUE(one && both);
  EXPECT_EQ(both->skill.extent<SkillAxis>(), 2U);
  for (std::size_t n = 0; n < 4; ++n) {
    EXPECT_NEAR(of(*both, RegionOutcome::product, 3, n) / of(*one, RegionOutcome::product, 3, n), 1, 1e-7);
    EXPECT_NEAR(of(*both, RegionOutcome::people, 3, n) / of(*one, RegionOutcome::people, 3, n), 1, 1e-9);
    EXPECT_NEAR(both->of(SkillOutcome::net_inflow, 0, 3, n), of(*both, RegionOutcome::net_inflow, 3, n), 1e-9);
    EXPECT_NEAR(both->of(SkillOutcome::real_wage, 0, 3, n) / both->of(SkillOutcome::real_wage, 1, 3, n), 1, 1e-7);
  }
  BaselineInput differing = two;
  for (std::size_t n = 0; n < 5; ++n) {
    differing.skills->people(n, 0) = n == 0 ? 0.6 : 0.2;
    differing.skills->people(n, 1) = 1 - differing.skills->people(n, 0);
  }
  const auto apart = run_baseline(differing, central(two));
  ASSERT_TRUE(apart);
  EXPECT_GT(std::fabs(apart->of(SkillOutcome::real_wage, 0, 3, 0) / apart->of(SkillOutcome::real_wage, 1, 3, 0) - 1),
            1e-4);
  EXPECT_GT(std::fabs(apart->of(SkillOutcome::net_inflow, 0, 3, 0) - apart->of(SkillOutcome::net_inflow, 1, 3, 0)),
            1e-3);
  EXPECT_EQ(both->of(SkillOutcome::net_inflow, 0, 3, 0), both->of(SkillOutcome::net_inflow, 1, 3, 0));
  BaselinePoint still = central(two);
  still.skills.mobility = 1.8;
  still.step.taste = 1e15;
  const auto trend = run_baseline(differing, still);
  ASSERT_TRUE(trend);
  for (std::size_t n = 0; n < 4; ++n)
    EXPECT_NEAR(of(*trend, RegionOutcome::people, 3, n) / input_trend(differing, n), 1, 1e-10)
        << "all skills together go along the trend";
}

TEST(Baseline, DeficitsArePhasedOut) {
  const BaselineInput input = example(3);
  BaselinePoint point = central(input);
  point.statics.deficits_kept = 0;
  const auto run = run_baseline(input, point);
  const auto kept = run_baseline(input, central(input));
  ASSERT_TRUE(run && kept);
  for (std::size_t n = 0; n < 4; ++n) {
    EXPECT_NEAR(of(*run, RegionOutcome::income, 0, n), of(*kept, RegionOutcome::income, 0, n), 1e-9)
        << "nothing is cut in the base year";
  }
  EXPECT_GT(std::fabs(of(*run, RegionOutcome::income, 3, 0) / of(*kept, RegionOutcome::income, 3, 0) - 1), 1e-3);
}

// A draw's numbers of each kind come from the draw that is named for the kind.
TEST(Baseline, NumbersComeFromTheDrawOfTheirKind) {
  const BaselineInput input = example(1);
  const BaselineAssumptions a = assumptions();
  const BaselinePoint seven = draw_point(input, a, {7, 7, 7});
  const BaselinePoint nine = draw_point(input, a, {9, 9, 9});
  const BaselinePoint mixed = draw_point(input, a, {7, 9, 7});
  EXPECT_EQ(mixed.paths.efficiency, seven.paths.efficiency) << "data";
  EXPECT_EQ(mixed.accounts.world_size, seven.accounts.world_size) << "data";
  EXPECT_EQ(mixed.accounts.trade_elasticity, nine.accounts.trade_elasticity) << "literature";
  EXPECT_EQ(mixed.density.agglomeration, nine.density.agglomeration) << "literature";
  EXPECT_EQ(mixed.accounts.home_min, seven.accounts.home_min) << "assumption";
  EXPECT_EQ(mixed.statics.deficits_kept, seven.statics.deficits_kept) << "assumption";
  EXPECT_NE(seven.accounts.trade_elasticity, nine.accounts.trade_elasticity);
  EXPECT_NE(seven.paths.efficiency, nine.paths.efficiency);
  for (std::uint64_t draw = 0; draw < 50; ++draw) {
    const double theta = draw_point(input, a, {draw, draw, draw}).accounts.trade_elasticity;
    EXPECT_TRUE(theta >= 2.5 && theta <= 8.3);
  }
}

// Trends are drawn with the errors of their estimates: mean and spread over many draws.
TEST(Baseline, TrendsScatterAsTheirErrorsSay) {
  BaselineInput input = example(1);
  input.efficiency = {.mean = 4, .region = {3, 4, 5, 4}, .region_error = {0.2, 0.3, 0.1, 0.2}, .mean_error = 0.5};
  BaselineAssumptions a = assumptions();
  a.yearly_shocks = false;
  double sum = 0;
  double squares = 0;
  constexpr std::uint64_t kDraws = 4000;
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    const economy::GrowthPaths paths = draw_point(input, a, {draw, draw, draw}).paths;
    EXPECT_EQ(paths.efficiency[0], paths.efficiency[2]) << "no good and bad years";
    const double off = paths.efficiency[0][1] - 4;
    sum += off;
    squares += off * off;
  }
  const double variance = 0.5 * 0.5 + 0.3 * 0.3;
  EXPECT_NEAR(sum / kDraws, 0, 4 * std::sqrt(variance / kDraws));
  EXPECT_NEAR(squares / kDraws, variance, 4 * variance * std::sqrt(2.0 / kDraws));
}

// Draws of lasting years: the paths in the middle are what the central run has, the world grows as the regions do, and
// the year farthest ahead scatters most, since good and bad years last. What passes is a shock, and labour's is labour.
TEST(Baseline, YearsThatLastScatterMoreAhead) {
  BaselineInput input = example(1);
  input.persistence = testing::lasting_years();
  const BaselineAssumptions a = assumptions();
  const economy::GrowthPaths expected = central_paths(input);
  ASSERT_EQ(expected.shock.size(), 3U);
  EXPECT_LT(expected.shock[0][3], 0) << "the last years were bad ones";
  EXPECT_GT(expected.shock[2][3], expected.shock[0][3]) << "which fades";
  constexpr std::uint64_t kDraws = 3000;
  std::vector<double> low, high, farthest;
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    const economy::GrowthPaths paths = draw_point(input, a, {draw, draw, draw}).paths;
    EXPECT_EQ(paths.efficiency[0], paths.efficiency[2]) << "the long run";
    EXPECT_NEAR(paths.shock[1][4], mean(std::span(paths.shock[1]).first(4)), 1e-12) << "the rest of the world";
    EXPECT_NE(paths.labour[0][1], paths.labour[1][1]);
    const auto relative = [&](std::size_t t, std::size_t n) { return paths.shock[t][n] - paths.shock[t][4]; };
    low.push_back(relative(0, 2));
    high.push_back(relative(0, 2) + relative(1, 2) + relative(2, 2));
    farthest.push_back(relative(2, 2));
  }
  const auto sd = [](const std::vector<double>& x) {
    double squares = 0;
    for (const double own : x) squares += (own - mean(x)) * (own - mean(x)) / static_cast<double>(x.size());
    return std::sqrt(squares);
  };
  EXPECT_GT(sd(farthest), sd(low));
  EXPECT_GT(sd(high), 1.05 * std::sqrt(3.0) * sd(low)) << "more than three independent years";
  EXPECT_NEAR(mean(low), expected.shock[0][2] - expected.shock[0][4], 5 * sd(low) / std::sqrt(kDraws));
  BaselineAssumptions calm = a;
  calm.yearly_shocks = false;
  const auto quiet = draw_point(input, calm, {1, 1, 1}).paths;
  EXPECT_LT(std::fabs(quiet.shock[2][0] - quiet.shock[2][4]), std::fabs(quiet.shock[0][0] - quiet.shock[0][4]))
      << "without shocks what the last year left fades";
  ASSERT_TRUE(run_baseline(input, draw_point(input, a, {1, 1, 1})));
}

TEST(Baseline, Errors) {
  const BaselineInput input = example(1);
  BaselinePoint point = central(input);
  point.accounts.world_size = 1e-3;
  const auto small_world = run_baseline(input, point);
  ASSERT_FALSE(small_world);
  EXPECT_EQ(small_world.error().message.key, "accounts.world");
}

}  // namespace
}  // namespace tidu::simulate
