// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/mixing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/executors.h"

namespace tidu::diffusion {
namespace {

// W_ij of a factor, written out, as a region that is seen has it.
double element(const MixingFactor& f, std::size_t i, std::size_t j, std::size_t n, std::size_t region) {
  double w = 0;
  switch (f.kind) {
    case FactorKind::identity:
      return i == j ? 1 : 0;
    case FactorKind::everybody:
      return f.weight[j];
    case FactorKind::dense:
      return f.weight[i * n + j];
    case FactorKind::rows:
      for (std::size_t k = f.start[i]; k < f.start[i + 1]; ++k) w += f.column[k] == j ? f.weight[k] : 0;
      return w + (f.everybody.empty() ? 0 : f.everybody[j]);
    case FactorKind::regional:
      return f.weight[region * n + j];
  }
  return 0;
}

// The product with the matrix over cells that is never made.
std::vector<double> dense_product(const LayerMixing& m, const CellShape& shape, const std::vector<double>& v) {
  const std::array<std::size_t, 4> n{shape.regions, shape.sectors, shape.sizes, shape.groups};
  const std::array<const MixingFactor*, 4> factor{&m.region, &m.sector, &m.size, &m.group};
  std::vector<double> out(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) {
    for (std::size_t j = 0; j < v.size(); ++j) {
      double w = 1;
      std::size_t from = i;
      std::size_t to = j;
      for (std::size_t axis = 4; axis > 0; --axis) {
        const std::size_t region = j / shape.per_region();  // whose people are seen
        w *= element(*factor[axis - 1], from % n[axis - 1], to % n[axis - 1], n[axis - 1], region);
        from /= n[axis - 1];
        to /= n[axis - 1];
      }
      out[i] += w * v[j];
    }
  }
  return out;
}

std::vector<double> mixed(const LayerMixing& m, const CellShape& shape, const std::vector<double>& v,
                          const std::vector<double>& people = {}) {
  CellMixing mixing(m, shape, people);
  std::vector<double> out(v.size());
  mixing.apply(v, out, serial_executor());
  return out;
}

double any_share() { return *rc::gen::inRange(0, 101) / 100.0; }

std::vector<double> any_shares(std::size_t n) {
  std::vector<double> out(n);
  for (double& s : out) s = any_share() + 0.01;
  const double total = std::accumulate(out.begin(), out.end(), 0.0);
  for (double& s : out) s /= total;
  return out;
}

// regions  of the shape, for axes within regions; 0: the regions' own
MixingFactor any_factor(std::size_t n, std::size_t regions) {
  MixingFactor f{.kind = static_cast<FactorKind>(*rc::gen::inRange(0, regions > 0 ? 5 : 4))};
  for (std::size_t r = 0; f.kind == FactorKind::regional && r < regions; ++r) {
    const auto row = any_shares(n);
    f.weight.insert(f.weight.end(), row.begin(), row.end());
  }
  if (f.kind == FactorKind::everybody) f.weight = any_shares(n);
  if (f.kind == FactorKind::dense) {
    for (std::size_t i = 0; i < n; ++i) {
      const auto row = any_shares(n);
      f.weight.insert(f.weight.end(), row.begin(), row.end());
    }
  }
  if (f.kind == FactorKind::rows) {
    const double common = *rc::gen::element(0.0, 0.4);
    f.start.push_back(0);
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t entries = *rc::gen::inRange<std::size_t>(1, n + 1);
      for (const double w : any_shares(entries)) {
        f.weight.push_back((1 - common) * w);
        f.column.push_back(*rc::gen::inRange<std::size_t>(0, n));
      }
      f.start.push_back(f.column.size());
    }
    if (common > 0) f.everybody = any_shares(n);
    for (double& w : f.everybody) w *= common;
  }
  return f;
}

struct Case {
  CellShape shape;
  LayerMixing mixing;
  std::vector<double> visible;
};

Case any_case() {
  const auto extent = [] { return *rc::gen::inRange<std::size_t>(1, 5); };
  Case c{.shape = {extent(), extent(), extent(), extent()}};
  const std::size_t regions = c.shape.regions;
  c.mixing = {any_factor(regions, 0), any_factor(c.shape.sectors, regions), any_factor(c.shape.sizes, regions),
              any_factor(c.shape.groups, regions)};
  for (std::size_t i = 0; i < c.shape.cells(); ++i) c.visible.push_back(any_share());
  return c;
}

RC_GTEST_PROP(Mixing, EqualsTheProductWithTheMatrixOverCells, ()) {
  const Case c = any_case();
  RC_ASSERT(check_mixing(c.mixing, c.shape).has_value());
  const auto expected = dense_product(c.mixing, c.shape, c.visible);
  const auto actual = mixed(c.mixing, c.shape, c.visible);
  for (std::size_t i = 0; i < expected.size(); ++i) RC_ASSERT(std::fabs(actual[i] - expected[i]) <= 1e-14);
}

RC_GTEST_PROP(Mixing, ByPeopleIsTheMeanOverThoseWhomOneMeets, ()) {
  Case c = any_case();
  c.mixing.weighting = Weighting::people;
  std::vector<double> people;
  for (std::size_t i = 0; i < c.shape.cells(); ++i) people.push_back(*rc::gen::inRange(0, 1000));
  std::vector<double> users = c.visible;
  for (std::size_t i = 0; i < users.size(); ++i) users[i] *= people[i];
  const auto seen = dense_product(c.mixing, c.shape, users);
  const auto all = dense_product(c.mixing, c.shape, people);
  const auto actual = mixed(c.mixing, c.shape, c.visible, people);
  for (std::size_t i = 0; i < actual.size(); ++i) {
    RC_ASSERT(std::fabs(actual[i] - (all[i] > 0 ? seen[i] / all[i] : 0)) <= 1e-13);
  }
}

TEST(Mixing, IdentityChangesNoBit) {
  const CellShape shape{3, 2, 2, 5};
  std::vector<double> v(shape.cells());
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = std::sin(static_cast<double>(i));
  EXPECT_EQ(mixed({}, shape, v), v);
}

TEST(Mixing, SameBitsForAnotherOrderOfBlocks) {
  const CellShape shape{13, 20, 4, 5};
  ASSERT_GT(RegionBlocks(shape).count(), 2U);
  std::vector<double> v(shape.cells());
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = std::fabs(std::sin(static_cast<double>(i)));
  const LayerMixing mixing{
      .region = neighbour_mixing(make_links(std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {1, 2}, {5, 9}},
                                            std::vector<double>(13, 1.0)),
                                 0.4, 0.3),
      .size = everybody_factor({0.1, 0.2, 0.3, 0.4}),
      .group = heterophily_mixing(0.1)};
  CellMixing one(mixing, shape, {});
  std::vector<double> forward(v.size());
  std::vector<double> backward(v.size());
  one.apply(v, forward, serial_executor());
  tests::BackwardExecutor executor;
  one.apply(v, backward, executor);
  EXPECT_EQ(forward, backward);
}

