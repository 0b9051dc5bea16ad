// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/association.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "core/measure/space/moran.h"
#include "core/measure/space/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::arranged;
using testing::cross_section;
using testing::each_arrangement;
using testing::kOther;
using testing::kValues;
using testing::lopsided;

using testing::kAnalytic;

struct Moments {
  double mean = 0;
  double variance = 0;
};

// Mean and variance of a statistic over all arrangements of the regions.
Moments exact(std::size_t n, const std::function<double(const std::vector<std::size_t>&)>& statistic) {
  std::vector<double> all;
  each_arrangement(n, [&](const std::vector<std::size_t>& order) { all.push_back(statistic(order)); });
  const auto count = static_cast<double>(all.size());
  Moments out{.mean = std::accumulate(all.begin(), all.end(), 0.0) / count};
  for (const double v : all) out.variance += (v - out.mean) * (v - out.mean) / count;
  return out;
}

TEST(Association, SizeOfTheNumbersDoesNotMatter) {
  const std::vector<double> x{1, 2, 5, 1, 4, 7};
  const std::vector<Link> ring{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}};
  const auto w = *SpatialWeights::contiguity(6, ring, IslandRule::error);
  const View<const double, Region, Year> year(x.data(), {6, 1});
  for (const double unit : {0x1p-1020, 0x1p-600, 0x1p600, 0x1p1020}) {
    std::vector<double> scaled(x);
    for (double& value : scaled) value *= unit;
    const View<const double, Region, Year> other(scaled.data(), {6, 1});
    EXPECT_DOUBLE_EQ(moran(scaled, w)->z_randomisation, moran(x, w)->z_randomisation) << unit;
    EXPECT_DOUBLE_EQ(geary_by_year(other, w)->front().z, geary_by_year(year, w)->front().z) << unit;
    EXPECT_DOUBLE_EQ(global_g_by_year(other, w)->front().z, global_g_by_year(year, w)->front().z) << unit;
  }
}

TEST(Association, Columbus) {
  TIDU_GOLDEN(path, "columbus.csv");
  auto columns = testing::read_columns(path);
  const auto crime = cross_section(columns["CRIME"]);
  const auto links = testing::read_links(path.parent_path() / "columbus_nb.txt");
  const auto row = *SpatialWeights::contiguity(49, links, IslandRule::error);
  const auto binary = *SpatialWeights::contiguity(49, links, IslandRule::error, WeightTransform::none);
  const Association c = (*geary_by_year(crime, row, kAnalytic))[0];  // spdep 1.2-7: geary.test, globalG.test, lee
  EXPECT_NEAR(c.value, 0.54780337716725, 1e-13);
  EXPECT_EQ(c.expected, 1);
  EXPECT_NEAR(c.variance, 0.00980410787039, 1e-13);
  EXPECT_NEAR(c.z, -4.566918634, 1e-8);
  const Association g = (*global_g_by_year(crime, binary, kAnalytic))[0];
  EXPECT_NEAR(g.value, 1.22724245379e-01, 1e-12);
  EXPECT_NEAR(g.expected, 9.77891156463e-02, 1e-13);
  EXPECT_NEAR(g.variance, 3.38397155846e-05, 1e-15);
  EXPECT_NEAR(g.z, 4.286455111, 1e-8);
  const Association l = (*lee_by_year(crime, cross_section(columns["INC"]), row, kAnalytic))[0];
  EXPECT_NEAR(l.value, -0.465537404827, 1e-12);
}

TEST(Association, MomentsAreThoseOfAllArrangements) {
  const auto w = lopsided();
  const auto x = cross_section(kValues);
  const auto y = cross_section(kOther);
  const auto value = [&](const std::vector<std::size_t>& order, auto by_year) {
    return (*by_year(cross_section(arranged(kValues, order)), w, kAnalytic, serial_executor()))[0].value;
  };
  const Association c = (*geary_by_year(x, w, kAnalytic))[0];
  const Moments of_c = exact(6, [&](const auto& order) { return value(order, geary_by_year); });
  EXPECT_NEAR(c.expected, of_c.mean, 1e-13);
  EXPECT_NEAR(c.variance, of_c.variance, 1e-13);
  const Association g = (*global_g_by_year(x, w, kAnalytic))[0];
  const Moments of_g = exact(6, [&](const auto& order) { return value(order, global_g_by_year); });
  EXPECT_NEAR(g.expected, of_g.mean, 1e-13);
  EXPECT_NEAR(g.variance, of_g.variance, 1e-13);
  const Association b = (*bivariate_moran_by_year(x, y, w, kAnalytic))[0];
  const Moments of_b = exact(6, [&](const auto& order) {
    return (*bivariate_moran_by_year(x, cross_section(arranged(kOther, order)), w, kAnalytic))[0].value;
  });
  EXPECT_NEAR(b.expected, of_b.mean, 1e-13);
  EXPECT_NEAR(b.variance, of_b.variance, 1e-13);
  const Association l = (*lee_by_year(x, y, w, kAnalytic))[0];
  const Moments of_l = exact(6, [&](const auto& order) {
    return (*lee_by_year(cross_section(arranged(kValues, order)), cross_section(arranged(kOther, order)), w,
                         kAnalytic))[0]
        .value;
  });
  EXPECT_NEAR(l.expected, of_l.mean, 1e-13);
}

