// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/ensemble.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/simulate/run.h"

namespace tidu::simulate {
namespace {

constexpr std::size_t kRegions = 3;

struct Setting {
  std::vector<double> people{1, 2, 3};
  std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}, {1, 2}};
  diffusion::RegionLinks links = diffusion::make_links(pairs, people);
  Assumptions assumptions;
  std::vector<std::uint64_t> members{0, 1, 2, 3, 4, 5};
  Array<double, ScenarioAxis, diffusion::Lever, Region> strengths{{2, diffusion::levers().size(), kRegions}};
  SimulateOptions options{.draws = 6, .last_year = 2028};

  Setting() {
    for (const auto& option : diffusion::diffusion_options())
      assumptions.parameters.push_back({option.record.low, option.record.high});
    for (const auto& option : diffusion::lever_options())
      assumptions.levers.push_back({option.record.low, option.record.high});
    assumptions.region_effect = {0.5, 0, -0.5};
    assumptions.region_error = {0.1, 0.1, 0.1};
    assumptions.population_share = links.share;
    assumptions.seed = 5;
    for (std::size_t l = 0; l < diffusion::levers().size(); ++l) strengths(1, l, 0) = 1;
  }

  Ensemble run() {
    auto ensemble = run_ensemble({links, assumptions, members, strengths.view(), options}, serial_executor());
    EXPECT_TRUE(ensemble);
    return std::move(*ensemble);
  }
};

TEST(Ensemble, ScenariosAreOneUntilPolicyBegins) {
  Setting setting;
  const Ensemble ensemble = setting.run();
  EXPECT_EQ(ensemble.first_year, 2023);
  const std::size_t policy = 2026 - 2023;
  for (std::size_t m = 0; m < 6; ++m) {
    for (std::size_t t = 0; t < ensemble.nation.extent<Year>(); ++t) {
      const double effect = ensemble.nation(m, 1, t) - ensemble.nation(m, 0, t);
      if (t < policy) {
        EXPECT_EQ(effect, 0) << "the same bits";
      } else {
        EXPECT_GT(effect, 0);
      }
    }
  }
}

TEST(Ensemble, AnEmptyScenarioIsTheBaseline) {
  Setting setting;
  setting.strengths = Array<double, ScenarioAxis, diffusion::Lever, Region>({2, diffusion::levers().size(), kRegions});
  const Ensemble ensemble = setting.run();
  for (std::size_t m = 0; m < 6; ++m) {
    for (std::size_t t = 0; t < ensemble.nation.extent<Year>(); ++t)
      EXPECT_EQ(ensemble.nation(m, 1, t), ensemble.nation(m, 0, t));
  }
}

TEST(Ensemble, NationIsTheSumOfRegionsAndOfGroups) {
  Setting setting;
  const Ensemble ensemble = setting.run();
  for (std::size_t t = 0; t < ensemble.nation.extent<Year>(); ++t) {
    double regions = 0;
    double groups = 0;
    for (std::size_t r = 0; r < kRegions; ++r) regions += setting.links.share[r] * ensemble.adoption(2, 1, t, r);
    for (std::size_t a = 0; a < diffusion::kGroups; ++a)
      groups += diffusion::kGroupShares[a] * ensemble.groups(2, 1, t, a);
    EXPECT_NEAR(regions, ensemble.nation(2, 1, t), 1e-14);
    EXPECT_NEAR(groups, ensemble.nation(2, 1, t), 1e-14);
  }
}

TEST(Ensemble, AMemberDependsOnNothingButItsNumber) {
  Setting setting;
  const Ensemble all = setting.run();
  setting.members = {4};
  const Ensemble alone = setting.run();
  for (std::size_t t = 0; t < all.nation.extent<Year>(); ++t) EXPECT_EQ(alone.nation(0, 0, t), all.nation(4, 0, t));
}

TEST(Ensemble, RefusesYearsThatCannotBe) {
  Setting setting;
  setting.options.last_year = 2020;
  EXPECT_EQ(
      run_ensemble({setting.links, setting.assumptions, setting.members, setting.strengths.view(), setting.options},
                   serial_executor())
          .error()
          .message.key,
      "simulate.horizon");
  setting.options = {.last_year = 2030, .policy_year = 2031};
  EXPECT_EQ(
      run_ensemble({setting.links, setting.assumptions, setting.members, setting.strengths.view(), setting.options},
                   serial_executor())
          .error()
          .message.key,
      "simulate.policy_year");
}

