// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/programmes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/simulate/run.h"

namespace tidu::simulate {
namespace {

struct SupportedNation {
  std::vector<double> people{1, 3};
  diffusion::RegionLinks links =
      diffusion::make_links(std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}}, people);
  Assumptions assumptions;
  std::vector<ParameterDraw> members;
  std::vector<Programme> programmes = support_programmes();
  SimulateOptions options{.last_year = 2035, .policy_year = 2025, .support_years = 3};

  SupportedNation() {
    for (const auto& option : diffusion::lever_options()) {
      assumptions.levers.push_back({option.record.default_value, option.record.default_value});
    }
    assumptions.population_share = links.share;
    members.push_back({.process = {.innovation = 0.2, .imitation = 2}, .spread = {.market = 0.6}, .speed = {1.2, 0.9}});
    members.push_back({.process = {.innovation = 0.05, .imitation = 1}, .spread = {.market = 0.9}, .speed = {1, 1}});
  }

  ProgrammeEffects effects() const {
    auto result = programme_effects({links, assumptions, members, programmes, options}, serial_executor());
    EXPECT_TRUE(result);
    return std::move(*result);
  }
  std::size_t find(std::string_view lever, std::optional<std::size_t> group = {}) const {
    for (std::size_t i = 0; i < programmes.size(); ++i) {
      if (diffusion::levers()[programmes[i].lever].key == lever && programmes[i].group == group) return i;
    }
    return programmes.size();
  }
};

TEST(Programmes, AreEachLeverForEverybodyAndSomeForEachGroup) {
  const SupportedNation nation;
  EXPECT_EQ(nation.programmes.size(), diffusion::levers().size() + 5 * diffusion::kGroups);
  EXPECT_LT(nation.find("subsidy", 4), nation.programmes.size());
  EXPECT_EQ(nation.find("infrastructure", 4), nation.programmes.size()) << "networks are built for all";
}

TEST(Programmes, AreWhatTheSameScenarioOfAnEnsembleGains) {
  const SupportedNation nation;
  const ProgrammeEffects effects = nation.effects();
  EXPECT_EQ(effects.last_year, 2027);
  AdoptionRun with(nation.links, nation.members[0], nation.options.steps_per_year);
  AdoptionRun without(nation.links, nation.members[0], nation.options.steps_per_year);
  with.run_until(2025);
  Array<double, diffusion::Lever, diffusion::Cell> u({diffusion::levers().size(), 2 * diffusion::kGroups});
  for (std::size_t c = 0; c < 2 * diffusion::kGroups; ++c) u(nation.programmes[nation.find("channels")].lever, c) = 1;
  with.pull(u.view(), draw_lever_sizes(nation.assumptions, 0));
  with.run_until(2028);
  without.run_until(2028);
  const std::size_t channels = nation.find("channels");
  EXPECT_NEAR(effects.gained(0, channels), with.users() - without.users(), 1e-15);
  EXPECT_EQ(effects.reached(0, channels), 0.6);
  EXPECT_NEAR(effects.unit_effect(0, channels), effects.gained(0, channels) / (0.6 * 3), 1e-15);
  EXPECT_NEAR(effects.reached(0, nation.find("infrastructure")), 0.4, 1e-15) << "those outside the market";
  EXPECT_NEAR(effects.reached(1, nation.find("subsidy", 2)), 0.34 * 0.9, 1e-15);
}

TEST(Programmes, BreakEvenIsTheRatioOfGainsPerUnit) {
  const SupportedNation nation;
  ProgrammeEffects effects = nation.effects();
  const std::size_t a = nation.find("training");
  const std::size_t b = nation.find("subsidy");
  const auto forth = break_even(effects, a, b);
  const auto back = break_even(effects, b, a);
  ASSERT_EQ(forth.size(), 2U);
  for (std::size_t m = 0; m < 2; ++m) EXPECT_NEAR(forth[m] * back[m], 1, 1e-12);
  effects.unit_effect(0, b) = 0;
  effects.unit_effect(1, b) = 0;
  effects.unit_effect(1, a) = 0;
  EXPECT_EQ(break_even(effects, a, b), std::vector<double>{HUGE_VAL}) << "in the second member neither gains";
}

}  // namespace
}  // namespace tidu::simulate
