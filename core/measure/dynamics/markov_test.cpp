// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/markov.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/dynamics/classes.h"
#include "core/measure/dynamics/support_test.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::counts;
using testing::kPrinted;
using testing::kUsjoin;
using testing::matrix;
using testing::Rows;

const double kInfinite = std::numeric_limits<double>::infinity();

TEST(Transitions, UsjoinQuintilesByYear) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  const auto classes = classify(testing::read_usjoin(path), {.classes = 5, .rule = CutoffRule::yearly});
  ASSERT_TRUE(classes);
  EXPECT_EQ(transitions(classes->of, 5)->values(), counts(kUsjoin).values());  // giddy
}

TEST(Transitions, UsjoinPooledQuintiles) {
  TIDU_GOLDEN(path, "usjoin_pci.csv");
  const auto classes = classify(testing::relative(testing::read_usjoin(path)), {.classes = 5});
  ASSERT_TRUE(classes);
  const auto n = transitions(classes->of, 5);
  const std::vector<std::vector<std::uint64_t>> expected{
      {707, 58, 7, 1, 0}, {50, 629, 80, 1, 1}, {4, 79, 610, 73, 2}, {0, 7, 72, 650, 37}, {0, 0, 0, 48, 724}};
  EXPECT_EQ(n->values(), counts(expected).values());  // giddy, documentation of Markov
  const std::vector<double> steady{0.17957376, 0.21631443, 0.21499942, 0.21134662, 0.17776576};
  const auto chain = markov_chain(*n);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(chain->groups.front().ergodic[i], steady[i], 5e-9);
}

TEST(MarkovChain, Usjoin) {
  const auto chain = markov_chain(counts(kUsjoin));
  ASSERT_TRUE(chain);
  EXPECT_TRUE(chain->irreducible());
  EXPECT_EQ(chain->groups.front().period, 1U);
  EXPECT_NEAR(chain->p(0U, 1U), 0.088639201, kPrinted);
  EXPECT_NEAR(chain->p(3U, 1U), 0.004178273, kPrinted);
  const std::vector<double> steady{0.2077471589, 0.1872577387, 0.2074053657, 0.188217868, 0.2093718686};
  const std::vector<double> sojourn{11.125, 4.6580645161, 4.7337278107, 4.9517241379, 13.775862069};
  const Rows passage{{4.8135435652, 11.5029271178, 29.6092123063, 53.3859495381, 103.5981674328},
                     {42.0477450455, 5.3402332351, 18.7445533247, 42.5002326832, 92.7131689921},
                     {69.2584975274, 27.2107524819, 4.821476033, 25.2718462393, 75.4330567194},
                     {84.906893286, 42.8591482405, 17.1808264236, 5.3129918576, 51.6095336886},
                     {98.4129554281, 56.3652103826, 30.6604673474, 14.2115835559, 4.7761908348}};
  const StateGroup* recurrent = chain->only_recurrent();
  ASSERT_TRUE(recurrent);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(recurrent->ergodic[i], steady[i], kPrinted);
    EXPECT_NEAR(chain->sojourn[i], sojourn[i], kPrinted);
    for (std::size_t j = 0; j < 5; ++j) EXPECT_NEAR(chain->first_passage(i, j), passage[i][j], kPrinted) << i << j;
  }
}

TEST(MarkovChain, LandOfOz) {
  // Kemeny & Snell 1976, 4.4: weather in the Land of Oz; pi = (2/5, 1/5, 2/5), mean first passage as printed there.
  const auto chain = markov_chain_of(matrix({{0.5, 0.25, 0.25}, {0.5, 0, 0.5}, {0.25, 0.25, 0.5}}));
  ASSERT_TRUE(chain);
  const Rows passage{{2.5, 4, 10.0 / 3}, {8.0 / 3, 5, 8.0 / 3}, {10.0 / 3, 4, 2.5}};
  const std::vector<double> pi{0.4, 0.2, 0.4};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(chain->groups.front().ergodic[i], pi[i], 1e-15);
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(chain->first_passage(i, j), passage[i][j], 1e-14);
  }
  EXPECT_EQ(chain->sojourn, (std::vector<double>{2, 1, 2}));  // giddy, documentation of sojourn_time
}

TEST(MarkovChain, ReducibleHasADistributionForEachRecurrentGroup) {
  // 0 is absorbing, 1 and 2 alternate with unequal stays, 3 leads to both.
  const auto chain = markov_chain_of(matrix({{1, 0, 0, 0}, {0, 0.5, 0.5, 0}, {0, 1, 0, 0}, {0.25, 0.25, 0, 0.5}}));
  ASSERT_TRUE(chain);
  ASSERT_EQ(chain->groups.size(), 3U);
  EXPECT_FALSE(chain->irreducible());
  EXPECT_EQ(chain->only_recurrent(), nullptr);
  EXPECT_EQ(chain->absorbing(), (std::vector<std::size_t>{0}));
  EXPECT_EQ(chain->groups[0].ergodic, (std::vector<double>{1, 0, 0, 0}));
  EXPECT_NEAR(chain->groups[1].ergodic[1], 2.0 / 3, 1e-16);
  EXPECT_FALSE(chain->groups[2].recurrent);
  EXPECT_TRUE(chain->groups[2].ergodic.empty());
  EXPECT_EQ(chain->sojourn[0], kInfinite);
  EXPECT_EQ(chain->first_passage(3U, 0U), kInfinite);  // it may be caught in {1, 2}
  EXPECT_EQ(chain->first_passage(3U, 3U), kInfinite);  // transient
  EXPECT_EQ(chain->first_passage(0U, 0U), 1);
  EXPECT_EQ(chain->first_passage(1U, 2U), 2);
}

