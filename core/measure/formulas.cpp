// SPDX-License-Identifier: Apache-2.0
#include "core/measure/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"competition_rank", "rankᵢ = 1 + #{k : xₖ > xᵢ}", "definition"},
    FormulaRecord{"coupling", "C = k (∏ Uₛ)^(1/k) / Σ Uₛ", "Wang Shujia et al. 2021; Liu Chunlin 2017"},
    FormulaRecord{"coupling_coordination", "D = √(C T)", "Wang Shujia et al. 2021"},
    FormulaRecord{"coupling_development", "T = Σ αₛ Uₛ, Σ αₛ = 1", "Wang Shujia et al. 2021"},
    FormulaRecord{"coupling_grade", "grade = 1 + #{b ∈ {0.1, 0.2, …, 0.9} : b ≤ D}", "Liao Chongbin 1999"},
    FormulaRecord{"critic_weights", "wⱼ = Cⱼ / Σₖ Cₖ, Cⱼ = sⱼ Σₖ (1 − rⱼₖ)",
                  "Diakoulaki, Mavrotas & Papayannakis 1995"},
    FormulaRecord{"entropy_weights", "wⱼ = (1 − eⱼ) / Σₖ (1 − eₖ), eⱼ = −(1/ln N) Σᵢ pᵢⱼ ln pᵢⱼ, pᵢⱼ = zᵢⱼ / Σᵢ zᵢⱼ",
                  "Shannon 1948; Hwang & Yoon 1981"},
    FormulaRecord{"equal_pillar_weights", "wⱼ = 1 / (P mₚ), p = pillar of j", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"equal_weights", "wⱼ = 1/m", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"gini", "G = Σᵢ Σᵣ pᵢ pᵣ |xᵢ − xᵣ| / (2μ), μ = Σᵢ pᵢ xᵢ",
                  "Gini 1914; Yitzhaki & Schechtman 2013, ch. 2"},
    FormulaRecord{"gini_groups", "G = Σ_g p_g s_g G_g + Σ_g<h |p_g s_h − p_h s_g| + G_overlap",
                  "Bhattacharya & Mahalanobis 1967; Lambert & Aronson 1993; Dagum 1997"},
    FormulaRecord{"kendall_tau_b", "τ_b = (c − d) / √((n₀ − n₁)(n₀ − n₂)), n₀ = n(n − 1)/2",
                  "Kendall 1945; Knight 1966"},
    FormulaRecord{"linear_index", "S = Σⱼ wⱼ zⱼ = Σₚ Wₚ Sₚ, Wₚ = Σ_{j∈p} wⱼ, Sₚ = Σ_{j∈p} wⱼ zⱼ / Wₚ",
                  "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"min_max_pooled",
                  "z = (x − min)/(max − min), negative: (max − x)/(max − min); over all regions and years",
                  "OECD/JRC 2008, ch. 5"},
    FormulaRecord{"min_max_yearly",
                  "z = (x − min)/(max − min), negative: (max − x)/(max − min); over the regions of each year",
                  "OECD/JRC 2008, ch. 5"},
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
    FormulaRecord{"pearson", "r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)", "Pearson 1896"},
    FormulaRecord{"share_above_mean", "share_g = #{i ∈ g : xᵢ > x̄} / n_g", "definition"},
    FormulaRecord{"shifted_inequality", "G(x + c) = G(x) μ/(μ + c)", "definition"},
    FormulaRecord{"spatial_weights_row", "wᵢⱼ = 1/kᵢ for the kᵢ regions that border on i", "Cliff & Ord 1981, ch. 1"},
    FormulaRecord{"spearman", "ρ = r of the midranks", "Spearman 1904; Kendall & Gibbons 1990, ch. 1 and 3"},
    FormulaRecord{"spread", "range = max − min, sd = √((1/n) Σ (x − x̄)²)", "definition"},
    FormulaRecord{"theil_l", "L = Σᵢ pᵢ ln(μ/xᵢ)", "Theil 1967, ch. 4"},
    FormulaRecord{"theil_l_groups", "L = Σ_g p_g L_g + Σ_g p_g ln(p_g/s_g)", "Shorrocks 1980"},
    FormulaRecord{"theil_t", "T = Σᵢ pᵢ (xᵢ/μ) ln(xᵢ/μ)", "Theil 1967, ch. 4"},
    FormulaRecord{"theil_t_groups", "T = Σ_g s_g T_g + Σ_g s_g ln(s_g/p_g)", "Theil 1967, ch. 4; Shorrocks 1980"},
    FormulaRecord{"tiers", "z = (s − s̄)/sd, s = ln S; core: z ≥ upper, less developed: z < lower, middle: between",
                  "Tidu"},
    FormulaRecord{"top_share", "CRₖ = Σ_{i ∈ first k} xᵢ / Σᵢ xᵢ", "definition"},
    FormulaRecord{"weights_without", "wⱼ′ = wⱼ / Σ_{k ∉ shared} wₖ, 0 for shared indicators", "Tidu"},
};

}  // namespace

std::span<const FormulaRecord> formulas() { return kFormulas; }

}  // namespace tidu::measure
