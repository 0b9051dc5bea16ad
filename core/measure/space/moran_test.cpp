// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/moran.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/space/support_test.h"
#include "core/measure/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

using testing::kValues;

using testing::kAnalytic;
using testing::kNan;

// Six regions: a ring of five and a pendant, so that neighbour counts differ.
const std::vector<Link> kSix{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}, {4, 5}};

SpatialWeights six(WeightTransform scaling = WeightTransform::row) {
  return *SpatialWeights::contiguity(6, kSix, IslandRule::error, scaling);
}

// I from the definition.
double plain_moran(std::span<const double> x, const SpatialWeights& w) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  double cross = 0;
  double squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    squares += (x[i] - mean) * (x[i] - mean);
    for (std::size_t k = 0; k < w.neighbours(i).size(); ++k) {
      cross += w.weights(i)[k] * (x[i] - mean) * (x[w.neighbours(i)[k]] - mean);
    }
  }
  return static_cast<double>(w.effective_regions()) / w.s0() * cross / squares;
}

// I of every arrangement of the values.
std::vector<double> all_arrangements(const std::vector<double>& x, const SpatialWeights& w) {
  std::vector<double> out;
  testing::each_arrangement(x.size(), [&](const std::vector<std::size_t>& order) {
    out.push_back(plain_moran(testing::arranged(x, order), w));
  });
  return out;
}

void expect_same_bits(const Moran& a, const Moran& b) {
  EXPECT_EQ(std::bit_cast<std::uint64_t>(a.moran), std::bit_cast<std::uint64_t>(b.moran));
  EXPECT_EQ(std::bit_cast<std::uint64_t>(a.permutation_mean), std::bit_cast<std::uint64_t>(b.permutation_mean));
  EXPECT_EQ(std::bit_cast<std::uint64_t>(a.permutation_sd), std::bit_cast<std::uint64_t>(b.permutation_sd));
  EXPECT_EQ(a.as_large, b.as_large);
  EXPECT_EQ(a.as_small, b.as_small);
}

TEST(Moran, Columbus) {
  TIDU_GOLDEN(path, "columbus.csv");
  const auto crime = testing::read_columns(path)["CRIME"];
  const auto links = testing::read_links(path.parent_path() / "columbus_nb.txt");
  const auto row = moran(crime, *SpatialWeights::contiguity(49, links, IslandRule::error), kAnalytic);
  ASSERT_TRUE(row);  // spdep 1.2-7, moran.test
  EXPECT_NEAR(row->moran, 0.48577091366177, 1e-13);
  EXPECT_NEAR(row->expected, -0.02083333333333, 1e-13);
  EXPECT_NEAR(row->variance_randomisation, 0.00899112132178, 1e-13);
  EXPECT_NEAR(row->variance_normality, 0.00886096226945, 1e-13);
  EXPECT_NEAR(row->z_randomisation, 5.342713639, 1e-8);
  EXPECT_NEAR(row->z_normality, 5.381810264, 1e-8);
  const auto binary =
      moran(crime, *SpatialWeights::contiguity(49, links, IslandRule::error, WeightTransform::none), kAnalytic);
  EXPECT_NEAR(binary->moran, 0.48227230698335, 1e-13);
  EXPECT_NEAR(binary->variance_randomisation, 0.00767475726097, 1e-13);
}

TEST(Moran, ColumbusOfAnselin1988) {
  TIDU_GOLDEN(path, "oldcol.csv");
  const auto crime = testing::read_columns(path)["CRIME"];
  const auto links = testing::read_links(path.parent_path() / "oldcol_nb.txt");
  const auto out = moran(crime, *SpatialWeights::contiguity(49, links, IslandRule::error), kAnalytic);
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->moran, 0.51095126407879, 1e-13);
  EXPECT_NEAR(out->variance_randomisation, 0.00890876155988, 1e-13);
  EXPECT_NEAR(out->variance_normality, 0.00877983145686, 1e-13);
}

