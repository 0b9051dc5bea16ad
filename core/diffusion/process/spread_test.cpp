// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/spread.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/diffusion/process/levers.h"
#include "core/diffusion/process/support_test.h"

namespace tidu::diffusion {
namespace {

TEST(Spread, MediaFactorIsTheMeanOverTheStep) {
  const SpreadParameters p{.pulse = 10, .pulse_start = 2025.05, .pulse_years = 0.5};
  EXPECT_EQ(media_factor(p, 2024, 0.1), 1);
  EXPECT_NEAR(media_factor(p, 2025.1, 0.1), 11, 1e-9);
  EXPECT_NEAR(media_factor(p, 2025, 0.1), 6, 1e-9);
  EXPECT_NEAR(media_factor(p, 2025.5, 0.1), 6, 1e-9);
  EXPECT_EQ(media_factor(p, 2025.56, 0.1), 1);
}

TEST(Spread, MediaOfAnEventAreMediaOfThatStrength) {
  // Unaware agents leave at media (1 + pulse): 1 - e^(-0.35 * 5 / 4) in a quarter.
  DecisionMap map = *DecisionMap::make({.scheme = StepScheme::start_of_step}, std::vector<double>{1});
  map.set_rates(std::vector<ProcessRates>{{.media = 0.35}}, 0.25);
  map.set_media(5);
  map.step();
  EXPECT_NEAR(map.share(Stage::unaware), std::exp(-0.35 * 5 / 4), 1e-15);
  map.set_media(1);
  map.step();
  EXPECT_NEAR(map.share(Stage::unaware), std::exp(-0.35 * 6 / 4), 1e-15);
}

TEST(Spread, EachLayerSeesItsOwnPlaces) {
  // Region 0 alone uses it; 1 is its neighbour, 2 is nobody's; people 1 1 2.
  const RegionLinks links =
      make_links(std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}}, std::vector<double>{1, 1, 2});
  const ProcessParameters process{.heterophily_local = 0, .heterophily_chain = 0, .heterophily_online = 0};
  const auto layers = region_layers(process, {.outside = 0.4, .national = 0.25}, links);
  const CellShape shape{.regions = 3, .groups = kGroups};
  std::vector<double> v(shape.cells());
  std::fill_n(v.begin(), kGroups, 0.8);
  std::vector<double> x(shape.cells());
  const auto seen = [&](std::size_t layer, std::size_t region) {
    CellMixing(layers[layer], shape, {}).apply(v, x, serial_executor());
    return x[region * kGroups + 3];
  };
  EXPECT_NEAR(seen(0, 0), 0.8, 1e-15);
  EXPECT_EQ(seen(0, 1), 0);
  EXPECT_NEAR(seen(1, 1), 0.4 * (0.75 * 0.8 + 0.25 * 0.2), 1e-15);
  EXPECT_NEAR(seen(1, 2), 0.4 * 0.2, 1e-15) << "no neighbour: the nation in their stead";
  EXPECT_NEAR(seen(2, 2), 0.2, 1e-15) << "a quarter of the people";
}

template <class P>
void check_records(std::span<const Option<P>> options, std::string_view prefix) {
  const P defaults{};
  for (const auto& option : options) {
    const OptionRecord& r = option.record;
    EXPECT_TRUE(r.key.starts_with(prefix)) << r.key;
    EXPECT_EQ(option.get(defaults), r.default_value) << r.key;
    EXPECT_LE(r.minimum, r.low) << r.key;
    EXPECT_LE(r.low, r.default_value) << r.key;
    EXPECT_LE(r.default_value, r.high) << r.key;
    EXPECT_LE(r.high, r.maximum) << r.key;
    P changed{};
    option.set(changed, r.maximum);
    for (const auto& other : options) {
      EXPECT_EQ(other.get(changed), other.record.key == r.key ? r.maximum : other.record.default_value) << r.key;
    }
  }
}

TEST(Spread, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  check_records(spread_options(), "diffusion.");
  check_records(lever_options(), "lever.");
}

}  // namespace
}  // namespace tidu::diffusion
