// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/local.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <functional>

#include "core/measure/space/association.h"
#include "core/measure/space/false_discovery.h"
#include "core/measure/space/moran.h"
#include "core/measure/space/support_test.h"
#include "core/measure/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

using testing::cross_section;
using testing::each_arrangement;
using testing::kOther;
using testing::kValues;
using testing::lopsided;

constexpr LocalTest kAnalyticLocal{.permutations = 0};

struct Columbus {
  std::filesystem::path folder;
  Array<double, Region, Year> crime;
  SpatialWeights row;
  SpatialWeights binary;
};

Columbus columbus(const std::filesystem::path& path) {
  const auto links = testing::read_links(path.parent_path() / "columbus_nb.txt");
  return {path.parent_path(), cross_section(testing::read_columns(path)["CRIME"]),
          *SpatialWeights::contiguity(49, links, IslandRule::error),
          *SpatialWeights::contiguity(49, links, IslandRule::error, WeightTransform::none)};
}

TEST(LocalMoran, Columbus) {
  TIDU_GOLDEN(path, "columbus.csv");
  const Columbus c = columbus(path);
  // Six numbers a line: the tract's id, Ii, E, Var, Z, p (spdep 1.2-7, localmoran).
  auto expected = testing::read_numbers_after(c.folder / "01_spdep_columbus.txt", "--- localmoran CRIME W");
  ASSERT_EQ(expected.size(), 49U * 6);
  const auto out = local_moran(c.crime, c.row, kAnalyticLocal);
  ASSERT_TRUE(out);
  double total = 0;
  for (std::size_t i = 0; i < 49; ++i) {
    const LocalValue& v = (*out)(i, 0);
    const double* row = expected.data() + 6 * i;
    EXPECT_NEAR(v.value, row[1], 1e-12);
    EXPECT_NEAR(v.expected, row[2], 1e-12);
    EXPECT_NEAR(v.variance, row[3], 1e-12);
    EXPECT_NEAR(v.z, row[4], 1e-10);
    EXPECT_NEAR(v.p, row[5], 1e-10);
    total += v.value;
  }
  EXPECT_NEAR(total / 49, 0.48577091366177, 1e-13);  // the local ones add up to Moran's I
}

TEST(LocalG, Columbus) {
  TIDU_GOLDEN(path, "columbus.csv");
  const Columbus c = columbus(path);
  const auto plain = testing::read_numbers_after(c.folder / "01_spdep_columbus.txt", "--- localG CRIME B without self");
  const auto star = testing::read_numbers_after(c.folder / "01_spdep_columbus.txt", "--- localG CRIME B with self");
  ASSERT_EQ(plain.size(), 49U);
  ASSERT_EQ(star.size(), 49U);
  const auto g = local_g(c.crime, c.binary, false, kAnalyticLocal);
  const auto g_star = local_g(c.crime, c.binary, true, kAnalyticLocal);
  const auto g_row = local_g(c.crime, c.row, true, kAnalyticLocal);
  for (std::size_t i = 0; i < 49; ++i) {
    EXPECT_NEAR((*g)(i, 0).z, plain[i], 1e-11);
    EXPECT_NEAR((*g_star)(i, 0).z, star[i], 1e-11);
    EXPECT_NEAR((*g_row)(i, 0).z, star[i], 1e-11);  // z does not depend on the scale of a row
  }
}

// Mean and variance of region i's statistic over all arrangements in which it keeps its value.
void expect_conditional_moments(const LocalField& field,
                                const std::function<LocalField(const std::vector<double>&)>& measure) {
  for (std::size_t i = 0; i < 6; ++i) {
    double mean = 0;
    double squares = 0;
    double count = 0;
    each_arrangement(6, [&](const std::vector<std::size_t>& order) {
      if (order[i] != i) return;
      std::vector<double> moved;
      for (const std::size_t j : order) moved.push_back(kValues[j]);
      const double value = measure(moved)(i, 0).value;
      mean += value;
      squares += value * value;
      ++count;
    });
    mean /= count;
    EXPECT_NEAR(field(i, 0).expected, mean, 1e-12);
    EXPECT_NEAR(field(i, 0).variance, squares / count - mean * mean, 1e-11);
  }
}

