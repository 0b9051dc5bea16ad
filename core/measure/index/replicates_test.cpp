// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/replicates.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/quantile.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

// Draw d has the scores d + 1 and 1 in the first year, twice that in the second.
IndexReplicates eleven_draws() {
  IndexReplicates out{.scores = Array<double, Draw, Year, Region>({11, 2, 2}), .years = {3, 5}};
  for (std::size_t d = 0; d < 11; ++d) {
    for (std::size_t t = 0; t < 2; ++t) {
      out.scores(d, t, 0) = static_cast<double>((d + 1) * (t + 1));
      out.scores(d, t, 1) = static_cast<double>(t + 1);
    }
  }
  return out;
}

TEST(Replicates, QuantilesOfType7) {
  // R: quantile(c(1, 2, 4, 8), c(0.05, 0.5, 0.95)) gives 1.15, 3, 7.4.
  const std::vector<double> x{1, 2, 4, 8};
  EXPECT_NEAR(sorted_quantile(x, 0.05), 1.15, 1e-15);
  EXPECT_EQ(sorted_quantile(x, 0.5), 3);
  EXPECT_NEAR(sorted_quantile(x, 0.95), 7.4, 1e-14);
  EXPECT_EQ(sorted_quantile(x, 0), 1);
  EXPECT_EQ(sorted_quantile(x, 1), 8);
}

TEST(Replicates, ViewsOfDrawsAndYears) {
  const IndexReplicates replicates = eleven_draws();
  EXPECT_EQ(replicates.of(4, 1)[0], 10);
  EXPECT_EQ(replicates.of(4)(1, 0), 10);
  EXPECT_EQ(replicates.in_year(1)(4, 0), 10);
  EXPECT_EQ(replicates.in_year(1)(4, 1), 2);
}

TEST(Replicates, IntervalOfARange) {
  // Ranges 0 ... 10: quantiles of eleven evenly spaced values are themselves.
  const auto range = [](std::span<const double> scores, std::span<double> out) {
    out[0] = scores[0] - scores[1];
    out[1] = -out[0];
    return true;
  };
  const auto out = over_replicates(eleven_draws(), 0, 2, range, 0.8);
  ASSERT_TRUE(out);
  EXPECT_NEAR((*out)[0].low, 1, 1e-14);
  EXPECT_EQ((*out)[0].median, 5);
  EXPECT_NEAR((*out)[0].high, 9, 1e-14);
  EXPECT_EQ((*out)[0].mean, 5);
  EXPECT_NEAR((*out)[1].low, -9, 1e-14);
  EXPECT_EQ((*out)[1].replicates, 11u);
}

TEST(Replicates, DrawsWithoutTheNumberAreLeftOut) {
  const auto above_five = [](std::size_t draw, std::span<double> out) {
    out[0] = static_cast<double>(draw);
    return draw > 5;
  };
  const auto out = over_draws(11, 1, above_five, 0.5);
  EXPECT_EQ(out->front().replicates, 5u);
  EXPECT_EQ(out->front().median, 8);
  const auto none = over_draws(3, 1, [](std::size_t, std::span<double>) { return false; });
  EXPECT_EQ(none->front().replicates, 0u);
  EXPECT_FALSE(std::isnan(none->front().median));
}

TEST(Replicates, Refusals) {
  const auto nothing = [](std::size_t, std::span<double>) { return true; };
  EXPECT_REFUSED(over_draws(0, 1, nothing), ErrorCode::shape, "measure.replicates.none");
  EXPECT_REFUSED(over_draws(1, 1, nothing, 1), ErrorCode::domain, "measure.replicates.level");
}

}  // namespace
}  // namespace tidu::measure
