// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/reweighted.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/support_test.h"

namespace tidu::measure {
namespace {

using namespace testing;

using Gaps = std::array<double, kReweightedGaps>;

Gaps by_functions(const GroupedValues& input, const GapParameters& parameters) {
  const auto of = [&](GapMeasure m) { return *gap_measure(m, input.values, input.weights, parameters); };
  const auto d = dagum(input);
  return {of(GapMeasure::gini),
          of(GapMeasure::theil_t),
          of(GapMeasure::theil_l),
          of(GapMeasure::entropy),
          of(GapMeasure::atkinson),
          of(GapMeasure::variation),
          d->within,
          d->between,
          d->transvariation};
}

RC_GTEST_PROP(ReweightedGapsProperty, AgreesWithTheFunctionsOnWeightsTimesCounts, ()) {
  const Case c = *cases();
  for (const GapParameters& parameters : {GapParameters{}, GapParameters{.entropy_order = -1, .atkinson_epsilon = 1},
                                          GapParameters{.entropy_order = 0, .atkinson_epsilon = 2},
                                          GapParameters{.entropy_order = 1, .atkinson_epsilon = 0}}) {
    const auto fast = ReweightedGaps::make(c.values(), parameters);
    RC_ASSERT(fast.has_value());
    std::vector<double> counts(c.x.size());
    Case weighted = c;
    double all = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i] = static_cast<double>((i * 7 + 2) % 3);
      weighted.weights[i] *= counts[i];
      all += counts[i];
    }
    Gaps found{};
    fast->measure(counts, found);
    if (all == 0) {
      for (const double value : found) RC_ASSERT(std::isnan(value));
      continue;
    }
    const Gaps expected = by_functions(weighted.values(), parameters);
    for (std::size_t k = 0; k < found.size(); ++k) RC_ASSERT(near(found[k], expected[k], 2e-10 * (1 + expected[k])));
  }
}

TEST(ReweightedGaps, ZerosLeaveOutWhatTheyMustWhenTheyCount) {
  const std::vector<double> x{0, 1, 3};
  const std::vector<std::size_t> groups{0, 0, 1};
  const auto gaps = ReweightedGaps::make({x, {}, groups, 2}, {.entropy_order = -1, .atkinson_epsilon = 2});
  Gaps found{};
  gaps->measure(std::vector<double>{1, 1, 1}, found);
  EXPECT_TRUE(std::isnan(found[static_cast<std::size_t>(ReweightedGap::theil_l)]));
  EXPECT_TRUE(std::isnan(found[static_cast<std::size_t>(ReweightedGap::entropy)]));
  EXPECT_TRUE(std::isnan(found[static_cast<std::size_t>(ReweightedGap::atkinson)]));
  EXPECT_NEAR(found[0], 0.5, 1e-15);
  gaps->measure(std::vector<double>{0, 2, 1}, found);
  for (const double value : found) EXPECT_TRUE(std::isfinite(value));
}

TEST(ReweightedGaps, Refusals) {
  const std::vector<double> x{1, -1};
  const std::vector<std::size_t> groups{0, 1};
  EXPECT_REFUSED(ReweightedGaps::make({x, {}, groups, 2}, {}), ErrorCode::domain, "measure.inequality.negative");
  EXPECT_REFUSED(ReweightedGaps::make({x, {}, groups, 1}, {}), ErrorCode::domain, "measure.inequality.group_unknown");
}

}  // namespace
}  // namespace tidu::measure
