// SPDX-License-Identifier: Apache-2.0
#include "core/measure/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"adjusted_rand",
                  "ARI = (I − AB/N) / ((A + B)/2 − AB/N); I, A, B, N: pairs together in both, in either, all",
                  "Hubert & Arabie 1985"},
    FormulaRecord{"cramers_v", "V = √(χ² / (n min(R − 1, C − 1)))", "Cramér 1946, ch. 21"},
    FormulaRecord{"k_means", "min Σ_c Σ_{i∈c} |xᵢ − x̄_c|², the best of several starts",
                  "MacQueen 1967; Lloyd 1982; Arthur & Vassilvitskii 2007"},
    FormulaRecord{"kendall_tau_b", "τ_b = (c − d) / √((n₀ − n₁)(n₀ − n₂)), n₀ = n(n − 1)/2",
                  "Kendall 1945; Knight 1966"},
    FormulaRecord{"natural_breaks", "min Σ_c Σ_{i∈c} (xᵢ − x̄_c)², classes of neighbours; goodness = 1 − within/total",
                  "Fisher 1958; Jenks 1977"},
    FormulaRecord{"pearson", "r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)", "Pearson 1896"},
    FormulaRecord{"share_above_mean", "share_g = #{i ∈ g : xᵢ > x̄} / n_g", "definition"},
    FormulaRecord{"sobol_first", "Sᵢ = V[E(Y|Xᵢ)] / V(Y) ≈ (1/K) Σ f(B) (f(A_Bⁱ) − f(A)) / V", "Saltelli et al. 2010"},
    FormulaRecord{"sobol_total", "S_Tᵢ = E[V(Y|X₋ᵢ)] / V(Y) ≈ (1/2K) Σ (f(A) − f(A_Bⁱ))² / V",
                  "Jansen 1999; Saltelli et al. 2010"},
    FormulaRecord{"spearman", "ρ = r of the midranks", "Spearman 1904; Kendall & Gibbons 1990, ch. 1 and 3"},
    FormulaRecord{"top_share", "CRₖ = Σ_{i ∈ first k} xᵢ / Σᵢ xᵢ", "definition"},
};

}  // namespace

std::span<const FormulaRecord> association_formulas() { return kFormulas; }

}  // namespace tidu::measure
