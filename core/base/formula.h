// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace tidu {

/// A formula that stands behind a number in a result. One row beside each public function that makes such numbers, so
/// that the report can say where a number comes from. Its name and note in both languages: "formula.<id>.name",
/// "formula.<id>.note".
struct FormulaRecord {
  std::string_view id;          ///< "theil_t"
  std::string_view expression;  ///< plain Unicode: "T = (1/n) Σ (xᵢ/μ) ln(xᵢ/μ)"
  std::string_view source;      ///< citation, or "Tidu" for our own glue, which is then marked as such
};

}  // namespace tidu
