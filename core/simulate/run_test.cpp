// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/run.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/simulate/support_test.h"

namespace tidu::simulate {
namespace {

using diffusion::kGroups;

TEST(AdoptionRun, EndsOnTheCalendarGridHoweverItGetsThere) {
  const Nation nation;
  AdoptionRun run(nation.links, nation.draw, 12);
  for (const double time : {2023.5, 2024.0, 2024.0, 2023.0, 2026.0}) run.run_until(time);
  EXPECT_EQ(run.time(), 2026.0);
  EXPECT_EQ(run.users(), nation.after(2026).users()) << "a time that has passed changes nothing";
}

TEST(AdoptionRun, SharesAddUp) {
  const Nation nation;
  const AdoptionRun run = nation.after(2026);
  EXPECT_NEAR(run.users(), 0.25 * run.users(0) + 0.75 * run.users(1), 1e-15);
  double groups = 0;
  for (std::size_t a = 0; a < kGroups; ++a) groups += diffusion::kGroupShares[a] * run.users(0, a);
  EXPECT_NEAR(groups, run.users(0), 1e-15);
  double all = 0;
  for (const double share : run.stages()) all += share;
  EXPECT_NEAR(all, 0.6, 1e-15);
  EXPECT_NEAR(run.aware(), 0.6 - run.stages()[0], 1e-15);
  EXPECT_GT(run.users(0), run.users(1)) << "the faster region";
  EXPECT_GT(run.users(), 0.05);
}

TEST(AdoptionRun, ErrorFallsWithTheSquareOfTheStep) {
  Nation nation;
  nation.draw.spread.start = 2023;
  nation.draw.spread.pulse = 0;
  const double exact = nation.after(2026, 768).users();
  const double coarse = std::fabs(nation.after(2026, 6).users() - exact);
  const double fine = std::fabs(nation.after(2026, 12).users() - exact);
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.15) << coarse << " " << fine;
}

TEST(AdoptionRun, EventsMakeMorePeopleAware) {
  Nation nation;
  const double with = nation.after(2025.6).aware();
  nation.draw.spread.pulse = 0;
  const double without = nation.after(2025.6).aware();
  // media of 0.35 for half a year, five times more: of the unaware market e^(-0.35 * 5 / 2) less
  EXPECT_NEAR((0.6 - with) / (0.6 - without), std::exp(-0.35 * 5 / 2), 0.02);
}

TEST(Schedule, LargerStrengthsWinAndYearsTurn) {
  const std::vector<std::uint8_t> first{1, 0};
  const std::vector<std::uint8_t> both{1, 1};
  const Schedule schedule{{.lever = 2, .strength = 0.4, .cells = both, .first_year = 2026, .last_year = 2028},
                          {.lever = 2, .strength = 0.9, .cells = first, .first_year = 2027, .last_year = 2027}};
  EXPECT_EQ(turning_years(schedule, 2025, 2035), (std::vector<int>{2026, 2027, 2028, 2029}));
  EXPECT_EQ(turning_years(schedule, 2026, 2028), (std::vector<int>{2027, 2028}));
  Array<double, diffusion::Lever, diffusion::Cell> u({diffusion::levers().size(), 2});
  strengths_in(schedule, 2027, {}, u.view());
  EXPECT_EQ(u(2, 0), 0.9);
  EXPECT_EQ(u(2, 1), 0.4);
  EXPECT_EQ(u(1, 0), 0);
  strengths_in(schedule, 2029, {}, u.view());
  EXPECT_EQ(u(2, 0), 0);
}

TEST(AdoptionRun, AGrownMarketIsUnawareAtFirst) {
  const Nation nation;
  AdoptionRun run = nation.after(2025);
  const StageShares before = run.stages();
  const Schedule build{{.lever = 10,
                        .strength = 1,
                        .cells = std::vector<std::uint8_t>(2 * kGroups, 1),
                        .first_year = 2025,
                        .last_year = 2030}};
  ASSERT_EQ(diffusion::levers()[10].key, "infrastructure");
  Array<double, diffusion::Lever, diffusion::Cell> u({diffusion::levers().size(), 2 * kGroups});
  strengths_in(build, 2025, {}, u.view());
  run.pull(u.view(), {.infrastructure = 0.25});
  EXPECT_NEAR(run.stages()[0], before[0] + 0.4 * 0.25, 1e-15);
  EXPECT_EQ(run.stages()[6], before[6]);
  run.pull(Array<double, diffusion::Lever, diffusion::Cell>({diffusion::levers().size(), 2 * kGroups}).view(), {});
  EXPECT_NEAR(run.stages()[0], before[0] + 0.4 * 0.25, 1e-15) << "what was built stays";
}

}  // namespace
}  // namespace tidu::simulate