TEST(Mixing, GroupsThatDifferMeetLessOrWithoutEffect) {
  // Laggards and innovators: exp(-0.1 x 16) = 0.2019 of the push.
  const MixingFactor thinned = heterophily_thinning(0.1);
  EXPECT_NEAR(thinned.weight[4 * 5 + 0], 0.025 * 0.201896517994655, 1e-16);
  EXPECT_NEAR(thinned.weight[4 * 5 + 4], 0.16, 1e-16);
  const MixingFactor scaled = heterophily_mixing(0.1);
  for (std::size_t a = 0; a < kGroups; ++a) {
    const double* row = scaled.weight.data() + a * kGroups;
    EXPECT_NEAR(std::accumulate(row, row + kGroups, 0.0), 1, 1e-15);
    EXPECT_NEAR(row[0] / row[1], thinned.weight[a * kGroups] / thinned.weight[a * kGroups + 1], 1e-15);
  }
  const CellShape shape{1, 1, 1, kGroups};
  const std::vector<double> people(kGroupShares.begin(), kGroupShares.end());
  const std::vector<double> v{1, 0.5, 0.25, 0, 1};
  const auto shares = mixed({.group = thinned}, shape, v);
  const auto by_people = mixed({.group = heterophily_push(0.1), .weighting = Weighting::people}, shape, v, people);
  for (std::size_t a = 0; a < kGroups; ++a) EXPECT_NEAR(by_people[a], shares[a], 1e-15) << "the same where N is shares";
}

