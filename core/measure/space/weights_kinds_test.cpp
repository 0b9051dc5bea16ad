// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/weights_kinds.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/measure/space/connectivity.h"
#include "core/measure/space/spectrum.h"
#include "core/measure/space/support_test.h"
#include "core/measure/space/weights_build.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using Matrix = Array<double, Region, OtherRegion>;

// Five points of a line at 0, 1, 3, 4 and 10.
const std::vector<double> kPlace{0, 1, 3, 4, 10};
Matrix line() { return *plane_distances(kPlace, std::vector<double>(5, 0.0)); }

std::vector<std::vector<std::size_t>> neighbours_of(std::span<const WeightEntry> entries, std::size_t regions) {
  std::vector<std::vector<std::size_t>> out(regions);
  for (const WeightEntry& e : entries) out[e.from].push_back(e.to);
  return out;
}

double weight(std::span<const WeightEntry> entries, std::size_t from, std::size_t to) {
  for (const WeightEntry& e : entries) {
    if (e.from == from && e.to == to) return e.weight;
  }
  return 0;
}

TEST(WeightsKinds, NearestNeighboursByHand) {
  const auto d = line();
  const auto entries = k_nearest_entries(d, 2);
  ASSERT_TRUE(entries);
  EXPECT_EQ(neighbours_of(*entries, 5),
            (std::vector<std::vector<std::size_t>>{{1, 2}, {0, 2}, {1, 3}, {1, 2}, {2, 3}}));
  // 1 lies between 0 and 3 at different distances; of the equally far 1 and 5 of place 3 the first is taken.
  const std::vector<double> places{3, 1, 5, 9};
  const auto tied = k_nearest_entries(*plane_distances(places, std::vector<double>(4, 0.0)), 1);
  EXPECT_EQ(neighbours_of(*tied, 4)[0], (std::vector<std::size_t>{1}));
  const auto w = SpatialWeights::from_entries(5, *entries, IslandRule::error);
  ASSERT_TRUE(w);
  EXPECT_FALSE(w->symmetric());
  EXPECT_EQ(w->at(4, 3), 0.5);
  EXPECT_EQ(w->at(3, 4), 0);
}

TEST(WeightsKinds, DistancesByHand) {
  const auto d = line();
  const auto band = distance_band_entries(d, 2);
  EXPECT_EQ(neighbours_of(*band, 5), (std::vector<std::vector<std::size_t>>{{1}, {0, 2}, {1, 3}, {2}, {}}));
  EXPECT_DOUBLE_EQ(weight(*inverse_distance_entries(d, 2), 0, 3), 1.0 / 16);
  EXPECT_DOUBLE_EQ(weight(*inverse_distance_entries(d, 0.5), 0, 3), 0.5);
  EXPECT_EQ(inverse_distance_entries(d, 1)->size(), 20U);
  EXPECT_EQ(inverse_distance_entries(d, 1, 4)->size(), 12U);
  EXPECT_DOUBLE_EQ(weight(*exponential_entries(d, 2), 2, 4), std::exp(-3.5));
}

TEST(WeightsKinds, EconomicNearnessByHand) {
  const std::vector<double> level{10, 14, 12};
  const auto entries = economic_entries(level, EqualLevels::error);
  ASSERT_TRUE(entries);
  EXPECT_EQ(weight(*entries, 0, 1), 0.25);
  EXPECT_EQ(weight(*entries, 1, 2), 0.5);
  const std::vector<double> tied{10, 14, 10};
  const auto refused = economic_entries(tied, EqualLevels::error);
  EXPECT_REFUSED(refused, ErrorCode::domain, "measure.space.level_equal");
  EXPECT_EQ(refused.error().message, text("measure.space.level_equal", 1, 3));
  EXPECT_EQ(weight(*economic_entries(tied, EqualLevels::smallest), 0, 2), 0.25);
}

TEST(WeightsKinds, NestedByHand) {
  const std::vector<WeightEntry> first{{0, 1, 1}, {1, 0, 1}, {2, 1, 1}};
  const std::vector<WeightEntry> second{{0, 2, 1}, {1, 0, 1}, {2, 0, 1}};
  const auto a = *SpatialWeights::from_entries(3, first, IslandRule::error);
  const auto b = *SpatialWeights::from_entries(3, second, IslandRule::error);
  const auto mixed = nested_entries(a, b, 0.25);
  ASSERT_TRUE(mixed);
  EXPECT_EQ(*mixed, (std::vector<WeightEntry>{{0, 1, 0.25}, {0, 2, 0.75}, {1, 0, 1}, {2, 0, 0.75}, {2, 1, 0.25}}));
  const auto levels = level_entries(first, std::vector<double>{1, 2, 3});
  EXPECT_EQ(*levels, (std::vector<WeightEntry>{{0, 1, 1}, {1, 0, 0.5}, {2, 1, 1}}));
}

