// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/gap_measure.h"

#include <gtest/gtest.h>

#include <set>

#include "core/measure/gaps/dispersion.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

// Sample forms count values, not people: copies change them.
bool is_sample_form(GapMeasure m) {
  return m == GapMeasure::gini_sample || m == GapMeasure::variation_sample || m == GapMeasure::log_sd_sample;
}

// Measures that a transfer from a richer to a poorer region must lower (the others look at places of the distribution).
bool obeys_transfers(GapMeasure m) {
  return m == GapMeasure::gini || m == GapMeasure::theil_t || m == GapMeasure::theil_l || m == GapMeasure::entropy ||
         m == GapMeasure::atkinson || m == GapMeasure::variation || m == GapMeasure::bonferroni;
}

TEST(GapMeasure, EachHasItsFunctionAndName) {
  const std::vector<double> x{1, 2, 5, 9};
  const std::vector<double> w{1, 3, 2, 2};
  const GapParameters parameters{
      .entropy_order = -1, .atkinson_epsilon = 2, .esteban_ray_alpha = 1, .top = 0.2, .bottom = 0.3};
  EXPECT_EQ(*gap_measure(GapMeasure::entropy, x, w, parameters), *generalised_entropy(x, -1, w));
  EXPECT_EQ(*gap_measure(GapMeasure::atkinson, x, w, parameters), *atkinson(x, 2, w));
  EXPECT_EQ(*gap_measure(GapMeasure::top_bottom_ratio, x, w, parameters), *top_bottom_ratio(x, {0.2, 0.3}, w));
  EXPECT_EQ(*gap_measure(GapMeasure::variation_sample, x, w), *variation(x, w, Divisor::n_minus_one));
  EXPECT_EQ(*gap_measure(GapMeasure::log_sd, x, w), *log_sd(x, w));
  std::set<std::string_view> names;
  std::set<double> values;
  for (const GapMeasure m : kGapMeasures) {
    EXPECT_TRUE(names.insert(name_of(m)).second);
    EXPECT_TRUE(values.insert(*gap_measure(m, x, w)).second) << name_of(m) << " is another measure again";
  }
  EXPECT_EQ(name_of(GapMeasure::esteban_ray), "esteban_ray");
}

TEST(GapMeasure, DomainIsWhatTheFunctionAccepts) {
  const std::vector<double> zero{0, 1, 1, 2, 3, 4, 5};
  const std::vector<double> negative{-1, 1, 1, 2, 3, 4, 5};
  for (const GapParameters& parameters : {GapParameters{}, GapParameters{.entropy_order = 0, .atkinson_epsilon = 1}}) {
    for (const GapMeasure m : kGapMeasures) {
      const Domain domain = domain_of(m, parameters);
      EXPECT_EQ(gap_measure(m, zero, {}, parameters).has_value(), domain != Domain::positive) << name_of(m);
      EXPECT_EQ(gap_measure(m, negative, {}, parameters).has_value(), domain == Domain::any) << name_of(m);
    }
  }
}

RC_GTEST_PROP(GapMeasureProperty, IgnoresUnitOrderAndCopies, ()) {
  const Case c = *cases();
  RC_PRE(c.x.size() > 1);
  for (const GapMeasure m : kGapMeasures) {
    const double expected = *gap_measure(m, c.x, c.weights);
    const double tolerance = 1e-11 * (1 + expected);
    const Case turned = c.turned();
    RC_ASSERT(near(*gap_measure(m, turned.x, turned.weights), expected, tolerance));
    if (is_sample_form(m)) continue;
    const Case copies = c.copies();
    RC_ASSERT(near(*gap_measure(m, copies.x), expected, tolerance));
  }
}

RC_GTEST_PROP(GapMeasureProperty, TransferFromRichToPoorLowersIt, ()) {
  Case c = *cases();
  const auto [low, high] = std::minmax_element(c.x.begin(), c.x.end());
  RC_PRE(*high > *low + 1);
  const auto poor = static_cast<std::size_t>(low - c.x.begin());
  const auto rich = static_cast<std::size_t>(high - c.x.begin());
  Case after = c;
  const double amount = (*high - *low) / 16;
  after.x[poor] += amount / c.weights[poor];
  after.x[rich] -= amount / c.weights[rich];
  for (const GapMeasure m : kGapMeasures) {
    if (!obeys_transfers(m)) continue;
    RC_ASSERT(*gap_measure(m, after.x, after.weights) < *gap_measure(m, c.x, c.weights));
  }
}

RC_GTEST_PROP(GapMeasureProperty, EqualValuesAreNoGap, ()) {
  const double value = *rc::gen::inRange(1, 1000) * 0.1;
  const std::vector<double> x(static_cast<std::size_t>(*rc::gen::inRange(2, 40)), value);
  for (const GapMeasure m : kGapMeasures) {
    const double found = *gap_measure(m, x);
    if (m == GapMeasure::range_ratio) {
      RC_ASSERT(found == 1);
    } else if (m == GapMeasure::top_bottom_ratio) {
      RC_ASSERT(near(found, 0.25));
    } else {
      RC_ASSERT(found == 0);
    }
  }
}

}  // namespace
}  // namespace tidu::measure
