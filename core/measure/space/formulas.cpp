// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"albers", "ρ = R √(C − 2 n sin φ)/n, x = ρ sin n(λ − λ₀), y = ρ₀ − ρ cos n(λ − λ₀)",
                  "Snyder 1987, ch. 14"},
    FormulaRecord{"bivariate_moran", "Iₓᵧ = (n/S₀) Σᵢⱼ wᵢⱼ (xᵢ − x̄)(yⱼ − ȳ) / √(Σ(xᵢ − x̄)² Σ(yᵢ − ȳ)²)",
                  "Anselin, Syabri & Smirnov 2002"},
    FormulaRecord{"conditional_permutation",
                  "Iᵢ*: xᵢ stays, its kᵢ neighbours are drawn without replacement from the other n − 1 regions",
                  "Anselin 1995"},
    FormulaRecord{"deviational_ellipse",
                  "tan θ = (A + B)/C, σ² = (Σ w dx² + Σ w dy² ± B)/(2 Σ w), A = Σ w dx² − Σ w dy², C = 2 Σ w dx dy, B "
                  "= √(A² + C²)",
                  "Lefever 1926; Yuill 1971"},
    FormulaRecord{"discretisation",
                  "equal intervals, quantiles (type 7), natural breaks, geometric series, standard deviations",
                  "Slocum et al. 2009, ch. 5"},
    FormulaRecord{"empirical_bayes_rates", "zᵢ = (pᵢ − b)/√(a + b/Pᵢ), b = ΣE/ΣP, a = s² − b/P̄",
                  "Assunção & Reis 1999"},
    FormulaRecord{"false_discovery_rate", "qᵢ = min over p₍ⱼ₎ ≥ pᵢ of m p₍ⱼ₎/j", "Benjamini & Hochberg 1995"},
    FormulaRecord{"geary_c", "C = ((n − 1)/2S₀) Σᵢⱼ wᵢⱼ (xᵢ − xⱼ)² / Σ(xᵢ − x̄)², E(C) = 1",
                  "Geary 1954; Cliff & Ord 1981, ch. 1-2"},
    FormulaRecord{"geodetector_ecological", "F = N₁(N₂ − 1) SSW₁/(N₂(N₁ − 1) SSW₂)", "Wang et al. 2010"},
    FormulaRecord{"geodetector_interaction", "q(X₁ ∩ X₂) against q(X₁), q(X₂), q(X₁) + q(X₂)", "Wang et al. 2010"},
    FormulaRecord{"geodetector_p",
                  "F = ((N − L)/(L − 1)) q/(1 − q) ~ F(L − 1, N − L; λ), λ = [Σ_h Ȳ_h² − (Σ_h √N_h Ȳ_h)²/N]/s²",
                  "Wang, Zhang & Fu 2016"},
    FormulaRecord{"geodetector_q", "q = 1 − Σ_h N_h s_h²/(N s²)", "Wang et al. 2010; Wang, Zhang & Fu 2016"},
    FormulaRecord{"geodetector_risk", "t = (Ȳ₁ − Ȳ₂)/√(s₁²/N₁ + s₂²/N₂)", "Wang et al. 2010; Welch 1947"},
    FormulaRecord{"getis_ord_g", "G = Σᵢⱼ wᵢⱼ xᵢxⱼ / Σ_{i≠j} xᵢxⱼ, E(G) = S₀/(n(n − 1))", "Getis & Ord 1992, 1993"},
    FormulaRecord{"gravity_centre", "(Σ w x / Σ w, Σ w y / Σ w)", "Lefever 1926"},
    FormulaRecord{"great_circle", "d = 2 R atan2(√h, √(1 − h)), h = sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)",
                  "Sinnott 1984"},
    FormulaRecord{"join_counts", "Jᵣₛ = ½ Σᵢⱼ wᵢⱼ [cᵢ = r, cⱼ = s or the reverse]",
                  "Moran 1948; Cliff & Ord 1981, ch. 1-2"},
    FormulaRecord{"lee_l", "L = (n/Σᵢ wᵢ.²) Σᵢ (Wdx)ᵢ(Wdy)ᵢ / √(Σdx² Σdy²)", "Lee 2001"},
    FormulaRecord{"local_bivariate", "Iᵢ = (dxᵢ/(sₓsᵧ)) Σⱼ wᵢⱼ dyⱼ", "Anselin, Syabri & Smirnov 2002"},
    FormulaRecord{"local_g", "Gᵢ = Σⱼ wᵢⱼ xⱼ / Σ_{j≠i} xⱼ", "Getis & Ord 1992; Ord & Getis 1995"},
    FormulaRecord{"local_g_star", "Gᵢ* = Σⱼ wᵢⱼ xⱼ / Σⱼ xⱼ, i among its neighbours",
                  "Getis & Ord 1992; Ord & Getis 1995"},
    FormulaRecord{"local_geary", "cᵢ = (1/m₂) Σⱼ wᵢⱼ (xᵢ − xⱼ)²", "Anselin 1995, 2019"},
    FormulaRecord{"local_moran", "Iᵢ = (zᵢ/m₂) Σⱼ wᵢⱼ zⱼ, z = x − x̄, m₂ = Σz²/n",
                  "Anselin 1995; Sokal, Oden & Thomson 1998"},
    FormulaRecord{"moran_i", "I = (n/S₀) zᵀWz / zᵀz, z = x − x̄, E(I) = −1/(n − 1)",
                  "Moran 1950; Cliff & Ord 1981, ch. 1"},
    FormulaRecord{"moran_permutation",
                  "p⁺ = (#{I* ≥ I} + 1)/(m + 1), p⁻ = (#{I* ≤ I} + 1)/(m + 1), p = min(1, 2 min(p⁺, p⁻))",
                  "Cliff & Ord 1981, ch. 2; Davison & Hinkley 1997, ch. 4"},
    FormulaRecord{"moran_residuals", "I = (n/S₀) eᵀWe / eᵀe, E(I) = −(n/S₀) tr[(XᵀX)⁻¹XᵀWX]/(n − k)",
                  "Cliff & Ord 1981, ch. 8"},
    FormulaRecord{"moran_variance_normality", "Var I = (n²S₁ − nS₂ + 3S₀²)/((n² − 1)S₀²) − E²",
                  "Cliff & Ord 1981, ch. 2"},
    FormulaRecord{"moran_variance_randomisation",
                  "Var I = {n[(n² − 3n + 3)S₁ − nS₂ + 3S₀²] − b₂[(n² − n)S₁ − 2nS₂ + 6S₀²]} / ((n−1)(n−2)(n−3)S₀²) − "
                  "E², b₂ = m₄/m₂²",
                  "Cliff & Ord 1981, ch. 2"},
    FormulaRecord{"spatial_interval", "1/w_min < ρ < 1/w_max over the real eigenvalues of W",
                  "Ord 1975; LeSage & Pace 2009, ch. 4"},
    FormulaRecord{"spatial_weights",
                  "wᵢⱼ by kind: border, k nearest, band, d⁻ᵃ, e^(−d/δ), 1/|xᵢ − xⱼ|, φW_d + (1 − φ)W_e, W_d diag(xⱼ/x̄)",
                  "Anselin 1988, ch. 3; LeSage & Pace 2009, ch. 4"},
    FormulaRecord{"spatial_weights_row", "wᵢⱼ / Σⱼ wᵢⱼ; for borders 1/kᵢ for the kᵢ regions that border on i",
                  "Cliff & Ord 1981, ch. 1"},
};

}  // namespace

std::span<const FormulaRecord> space_formulas() { return kFormulas; }

}  // namespace tidu::measure
