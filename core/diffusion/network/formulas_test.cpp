// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/formulas.h"

#include <gtest/gtest.h>

namespace tidu::diffusion::network {
namespace {

TEST(DiffusionNetworkFormulas, OrderedByIdWithSource) {
  std::string_view previous;
  for (const FormulaRecord& formula : formulas()) {
    EXPECT_LT(previous, formula.id);
    EXPECT_FALSE(formula.expression.empty()) << formula.id;
    EXPECT_FALSE(formula.source.empty()) << formula.id;
    previous = formula.id;
  }
}

}  // namespace
}  // namespace tidu::diffusion::network