TEST(Moran, MomentsAreThoseOfAllArrangements) {
  for (WeightTransform scaling : {WeightTransform::row, WeightTransform::none}) {
    const auto w = six(scaling);
    const auto out = moran(kValues, w, kAnalytic);
    ASSERT_TRUE(out);
    EXPECT_NEAR(out->moran, plain_moran(kValues, w), 1e-15);
    const auto all = all_arrangements(kValues, w);
    ASSERT_EQ(all.size(), 720U);
    const double mean = std::accumulate(all.begin(), all.end(), 0.0) / 720;
    double variance = 0;
    for (double v : all) variance += (v - mean) * (v - mean) / 720;
    EXPECT_NEAR(out->expected, mean, 1e-14);
    EXPECT_NEAR(out->variance_randomisation, variance, 1e-14);
  }
}

TEST(Moran, PermutationsFindTheShareOfAllArrangements) {
  const auto w = six();
  const std::uint64_t m = 20'000;
  const auto out = moran(kValues, w, {.permutations = m, .seed = 7});
  ASSERT_TRUE(out);
  const auto all = all_arrangements(kValues, w);
  const auto at_least = std::count_if(all.begin(), all.end(), [&](double v) { return v >= out->moran - 1e-12; });
  const double share = static_cast<double>(at_least) / 720;
  const double error = std::sqrt(share * (1 - share) / static_cast<double>(m));
  EXPECT_NEAR(static_cast<double>(out->as_large) / static_cast<double>(m), share, 5 * error);
  EXPECT_EQ(out->permutations, m);
  EXPECT_DOUBLE_EQ(out->p_greater, static_cast<double>(out->as_large + 1) / static_cast<double>(m + 1));
  EXPECT_DOUBLE_EQ(out->p_less, static_cast<double>(out->as_small + 1) / static_cast<double>(m + 1));
  EXPECT_DOUBLE_EQ(out->p_two_sided, std::min(1.0, 2 * std::min(out->p_greater, out->p_less)));
  const double sd = std::sqrt(out->variance_randomisation);
  EXPECT_NEAR(out->permutation_mean, out->expected, 5 * sd / std::sqrt(static_cast<double>(m)));
  EXPECT_NEAR(out->permutation_sd, sd, 0.03 * sd);
}

TEST(Moran, EqualArrangementsCountAsEqual) {
  // One region differs: by symmetry of the ring every arrangement has the same I, so no arrangement is more extreme.
  const std::vector<Link> ring{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}};
  const auto w = *SpatialWeights::contiguity(6, ring, IslandRule::error);
  const auto out = moran(std::vector<double>{0.1, 0.1, 0.7, 0.1, 0.1, 0.1}, w, {.permutations = 999, .seed = 1});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->as_large, 999U);
  EXPECT_EQ(out->as_small, 999U);
  EXPECT_EQ(out->p_two_sided, 1);
}

TEST(Moran, ClusteredValuesAreFound) {
  std::vector<Link> links;
  std::vector<double> x;
  for (std::size_t i = 0; i < 40; ++i) {
    if (i > 0) links.push_back({i - 1, i});
    x.push_back(static_cast<double>(i));
  }
  const auto out =
      moran(x, *SpatialWeights::contiguity(40, links, IslandRule::error), {.permutations = 999, .seed = 1});
  EXPECT_EQ(out->as_large, 0U);
  EXPECT_DOUBLE_EQ(out->p_greater, 0.001);
  EXPECT_EQ(out->p_less, 1);
  EXPECT_DOUBLE_EQ(out->p_two_sided, 0.002);
}

TEST(Moran, YearsAndExecutorsDoNotChangeBits) {
  const auto w = six();
  Array<double, Region, Year> x({6, 3});
  for (std::size_t r = 0; r < 6; ++r) {
    x(r, 0) = kValues[r];
    x(r, 1) = kValues[5 - r] * 0.37;
    x(r, 2) = kValues[r] * kValues[r];
  }
  const PermutationTest test{.permutations = 1000, .seed = 11};
  tests::BackwardExecutor backward;
  const auto all = moran_by_year(x, w, test);
  const auto again = moran_by_year(x, w, test, backward);
  ASSERT_TRUE(all && again);
  for (std::size_t t = 0; t < 3; ++t) {
    std::vector<double> alone;
    for (std::size_t r = 0; r < 6; ++r) alone.push_back(x(r, t));
    expect_same_bits((*all)[t], (*again)[t]);
    expect_same_bits((*all)[t], *moran(alone, w, test));
  }
  const auto other_seed = moran_by_year(x, w, {.permutations = 1000, .seed = 12});
  EXPECT_NE((*all)[0].permutation_mean, (*other_seed)[0].permutation_mean);
}

