// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"base_year", "z = x_t/x_base, negative: x_base/x_t", "OECD/JRC 2008, ch. 5"},
    FormulaRecord{"combined_weights",
                  "w = a w₁ + (1 − a) w₂, or w₁ w₂ / Σ w₁ w₂, or (W Wᵀ) α = diag(W Wᵀ), a = |α₁|/(|α₁| + |α₂|)",
                  "convention"},
    FormulaRecord{"competition_rank", "rankᵢ = 1 + #{k : xₖ > xᵢ}", "definition"},
    FormulaRecord{"copeland",
                  "S(i) = #{k : i beats k} − #{k : k beats i}; i beats k: Σⱼ wⱼ [zᵢⱼ > zₖⱼ] > Σⱼ wⱼ [zᵢⱼ < zₖⱼ]",
                  "Copeland 1951"},
    FormulaRecord{"coupling", "C = k (∏ Uₛ)^(1/k) / Σ Uₛ", "Wang Shujia et al. 2021; Liu Chunlin 2017"},
    FormulaRecord{"coupling_coordination", "D = √(C T)", "Wang Shujia et al. 2021"},
    FormulaRecord{"coupling_development", "T = Σ αₛ Uₛ, Σ αₛ = 1", "Wang Shujia et al. 2021"},
    FormulaRecord{"coupling_grade", "grade = 1 + #{b ∈ {0.1, 0.2, …, 0.9} : b ≤ D}", "Liao Chongbin 1999"},
    FormulaRecord{"coupling_modified", "C = √{[1 − Σ_{i>j} |Uᵢ − Uⱼ| / (k(k−1)/2)] ∏ᵢ (Uᵢ/max U)^(1/(k−1))}",
                  "Wang Shujia et al. 2021"},
    FormulaRecord{"critic_weights", "wⱼ = Cⱼ / Σₖ Cₖ, Cⱼ = sⱼ Σₖ (1 − rⱼₖ)",
                  "Diakoulaki, Mavrotas & Papayannakis 1995"},
    FormulaRecord{"deviation_weights", "wⱼ = sⱼ / Σₖ sₖ", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"effective_weights", "r²ⱼ / Σ r², r = corr(zⱼ, S); wⱼ cov(zⱼ, S)/var(S)",
                  "Paruolo, Saisana & Saltelli 2013; Shorrocks 1982"},
    FormulaRecord{"entropy_weights", "wⱼ = (1 − eⱼ) / Σₖ (1 − eₖ), eⱼ = −(1/ln N) Σᵢ pᵢⱼ ln pᵢⱼ, pᵢⱼ = zᵢⱼ / Σᵢ zᵢⱼ",
                  "Shannon 1948; Hwang & Yoon 1981"},
    FormulaRecord{"equal_pillar_weights", "wⱼ = 1 / (P mₚ), p = pillar of j", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"equal_weights", "wⱼ = 1/m", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"geometric_index", "S = ∏ⱼ zⱼ^wⱼ", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"gini_weights", "wⱼ = Gⱼ / Σₖ Gₖ", "convention"},
    FormulaRecord{"given_weights", "AHP: A w = λ w, CR = (λ − k)/((k − 1) RI)", "Saaty 1980"},
    FormulaRecord{"goalposts", "z = (x − L)/(U − L), cut off to [0, 1]", "OECD/JRC 2008, ch. 5"},
    FormulaRecord{"grey_relation",
                  "S = Σⱼ wⱼ ξⱼ, ξᵢⱼ = (min min Δ + ρ max max Δ)/(Δᵢⱼ + ρ max max Δ), Δᵢⱼ = |best zⱼ − zᵢⱼ|",
                  "Deng 1982"},
    FormulaRecord{"harmonic_index", "S = 1 / Σⱼ (wⱼ/zⱼ)", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"linear_index", "S = Σⱼ wⱼ zⱼ = Σₚ Wₚ Sₚ, Wₚ = Σ_{j∈p} wⱼ, Sₚ = Σ_{j∈p} wⱼ zⱼ / Wₚ",
                  "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"mazziotta_pareto", "S = M ∓ s cv, cv = s/M", "Mazziotta & Pareto 2016"},
    FormulaRecord{"min_max",
                  "z = (x − min)/(max − min), negative: (max − x)/(max − min); middle: 1 − |x − c|/max |x − c|; "
                  "interval: 1 − distance/max distance",
                  "OECD/JRC 2008, ch. 5"},
    FormulaRecord{"obstacle_degree", "Oⱼ = Fⱼ Iⱼ / Σₖ Fₖ Iₖ, Fⱼ = wⱼ, Iⱼ = 1 − zⱼ; pillar: Σ_{j∈p} Oⱼ", "definition"},
    FormulaRecord{"pca_weights", "R = V Λ Vᵀ; wⱼ ∝ Σₖ shareₖ |vⱼₖ|, or vⱼₖ, vⱼₖ², rotated lⱼₖ²",
                  "OECD/JRC 2008, ch. 6; Nicoletti et al. 2000"},
    FormulaRecord{"power_index", "S = (Σⱼ wⱼ zⱼ^p)^(1/p)", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"rank_interval", "5 % … 95 % of rankᵢ over the replicates; P(rankᵢ ≤ k)",
                  "Saisana, Saltelli & Tarantola 2005"},
    FormulaRecord{"rank_scale", "z = midrank(x), 1 = worst", "OECD/JRC 2008, ch. 5"},
    FormulaRecord{"rank_shift", "R̄ = (1/n) Σᵢ |rankᵢ − rank⁰ᵢ|", "Saisana, Saltelli & Tarantola 2005"},
    FormulaRecord{"raw_scale", "z = x, negative: −x", "definition"},
    FormulaRecord{"relative_development", "U_lagging / U_leading", "definition"},
    FormulaRecord{"replicate_interval", "5 % … 95 % of the statistic over replicates of the index", "Tidu"},
    FormulaRecord{"sampling_adequacy",
                  "KMO = Σ r² / (Σ r² + Σ partial²); χ² = −(N − 1 − (2m + 5)/6) ln |R|, df = m(m − 1)/2",
                  "Kaiser 1974; Bartlett 1950"},
    FormulaRecord{"stages", "stage = #{b ∈ borders : b ≤ S}; borders: natural breaks of S over all regions and years",
                  "Tidu"},
    FormulaRecord{"tiers", "z = (s − s̄)/sd, s = ln S; core: z ≥ upper, less developed: z < lower, middle: between",
                  "Tidu"},
    FormulaRecord{"topsis", "S = D⁻/(D⁺ + D⁻), D^± = √(Σⱼ wⱼ² (zⱼ − ideal^±ⱼ)²)", "Hwang & Yoon 1981"},
    FormulaRecord{"treated_outliers",
                  "while |G₁| and G₂ exceed their limits: extreme cells take the next value; else ln(x − min + 0.01 "
                  "range) or Box-Cox",
                  "OECD/JRC 2008, ch. 4; COINr"},
    FormulaRecord{"variation_weights", "wⱼ = (sⱼ/|x̄ⱼ|) / Σₖ (sₖ/|x̄ₖ|)", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"vector_scale", "z = x/√(Σ x²), negative: −z", "Hwang & Yoon 1981"},
    FormulaRecord{"weights_without", "wⱼ′ = wⱼ / Σ_{k ∉ shared} wₖ, 0 for shared indicators", "Tidu"},
    FormulaRecord{"z_score", "z = (x − x̄)/s, negative: −z; s with n − 1", "OECD/JRC 2008, ch. 5"},
};

}  // namespace

std::span<const FormulaRecord> index_formulas() { return kFormulas; }

}  // namespace tidu::measure
