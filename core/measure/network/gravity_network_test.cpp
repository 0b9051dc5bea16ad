// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/gravity_network.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/measure/network/support_test.h"

namespace tidu::measure {
namespace {

using testing::matrix;
using testing::Matrix;

View<const double, Region, Year> panel(const std::vector<double>& x, std::size_t years = 1) {
  return {x.data(), {x.size() / years, years}};
}

View<const double, Row, Column> year_of(const Array<double, Year, Row, Column>& strengths, std::size_t t) {
  const std::size_t n = strengths.extent<Row>();
  return {strengths.values().data() + t * n * n, {n, n}};
}

// Three regions, two masses, one year.
struct Three {
  std::vector<double> masses{4, 9, 1, 1, 4, 16};
  std::vector<double> direction{1, 3, 0};
  std::vector<double> development{10, 30, 10};
  Matrix distances = [] {
    Matrix d({3, 3});
    d(0, 1) = d(1, 0) = 2;
    d(0, 2) = d(2, 0) = 4;
    d(1, 2) = d(2, 1) = 5;
    return d;
  }();
  GravityInput input() const { return {{masses.data(), {2, 3, 1}}, distances, panel(direction), panel(development)}; }
};

TEST(GravityNetwork, WorkedByHand) {
  const Three three;
  const auto out = gravity_strengths(three.input());
  ASSERT_TRUE(out);  // joint masses 2, 6, 4
  EXPECT_NEAR((*out)(0, 0, 1), 0.25 * 12 / 4, 1e-14);
  EXPECT_NEAR((*out)(0, 1, 0), 0.75 * 12 / 4, 1e-14);
  EXPECT_NEAR((*out)(0, 0, 2), 1.0 * 8 / 16, 1e-14);
  EXPECT_EQ((*out)(0, 2, 0), 0);  // V = 0 sends nothing
  EXPECT_EQ((*out)(0, 1, 1), 0);
  const auto product = gravity_strengths(three.input(), {.mass = MassForm::product, .exponent = 1});
  EXPECT_NEAR((*product)(0, 0, 1), 0.25 * 4 * 36 / 2, 1e-13);
  GravityInput undirected = three.input();
  undirected.direction = {};
  EXPECT_NEAR((*gravity_strengths(undirected))(0, 0, 1), 3, 1e-14);
  EXPECT_NEAR((*gravity_strengths(undirected, {.exponent = 0}))(0, 0, 1), 12, 1e-14);
}

TEST(GravityNetwork, EconomicDistanceAndEqualRegions) {
  const Three three;
  GravityModel model{.distance = DistanceForm::per_gap};
  const auto limit = gravity_strengths(three.input(), model);
  EXPECT_NEAR((*limit)(0, 0, 1), 0.25 * 12 * 400 / 4, 1e-11);  // D = 2/20
  EXPECT_EQ((*limit)(0, 0, 2), 0);                             // equal development
  model.zero_gap = ZeroGap::plain;
  EXPECT_NEAR((*gravity_strengths(three.input(), model))(0, 0, 2), 0.5, 1e-14);
  model.zero_gap = ZeroGap::error;
  const auto refused = gravity_strengths(three.input(), model);
  EXPECT_REFUSED(refused, ErrorCode::domain, "measure.gravity.zero_gap");
  EXPECT_EQ(refused.error().message, text("measure.gravity.zero_gap", 1, 3, 1));
}

TEST(GravityNetwork, TwelveTracts) {
  TIDU_GOLDEN(path, "columbus.csv");
  auto columns = testing::read_columns(path);
  std::vector<double> masses;
  for (const char* name : {"INC", "HOVAL"}) {
    masses.insert(masses.end(), columns[name].begin(), columns[name].begin() + 12);
  }
  std::vector<double> joint(12);
  Matrix distances({12, 12});
  for (std::size_t i = 0; i < 12; ++i) {
    joint[i] = std::sqrt(masses[i] * masses[12 + i]);
    for (std::size_t j = 0; j < 12; ++j) {
      distances(i, j) = std::hypot(columns["X"][i] - columns["X"][j], columns["Y"][i] - columns["Y"][j]);
    }
  }
  const auto strengths = gravity_strengths({{masses.data(), {2, 12, 1}}, distances, panel(joint), {}});
  ASSERT_TRUE(strengths);
  const auto links = binary_network(year_of(*strengths, 0), {.strict = true, .diagonal_in_mean = true});
  ASSERT_TRUE(links);
  const Matrix golden = testing::golden_network(path.parent_path() / "sna12.csv");
  EXPECT_EQ(links->values(), golden.values());
}

TEST(BinaryNetwork, CutsAreWhatTheySay) {
  Matrix s({4, 4});
  s.values() = {9, 1, 2, 3, /**/ 4, 9, 4, 4, /**/ 0, 0, 9, 0, /**/ 10, 2, 2, 9};
  const auto links = [&](const LinkRule& rule) { return binary_network(s, rule)->values(); };
  EXPECT_EQ(links({}), matrix({"0011", "1011", "0000", "1000"}).values());
  EXPECT_EQ(links({.strict = true}), matrix({"0001", "0000", "0000", "1000"}).values());
  EXPECT_EQ(links({.strict = true, .diagonal_in_mean = true}), matrix({"0011", "1011", "0000", "1000"}).values());
  // All twelve sum to 32: means 2.67 and 2.
  EXPECT_EQ(links({.cut = NetworkCut::overall_mean}), matrix({"0001", "1011", "0000", "1000"}).values());
  EXPECT_EQ(links({.cut = NetworkCut::overall_mean, .diagonal_in_mean = true}),
            matrix({"0011", "1011", "0000", "1110"}).values());
  // Sorted 0 0 0 1 2 2 2 3 4 4 4 10: type 7 at 0.75 is 4.
  EXPECT_EQ(links({.cut = NetworkCut::quantile}), matrix({"0000", "1011", "0000", "1000"}).values());
  EXPECT_EQ(links({.cut = NetworkCut::quantile, .quantile = 0}), links({.cut = NetworkCut::none}));
  EXPECT_EQ(links({.cut = NetworkCut::strongest, .strongest = 2}), matrix({"0011", "1010", "0000", "1100"}).values());
  EXPECT_EQ(links({.cut = NetworkCut::none}), matrix({"0111", "1011", "0000", "1110"}).values());
}

TEST(BinaryNetwork, EqualStrengthsAndFewNodes) {
  Matrix s({4, 4}, 0.1);  // 0.1 + 0.1 + 0.1 is above 0.3 by rounding
  EXPECT_EQ(binary_network(s)->values(), matrix({"0111", "1011", "1101", "1110"}).values());
  EXPECT_EQ(binary_network(s, {.strict = true})->values(), Matrix({4, 4}).values());
  EXPECT_EQ(binary_network(Matrix({3, 3}))->values(), Matrix({3, 3}).values());
  EXPECT_EQ(binary_network(Matrix({1, 1}, 5))->values(), Matrix({1, 1}).values());
}

TEST(GravityNetwork, Refusals) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Three three;
  EXPECT_REFUSED(gravity_strengths({}), ErrorCode::shape, "measure.gravity.empty");
  GravityInput input = three.input();
  const std::vector<double> two{1, 2};
  input.direction = panel(two);
  EXPECT_REFUSED(gravity_strengths(input), ErrorCode::shape, "measure.gravity.shape");
  input = three.input();
  input.distances = View<const double, Row, Column>(three.distances.values().data(), {2, 2});
  EXPECT_REFUSED(gravity_strengths(input), ErrorCode::shape, "measure.gravity.shape");
  for (const double bad : {-1.0, nan}) {
    Three t;
    t.masses[4] = bad;
    const auto refused = gravity_strengths(t.input());
    EXPECT_REFUSED(refused, ErrorCode::domain, "measure.gravity.mass");
    EXPECT_EQ(refused.error().message.args[0], TextArg(std::int64_t{2}));
    t = Three();
    t.direction[1] = bad;
    EXPECT_REFUSED(gravity_strengths(t.input()), ErrorCode::domain, "measure.gravity.direction");
    t = Three();
    t.distances(0, 2) = bad;
    EXPECT_REFUSED(gravity_strengths(t.input()), ErrorCode::domain, "measure.gravity.distance");
    EXPECT_REFUSED(gravity_strengths(three.input(), {.exponent = bad}), ErrorCode::domain, "measure.gravity.exponent");
    EXPECT_REFUSED(binary_network(Matrix({3, 3}, bad)), ErrorCode::domain, "measure.network.strength");
    EXPECT_REFUSED(binary_network(Matrix({3, 3}), {.quantile = bad}), ErrorCode::domain, "measure.network.quantile");
  }
  three.development[0] = -5;  // growth may be negative
  EXPECT_TRUE(gravity_strengths(three.input(), {.distance = DistanceForm::per_gap}));
  three.development[0] = nan;
  EXPECT_TRUE(gravity_strengths(three.input()));
  EXPECT_REFUSED(gravity_strengths(three.input(), {.distance = DistanceForm::per_gap}), ErrorCode::domain,
                 "measure.gravity.development");
  three.distances(0, 1) = 1e-200;
  EXPECT_REFUSED(gravity_strengths(three.input()), ErrorCode::domain, "measure.gravity.overflow");
  EXPECT_REFUSED(binary_network(Matrix({2, 3})), ErrorCode::shape, "measure.network.shape");
  EXPECT_REFUSED(binary_network(Matrix({3, 3}), {.strongest = 0}), ErrorCode::domain, "measure.network.strongest");
}

RC_GTEST_PROP(GravityNetworkProperty, LinksIgnoreUnitsAndLabels, ()) {
  const std::size_t n = *rc::gen::inRange<std::size_t>(2, 8);
  const auto draw = [&](std::size_t count) {
    const auto raw = *rc::gen::container<std::vector<int>>(count, rc::gen::inRange(1, 1000));
    return std::vector<double>(raw.begin(), raw.end());
  };
  const std::vector<double> masses = draw(2 * n);
  const std::vector<double> direction = draw(n);
  Matrix distances({n, n});
  distances.values() = draw(n * n);
  const std::vector<std::size_t> order = testing::any_order(n);
  std::vector<double> other_masses(2 * n);
  std::vector<double> other_direction(n);
  for (std::size_t i = 0; i < n; ++i) {
    other_masses[i] = 1e-3 * masses[order[i]];
    other_masses[n + i] = 7 * masses[n + order[i]];
    other_direction[i] = 0.3 * direction[order[i]];
  }
  Matrix other_distances = testing::renumbered(distances, order);
  for (double& d : other_distances.values()) d *= 1.609;
  const GravityInput input{{masses.data(), {2, n, 1}}, distances, panel(direction), {}};
  const GravityInput other{{other_masses.data(), {2, n, 1}}, other_distances, panel(other_direction), {}};
  for (const NetworkCut cut : {NetworkCut::row_mean, NetworkCut::overall_mean, NetworkCut::none}) {
    const auto a = binary_network(year_of(*gravity_strengths(input), 0), {.cut = cut});
    const auto b = binary_network(year_of(*gravity_strengths(other), 0), {.cut = cut});
    RC_ASSERT(b->values() == testing::renumbered(*a, order).values());
  }
  const auto strengths = gravity_strengths(input);
  GravityInput undirected = input;
  undirected.direction = {};
  const auto whole = gravity_strengths(undirected);
  distances.values() = std::vector<double>(n * n, 1);
  const auto even = gravity_strengths({input.masses, distances, input.direction, {}});
  const auto even_whole = gravity_strengths({input.masses, distances, {}, {}});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      RC_ASSERT((*strengths)(0, i, j) <= (*whole)(0, i, j) * (1 + 1e-15));
      const double both = (*even)(0, i, j) + (*even)(0, j, i);
      RC_ASSERT(std::fabs(both - (*even_whole)(0, i, j)) <= 1e-14 * both);
    }
  }
}

}  // namespace
}  // namespace tidu::measure
