// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"mrqap",
                  "y = β₀ + Σ βₖxₖ over pairs i ≠ j; p from t of y on the renumbered residuals of xₖ on the other x",
                  "Krackhardt 1988; Dekker, Krackhardt & Snijders 2007"},
    FormulaRecord{"network_betweenness", "Cᵢ = Σ_{j≠k} g_jk(i)/g_jk / ((n − 1)(n − 2))", "Freeman 1979; Brandes 2001"},
    FormulaRecord{"network_block_density",
                  "Δ_kl = L_kl/(g_k g_l), inside a block L_kk/(g_k(g_k − 1)); image 1 where Δ_kl ≥ Δ",
                  "Wasserman & Faust 1994, ch. 10"},
    FormulaRecord{"network_block_role",
                  "inside share L_kk/Σ_l L_kl against (g_k − 1)/(g − 1); links received against links sent",
                  "Burt 1976; Wasserman & Faust 1994, ch. 10; Li Jing et al. 2014"},
    FormulaRecord{"network_closeness",
                  "(n − 1)/Σ_j d(i, j) if every node reaches every other, else Σ_j 1/d(i, j)/(n − 1)",
                  "Freeman 1979; Marchiori & Latora 2000"},
    FormulaRecord{"network_concor", "R ← corr(R) from the profiles [A; Aᵀ] until every rᵢⱼ is 1 or −1",
                  "Breiger, Boorman & Arabie 1975"},
    FormulaRecord{"network_connectedness", "1 − V/(n(n − 1)/2), V pairs without a path, direction aside",
                  "Krackhardt 1994"},
    FormulaRecord{"network_degree", "nodes with a link to or from i, over n − 1", "Freeman 1979"},
    FormulaRecord{"network_density", "L/(n(n − 1))", "Wasserman & Faust 1994, ch. 4"},
    FormulaRecord{"network_efficiency",
                  "1 − V/Σ_c (n_c − 1)², V = L − Σ_c (n_c − 1) links beyond those that hold component c together",
                  "Krackhardt 1994, on directed links as in the R package sna"},
    FormulaRecord{"network_gravity", "Rᵢⱼ = Vᵢ/(Vᵢ + Vⱼ) · MᵢMⱼ/Dᵢⱼᵇ, M = (∏ m_k)^{1/m}",
                  "Zipf 1946; Li Jing et al. 2014"},
    FormulaRecord{"network_hierarchy", "1 − V/max V, max V pairs with a directed path, V those with one each way",
                  "Krackhardt 1994"},
    FormulaRecord{"network_link", "aᵢⱼ = 1 where Rᵢⱼ reaches the cut (by default the mean of row i) and is positive",
                  "convention of the field"},
    FormulaRecord{"network_reciprocity", "2M/(2M + A), M pairs with both links, A with one",
                  "Wasserman & Faust 1994, ch. 13"},
    FormulaRecord{"network_transitivity", "paths i → j → k with a link i → k, over all such paths",
                  "Wasserman & Faust 1994, ch. 6"},
    FormulaRecord{"qap", "r = corr(aᵢⱼ, bᵢⱼ), i ≠ j; p = (#{r* ≥ r} + 1)/(m + 1) over renumbered nodes",
                  "Hubert & Schultz 1976; Krackhardt 1988"},
};

}  // namespace

std::span<const FormulaRecord> network_formulas() { return kFormulas; }

}  // namespace tidu::measure
