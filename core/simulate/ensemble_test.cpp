// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/ensemble.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/simulate/run.h"

namespace tidu::simulate {
namespace {

constexpr std::size_t kRegions = 3;

/// Every lever at full strength in region 0.
Schedule everything(int first_year, int last_year = 2100) {
  std::vector<std::uint8_t> cells(kRegions * diffusion::kGroups);
  std::fill_n(cells.begin(), diffusion::kGroups, std::uint8_t{1});
  Schedule schedule;
  for (std::size_t l = 0; l < diffusion::levers().size(); ++l) {
    schedule.push_back({.lever = l, .strength = 1, .cells = cells, .first_year = first_year, .last_year = last_year});
  }
  return schedule;
}

template <class P>
std::vector<Range> own_ranges(std::span<const Option<P>> options) {
  std::vector<Range> ranges;
  for (const auto& option : options) ranges.push_back({option.record.low, option.record.high});
  return ranges;
}

struct Setting {
  std::vector<double> people{1, 2, 3};
  std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}, {1, 2}};
  diffusion::RegionLinks links = diffusion::make_links(pairs, people);
  Assumptions assumptions;
  std::vector<ParameterDraw> members;
  std::vector<Schedule> scenarios{{}, everything(2026)};
  SimulateOptions options{.draws = 6, .last_year = 2028};

  Setting() {
    assumptions.process = own_ranges(diffusion::process_options());
    assumptions.spread = own_ranges(diffusion::spread_options());
    assumptions.levers = own_ranges(diffusion::lever_options());
    assumptions.region_effect = {0.5, 0, -0.5};
    assumptions.region_error = {0.1, 0.1, 0.1};
    assumptions.population_share = links.share;
    assumptions.seed = 5;
    for (std::uint64_t i = 0; i < 6; ++i) members.push_back(draw_parameters(assumptions, i));
  }

  Result<Ensemble> try_run() {
    return run_ensemble({links, assumptions, members, scenarios, options}, serial_executor());
  }
  Ensemble run() {
    auto ensemble = try_run();
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
  setting.scenarios = {{}, {}};
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

TEST(Ensemble, AMemberDependsOnNoOther) {
  Setting setting;
  const Ensemble all = setting.run();
  setting.members = {setting.members[4]};
  const Ensemble alone = setting.run();
  for (std::size_t t = 0; t < all.nation.extent<Year>(); ++t) EXPECT_EQ(alone.nation(0, 0, t), all.nation(4, 0, t));
}

TEST(Ensemble, StagesOfTheNationSumToTheMarketAndUsersAreTwoOfThem) {
  Setting setting;
  const Ensemble ensemble = setting.run();
  for (std::size_t m = 0; m < 6; ++m) {
    const double market = setting.members[m].spread.market;
    for (std::size_t t = 0; t < ensemble.nation.extent<Year>(); ++t) {
      double all = 0;
      for (std::size_t k = 0; k < diffusion::kStages; ++k) all += ensemble.stages(m, 0, t, k);
      EXPECT_NEAR(all, market, 1e-14);
      EXPECT_NEAR(ensemble.stages(m, 0, t, 5) + ensemble.stages(m, 0, t, 6), ensemble.nation(m, 0, t), 1e-14);
    }
  }
}

TEST(Ensemble, WhatIsLetGoIsLetGoAndWhatWasBuiltStays) {
  Setting setting;
  setting.scenarios = {{}, everything(2024, 2024), everything(2024)};
  const Ensemble ensemble = setting.run();
  const std::size_t end = 2028 - 2023;
  for (std::size_t m = 0; m < 6; ++m) {
    EXPECT_EQ(ensemble.nation(m, 1, 1), ensemble.nation(m, 2, 1)) << "one in 2024";
    EXPECT_GT(ensemble.nation(m, 2, end), ensemble.nation(m, 1, end));
    double with = 0;
    double without = 0;
    for (std::size_t k = 0; k < diffusion::kStages; ++k) {
      with += ensemble.stages(m, 1, end, k);
      without += ensemble.stages(m, 0, end, k);
    }
    EXPECT_GT(with, without) << "the market that infrastructure made";
  }
}

TEST(Ensemble, RefusesYearsThatCannotBe) {
  Setting setting;
  setting.options.last_year = 2020;
  EXPECT_EQ(setting.try_run().error().message.key, "simulate.horizon");
  setting.options = {.last_year = 2030, .policy_year = 2031};
  EXPECT_EQ(setting.try_run().error().message.key, "simulate.policy_year");
}

TEST(Draws, FixedFieldsTakeTheirValueAndOthersStayInRange) {
  Setting setting;
  const auto options = diffusion::spread_options();
  setting.assumptions.process[0] = {0.02, 0.02};
  double lowest = 1;
  double highest = 0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const ParameterDraw draw = draw_parameters(setting.assumptions, i);
    const auto& p = draw.spread;
    EXPECT_EQ(draw.process.media, 0.02);
    EXPECT_EQ(draw.process.attributes_in_attitude, true) << "what is not varied keeps its default";
    for (std::size_t f = 0; f < options.size(); ++f) {
      const double value = options[f].get(p);
      EXPECT_GE(value, setting.assumptions.spread[f].low);
      EXPECT_LE(value, setting.assumptions.spread[f].high);
    }
    lowest = std::min(lowest, p.market);
    highest = std::max(highest, p.market);
  }
  EXPECT_LT(lowest, 0.505) << "the whole range is drawn from";
  EXPECT_GT(highest, 0.995);
}

TEST(Draws, LogarithmicRangesAreEvenInTheLogarithm) {
  Setting setting;
  setting.assumptions.process[0] = {0.001, 0.1};
  int below = 0;
  for (std::uint64_t i = 0; i < 4000; ++i)
    below += draw_parameters(setting.assumptions, i).process.media < 0.01 ? 1 : 0;
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
  diffusion::SpreadParameters off{.carry_over = 0, .region_noise = 0};
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

}  // namespace
}  // namespace tidu::simulate
