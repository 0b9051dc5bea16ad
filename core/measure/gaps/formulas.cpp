// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"atkinson", "A = 1 − [Σᵢ pᵢ (xᵢ/μ)^(1−ε)]^(1/(1−ε)); ε = 1: A = 1 − e^(−L)", "Atkinson 1970"},
    FormulaRecord{"bonferroni", "B = 1 − ∫₀¹ L(q)/q dq", "Bonferroni 1930; Tarsitano 1990"},
    FormulaRecord{"bootstrap_interval", "[t*₍α₁₎, t*₍α₂₎], α = Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))) (BCa)",
                  "Efron 1987; Davison & Hinkley 1997, ch. 5"},
    FormulaRecord{
        "dagum",
        "G = Σⱼ Gⱼⱼ pⱼ sⱼ + Σⱼ>ₕ Gⱼₕ (pⱼ sₕ + pₕ sⱼ) Dⱼₕ + Σⱼ>ₕ Gⱼₕ (pⱼ sₕ + pₕ sⱼ)(1 − Dⱼₕ), Dⱼₕ = (dⱼₕ − pⱼₕ)/(dⱼₕ + "
        "pⱼₕ)",
        "Dagum 1997"},
    FormulaRecord{"esteban_ray", "P = Σᵢ Σⱼ pᵢ^(1+α) pⱼ |yᵢ − yⱼ|/μ", "Esteban & Ray 1994"},
    FormulaRecord{"generalised_entropy", "GE(a) = [Σᵢ pᵢ (xᵢ/μ)ᵃ − 1]/(a(a − 1)); a = 0: L; a = 1: T",
                  "Shorrocks 1980; Cowell 2011, ch. 3"},
    FormulaRecord{"gini", "G = Σᵢ Σᵣ pᵢ pᵣ |xᵢ − xᵣ| / (2μ), μ = Σᵢ pᵢ xᵢ",
                  "Gini 1914; Yitzhaki & Schechtman 2013, ch. 2"},
    FormulaRecord{"gini_sample", "G* = G/Σᵢ pᵢ(1 − pᵢ); without weights G n/(n − 1)",
                  "Yitzhaki & Schechtman 2013, ch. 2"},
    FormulaRecord{"group_polarisation", "P = P_ER(group means) − β [G − G(group means)]", "Esteban, Gradín & Ray 2007"},
    FormulaRecord{"log_sd", "√(Σᵢ pᵢ (ln xᵢ − Σᵣ pᵣ ln xᵣ)²)", "Cowell 2011, ch. 2"},
    FormulaRecord{"nested_entropy", "GE = GE_b + Σ_g p_g^(1−a) s_g^a [GE_b(g) + Σ_c … ]", "Theil 1967; Shorrocks 1984"},
    FormulaRecord{"relative_range", "(max − min)/μ; max/min", "definition"},
    FormulaRecord{"shifted_inequality", "G(x + c) = G(x) μ/(μ + c)", "definition"},
    FormulaRecord{"spread", "range = max − min, sd = √((1/n) Σ (x − x̄)²)", "definition"},
    FormulaRecord{"theil_l", "L = Σᵢ pᵢ ln(μ/xᵢ)", "Theil 1967, ch. 4"},
    FormulaRecord{"theil_l_change", "ΔL = Σ p̄_g ΔL_g + Σ L̄_g Δp_g − Σ (ln r_g)‾ Δp_g − Σ p̄_g Δ ln r_g, r_g = μ_g/μ",
                  "Mookherjee & Shorrocks 1982"},
    FormulaRecord{"theil_l_groups", "L = Σ_g p_g L_g + Σ_g p_g ln(p_g/s_g)", "Shorrocks 1980"},
    FormulaRecord{"theil_t", "T = Σᵢ pᵢ (xᵢ/μ) ln(xᵢ/μ)", "Theil 1967, ch. 4"},
    FormulaRecord{"theil_t_groups", "T = Σ_g s_g T_g + Σ_g s_g ln(s_g/p_g)", "Theil 1967, ch. 4; Shorrocks 1980"},
    FormulaRecord{"top_bottom_ratio", "(1 − L(1 − top))/L(bottom), L the Lorenz curve",
                  "Palma 2011; Cobham & Sumner 2013"},
    FormulaRecord{"variation", "V = √(Σᵢ pᵢ (xᵢ − μ)²)/μ; sample: the sum over Σᵢ pᵢ(1 − pᵢ)", "Williamson 1965"},
    FormulaRecord{"wolfson", "W = 4 (μ/m) [½ − L(½) − G/2], m the median", "Wolfson 1994"},
};

}  // namespace

std::span<const FormulaRecord> gap_formulas() { return kFormulas; }

}  // namespace tidu::measure
