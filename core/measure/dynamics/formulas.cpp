// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{
        "bandwidth_rule",
        "Silverman h = 0.9 min(s, IQR/1.34) n^(−1/5); Scott h = 1.06 min(s, IQR/1.34) n^(−1/5); Sheather–Jones "
        "h = [R(K)/(n S(α(h)))]^(1/5)",
        "Silverman 1986, 3.31; Scott 1992, 6.5; Sheather & Jones 1991"},
    FormulaRecord{"beta_absolute", "ln(y_T/y₀)/T = a + b ln y₀ + e", "Barro & Sala-i-Martin 1992"},
    FormulaRecord{"beta_conditional", "ln(y_T/y₀)/T = a + b ln y₀ + c′x + e",
                  "Barro & Sala-i-Martin 1992; Mankiw, Romer & Weil 1992"},
    FormulaRecord{"beta_panel", "ln(yᵢₜ₊₁/yᵢₜ) = b ln yᵢₜ + μᵢ + γₜ + eᵢₜ", "Islam 1995"},
    FormulaRecord{"beta_speed", "λ = −ln(1 + bT)/T, half-life = ln 2/λ, s_λ = s_b/(1 + bT)",
                  "Barro & Sala-i-Martin 1992"},
    FormulaRecord{"class_quantiles", "class = #{j : c_j < x}, c_j the quantile j/k",
                  "Quah 1993; Hyndman & Fan 1996, type 7"},
    FormulaRecord{"convergence_clubs",
                  "core: argmax t_k; members: t(core + i) > c*; clubs with t > −1.65 together are merged",
                  "Phillips & Sul 2007, 4.1; 2009"},
    FormulaRecord{
        "early_warning",
        "e = x − Kx; a = Σ(eₜ − ē)(eₜ₊₁ − ē)/Σ(eₜ − ē)², v = Σ(eₜ − ē)²/(n − 1) by window, and their τ with time",
        "Scheffer et al. 2009; Dakos et al. 2008"},
    FormulaRecord{"hodrick_prescott", "min_s Σ (xₜ − sₜ)² + λ Σ (sₜ₊₁ − 2sₜ + sₜ₋₁)²", "Hodrick & Prescott 1997"},
    FormulaRecord{"kernel_density", "f(x) = Σᵢ pᵢ K((x − xᵢ)/h)/h", "Rosenblatt 1956; Parzen 1962; Silverman 1986"},
    FormulaRecord{"kernel_reflection",
                  "f(x) = Σᵢ pᵢ [K((x − xᵢ)/h) + K((x − 2a + xᵢ)/h) + K((x − 2b + xᵢ)/h)]/h on [a, b]",
                  "Silverman 1986, 2.10"},
    FormulaRecord{"lisa_markov", "χ² = Σᵢⱼ (nᵢⱼ − nᵢ. p_own p_lag)²/(nᵢ. p_own p_lag)", "Rey 2001"},
    FormulaRecord{"log_t", "ln(H₁/Hₜ) − 2 ln ln t = a + γ ln t, Hₜ = (1/n) Σᵢ (hᵢₜ − 1)², hᵢₜ = xᵢₜ/x̄ₜ",
                  "Phillips & Sul 2007"},
    FormulaRecord{"markov_ergodic", "π = πP, Σᵢ πᵢ = 1, for each recurrent group",
                  "Kemeny & Snell 1976; Grassmann, Taksar & Heyman 1985"},
    FormulaRecord{"markov_first_passage", "mᵢⱼ = 1 + Σ_{l ≠ j} pᵢₗ mₗⱼ", "Kemeny & Snell 1976, ch. 4"},
    FormulaRecord{"markov_homogeneity",
                  "Q = Σₛᵢⱼ nᵢ(s)(pᵢⱼ(s) − pᵢⱼ)²/pᵢⱼ, LR = 2 Σₛᵢⱼ nᵢⱼ(s) ln(pᵢⱼ(s)/pᵢⱼ), df = Σᵢ (aᵢ − 1)(bᵢ − 1)",
                  "Anderson & Goodman 1957; Bickenbach & Bode 2003"},
    FormulaRecord{"markov_mobility",
                  "M_P = (k − tr P)/(k − 1), M_D = 1 − |det P|, M_L = 1 − |λ₂|, M_B = Σᵢⱼ πᵢ pᵢⱼ |i − j|/(k − 1)",
                  "Prais 1955; Shorrocks 1978; Sommers & Conlisk 1979; Bartholomew 1982"},
    FormulaRecord{"markov_sojourn", "1/(1 − pᵢᵢ)", "Ibe 2009"},
    FormulaRecord{"markov_transitions", "pᵢⱼ = nᵢⱼ/nᵢ.", "Anderson & Goodman 1957; Quah 1993"},
    FormulaRecord{"relative_to_mean", "quantities xᵢₜ/x̄ₜ, scores xᵢₜ − x̄ₜ; x̄ₜ the unweighted mean of the year",
                  "definition"},
    FormulaRecord{"sigma_convergence", "σₜ = √(Σᵢ pᵢ (yᵢₜ − ȳₜ)²)/ȳₜ", "Barro & Sala-i-Martin 1992"},
    FormulaRecord{"sigma_trend", "σₜ = a + b t + e, s_b with the Bartlett kernel over ⌊4(T/100)^(2/9)⌋ lags",
                  "Newey & West 1987, 1994"},
    FormulaRecord{"spatial_markov", "pᵢⱼ(s) = nᵢⱼ(s)/nᵢ.(s), s the class of Wxₜ", "Rey 2001"},
};

}  // namespace

std::span<const FormulaRecord> dynamics_formulas() { return kFormulas; }

}  // namespace tidu::measure
