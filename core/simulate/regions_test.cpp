// SPDX-License-Identifier: Apache-2.0
// What regions are known by: attributes as they see them, and how their people decide.
#include <gtest/gtest.h>

#include <cmath>

#include "core/simulate/run.h"
#include "core/simulate/support_test.h"

namespace tidu::simulate {
namespace {

// M = exp(scale weight e z): an attribute that enters decisions alone is a speed of exp(2 * 0.30 * 0.1 z).
TEST(RegionAttributes, InDecisionsAloneAreAFactorOnSpeed) {
  Nation nation;
  nation.draw.process.attributes_in_attitude = false;
  nation.draw.process.advantage_on_discontinuance = 0;
  Nation faster = nation;
  for (const double z : {1.0, -0.5}) {
    nation.draw.attributes.push_back(diffusion::perceived({z, 0, 0, 0, 0}, 0.1));
    faster.draw.speed[nation.draw.attributes.size() - 1] *= std::exp(2 * 0.30 * 0.1 * z);
  }
  for (const std::size_t r : {0U, 1U}) {
    EXPECT_NEAR(nation.after(2026).users(r), faster.after(2026).users(r), 1e-14);
  }
  EXPECT_GT(nation.after(2026).users(0) / nation.after(2026).users(1), 1.2);
}

TEST(RegionAttributes, WithoutEffectChangeNoBit) {
  Nation nation;
  const double before = nation.after(2027).users();
  nation.draw.attributes.assign(2, diffusion::perceived({2, -1, 1, 0.5, -2}, 0));
  EXPECT_EQ(nation.after(2027).users(), before);
  EXPECT_EQ(diffusion::perceived({9, -9, 0, 0, 0}, 0.1).relative_advantage, 1);
  EXPECT_EQ(diffusion::perceived({9, -9, 0, 0, 0}, 0.1).compatibility, 0);
}

TEST(RegionAttributes, ComeWithTheDraw) {
  Assumptions assumptions{.region_effect = {0, 0}, .region_error = {0, 0}, .population_share = {0.25, 0.75}};
  ParameterDraw draw;
  draw.spread.attribute_effect = 0.2;
  set_regions(assumptions, 3, draw);
  EXPECT_TRUE(draw.attributes.empty());
  assumptions.attribute_score = {{0, 0, 1, 0, 0}, {0, 0, -0.25, 0, 0}};
  set_regions(assumptions, 3, draw);
  ASSERT_EQ(draw.attributes.size(), 2U);
  EXPECT_DOUBLE_EQ(draw.attributes[0].complexity, 0.7);
  EXPECT_DOUBLE_EQ(draw.attributes[1].complexity, 0.45);
  EXPECT_EQ(draw.attributes[1].relative_advantage, 0.5);
}

TEST(DecisionUnits, WhoDecideOptionallyAreLikeAllOthers) {
  Nation nation;
  const AdoptionRun one = nation.after(2027);
  nation.draw.decisions = {{DecisionKind::optional, 0.3}, {DecisionKind::collective, 0.2}};
  nation.draw.process.collective_share = 1;  // a consensus: nobody is left to decide by then
  const AdoptionRun three = nation.after(2027);
  for (const std::size_t r : {0U, 1U}) EXPECT_NEAR(three.users(r), one.users(r), 1e-13);
  for (std::size_t k = 0; k < diffusion::kStages; ++k) EXPECT_NEAR(three.stages()[k], one.stages()[k], 1e-13);
  EXPECT_NEAR(three.users(0, 2), one.users(0, 2), 1e-13);
  for (const std::size_t unit : {0U, 1U, 2U}) EXPECT_NEAR(three.unit_users(unit), one.users(), 1e-13);
  EXPECT_NEAR(three.users(), 0.3 * three.unit_users(0) + 0.2 * three.unit_users(1) + 0.5 * three.unit_users(2), 1e-13);
}

// Nobody decides alone or by contacts, and everybody is in favour: the ordered ones decide at the rate of the order,
// 1 - exp(-2 T) of them after T years, and use it at once.
TEST(DecisionUnits, OrdersAreCarriedOutAtTheirRate) {
  Nation nation;
  nation.draw.process = {.media = 400,
                         .elaboration = 400,
                         .attitude = 40,
                         .innovation = 0,
                         .imitation = 0,
                         .authority = 2,
                         .implementation_years = 0.001,
                         .abandonment = 0,
                         .disenchantment = 0,
                         .discontinuance = 0};
  nation.draw.decisions = {{DecisionKind::authority, 0.4, 2025}};
  EXPECT_EQ(nation.after(2025).users(), 0);
  const AdoptionRun run = nation.after(2026.5);
  EXPECT_NEAR(run.unit_users(0), 0.6 * (1 - std::exp(-2 * 1.5)), 4e-3);
  EXPECT_EQ(run.unit_users(1), 0);
  EXPECT_NEAR(run.users(), 0.4 * run.unit_users(0), 1e-15);
  AdoptionRun off = nation.after(2025.5);
  off.switch_off();
  off.run_until(2025.75);  // those who had decided have come to use it
  const double before = off.unit_users(0);
  off.run_until(2027);
  EXPECT_NEAR(off.unit_users(0), before, 1e-3) << "orders end with everything else that is no contact";
}

// Above the quorum all who are in favour decide at once, in each region when it gets there.
TEST(DecisionUnits, AUnitDecidesTogetherAboveItsQuorum) {
  Nation nation;
  nation.draw.decisions = {{DecisionKind::collective, 0.5}};
  nation.draw.process.collective_share = 0.2;
  nation.draw.spread.market = 1;
  double time = 2023;
  while (nation.after(time).unit_users(0) < 0.08) time += 1.0 / 12;
  const AdoptionRun before = nation.after(time);
  EXPECT_NEAR(before.unit_users(0), before.unit_users(1), 1e-12) << "below the quorum all decide alike";
  const AdoptionRun after = nation.after(time + 2);
  EXPECT_GT(after.unit_users(0), after.unit_users(1) + 0.1);
  nation.draw.decisions[0].from = time + 3;
  EXPECT_NEAR(nation.after(time + 2).unit_users(0), nation.after(time + 2).unit_users(1), 1e-12) << "not yet";
}

TEST(DecisionUnits, LeversReachAllUnits) {
  Nation nation;
  const auto grown = [](const Nation& n) {
    AdoptionRun run = n.after(2025);
    Array<double, diffusion::Lever, diffusion::Cell> u({diffusion::levers().size(), 2 * diffusion::kGroups}, 1);
    run.pull(u.view(), {});
    run.run_until(2027);
    return run.users();
  };
  const double one = grown(nation);
  nation.draw.decisions = {{DecisionKind::optional, 0.3}};
  EXPECT_NEAR(grown(nation), one, 1e-13);
}

}  // namespace
}  // namespace tidu::simulate
