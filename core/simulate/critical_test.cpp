// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/critical.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidu::simulate {
namespace {

struct NearlyBass {
  std::vector<double> people{1, 3};
  diffusion::RegionLinks links =
      diffusion::make_links(std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}}, people);
  ParameterDraw draw{.process = {.media = 8,
                                 .elaboration = 50,
                                 .attitude = 4,
                                 .innovation = 0.03,
                                 .imitation = 0.76,
                                 .implementation_years = 0.02,
                                 .abandonment = 0,
                                 .disenchantment = 0,
                                 .discontinuance = 0,
                                 .group_spread = 0,
                                 .heterophily_local = 0,
                                 .heterophily_chain = 0,
                                 .heterophily_online = 0},
                     .spread = {.market = 1, .pulse = 0, .start = 2020},
                     .speed = {1, 1}};
  SimulateOptions options{.last_year = 2045};

  CriticalInput input() const { return {links, {&draw, 1}, options}; }
};

TEST(Critical, NearlyBassCrossesNearPOverQ) {
  // With everybody persuaded at once the map is the Bass model with p = 0.03 and q = 0.38 (observability of 1/2):
  // contacts lead from p/q = 0.0789 on and growth gathers speed fastest at 0.149 (Bass 1969). The stages before and
  // after the decision make it a little less sharp.
  const NearlyBass nation;
  const auto marks = course_marks(nation.input(), serial_executor());
  ASSERT_TRUE(marks);
  for (std::size_t place = 0; place < 3; ++place) {
    ASSERT_TRUE(marks->crossing(0, place).found());
    EXPECT_NEAR(marks->crossing(0, place).share, 0.0789, 0.012);
    ASSERT_TRUE(marks->take_off(0, place).found());
    EXPECT_NEAR(marks->take_off(0, place).share, 0.149, 0.03);
    EXPECT_NEAR(marks->take_off(0, place).time, 2020 + 2.98, 0.6);
  }
}

TEST(Critical, MoreContactsNeededMeanALargerCriticalMass) {
  NearlyBass nation;
  nation.draw.process.imitation = 2;
  double last = 0;
  for (const int contacts : {2, 3, 4}) {
    const auto marks = switch_off_marks(nation.input(), contacts, serial_executor());
    ASSERT_TRUE(marks);
    const diffusion::CriticalMass& mass = (*marks)(0, 2);
    ASSERT_TRUE(mass.found()) << contacts;
    EXPECT_GT(mass.share, last + 0.003) << contacts;
    EXPECT_LT(mass.share, 0.5) << contacts;
    last = mass.share;
  }
}

TEST(Critical, WithoutContactsNothingCarriesItself) {
  NearlyBass nation;
  nation.draw.process.imitation = 0;
  nation.options.last_year = 2025;
  const auto marks = switch_off_marks(nation.input(), 2, serial_executor());
  ASSERT_TRUE(marks);
  EXPECT_EQ((*marks)(0, 2).outcome, diffusion::CriticalOutcome::never);
}

}  // namespace
}  // namespace tidu::simulate
