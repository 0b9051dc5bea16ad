// SPDX-License-Identifier: Apache-2.0
#include "core/base/suggest.h"

#include <gtest/gtest.h>

#include <array>

namespace tidu {
namespace {

TEST(EditDistance, CountsTheTextbookExamples) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);  // Levenshtein
  EXPECT_EQ(edit_distance("ca", "ac"), 1U);           // a swap counts once
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(Closest, FindsATypoAndNothingElse) {
  constexpr std::array<std::string_view, 3> kKeys{"imitation", "innovation", "permutations"};
  EXPECT_EQ(closest("imitaton", kKeys), "imitation");
  EXPECT_EQ(closest("permutation", kKeys), "permutations");
  EXPECT_FALSE(closest("weights", kKeys).has_value());
}

}  // namespace
}  // namespace tidu
