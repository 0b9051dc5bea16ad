// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/spatial_markov.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/distributions.h"
#include "core/measure/dynamics/support_test.h"
#include "core/measure/space/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::CountRows;
using testing::counts;
using testing::kPrinted;

SpatialWeights weights_of(std::size_t regions, const std::vector<Link>& links, IslandRule islands = IslandRule::error) {
  return *SpatialWeights::contiguity(regions, links, islands);
}

// giddy's documentation and the golden run: relative income, quintiles of income and of the neighbours' income.
const std::vector<CountRows> kUsjoinByLag{
    {{474, 15, 3, 0, 0}, {9, 124, 16, 0, 0}, {0, 14, 74, 12, 0}, {0, 1, 9, 16, 2}, {0, 0, 0, 1, 5}},
    {{95, 20, 4, 0, 0}, {16, 187, 9, 0, 0}, {1, 13, 161, 11, 0}, {0, 0, 13, 184, 7}, {0, 0, 0, 7, 29}},
    {{83, 15, 0, 0, 0}, {17, 165, 27, 0, 0}, {1, 19, 153, 19, 1}, {0, 0, 16, 148, 6}, {0, 0, 0, 10, 88}},
    {{54, 6, 0, 1, 0}, {5, 105, 18, 0, 1}, {1, 19, 157, 24, 1}, {0, 4, 22, 129, 16}, {0, 0, 0, 20, 187}},
    {{1, 2, 0, 0, 0}, {3, 48, 10, 1, 0}, {1, 14, 65, 7, 0}, {0, 2, 12, 173, 6}, {0, 0, 0, 10, 415}}};

TEST(SpatialMarkov, Usjoin) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  TIDU_GOLDEN(borders, "states48_nb.txt");
  const auto x = testing::relative(testing::read_usjoin(path));
  const auto w = weights_of(48, testing::read_links(borders, 0));
  const auto result = spatial_markov(x, w, {.classes = 5, .lag_classes = 5});
  ASSERT_TRUE(result);
  const std::vector<double> lag_cutoffs{0.8897338595, 0.9589191667, 1.0146975801, 1.1183566014};
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(result->lag.cutoffs[j], lag_cutoffs[j], kPrinted);
  for (std::size_t s = 0; s < 5; ++s) EXPECT_EQ(result->by_lag[s].values(), counts(kUsjoinByLag[s]).values()) << s;
  EXPECT_NEAR(result->test.q, 200.62372763076806, 1e-10);
  EXPECT_NEAR(result->test.lr, 170.65882843084256, 1e-10);
  EXPECT_EQ(result->test.degrees, 60U);
  EXPECT_NEAR(result->test.lr_p / 1.492250767398673e-12, 1, 1e-3);  // giddy's 1 - cdf keeps three digits here
  EXPECT_EQ(result->test.degrees_all, 80U);
  EXPECT_NEAR(math::chi_square_upper(result->test.q, 80) / 2.442379631872882e-12, 1, 1e-3);
  EXPECT_EQ(result->islands, 0U);
}

TEST(SpatialMarkov, ErgodicAndFirstPassageGivenTheNeighbours) {
  const std::vector<std::vector<double>> steady{
      {0.43509425180358513, 0.2635326972306256, 0.20363043984174958, 0.06841982778682779, 0.029322783337211805},
      {0.1339128716122954, 0.3399330456075241, 0.2515303622306193, 0.23343016246712667, 0.04119355808243416},
      {0.12124869365876659, 0.21137443953747115, 0.26351009675353154, 0.2901341738866602, 0.11373259616357076},
      {0.0776412957952554, 0.19748805820569348, 0.25352636100859033, 0.22480415152429734, 0.24654013346616327},
      {0.017767810936691105, 0.199643493761143, 0.19009832672071894, 0.25524696682191966, 0.3372434017595273}};
  for (std::size_t s = 0; s < 5; ++s) {
    const auto chain = markov_chain(counts(kUsjoinByLag[s]));
    ASSERT_TRUE(chain->irreducible());
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(chain->groups.front().ergodic[i], steady[s][i], 1e-14) << s << i;
  }
  // giddy, documentation: poor states among poor neighbours.
  const auto first = markov_chain(counts(kUsjoinByLag[0]));
  EXPECT_NEAR(first->first_passage(0U, 0U), 2.29835259, 5e-9);
  EXPECT_NEAR(first->first_passage(0U, 4U), 279.42857143, 5e-9);
  EXPECT_NEAR(first->first_passage(4U, 1U), 18.76315789, 5e-9);
}