TEST(Moran, IslandsLeaveNButKeepTheirPlaceInTheMean) {
  const auto w = *SpatialWeights::contiguity(7, kSix, IslandRule::zero_lag);
  std::vector<double> x = kValues;
  x.push_back(12);
  const auto out = moran(x, w, kAnalytic);
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->moran, plain_moran(x, w), 1e-15);
  EXPECT_DOUBLE_EQ(out->expected, -1.0 / 5);  // n = 6, as adjust.n in spdep
  EXPECT_NE(out->moran, moran(kValues, six(), kAnalytic)->moran);
}

TEST(Moran, Refusals) {
  const auto w = six();
  const std::vector<double> constant(6, 0.1);
  std::vector<double> missing = kValues;
  missing[2] = kNan;
  EXPECT_REFUSED(moran(std::span(kValues).first(5), w), ErrorCode::shape, "measure.association.shape");
  EXPECT_REFUSED(moran_by_year(Array<double, Region, Year>({6, 0}), w), ErrorCode::shape, "measure.association.shape");
  EXPECT_REFUSED(moran(missing, w), ErrorCode::domain, "measure.association.not_finite");
  EXPECT_EQ(moran(missing, w).error().message, text("measure.association.not_finite", 3, 1));
  EXPECT_REFUSED(moran(constant, w), ErrorCode::domain, "measure.association.constant");
  EXPECT_REFUSED(moran(kValues, w, {.permutations = kMaximumPermutations + 1}), ErrorCode::limit,
                 "measure.association.permutations");
  const std::vector<Link> path{{0, 1}, {1, 2}};
  const std::vector<double> three{1, 2, 3};
  EXPECT_REFUSED(moran(three, *SpatialWeights::contiguity(3, path, IslandRule::error)), ErrorCode::shape,
                 "measure.association.too_few");
  std::vector<Link> long_path;
  for (std::size_t i = 1; i <= kMaximumRegions; ++i) long_path.push_back({i - 1, i});
  const auto large = *SpatialWeights::contiguity(kMaximumRegions + 1, long_path, IslandRule::error);
  const std::vector<double> many(kMaximumRegions + 1, 1.0);
  EXPECT_REFUSED(moran(many, large), ErrorCode::limit, "measure.association.too_many");
  tests::CancelledExecutor cancelled;
  EXPECT_REFUSED(moran(kValues, w, {}, cancelled), ErrorCode::cancelled, "measure.association.cancelled");
}

RC_GTEST_PROP(MoranProperty, IgnoresUnitOriginSignAndLabels, ()) {
  const auto raw = *rc::gen::suchThat(rc::gen::container<std::vector<int>>(6, rc::gen::inRange(-50, 50)),
                                      [](const std::vector<int>& v) { return v[0] != v[1]; });
  const std::vector<double> x(raw.begin(), raw.end());
  std::vector<double> rescaled;
  std::vector<double> relabelled(6);
  const std::vector<std::size_t> label{3, 5, 0, 1, 4, 2};
  std::vector<Link> links;
  for (const Link& link : kSix) links.push_back({label[link.first], label[link.second]});
  for (std::size_t i = 0; i < 6; ++i) {
    rescaled.push_back(-0.3 * x[i] + 7);
    relabelled[label[i]] = x[i];
  }
  const auto a = moran(x, six(), kAnalytic);
  const auto b = moran(rescaled, six(), kAnalytic);
  const auto c = moran(relabelled, *SpatialWeights::contiguity(6, links, IslandRule::error), kAnalytic);
  RC_ASSERT(std::fabs(a->moran - b->moran) < 1e-12);
  RC_ASSERT(std::fabs(a->moran - c->moran) < 1e-12);
  RC_ASSERT(std::fabs(a->variance_randomisation - b->variance_randomisation) < 1e-12);
  RC_ASSERT(std::fabs(a->variance_randomisation - c->variance_randomisation) < 1e-12);
}

}  // namespace
}  // namespace tidu::measure