TEST(Association, GearyUnderNormality) {
  // E(C) = 1 and Var = ((2 S1 + S2)(n - 1) - 4 S0^2)/(2 (n + 1) S0^2), by hand on a path of four with weights of 1.
  const std::vector<Link> path{{0, 1}, {1, 2}, {2, 3}};
  const auto w = *SpatialWeights::contiguity(4, path, IslandRule::error, WeightTransform::none);
  const Association c = (*geary_by_year(cross_section({1, 2, 4, 3}), w, kAnalytic))[0];
  EXPECT_DOUBLE_EQ(c.value, 3.0 / 12 * 2 * (1 + 4 + 1) / 5);
  EXPECT_DOUBLE_EQ(c.variance_normality, ((2 * 12 + 40) * 3 - 4 * 36) / (2.0 * 5 * 36));
}

TEST(Association, BivariateMoranOfItselfIsMoran) {
  const auto w = lopsided();
  const auto x = cross_section(kValues);
  EXPECT_NEAR((*bivariate_moran_by_year(x, x, w, kAnalytic))[0].value, moran(kValues, w, kAnalytic)->moran, 1e-15);
}

TEST(Association, PermutationsAgreeWithTheMoments) {
  const auto w = lopsided();
  const auto x = cross_section(kValues);
  const auto y = cross_section(kOther);
  const PermutationTest test{.permutations = 9999, .seed = 5};
  for (const auto& out : {geary_by_year(x, w, test), global_g_by_year(x, w, test),
                          bivariate_moran_by_year(x, y, w, test), lee_by_year(x, y, w, test)}) {
    ASSERT_TRUE(out);
    const Association& a = out->front();
    EXPECT_EQ(a.test.permutations, 9999U);
    EXPECT_NEAR(a.test.mean, a.expected, 5 * a.test.sd / 100);
    if (a.variance > 0) {
      EXPECT_NEAR(a.test.sd, std::sqrt(a.variance), 0.05 * a.test.sd);
    }
    EXPECT_GE(a.test.as_large + a.test.as_small, 9999U);
  }
}

TEST(Association, KindsOfP) {
  const PermutationResult test{.permutations = 99, .as_large = 4, .as_small = 96};
  EXPECT_DOUBLE_EQ(test.p(PValue::greater), 0.05);
  EXPECT_DOUBLE_EQ(test.p(PValue::less), 0.97);
  EXPECT_DOUBLE_EQ(test.p(PValue::two_sided), 0.10);
  EXPECT_DOUBLE_EQ(test.p(PValue::folded), 0.05);
  // Folded p never passes 1/2 and two-sided p never 1, where naive doubling would.
  const PermutationResult middle{.permutations = 99, .as_large = 60, .as_small = 55};
  EXPECT_DOUBLE_EQ(middle.p(PValue::folded), 0.40);
  EXPECT_DOUBLE_EQ(middle.p(PValue::two_sided), 1);
  EXPECT_EQ(PermutationResult{}.p(PValue::greater), 1);
}

TEST(Association, Refusals) {
  const auto w = lopsided();
  const auto x = cross_section(kValues);
  EXPECT_REFUSED(global_g_by_year(cross_section({1, 2, 3, -1, 2, 2}), w), ErrorCode::domain,
                 "measure.association.negative");
  EXPECT_REFUSED(global_g_by_year(cross_section({0, 0, 3, 0, 0, 0}), w), ErrorCode::domain,
                 "measure.association.one_positive");
  EXPECT_REFUSED(geary_by_year(cross_section({1, 1, 1, 1, 1, 1}), w), ErrorCode::domain,
                 "measure.association.constant");
  EXPECT_REFUSED(lee_by_year(x, cross_section({1, 1, 1, 1, 1, 1}), w), ErrorCode::domain,
                 "measure.association.constant");
  EXPECT_REFUSED(bivariate_moran_by_year(x, Array<double, Region, Year>({6, 2}, 1), w), ErrorCode::shape,
                 "measure.association.years");
}

RC_GTEST_PROP(AssociationProperty, IgnoresUnits, ()) {
  const auto raw = *rc::gen::suchThat(rc::gen::container<std::vector<int>>(6, rc::gen::inRange(1, 50)),
                                      [](const std::vector<int>& v) { return v[0] != v[1] && v[2] != v[3]; });
  const std::vector<double> x(raw.begin(), raw.end());
  std::vector<double> scaled;
  std::vector<double> moved;
  for (const double v : x) {
    scaled.push_back(1e6 * v);
    moved.push_back(v + 3);
  }
  const auto w = lopsided();
  const auto differs = [](const Result<std::vector<Association>>& a, const Result<std::vector<Association>>& b) {
    return std::fabs(a->front().value - b->front().value) + std::fabs(a->front().z - b->front().z);
  };
  const auto c = geary_by_year(cross_section(x), w, kAnalytic);
  RC_ASSERT(differs(c, geary_by_year(cross_section(scaled), w, kAnalytic)) < 1e-10);
  RC_ASSERT(differs(c, geary_by_year(cross_section(moved), w, kAnalytic)) < 1e-10);
  const auto g = global_g_by_year(cross_section(x), w, kAnalytic);
  RC_ASSERT(differs(g, global_g_by_year(cross_section(scaled), w, kAnalytic)) < 1e-8);
}

}  // namespace
}  // namespace tidu::measure