TEST(Mixing, NeighboursAndTheNationInTheirStead) {
  // 0 - 1, 2 alone; people 1 1 2
  const RegionLinks links =
      make_links(std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}}, std::vector<double>{1, 1, 2});
  const auto x = mixed({.region = neighbour_mixing(links, 0.4, 0.25)}, {.regions = 3}, {0.8, 0.4, 0.1});
  const double nation = 0.25 * 0.8 + 0.25 * 0.4 + 0.5 * 0.1;
  EXPECT_NEAR(x[0], 0.6 * 0.8 + 0.4 * (0.75 * 0.4 + 0.25 * nation), 1e-15);
  EXPECT_NEAR(x[1], 0.6 * 0.4 + 0.4 * (0.75 * 0.8 + 0.25 * nation), 1e-15);
  EXPECT_NEAR(x[2], 0.6 * 0.1 + 0.4 * nation, 1e-15) << "no neighbour: the nation in their stead";
}

struct Refused {
  const char* key;
  ErrorCode code;
  MixingFactor factor;
  std::vector<TextArg> args;  // after the factor's name
};

TEST(Mixing, EachMistakeIsLocated) {
  const double nan = std::nan("");
  const Refused cases[] = {
      {"diffusion.mixing.size", ErrorCode::shape, everybody_factor({0.5, 0.5}), {std::int64_t{2}, std::int64_t{3}}},
      {"diffusion.mixing.size", ErrorCode::shape, dense_factor({1, 0, 0, 1}), {std::int64_t{4}, std::int64_t{9}}},
      {"diffusion.mixing.size", ErrorCode::shape, regional_factor({0.5, 0.5}), {std::int64_t{2}, std::int64_t{3}}},
      {"diffusion.mixing.row_sum", ErrorCode::domain, everybody_factor({0.5, 0.25, 0.5}), {std::int64_t{1}, 1.25}},
      {"diffusion.mixing.row_sum",
       ErrorCode::domain,
       dense_factor({1, 0, 0, 0, 0.5, 0, 0, 0, 1}),
       {std::int64_t{2}, 0.5}},
      {"diffusion.mixing.weight",
       ErrorCode::domain,
       dense_factor({1, 0, 0, 0, 1.5, -0.5, 0, 0, 1}),
       {std::int64_t{2}, -0.5}},
      {"diffusion.mixing.column",
       ErrorCode::domain,
       {.kind = FactorKind::rows, .weight = {1, 1, 1}, .start = {0, 1, 2, 3}, .column = {0, 3, 2}},
       {std::int64_t{2}, std::int64_t{4}, std::int64_t{3}}},
      {"diffusion.mixing.size",
       ErrorCode::shape,
       {.kind = FactorKind::rows, .weight = {1, 1}, .start = {0, 1, 2}, .column = {0, 1}},
       {std::int64_t{3}, std::int64_t{4}}},
  };
  for (const Refused& c : cases) {
    const auto result = check_mixing({.sector = c.factor}, {.sectors = 3});
    ASSERT_FALSE(result.has_value()) << c.key;
    EXPECT_EQ(result.error().code, c.code);
    EXPECT_EQ(result.error().message.key, c.key);
    EXPECT_EQ(result.error().hint.key, std::string(c.key) + ".hint");
    std::vector<TextArg> args{std::int64_t{2}};
    args.insert(args.end(), c.args.begin(), c.args.end());
    EXPECT_EQ(result.error().message.args, args) << c.key;
  }
  EXPECT_FALSE(check_mixing({.region = everybody_factor({nan, 1})}, {.regions = 2}).has_value());
  EXPECT_TRUE(check_mixing({.group = heterophily_thinning(0.3)}, {.groups = kGroups}).has_value());
  EXPECT_FALSE(check_mixing({.group = everybody_factor(5)}, {.groups = 5}).has_value()) << "affinities are for people";
  EXPECT_TRUE(check_mixing({.group = everybody_factor(5), .weighting = Weighting::people}, {.groups = 5}).has_value());
}

}  // namespace
}  // namespace tidu::diffusion