TEST(MarkovChain, TransientStatesReachAnAbsorbingOneWithCertainty) {
  // Gambler's ruin to one side: from i the expected time to 0 is 3 i for steps down with 2/3 and up with 1/3, when the
  // upper end reflects. By hand: m_2 = 1 + m_1 (2 always goes down), m_1 = 1 + m_2/3.
  const auto chain = markov_chain_of(matrix({{1, 0, 0}, {2.0 / 3, 0, 1.0 / 3}, {0, 1, 0}}));
  ASSERT_TRUE(chain);
  EXPECT_NEAR(chain->first_passage(1U, 0U), 2, 1e-15);
  EXPECT_NEAR(chain->first_passage(2U, 0U), 3, 1e-15);
  ASSERT_TRUE(chain->only_recurrent());
  EXPECT_EQ(chain->only_recurrent()->ergodic, (std::vector<double>{1, 0, 0}));
}

TEST(MarkovChain, PeriodicChainHasAStationaryDistributionAndNoLimit) {
  const auto chain = markov_chain_of(matrix({{0, 1, 0}, {0, 0, 1}, {1, 0, 0}}));
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->groups.front().period, 3U);
  EXPECT_NEAR(chain->groups.front().ergodic[1], 1.0 / 3, 1e-16);
  EXPECT_EQ(chain->first_passage(0U, 2U), 2);
  EXPECT_EQ(chain->first_passage(0U, 0U), 3);
  const auto two = markov_chain_of(matrix({{0, 1, 0, 0}, {0.5, 0, 0.5, 0}, {0, 0.5, 0, 0.5}, {0, 0, 1, 0}}));
  EXPECT_EQ(two->groups.front().period, 2U);
}

TEST(MarkovChain, AnEmptyRowStaysEmpty) {
  // Class 2 is entered in the last year and never left; class 3 is never met.
  const auto chain = markov_chain(counts({{3, 1, 0, 0}, {1, 2, 1, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}}));
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->empty_rows, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(chain->p(2U, 2U), 0);
  ASSERT_EQ(chain->groups.size(), 3U);
  EXPECT_FALSE(chain->groups[0].recurrent);  // it leads into the unknown
  EXPECT_FALSE(chain->groups[1].observed);
  EXPECT_FALSE(chain->groups[1].recurrent);
  EXPECT_EQ(chain->only_recurrent(), nullptr);
  EXPECT_EQ(chain->sojourn[2], 0);
  EXPECT_EQ(chain->first_passage(0U, 1U), 4);
  EXPECT_EQ(chain->first_passage(1U, 0U), kInfinite);
  EXPECT_EQ(chain->first_passage(2U, 2U), kInfinite);
  const auto none = markov_chain(counts({{0, 0}, {0, 0}}));
  ASSERT_TRUE(none);
  EXPECT_EQ(none->empty_rows.size(), 2U);
}

TEST(MarkovChain, KeepsDigitsWhereNearlyReducible) {
  // A chance of 1e-13 a year to change sides: pi = (2/3, 1/3) to all digits. 1 - p has lost three of them.
  const double e = 0x1p-43;
  const auto chain = markov_chain_of(matrix({{1 - e, e}, {2 * e, 1 - 2 * e}}));
  ASSERT_TRUE(chain);
  EXPECT_NEAR(chain->groups.front().ergodic[0], 2.0 / 3, 1e-16);
  EXPECT_EQ(chain->first_passage(0U, 1U), 0x1p43);
}

TEST(Transitions, DurationAndRegimes) {
  const std::vector<std::size_t> c{0, 1, 0, 1, 1, 1, 0, 0};  // two regions, four years
  const ClassPanel panel(c.data(), {2, 4});
  EXPECT_EQ(transitions(panel, 2)->values(), (std::vector<std::uint64_t>{1, 2, 2, 1}));
  EXPECT_EQ(transitions(panel, 2, 2)->values(), (std::vector<std::uint64_t>{1, 0, 2, 1}));
  EXPECT_EQ(transitions(panel, 2, 3)->values(), (std::vector<std::uint64_t>{0, 1, 1, 0}));
  const std::vector<std::size_t> first{0, 2};
  const auto periods = transitions_by(panel, 2, regimes_by_period(2, 4, first), 2);
  ASSERT_TRUE(periods);
  EXPECT_EQ((*periods)[0].values(), (std::vector<std::uint64_t>{0, 1, 2, 1}));
  EXPECT_EQ((*periods)[1].values(), (std::vector<std::uint64_t>{1, 1, 0, 0}));
  const std::vector<std::size_t> groups{1, 0};
  EXPECT_EQ((*transitions_by(panel, 2, regimes_by_group(groups, 4), 2))[1].values(),
            (std::vector<std::uint64_t>{0, 2, 1, 0}));
  const auto past = transitions_by(panel, 2, regimes_by_past(panel), 2);
  EXPECT_EQ((*past)[0].values(), (std::vector<std::uint64_t>{0, 0, 1, 0}));
  EXPECT_EQ((*past)[1].values(), (std::vector<std::uint64_t>{1, 1, 1, 0}));
  const std::vector<std::size_t> late{2};
  EXPECT_EQ((*transitions_by(panel, 2, regimes_by_period(2, 4, late), 1))[0].values(), (*periods)[1].values());
}