TEST(Draws, FixedFieldsTakeTheirValueAndOthersStayInRange) {
  Setting setting;
  const auto options = diffusion::diffusion_options();
  setting.assumptions.parameters[0] = {0.02, 0.02};
  double lowest = 1;
  double highest = 0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto p = draw_national_parameters(setting.assumptions, i);
    EXPECT_EQ(p.innovation, 0.02);
    for (std::size_t f = 0; f < options.size(); ++f) {
      const double value = options[f].get(p);
      EXPECT_GE(value, setting.assumptions.parameters[f].low);
      EXPECT_LE(value, setting.assumptions.parameters[f].high);
    }
    lowest = std::min(lowest, p.market);
    highest = std::max(highest, p.market);
  }
  EXPECT_LT(lowest, 0.505) << "the whole range is drawn from";
  EXPECT_GT(highest, 0.995);
}

TEST(Draws, LogarithmicRangesAreEvenInTheLogarithm) {
  Setting setting;
  setting.assumptions.parameters[0] = {0.001, 0.1};
  int below = 0;
  for (std::uint64_t i = 0; i < 4000; ++i)
    below += draw_national_parameters(setting.assumptions, i).innovation < 0.01 ? 1 : 0;
  EXPECT_NEAR(below / 4000.0, 0.5, 4 * std::sqrt(0.25 / 4000));
}

TEST(Draws, SpeedsHaveAMeanOfOneOverPeople) {
  Setting setting;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const ParameterDraw draw = draw_parameters(setting.assumptions, i);
    double average = 0;
    for (std::size_t r = 0; r < kRegions; ++r) average += setting.links.share[r] * draw.speed[r];
    EXPECT_NEAR(average, 1, 1e-15);
  }
  diffusion::DiffusionParameters off{.carry_over = 0, .region_noise = 0};
  for (const double speed : region_speeds(setting.assumptions, off, 3))
    EXPECT_NEAR(speed, 1, 1e-15) << "switched off: no region differs";
}

TEST(Quantile, Type7OfHyndmanAndFan) {
  std::vector<double> x{4, 1, 3, 2};
  EXPECT_DOUBLE_EQ(quantile(x, 0.25), 1.75) << "R: quantile(1:4, .25)";
  EXPECT_DOUBLE_EQ(quantile(x, 0.5), 2.5);
  EXPECT_EQ(quantile(x, 0), 1);
  EXPECT_EQ(quantile(x, 1), 4);
}

TEST(PassingTime, InterpolatesBetweenTheEndsOfYears) {
  const std::vector<double> path{0.1, 0.2, 0.6};
  EXPECT_DOUBLE_EQ(passing_time(path, 2023, 0.4), 2025.5) << "halfway between the ends of 2024 and 2025";
  EXPECT_EQ(passing_time(path, 2023, 0.05), 2024) << "before the first end of a year that is known";
  EXPECT_TRUE(std::isnan(passing_time(path, 2023, 0.7)));
}

TEST(RunUntil, EndsOnTheCalendarGrid) {
  // A start off the grid takes one short step first: every run meets the same ends of months.
  const std::vector<double> one{1};
  const diffusion::RegionLinks links = diffusion::make_links({}, one);
  const diffusion::DiffusionParameters p{
      .market = 1, .discontinuance = 0, .pulse = 0, .start = 2022.917, .group_spread = 0};
  diffusion::DiffusionParameters slow = p;
  slow.imitation = 0;
  const auto rates = diffusion::make_rates(slow, one);
  diffusion::CellMap map(links);
  AdoptionState state = initial_state(slow, 1);
  run_until(2030, slow, rates, 12, map, state);
  EXPECT_NEAR(national_share(state, links.share), 1 - std::exp(-0.01 * (2030 - 2022.917)), 1e-13);
  EXPECT_EQ(state.time, 2030);
  const auto before = state.adopters;
  run_until(2029, slow, rates, 12, map, state);
  EXPECT_EQ(state.adopters, before) << "time does not run backwards";
}

}  // namespace
}  // namespace tidu::simulate