TEST(SpatialMarkov, GivenCutoffsAndFewerLagClasses) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  TIDU_GOLDEN(borders, "states48_nb.txt");
  const auto x = testing::relative(testing::read_usjoin(path));
  const auto w = weights_of(48, testing::read_links(borders, 0));
  const auto four = spatial_markov(x, w, {.classes = 5, .lag_classes = 4});
  EXPECT_NEAR(four->test.lr, 172.105, 5e-4);  // giddy, documentation of Spatial_Markov
  EXPECT_NEAR(four->test.q, 321.128, 5e-4);
  EXPECT_EQ(four->test.degrees, 45U);
  const std::vector<double> cutoffs{0.8, 0.9, 1, 1.2};
  const auto given = spatial_markov(x, w, {.rule = CutoffRule::given, .cutoffs = cutoffs, .lag_cutoffs = cutoffs});
  ASSERT_TRUE(given);
  const auto poor = markov_chain(given->by_lag[0]);
  EXPECT_NEAR(poor->p(0U, 0U), 0.96703297, 5e-9);
  EXPECT_EQ(poor->empty_rows, (std::vector<std::size_t>{4}));
  EXPECT_NEAR(markov_chain(given->by_lag[2])->groups.front().ergodic[3], 0.43607249, 5e-9);
}

TEST(SpatialMarkov, IslandsAreLeftOut) {
  // Regions 0 - 1 - 2 in a row, 3 an island with values of its own.
  const std::vector<Link> links{{0, 1}, {1, 2}};
  const std::vector<double> x{1, 2, 3, 2, 3, 4, 3, 4, 5, 90, 80, 70};
  const View<const double, Region, Year> panel(x.data(), {4, 3});
  const auto result =
      spatial_markov(panel, weights_of(4, links, IslandRule::zero_lag), {.classes = 2, .lag_classes = 2});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->islands, 1U);
  EXPECT_EQ(result->lag.of(3U, 0U), kNoRegime);
  EXPECT_EQ(std::accumulate(result->pooled.values().begin(), result->pooled.values().end(), std::uint64_t{0}), 6U);
  EXPECT_EQ(result->lag.cutoffs, (std::vector<double>{3}));  // of the nine lags, without the island's zeros
}

TEST(Homogeneity, WorkedByHand) {
  // Two regimes, two classes. Row 0: 8:2 and 2:8, pooled 1/2: Q = 4 * 9/5 = 7.2; row 1 is the same in both.
  const std::vector<Counts> regimes{counts({{8, 2}, {5, 5}}), counts({{2, 8}, {5, 5}})};
  const auto test = homogeneity(regimes);
  ASSERT_TRUE(test);
  EXPECT_NEAR(test->q, 7.2, 1e-14);
  EXPECT_NEAR(test->lr, 4 * (8 * std::log(1.6) + 2 * std::log(0.4)), 1e-13);
  EXPECT_EQ(test->degrees, 2U);
  EXPECT_NEAR(test->q_p, std::exp(-3.6), 1e-15);
  EXPECT_NEAR(test->q_of[0], 3.6, 1e-14);
  EXPECT_EQ(test->cells, 8U);
  EXPECT_EQ(test->small_cells, 0U);
}

TEST(Homogeneity, EmptyRowsAndCellsTestNothing) {
  // Class 2 is never left; class 1 is left in one regime only; of class 0 two of three cells are met.
  const std::vector<Counts> regimes{counts({{3, 1, 0}, {1, 1, 0}, {0, 0, 0}}),
                                    counts({{1, 3, 0}, {0, 0, 0}, {0, 0, 0}})};
  const auto test = homogeneity(regimes);
  EXPECT_EQ(test->degrees, 1U);
  EXPECT_EQ(test->degrees_all, 6U);
  EXPECT_EQ(test->cells, 4U);
  EXPECT_EQ(test->small_cells, 4U);
  EXPECT_NEAR(test->q, 2, 1e-14);
  const std::vector<Counts> nothing{Counts({2, 2}), Counts({2, 2})};
  EXPECT_EQ(homogeneity(nothing)->degrees, 0U);
  EXPECT_EQ(homogeneity(nothing)->q_p, 1);
}

TEST(Homogeneity, KullbackKupermanKu) {
  // Two 6 x 6 tables of Kullback, Kuperman & Ku 1962, table 9.2, as in giddy's documentation of kullback: conditional
  // homogeneity 160.961 with 30 degrees of freedom. The likelihood ratio is the same statistic.
  const std::vector<Counts> regimes{counts({{22, 11, 24, 2, 2, 7},
                                            {5, 23, 15, 3, 42, 6},
                                            {4, 21, 190, 25, 20, 34},
                                            {0, 2, 14, 56, 14, 28},
                                            {32, 15, 20, 10, 56, 14},
                                            {5, 22, 31, 18, 13, 134}}),
                                    counts({{3, 6, 9, 3, 0, 8},
                                            {1, 9, 3, 12, 27, 5},
                                            {2, 9, 208, 32, 5, 18},
                                            {0, 14, 32, 108, 40, 40},
                                            {22, 14, 9, 26, 224, 14},
                                            {1, 5, 13, 53, 13, 116}})};
  const auto test = homogeneity(regimes);
  EXPECT_NEAR(test->lr, 160.961, 5e-4);
  EXPECT_EQ(test->degrees_all, 30U);
  EXPECT_EQ(test->degrees, 29U);  // nobody moves from class 4 to class 1 in either table
}

