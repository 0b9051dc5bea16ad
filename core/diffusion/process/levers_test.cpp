// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/levers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string_view>

#include "core/diffusion/process/spread.h"

namespace tidu::diffusion {
namespace {

constexpr CellShape kPulledShape{.regions = 2, .groups = kGroups};

/// What is known of the cells once one lever is pulled in region 0.
struct Pulled {
  std::vector<CellConditions> conditions{kPulledShape.cells()};
  std::vector<double> market = std::vector<double>(kPulledShape.cells(), 0.5);

  Pulled() = default;
  Pulled(std::string_view key, double strength, const LeverSizes& sizes = {}) {
    for (CellConditions& known : conditions) known.incidents = 0.4;
    Array<double, Lever, Cell> u({levers().size(), kPulledShape.cells()});
    for (std::size_t l = 0; l < levers().size(); ++l) {
      for (std::size_t a = 0; a < kGroups; ++a) u(l, a) = levers()[l].key == key ? strength : 0;
    }
    pull(u.view(), sizes, kGroups, conditions, market);
  }
};

TEST(Levers, EnterWhereTheRecordSays) {
  const LeverSizes sizes{.subsidy = 0.36, .subsidy_elasticity = 0.5, .governance = 0.25, .infrastructure = 0.3};
  EXPECT_NEAR(Pulled("subsidy", 1, sizes).conditions[3].attributes.relative_advantage, 0.5 - 0.5 * std::log(0.64),
              1e-15);
  EXPECT_NEAR(Pulled("training", 0.5).conditions[3].attributes.complexity, 0.5 * 0.85, 1e-15);
  EXPECT_EQ(Pulled("training", 0.5).conditions[3].training, 0.5);
  EXPECT_NEAR(Pulled("solutions", 1).conditions[3].attributes.compatibility, 0.625, 1e-15);
  EXPECT_NEAR(Pulled("light_entry", 1).conditions[3].attributes.trialability, 0.6, 1e-15);
  EXPECT_NEAR(Pulled("reform", 1).conditions[3].attributes.compatibility, 0.575, 1e-15);
  EXPECT_NEAR(Pulled("governance", 1, sizes).conditions[3].incidents, 0.3, 1e-15);
  EXPECT_EQ(Pulled("governance", 1, sizes).conditions[3].distrust, 0.75);
  EXPECT_EQ(Pulled("talent", 1).conditions[1].talent, 1.5);
  EXPECT_EQ(Pulled("talent", 1).conditions[2].talent, 1) << "innovators and early adopters alone";
  EXPECT_EQ(Pulled("channels", 1).conditions[4].media, 2);
  EXPECT_EQ(Pulled("demonstration", 1).conditions[4].demonstration, 0.02);
  EXPECT_EQ(Pulled("alliance", 1).conditions[4].exchange, 1.3);
  EXPECT_NEAR(Pulled("infrastructure", 1, sizes).market[4], 0.65, 1e-15);
  EXPECT_EQ(Pulled("infrastructure", 1, sizes).market[5], 0.5) << "region 1 has no lever";
}

/// Shares of each region who use it after three years.
std::array<double, 2> users(const Pulled& pulled, const SpreadParameters& spread = {.outside = 0.4}) {
  const ProcessParameters process{.media = 0.6,
                                  .innovation = 0.2,
                                  .imitation = 2,
                                  .heterophily_local = 0,
                                  .heterophily_chain = 0,
                                  .heterophily_online = 0,
                                  .gate_laggards = 0.35};
  const RegionLinks links =
      make_links(std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}}, std::vector<double>{1, 1});
  std::vector<double> people(kPulledShape.cells());
  for (std::size_t c = 0; c < people.size(); ++c) people[c] = kGroupShares[c % kGroups] * pulled.market[c];
  auto map = *DecisionMap::make({.shape = kPulledShape, .mixing = region_layers(process, spread, links)}, people);
  map.set_rates(make_process_rates(process, kPulledShape, {}, pulled.conditions), 1.0 / 12);
  for (int i = 0; i < 36; ++i) map.step();
  std::array<double, 2> share{};
  for (std::size_t c = 0; c < people.size(); ++c) {
    share[c / kGroups] += map.state()(static_cast<std::size_t>(Stage::implementing), c) +
                          map.state()(static_cast<std::size_t>(Stage::confirmed), c);
  }
  return share;
}

TEST(Levers, EachMovesAdoptionInItsRegion) {
  // Points of the share of users after three years in the region that is helped, at full and at half strength.
  const std::map<std::string_view, std::pair<double, double>> gains{
      {"subsidy", {0.8235, 0.3658}},       {"training", {2.3638, 1.3060}},       {"solutions", {0.4611, 0.2275}},
      {"light_entry", {0.0341, 0.0171}},   {"reform", {0.2737, 0.1357}},         {"governance", {0.5902, 0.5901}},
      {"talent", {0.4910, 0.2638}},        {"channels", {3.0513, 1.7921}},       {"alliance", {0.0753, 0.0376}},
      {"demonstration", {0.4572, 0.2307}}, {"infrastructure", {1.8493, 0.9246}},
  };
  ASSERT_EQ(gains.size(), levers().size());
  for (const LeverRecord& lever : levers()) {
    const auto [full, half] = gains.at(lever.key);
    const double baseline = 100 * users(Pulled(lever.key, 0))[0];
    EXPECT_NEAR(100 * users(Pulled(lever.key, 1))[0] - baseline, full, 5e-5) << lever.key;
    EXPECT_NEAR(100 * users(Pulled(lever.key, 0.5))[0] - baseline, half, 5e-5) << lever.key;
    EXPECT_GT(full, half) << lever.key;
    EXPECT_GT(half, 0.001) << lever.key;
  }
}

TEST(Levers, StrengthZeroChangesNoBit) {
  for (const LeverRecord& lever : levers()) EXPECT_EQ(users(Pulled(lever.key, 0)), users(Pulled("none", 1)));
}

TEST(Levers, WorkOnTheOtherRegionOnlyThroughWhatIsSeen) {
  const auto other = [](double strength) { return users(Pulled("training", strength))[1]; };
  EXPECT_GT(other(1), other(0)) << "through neighbours and online";
}

}  // namespace
}  // namespace tidu::diffusion
