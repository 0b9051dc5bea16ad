// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/levers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace tidu::diffusion {
namespace {

constexpr std::size_t kRegions = 2;

/// Share of adopters in both regions after three years with levers pulled in region 0.
std::array<double, kRegions> after(const std::map<std::string_view, double>& strengths,
                                   DiffusionParameters parameters = {.pulse = 0, .heterophily = 0}) {
  const std::array<double, kRegions> people{1, 1};
  const std::array<double, kRegions> speed{0.6, 1.4};
  const std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}};
  const RegionLinks links = make_links(pairs, people);
  CellRates rates = make_rates(parameters, speed);
  Array<double, Lever, Region> strength({levers().size(), kRegions});
  for (std::size_t l = 0; l < levers().size(); ++l) {
    const auto found = strengths.find(levers()[l].key);
    if (found != strengths.end()) strength(l, 0) = found->second;
  }
  pull(strength.view(), LeverSizes{}, rates);
  CellMap map(links);
  std::vector<double> state(kRegions * kGroups, 0.0);
  for (int i = 0; i < 36; ++i) map.step(rates, 1.0 / 12, 1, state);
  std::array<double, kRegions> share{};
  region_shares(state, share);
  return share;
}

TEST(Levers, EachMovesAdoptionInItsRegion) {
  // Points of the share of adopters in the slower of two regions after three years, at full and at half strength.
  const std::map<std::string_view, std::pair<double, double>> gains{
      {"subsidy", {0.5734, 0.2426}},        {"training", {0.9020, 0.4362}},      {"solutions", {0.7433, 0.3615}},
      {"light_entry", {0.5881, 0.2876}},    {"governance", {0.2695, 0.1334}},    {"talent", {0.2689, 0.1351}},
      {"channels", {1.7534, 0.8842}},       {"demonstration", {1.0905, 0.5498}}, {"alliance", {0.1295, 0.0654}},
      {"infrastructure", {0.1695, 0.0847}},
  };
  const double baseline = 100 * after({})[0];
  ASSERT_EQ(gains.size(), levers().size());
  for (const LeverRecord& lever : levers()) {
    const auto [full, half] = gains.at(lever.key);
    EXPECT_NEAR(100 * after({{lever.key, 1.0}})[0] - baseline, full, 5e-4) << lever.key;
    EXPECT_NEAR(100 * after({{lever.key, 0.5}})[0] - baseline, half, 5e-4) << lever.key;
  }
}

TEST(Levers, StrengthZeroChangesNoBit) {
  for (const LeverRecord& lever : levers()) EXPECT_EQ(after({{lever.key, 0.0}}), after({})) << lever.key;
}

TEST(Levers, FactorsAreThoseOfTheRecord) {
  const std::array<double, 1> one{1.0};
  const DiffusionParameters parameters{
      .innovation = 0.01, .imitation = 0.4, .market = 0.5, .group_spread = 0, .outside = 0.2};
  const LeverSizes sizes{.subsidy = 0.36,
                         .training = 0.3,
                         .solutions = 0.25,
                         .light_entry = 0.2,
                         .governance = 0.3,
                         .talent = 0.5,
                         .channels = 1,
                         .demonstration = 0.02,
                         .alliance = 0.25,
                         .infrastructure = 0.3};
  const auto pulled = [&](std::string_view key) {
    CellRates rates = make_rates(parameters, one);
    Array<double, Lever, Region> strength({levers().size(), 1});
    for (std::size_t l = 0; l < levers().size(); ++l) strength(l, 0) = levers()[l].key == key ? 1 : 0;
    pull(strength.view(), sizes, rates);
    return rates;
  };
  EXPECT_DOUBLE_EQ(pulled("training").innovation[4], 0.013);
  EXPECT_DOUBLE_EQ(pulled("training").imitation[0], 0.52);
  EXPECT_DOUBLE_EQ(pulled("solutions").imitation[2], 0.5);
  EXPECT_DOUBLE_EQ(pulled("light_entry").imitation[2], 0.48);
  EXPECT_DOUBLE_EQ(pulled("subsidy").imitation[2], 0.5) << "0.4 / sqrt(1 - 0.36)";
  EXPECT_DOUBLE_EQ(pulled("governance").imitation[4], 0.52);
  EXPECT_DOUBLE_EQ(pulled("governance").imitation[2], 0.4) << "the early majority does not wait for safety";
  EXPECT_DOUBLE_EQ(pulled("talent").innovation[1], 0.015);
  EXPECT_DOUBLE_EQ(pulled("talent").innovation[2], 0.01);
  EXPECT_DOUBLE_EQ(pulled("talent").imitation[0], 0.4);
  EXPECT_DOUBLE_EQ(pulled("channels").innovation[3], 0.02);
  EXPECT_DOUBLE_EQ(pulled("demonstration").demonstration[0], 0.02);
  EXPECT_DOUBLE_EQ(pulled("alliance").outside[0], 0.4);
  EXPECT_DOUBLE_EQ(pulled("infrastructure").market[0], 0.65);
}

TEST(Levers, WorkOnTheOtherRegionOnlyThroughWhatIsSeen) {
  DiffusionParameters apart{.pulse = 0, .outside = 0};
  EXPECT_EQ(after({{"training", 1.0}}, apart)[1], after({}, apart)[1]);
  EXPECT_GT(after({{"training", 1.0}})[1], after({})[1]);
}

}  // namespace
}  // namespace tidu::diffusion