TEST(LocalStatistics, MomentsAreThoseOfAllConditionalArrangements) {
  const auto w = lopsided();
  const auto moran_of = [&](const std::vector<double>& x) { return *local_moran(cross_section(x), w, kAnalyticLocal); };
  const auto geary_of = [&](const std::vector<double>& x) { return *local_geary(cross_section(x), w, kAnalyticLocal); };
  const auto g_of = [&](const std::vector<double>& x) { return *local_g(cross_section(x), w, false, kAnalyticLocal); };
  expect_conditional_moments(moran_of(kValues), moran_of);
  expect_conditional_moments(geary_of(kValues), geary_of);
  expect_conditional_moments(g_of(kValues), g_of);
}

TEST(LocalMoran, TotalMomentsAreThoseOfAllArrangements) {
  const auto w = lopsided();
  const LocalTest test{.permutations = 0, .moments = LocalMoments::total};
  const auto field = local_moran(cross_section(kValues), w, test);
  for (std::size_t i = 0; i < 6; ++i) {
    double mean = 0;
    double squares = 0;
    each_arrangement(6, [&](const std::vector<std::size_t>& order) {
      std::vector<double> moved;
      for (const std::size_t j : order) moved.push_back(kValues[j]);
      const double value = (*local_moran(cross_section(moved), w, test))(i, 0).value;
      mean += value / 720;
      squares += value * value / 720;
    });
    EXPECT_NEAR((*field)(i, 0).expected, mean, 1e-12);
    EXPECT_NEAR((*field)(i, 0).variance, squares - mean * mean, 1e-11);
  }
}

TEST(LocalStatistics, PermutationsAgreeWithTheMoments) {
  const auto w = lopsided();
  const auto x = cross_section(kValues);
  const LocalTest test{.permutations = 9999, .seed = 3};
  for (const auto& field : {local_moran(x, w, test), local_geary(x, w, test), local_g(x, w, false, test),
                            local_bivariate(x, cross_section(kOther), w, test)}) {
    ASSERT_TRUE(field);
    for (const LocalValue& v : field->values()) {
      EXPECT_NEAR(v.test.mean, v.expected, 5 * std::sqrt(v.variance) / 100 + 1e-12);
      EXPECT_NEAR(v.test.sd, std::sqrt(v.variance), 0.05 * v.test.sd + 1e-12);
      EXPECT_EQ(v.p, v.test.p(PValue::two_sided));
    }
  }
}

TEST(LocalMoran, PermutationsFindTheShareOfAllDraws) {
  // Region 5 has one neighbour out of five others: I_5* takes five values with equal probability.
  const auto w = lopsided();
  const auto field = local_moran(cross_section({9, 7, 3, 1, 6, 2}), w, {.permutations = 20'000, .seed = 1});
  const LocalValue& v = (*field)(5, 0);  // own value low, neighbour 6: I is large where the drawn value is low
  EXPECT_NEAR(static_cast<double>(v.test.as_large) / 20'000, 4.0 / 5 - 1.0 / 5, 5 * std::sqrt(0.24 / 20'000));
  EXPECT_NEAR(static_cast<double>(v.test.as_small) / 20'000, 3.0 / 5, 5 * std::sqrt(0.24 / 20'000));
}

TEST(LocalMoran, QuadrantsByHand) {
  const std::vector<Link> path{{0, 1}, {1, 2}, {2, 3}, {3, 4}};
  const auto w = *SpatialWeights::contiguity(5, path, IslandRule::error);
  const auto field = local_moran(cross_section({9, 8, 1, 7, 0}), w, kAnalyticLocal);  // mean 5
  const Quadrant expected[] = {Quadrant::high_high, Quadrant::low_low, Quadrant::low_high, Quadrant::high_low,
                               Quadrant::low_high};
  EXPECT_EQ((*field)(0, 0).quadrant, expected[0]);
  EXPECT_EQ((*field)(1, 0).quadrant, Quadrant::high_low);  // 9 and 1: deviations 4 and -4, a lag of 0 counts as low
  EXPECT_EQ((*field)(2, 0).quadrant, expected[2]);
  EXPECT_EQ((*field)(3, 0).quadrant, expected[3]);
  EXPECT_EQ((*field)(4, 0).quadrant, expected[4]);
}