TEST(LisaMarkov, Usjoin) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  TIDU_GOLDEN(borders, "states48_nb.txt");
  const auto result = lisa_markov(testing::read_usjoin(path), weights_of(48, testing::read_links(borders, 0)));
  ASSERT_TRUE(result);
  // giddy, documentation of LISA_Markov: HH, LH, LL, HL.
  EXPECT_EQ(result->transitions.values(),
            counts({{1087, 44, 4, 34}, {41, 470, 36, 1}, {5, 34, 1422, 39}, {30, 1, 40, 552}}).values());
  const auto chain = markov_chain(result->transitions);
  EXPECT_NEAR(chain->groups.front().ergodic[2], 0.40493672, 5e-9);
  EXPECT_EQ(result->degrees, 8U);
  // Own computation in Python from the counts of low and high of both sides. giddy's chi_2 of 1058.208 is reproduced
  // when the moves of both sides are counted across regions in the order of the list, relative to each region's own
  // mean.
  EXPECT_NEAR(result->chi_square, 60.32690123888704, 1e-11);
}

TEST(LisaMarkov, IndependentMovesAreExpectedExactly) {
  // Two regions that are each other's neighbours: high for one is low for the other, so moves are anything but
  // independent.
  const std::vector<Link> links{{0, 1}};
  const std::vector<double> x{1, 2, 1, 2, 1, 2, 1, 2, 1, 2};
  const auto result = lisa_markov(View<const double, Region, Year>(x.data(), {2, 5}), weights_of(2, links));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->quadrant(0U, 0U), static_cast<std::size_t>(LisaState::low_high));
  double expected = 0;
  for (const double e : result->expected.values()) expected += e;
  EXPECT_NEAR(expected, 8, 1e-12);
}

TEST(SpatialMarkov, Refusals) {
  const std::vector<Link> links{{0, 1}, {1, 2}};
  const auto w = weights_of(3, links);
  const std::vector<double> x{1, 2, 3, 4, 5, std::numeric_limits<double>::quiet_NaN()};
  const View<const double, Region, Year> two(x.data(), {2, 2});
  const View<const double, Region, Year> gap(x.data(), {3, 2});
  const View<const double, Region, Year> year(x.data(), {3, 1});
  EXPECT_REFUSED(spatial_markov(two, w), ErrorCode::shape, "measure.spatial_markov.shape");
  EXPECT_REFUSED(spatial_markov(year, w), ErrorCode::shape, "measure.spatial_markov.shape");
  EXPECT_REFUSED(spatial_markov(gap, w), ErrorCode::domain, "measure.spatial_markov.not_finite");
  EXPECT_REFUSED(lisa_markov(gap, w), ErrorCode::domain, "measure.spatial_markov.not_finite");
  EXPECT_EQ(lisa_markov(gap, w).error().message, text("measure.spatial_markov.not_finite", 3, 2));
  const std::vector<Counts> one{Counts({2, 2})};
  const std::vector<Counts> unlike{Counts({2, 2}), Counts({3, 3})};
  EXPECT_REFUSED(homogeneity({}), ErrorCode::shape, "measure.homogeneity.shape");
  EXPECT_REFUSED(homogeneity(one), ErrorCode::shape, "measure.homogeneity.shape");
  EXPECT_REFUSED(homogeneity(unlike), ErrorCode::shape, "measure.homogeneity.shape");
}

RC_GTEST_PROP(HomogeneityProperty, RegimesInAnyOrderAndCopiesTestNothing, ()) {
  const auto cells = *rc::gen::container<std::vector<int>>(18, rc::gen::inRange(0, 9));
  std::vector<Counts> regimes(2, Counts({3, 3}));
  for (std::size_t c = 0; c < 18; ++c) regimes[c / 9].values()[c % 9] = static_cast<std::uint64_t>(cells[c]);
  const auto test = homogeneity(regimes);
  std::swap(regimes[0], regimes[1]);
  const auto turned = homogeneity(regimes);
  RC_ASSERT(std::fabs(test->q - turned->q) < 1e-10);
  RC_ASSERT(std::fabs(test->lr - turned->lr) < 1e-10);
  RC_ASSERT(test->degrees == turned->degrees);
  regimes[1] = regimes[0];
  RC_ASSERT(homogeneity(regimes)->q < 1e-12);
}

TEST(ChiSquareTail, AgainstClosedForms) {
  for (const double x : {0.01, 1.0, 7.0, 90.0, 700.0}) {
    EXPECT_NEAR(math::chi_square_upper(x, 2) / std::exp(-x / 2), 1, 1e-12);
    EXPECT_NEAR(math::chi_square_upper(x, 4) / (std::exp(-x / 2) * (1 + x / 2)), 1, 1e-12);
    EXPECT_NEAR(math::chi_square_upper(x, 1) / std::erfc(std::sqrt(x / 2)), 1, 1e-12);
  }
  EXPECT_NEAR(math::chi_square_upper(3.841458820694124, 1), 0.05, 1e-15);
  EXPECT_EQ(math::chi_square_upper(0, 3), 1);
}

}  // namespace
}  // namespace tidu::measure