TEST(WeightsKinds, ScalingsByHand) {
  const std::vector<WeightEntry> entries{{0, 1, 3}, {0, 2, 1}, {1, 0, 3}, {2, 0, 2}};
  const auto scaled = [&](WeightTransform transform) {
    return *SpatialWeights::from_entries(3, entries, IslandRule::error, transform);
  };
  EXPECT_EQ(scaled(WeightTransform::none).at(0, 1), 3);
  EXPECT_EQ(scaled(WeightTransform::row).at(0, 1), 0.75);
  EXPECT_DOUBLE_EQ(scaled(WeightTransform::global).at(2, 0), 2 * 3 / 9.0);
  EXPECT_DOUBLE_EQ(scaled(WeightTransform::min_max).at(0, 1), 3.0 / 4);               // rows 4, 3, 2; columns 5, 3, 1
  EXPECT_DOUBLE_EQ(scaled(WeightTransform::spectral).at(0, 1), 3 / std::sqrt(11.0));  // eigenvalues 0, +-sqrt(9 + 2)
  const double q = 4 / std::sqrt(10.0) + 1 + 1;
  EXPECT_DOUBLE_EQ(scaled(WeightTransform::variance_stabilising).at(0, 1), 3 / std::sqrt(10.0) * 3 / q);
  EXPECT_DOUBLE_EQ(scaled(WeightTransform::variance_stabilising).s0(), 3);
}

TEST(WeightsKinds, IslandsAreLinkedWithTheNearestRegion) {
  const auto d = line();
  const WeightsSource source{.regions = 5, .distances = d};
  SpaceOptions options{.kind = WeightKind::distance_band, .cutoff = 2, .islands = IslandRule::nearest_link};
  const auto w = spatial_weights(source, options);
  ASSERT_TRUE(w);
  EXPECT_EQ(w->at(4, 3), 1);
  EXPECT_EQ(w->at(3, 4), 0.5);
  EXPECT_TRUE(w->islands().empty());
  options.kind = WeightKind::inverse_distance;
  options.transform = WeightTransform::none;
  EXPECT_DOUBLE_EQ(spatial_weights(source, options)->at(4, 3), 1.0 / 6);
  const std::vector<Link> links{{0, 1}, {2, 3}};
  const auto borders = spatial_weights({.regions = 5, .links = links, .distances = d},
                                       {.kind = WeightKind::contiguity, .islands = IslandRule::nearest_link});
  EXPECT_EQ(borders->at(4, 3), 1);
  options.islands = IslandRule::zero_lag;
  EXPECT_EQ(spatial_weights(source, options)->islands(), (std::vector<std::size_t>{4}));
}

TEST(WeightsKinds, EveryKindIsBuiltFromOptions) {
  const auto d = line();
  const std::vector<double> level{5, 7, 4, 9, 1};
  const std::vector<Link> links{{0, 1}, {1, 2}, {2, 3}, {3, 4}};
  const std::vector<WeightEntry> given{{0, 1, 2}, {1, 2, 1}, {2, 0, 1}, {3, 0, 1}, {4, 0, 7}};
  const WeightsSource source{.regions = 5, .links = links, .distances = d, .level = level, .entries = given};
  for (int kind = 0; kind <= static_cast<int>(WeightKind::given); ++kind) {
    for (int transform = 0; transform <= static_cast<int>(WeightTransform::global); ++transform) {
      const SpaceOptions options{
          .kind = static_cast<WeightKind>(kind), .cutoff = 6, .transform = static_cast<WeightTransform>(transform)};
      const auto w = spatial_weights(source, options);
      ASSERT_TRUE(w) << kind << ' ' << transform << ' ' << w.error().message.key;
      EXPECT_GT(w->s0(), 0);
      if (options.transform == WeightTransform::row) {
        EXPECT_NEAR(w->s0(), 5, 1e-14);
      }
    }
  }
}

