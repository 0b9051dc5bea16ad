// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"moran_i", "I = (n/S₀) zᵀWz / zᵀz, z = x − x̄, E(I) = −1/(n − 1)",
                  "Moran 1950; Cliff & Ord 1981, ch. 1"},
    FormulaRecord{"moran_permutation", "p = (#{I* ≥ I} + 1)/(m + 1)",
                  "Cliff & Ord 1981, ch. 2; Davison & Hinkley 1997, ch. 4"},
    FormulaRecord{"moran_variance_normality", "Var I = (n²S₁ − nS₂ + 3S₀²)/((n² − 1)S₀²) − E²",
                  "Cliff & Ord 1981, ch. 2"},
    FormulaRecord{"moran_variance_randomisation",
                  "Var I = {n[(n² − 3n + 3)S₁ − nS₂ + 3S₀²] − b₂[(n² − n)S₁ − 2nS₂ + 6S₀²]} / ((n−1)(n−2)(n−3)S₀²) − "
                  "E², b₂ = m₄/m₂²",
                  "Cliff & Ord 1981, ch. 2"},
    FormulaRecord{"spatial_weights_row", "wᵢⱼ = 1/kᵢ for the kᵢ regions that border on i", "Cliff & Ord 1981, ch. 1"},
};

}  // namespace

std::span<const FormulaRecord> space_formulas() { return kFormulas; }

}  // namespace tidu::measure
