// SPDX-License-Identifier: Apache-2.0
#include "core/measure/cross_table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

Result<CrossTable> cross(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b, std::size_t classes) {
  return cross_table({a, classes}, {b, classes});
}

TEST(CrossTable, HandComputed) {
  // 2 x 2 with cells 3 1 / 1 3: chi^2 = 8 (9 + 1 + 1 + 9)/16 - 8 = 2, V = sqrt(2/8) = 1/2.
  // Pairs: I = 3 + 0 + 0 + 3, A = B = 12, C(8, 2) = 28: E = 144/28, ARI = (6 - 36/7)/(12 - 36/7) = 1/8.
  const auto out = cross({0, 0, 0, 0, 1, 1, 1, 1}, {0, 0, 0, 1, 1, 1, 1, 0}, 2);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->counts.values(), (std::vector<std::size_t>{3, 1, 1, 3}));
  EXPECT_NEAR(out->cramers_v, 0.5, 1e-15);
  EXPECT_NEAR(out->adjusted_rand, 0.125, 1e-15);
}

TEST(CrossTable, Corners) {
  const auto same = cross({0, 1, 2, 2}, {2, 0, 1, 1}, 3);
  EXPECT_NEAR(same->cramers_v, 1, 1e-15) << "names of classes do not count";
  EXPECT_EQ(same->adjusted_rand, 1);
  EXPECT_EQ(cross({0, 0, 0}, {0, 1, 2}, 3)->cramers_v, 0);
  EXPECT_EQ(cross({0, 0, 0}, {0, 1, 2}, 3)->adjusted_rand, 0);
  EXPECT_EQ(cross({0, 0}, {1, 1}, 2)->adjusted_rand, 1);
  EXPECT_EQ(cross({0}, {0}, 1)->adjusted_rand, 1);
  EXPECT_LT(cross({0, 0, 1, 1}, {0, 1, 0, 1}, 2)->adjusted_rand, 0);
  EXPECT_REFUSED(cross({}, {}, 1), ErrorCode::shape, "measure.cross_table.shape");
  EXPECT_REFUSED(cross({0}, {0, 1}, 2), ErrorCode::shape, "measure.cross_table.shape");
  EXPECT_REFUSED(cross({0, 2}, {0, 1}, 2), ErrorCode::domain, "measure.cross_table.unknown");
}

RC_GTEST_PROP(CrossTableProperty, Symmetric, ()) {
  const auto raw = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, 4), rc::gen::inRange<std::size_t>(0, 4))));
  std::vector<std::size_t> a;
  std::vector<std::size_t> b;
  for (const auto& [first, second] : raw) {
    a.push_back(first);
    b.push_back(second);
  }
  const auto forth = cross(a, b, 4);
  const auto back = cross(b, a, 4);
  RC_ASSERT(std::fabs(forth->cramers_v - back->cramers_v) < 1e-12);
  RC_ASSERT(std::fabs(forth->adjusted_rand - back->adjusted_rand) < 1e-12);
  RC_ASSERT(forth->adjusted_rand <= 1);
}

}  // namespace
}  // namespace tidu::measure
