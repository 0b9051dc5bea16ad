// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/formulas.h"

#include <gtest/gtest.h>

namespace tidu::diffusion {
namespace {

TEST(CriticalFormulas, OrderedByIdWithSource) {
  std::string_view previous;
  for (const FormulaRecord& formula : critical_formulas()) {
    EXPECT_LT(previous, formula.id);
    EXPECT_FALSE(formula.expression.empty()) << formula.id;
    EXPECT_FALSE(formula.source.empty()) << formula.id;
    previous = formula.id;
  }
}

}  // namespace
}  // namespace tidu::diffusion