TEST(LocalStatistics, YearsAndExecutorsDoNotChangeBits) {
  std::vector<Link> links;
  Array<double, Region, Year> x({40, 3});
  for (std::size_t i = 0; i < 40; ++i) {
    if (i > 0) links.push_back({i - 1, i});
    if (i > 6) links.push_back({i - 7, i});
    for (std::size_t t = 0; t < 3; ++t) x(i, t) = std::sqrt(static_cast<double>((i * 37 + t * 11) % 41));
  }
  const auto w = *SpatialWeights::contiguity(40, links, IslandRule::error);
  const LocalTest test{.permutations = 1001, .seed = 9};
  tests::BackwardExecutor backward;
  const auto a = local_moran(x, w, test);
  const auto b = local_moran(x, w, test, backward);
  for (std::size_t t = 0; t < 3; ++t) {
    std::vector<double> alone;
    for (std::size_t i = 0; i < 40; ++i) alone.push_back(x(i, t));
    const auto c = local_moran(cross_section(alone), w, test);
    for (std::size_t i = 0; i < 40; ++i) {
      for (const LocalValue& other : {(*b)(i, t), (*c)(i, 0)}) {
        EXPECT_EQ((*a)(i, t).test.as_large, other.test.as_large);
        EXPECT_EQ(std::bit_cast<std::uint64_t>((*a)(i, t).test.sd), std::bit_cast<std::uint64_t>(other.test.sd));
        EXPECT_EQ(std::bit_cast<std::uint64_t>((*a)(i, t).value), std::bit_cast<std::uint64_t>(other.value));
      }
    }
  }
}

TEST(LocalStatistics, DenseWeightsNeedSeveralTables) {
  // 2,000 permutations of 499 neighbours are more than one table of draws; every draw of all others gives the same sum.
  Array<double, Region, OtherRegion> distances({500, 500});
  Array<double, Region, Year> x({500, 1});
  for (std::size_t i = 0; i < 500; ++i) {
    x(i, 0) = std::sqrt(static_cast<double>(i * 13 % 101));
    for (std::size_t j = 0; j < 500; ++j) distances(i, j) = 1;
  }
  std::vector<WeightEntry> entries;
  for (std::size_t i = 0; i < 500; ++i) {
    for (std::size_t j = 0; j < 500; ++j) {
      if (i != j) entries.push_back({i, j, 1});
    }
  }
  const auto w = *SpatialWeights::from_entries(500, entries, IslandRule::error);
  const auto field = local_moran(x, w, {.permutations = 2000, .seed = 2});
  ASSERT_TRUE(field);
  for (const LocalValue& v : field->values()) {
    EXPECT_EQ(v.test.as_large, 2000U);
    EXPECT_EQ(v.test.as_small, 2000U);
    EXPECT_EQ(v.p, 1);
    EXPECT_EQ(v.z, 0);
  }
}

TEST(LocalStatistics, IslandsAreNotTested) {
  const std::vector<Link> path{{0, 1}, {1, 2}, {2, 3}, {3, 4}};
  const auto w = *SpatialWeights::contiguity(6, path, IslandRule::zero_lag);
  for (const bool star : {false, true}) {
    const auto field =
        local_g(cross_section(kValues), w, star, {.permutations = 99, .correction = Correction::bonferroni});
    EXPECT_TRUE((*field)(5, 0).island);
    EXPECT_EQ((*field)(5, 0).p, 1);
    EXPECT_EQ((*field)(5, 0).quadrant, Quadrant::none);
    EXPECT_DOUBLE_EQ((*field)(0, 0).p_corrected, std::min(1.0, 5 * (*field)(0, 0).p));  // five tests, not six
  }
}