TEST(WeightsKinds, Refusals) {
  const auto d = line();
  Matrix holes = line();
  holes(1, 2) = -1;
  Matrix same = line();
  same(2, 3) = 0;
  const double kNan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_REFUSED(k_nearest_entries(d, 0), ErrorCode::domain, "measure.space.neighbours");
  EXPECT_REFUSED(k_nearest_entries(d, 5), ErrorCode::domain, "measure.space.neighbours");
  EXPECT_REFUSED(k_nearest_entries(holes, 1), ErrorCode::domain, "measure.space.distance_value");
  EXPECT_REFUSED(k_nearest_entries(Matrix({2, 3}), 1), ErrorCode::shape, "measure.space.distances_shape");
  EXPECT_REFUSED(distance_band_entries(d, 0), ErrorCode::domain, "measure.space.cutoff");
  EXPECT_REFUSED(inverse_distance_entries(d, 0), ErrorCode::domain, "measure.space.exponent");
  EXPECT_REFUSED(inverse_distance_entries(d, 1, -1), ErrorCode::domain, "measure.space.cutoff");
  EXPECT_REFUSED(inverse_distance_entries(same, 1), ErrorCode::domain, "measure.space.same_place");
  EXPECT_REFUSED(exponential_entries(d, kNan), ErrorCode::domain, "measure.space.decay");
  EXPECT_REFUSED(economic_entries(std::vector<double>{1}, EqualLevels::error), ErrorCode::shape,
                 "measure.space.level_shape");
  EXPECT_REFUSED(economic_entries(std::vector<double>{1, kNan}, EqualLevels::error), ErrorCode::domain,
                 "measure.space.level_value");
  EXPECT_REFUSED(economic_entries(std::vector<double>{2, 2}, EqualLevels::smallest), ErrorCode::domain,
                 "measure.space.level_constant");
  EXPECT_REFUSED(level_entries({}, std::vector<double>{1, 0}), ErrorCode::domain, "measure.space.level_positive");
  EXPECT_REFUSED(plane_distances(kPlace, std::vector<double>{1}), ErrorCode::shape, "measure.space.coordinates");
  EXPECT_REFUSED(plane_distances(std::vector<double>{kNan}, std::vector<double>{1}), ErrorCode::domain,
                 "measure.space.coordinate_value");
  EXPECT_REFUSED(spatial_weights({.regions = 5}, {.kind = WeightKind::k_nearest}), ErrorCode::missing,
                 "measure.space.needs_distances");
  EXPECT_REFUSED(spatial_weights({.regions = 5}, {.kind = WeightKind::economic}), ErrorCode::missing,
                 "measure.space.needs_level");
  EXPECT_REFUSED(spatial_weights({.regions = 5}, {.kind = WeightKind::given}), ErrorCode::missing,
                 "measure.space.needs_entries");
  EXPECT_REFUSED(spatial_weights({.regions = 4, .distances = d}, {.kind = WeightKind::k_nearest}), ErrorCode::shape,
                 "measure.space.source_shape");
  const auto far = spatial_weights({.regions = 5, .distances = d}, {.kind = WeightKind::distance_band, .cutoff = 2});
  EXPECT_REFUSED(far, ErrorCode::missing, "measure.space.island");
}

TEST(Connectivity, ByHand) {
  const std::vector<Link> links{{0, 1}, {1, 2}, {2, 3}, {4, 5}};
  const auto out = connectivity(*SpatialWeights::contiguity(7, links, IslandRule::zero_lag));
  EXPECT_EQ(out.components, 3U);
  EXPECT_EQ(out.component_of, (std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 2}));
  EXPECT_EQ(out.largest_component, 4U);
  EXPECT_EQ(out.diameter, 3U);
  EXPECT_EQ(out.links, 8U);
  EXPECT_EQ(out.islands, 1U);
  EXPECT_EQ(out.fewest_neighbours, 0U);
  EXPECT_EQ(out.most_neighbours, 2U);
  EXPECT_DOUBLE_EQ(out.density, 8.0 / 42);
  // A one-way link joins too.
  const std::vector<WeightEntry> one_way{{0, 1, 1}, {2, 1, 1}};
  EXPECT_EQ(connectivity(*SpatialWeights::from_entries(3, one_way, IslandRule::zero_lag)).components, 1U);
}

RC_GTEST_PROP(WeightsProperty, ReversedRegionsGiveReversedWeights, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(8, rc::gen::inRange(0, 1000));
  std::vector<double> x(raw.begin(), raw.end());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += 0.01 * static_cast<double>(i * i);  // no ties
  const std::vector<double> y(8, 1.0);
  const std::vector<double> turned(x.rbegin(), x.rend());
  for (const WeightKind kind : {WeightKind::inverse_distance, WeightKind::economic, WeightKind::nested}) {
    const auto d = *plane_distances(x, y);
    const auto e = *plane_distances(turned, y);
    const SpaceOptions options{.kind = kind, .equal_levels = EqualLevels::smallest};
    const auto a = spatial_weights({.regions = 8, .distances = d, .level = x}, options);
    const auto b = spatial_weights({.regions = 8, .distances = e, .level = turned}, options);
    RC_ASSERT(a.has_value() && b.has_value());
    for (std::size_t i = 0; i < 8; ++i) {
      for (std::size_t j = 0; j < 8; ++j) RC_ASSERT(std::fabs(a->at(i, j) - b->at(7 - i, 7 - j)) < 1e-12);
    }
    RC_ASSERT(std::fabs(a->s1() - b->s1()) < 1e-9);
    RC_ASSERT(std::fabs(a->s2() - b->s2()) < 1e-9);
  }
}

}  // namespace
}  // namespace tidu::measure
