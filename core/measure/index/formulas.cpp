// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"competition_rank", "rankᵢ = 1 + #{k : xₖ > xᵢ}", "definition"},
    FormulaRecord{"coupling", "C = k (∏ Uₛ)^(1/k) / Σ Uₛ", "Wang Shujia et al. 2021; Liu Chunlin 2017"},
    FormulaRecord{"coupling_coordination", "D = √(C T)", "Wang Shujia et al. 2021"},
    FormulaRecord{"coupling_development", "T = Σ αₛ Uₛ, Σ αₛ = 1", "Wang Shujia et al. 2021"},
    FormulaRecord{"coupling_grade", "grade = 1 + #{b ∈ {0.1, 0.2, …, 0.9} : b ≤ D}", "Liao Chongbin 1999"},
    FormulaRecord{"coupling_modified", "C = √{[1 − Σ_{i>j} |Uᵢ − Uⱼ| / (k(k−1)/2)] ∏ᵢ (Uᵢ/max U)^(1/(k−1))}",
                  "Wang Shujia et al. 2021"},
    FormulaRecord{"critic_weights", "wⱼ = Cⱼ / Σₖ Cₖ, Cⱼ = sⱼ Σₖ (1 − rⱼₖ)",
                  "Diakoulaki, Mavrotas & Papayannakis 1995"},
    FormulaRecord{"entropy_weights", "wⱼ = (1 − eⱼ) / Σₖ (1 − eₖ), eⱼ = −(1/ln N) Σᵢ pᵢⱼ ln pᵢⱼ, pᵢⱼ = zᵢⱼ / Σᵢ zᵢⱼ",
                  "Shannon 1948; Hwang & Yoon 1981"},
    FormulaRecord{"equal_pillar_weights", "wⱼ = 1 / (P mₚ), p = pillar of j", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"equal_weights", "wⱼ = 1/m", "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"linear_index", "S = Σⱼ wⱼ zⱼ = Σₚ Wₚ Sₚ, Wₚ = Σ_{j∈p} wⱼ, Sₚ = Σ_{j∈p} wⱼ zⱼ / Wₚ",
                  "OECD/JRC 2008, ch. 6"},
    FormulaRecord{"min_max_pooled",
                  "z = (x − min)/(max − min), negative: (max − x)/(max − min); over all regions and years",
                  "OECD/JRC 2008, ch. 5"},
    FormulaRecord{"min_max_yearly",
                  "z = (x − min)/(max − min), negative: (max − x)/(max − min); over the regions of each year",
                  "OECD/JRC 2008, ch. 5"},
    FormulaRecord{"obstacle_degree", "Oⱼ = Fⱼ Iⱼ / Σₖ Fₖ Iₖ, Fⱼ = wⱼ, Iⱼ = 1 − zⱼ; pillar: Σ_{j∈p} Oⱼ", "definition"},
    FormulaRecord{"rank_interval", "5 % … 95 % of rankᵢ over the replicates; P(rankᵢ ≤ k)",
                  "Saisana, Saltelli & Tarantola 2005"},
    FormulaRecord{"rank_shift", "R̄ = (1/n) Σᵢ |rankᵢ − rank⁰ᵢ|", "Saisana, Saltelli & Tarantola 2005"},
    FormulaRecord{"relative_development", "U_lagging / U_leading", "definition"},
    FormulaRecord{"replicate_interval", "5 % … 95 % of the statistic over replicates of the index", "Tidu"},
    FormulaRecord{"stages", "stage = #{b ∈ borders : b ≤ S}; borders: natural breaks of S over all regions and years",
                  "Tidu"},
    FormulaRecord{"tiers", "z = (s − s̄)/sd, s = ln S; core: z ≥ upper, less developed: z < lower, middle: between",
                  "Tidu"},
    FormulaRecord{"weights_without", "wⱼ′ = wⱼ / Σ_{k ∉ shared} wₖ, 0 for shared indicators", "Tidu"},
};

}  // namespace

std::span<const FormulaRecord> index_formulas() { return kFormulas; }

}  // namespace tidu::measure