TEST(LocalGeary, ByHandAndItsSumIsGearys) {
  const std::vector<Link> path{{0, 1}, {1, 2}, {2, 3}};
  const auto w = *SpatialWeights::contiguity(4, path, IslandRule::error, WeightTransform::none);
  const auto x = cross_section({1, 2, 4, 3});  // m2 = 5/4
  const auto field = local_geary(x, w, kAnalyticLocal);
  EXPECT_DOUBLE_EQ((*field)(1, 0).value, (1 + 4) / 1.25);
  double total = 0;
  for (const LocalValue& v : field->values()) total += v.value;
  EXPECT_NEAR(total * 3 / (2 * 6 * 4), (*geary_by_year(x, w, {.permutations = 0}))[0].value, 1e-14);
}

TEST(LocalBivariate, OfItselfIsLocalMoran) {
  const auto w = lopsided();
  const auto x = cross_section(kValues);
  const auto a = local_moran(x, w, kAnalyticLocal);
  const auto b = local_bivariate(x, x, w, kAnalyticLocal);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR((*a)(i, 0).value, (*b)(i, 0).value, 1e-14);
}

TEST(LocalG, WithoutATrueZeroThereIsNoValueButAZ) {
  const auto w = lopsided();
  std::vector<double> moved;
  for (const double v : kValues) moved.push_back(v - 100);
  for (const bool star : {false, true}) {
    const auto a = local_g(cross_section(kValues), w, star, {.permutations = 99, .seed = 1});
    const auto b = local_g(cross_section(moved), w, star, {.permutations = 99, .seed = 1});
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_NEAR((*a)(i, 0).z, (*b)(i, 0).z, 1e-10);
      EXPECT_EQ((*a)(i, 0).p, (*b)(i, 0).p);
      EXPECT_GT((*a)(i, 0).value, 0);
      EXPECT_EQ((*b)(i, 0).value, 0);
    }
  }
}

// The fifteen p-values of Benjamini & Hochberg (1995), section 4.1: at 0.05 their procedure rejects four, Bonferroni
// three.
TEST(FalseDiscovery, ThePublishedExample) {
  const std::vector<double> p{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                              0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
  const auto rejected = [&](Correction correction) {
    const auto q = corrected_p(p, correction);
    return std::count_if(q.begin(), q.end(), [](double v) { return v <= 0.05; });
  };
  EXPECT_EQ(rejected(Correction::benjamini_hochberg), 4);
  EXPECT_EQ(rejected(Correction::bonferroni), 3);
  EXPECT_EQ(rejected(Correction::none), 9);
  EXPECT_DOUBLE_EQ(corrected_p(p, Correction::benjamini_hochberg)[3], 0.0095 * 15 / 4);
  EXPECT_TRUE(corrected_p({}, Correction::benjamini_hochberg).empty());
}

TEST(LocalStatistics, Refusals) {
  const auto w = lopsided();
  EXPECT_REFUSED(local_moran(cross_section({1, 1, 1, 1, 1, 1}), w), ErrorCode::domain, "measure.association.constant");
  EXPECT_REFUSED(local_moran(cross_section({1, 2}), w), ErrorCode::shape, "measure.association.shape");
  EXPECT_REFUSED(local_moran(cross_section(kValues), w, {.level = 1}), ErrorCode::domain, "measure.local.level");
  EXPECT_REFUSED(local_bivariate(cross_section(kValues), Array<double, Region, Year>({6, 2}, 1), w), ErrorCode::domain,
                 "measure.association.constant");
}

RC_GTEST_PROP(LocalProperty, IgnoresUnitAndOrigin, ()) {
  const auto raw = *rc::gen::suchThat(rc::gen::container<std::vector<int>>(6, rc::gen::inRange(-50, 50)),
                                      [](const std::vector<int>& v) { return v[0] != v[1]; });
  const std::vector<double> x(raw.begin(), raw.end());
  std::vector<double> rescaled;
  for (const double v : x) rescaled.push_back(0.3 * v + 7);
  const auto w = lopsided();
  const LocalTest test{.permutations = 99, .seed = 4};
  const auto a = local_moran(cross_section(x), w, test);
  const auto b = local_moran(cross_section(rescaled), w, test);
  for (std::size_t i = 0; i < 6; ++i) {
    RC_ASSERT(std::fabs((*a)(i, 0).value - (*b)(i, 0).value) < 1e-11);
    RC_ASSERT((*a)(i, 0).p == (*b)(i, 0).p);
  }
}

}  // namespace
}  // namespace tidu::measure