TEST(Markov, Refusals) {
  const std::vector<std::size_t> c{0, 1, 0, 2};
  const ClassPanel panel(c.data(), {2, 2});
  const Array<std::size_t, Region, Year> other({2, 3});
  const Array<std::size_t, Region, Year> high({2, 2}, 3);
  EXPECT_REFUSED(transitions(ClassPanel(c.data(), {4, 1}), 3), ErrorCode::shape, "measure.markov.shape");
  EXPECT_REFUSED(transitions(ClassPanel(c.data(), {0, 2}), 3), ErrorCode::shape, "measure.markov.shape");
  EXPECT_REFUSED(transitions(panel, 3, 0), ErrorCode::domain, "measure.markov.duration");
  EXPECT_REFUSED(transitions(panel, 3, 2), ErrorCode::domain, "measure.markov.duration");
  EXPECT_REFUSED(transitions(panel, 2), ErrorCode::domain, "measure.markov.class_unknown");
  EXPECT_EQ(transitions(panel, 2).error().message, text("measure.markov.class_unknown", 2, 2, 2));
  EXPECT_REFUSED(transitions_by(panel, 3, other, 1), ErrorCode::shape, "measure.markov.regime_shape");
  EXPECT_REFUSED(transitions_by(panel, 3, panel, 0), ErrorCode::shape, "measure.markov.regime_shape");
  EXPECT_REFUSED(transitions_by(panel, 3, high, 3), ErrorCode::domain, "measure.markov.regime_unknown");
  EXPECT_REFUSED(markov_chain(Counts({2, 3})), ErrorCode::shape, "measure.markov.square");
  EXPECT_REFUSED(markov_chain_of(Matrix({0, 0})), ErrorCode::shape, "measure.markov.square");
  EXPECT_REFUSED(markov_chain_of(matrix({{-0.5, 1.5}, {0, 1}})), ErrorCode::domain, "measure.markov.probability");
  EXPECT_REFUSED(markov_chain_of(matrix({{0.5, 0.4}, {0, 1}})), ErrorCode::domain, "measure.markov.row_sum");
}

// A square matrix of counts 0 .. 5 with some empty rows.
rc::Gen<Counts> any_counts() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, 7), [](std::size_t k) {
    return rc::gen::map(rc::gen::container<std::vector<int>>(k * k, rc::gen::inRange(-3, 6)), [k](const auto& cells) {
      Counts out({k, k});
      for (std::size_t c = 0; c < cells.size(); ++c)
        out.values()[c] = static_cast<std::uint64_t>(std::max(0, cells[c]));
      return out;
    });
  });
}

RC_GTEST_PROP(MarkovProperty, ErgodicIsStationaryAndReturnTimesAreItsInverse, ()) {
  const auto chain = markov_chain(*any_counts());
  RC_ASSERT(chain.has_value());
  const std::size_t k = chain->p.extent<Row>();
  std::size_t placed = 0;
  for (const StateGroup& group : chain->groups) {
    placed += group.states.size();
    if (!group.recurrent) continue;
    RC_ASSERT(std::fabs(std::accumulate(group.ergodic.begin(), group.ergodic.end(), 0.0) - 1) < 1e-14);
    for (std::size_t j = 0; j < k; ++j) {
      double next = 0;
      for (std::size_t i = 0; i < k; ++i) next += group.ergodic[i] * chain->p(i, j);
      RC_ASSERT(std::fabs(next - group.ergodic[j]) < 1e-14);
    }
    for (const std::size_t j : group.states) {
      RC_ASSERT(std::fabs(chain->first_passage(j, j) * group.ergodic[j] - 1) < 1e-12);
    }
  }
  RC_ASSERT(placed == k);
}

RC_GTEST_PROP(MarkovProperty, FirstPassageSolvesItsEquation, ()) {
  const auto chain = markov_chain(*any_counts());
  const std::size_t k = chain->p.extent<Row>();
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t i = 0; i < k; ++i) {
      if (std::isinf(chain->first_passage(i, j))) continue;
      double expected = 1;
      for (std::size_t l = 0; l < k; ++l) {
        if (l != j && chain->p(i, l) > 0) expected += chain->p(i, l) * chain->first_passage(l, j);
      }
      RC_ASSERT(std::fabs(chain->first_passage(i, j) / expected - 1) < 1e-12);
    }
  }
}

}  // namespace
}  // namespace tidu::measure
