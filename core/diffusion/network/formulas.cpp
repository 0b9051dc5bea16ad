// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/formulas.h"

#include <array>

namespace tidu::diffusion::network {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"adoption_balance", "F* = 1 − δ/q for q > δ, else 0",
                  "Kermack & McKendrick 1927; Weiss & Dishon 1971"},
    FormulaRecord{"adoption_logistic", "F = x₀/(x₀ + (1 − x₀) e^(−qt))", "Verhulst 1838"},
    FormulaRecord{"bass_circle", "F = 1 − exp(−(p + q)t + q(1 − e^(−pt))/p)", "Fibich & Gibori 2010"},
    FormulaRecord{"bass_crossing", "qF = p: F = p/q", "Bass 1969"},
    FormulaRecord{"bass_curve", "F = (1 − e^(−(p+q)t))/(1 + (q/p) e^(−(p+q)t))", "Bass 1969"},
    FormulaRecord{"bass_peak", "t* = ln(q/p)/(p + q), F = 1/2 − p/(2q), f = (p + q)²/(4q)", "Bass 1969"},
    FormulaRecord{"bass_ratio", "p/q = (1 − (3 + √3) F)/(2 + √3), F the share at take-off",
                  "Mahajan, Muller & Srivastava 1990; solved for p/q"},
    FormulaRecord{"bass_take_off", "f″ = 0 at e^(−(p+q)t) = (2 ± √3) p/q; F = (1 − (2 + √3) p/q)/(3 + √3) at the first",
                  "Mahajan, Muller & Srivastava 1990"},
    FormulaRecord{"cascade_condition", "Σ_d d(d − 1) p_d [1/d ≥ φ]/z > 1", "Watts 2002"},
    FormulaRecord{"cascade_critical_seed", "ρ_c = max_q (q − G)/(1 − G), G = P(Bin(d − 1, q) ≥ k)",
                  "Gleeson & Cahalane 2007; form of the maximum Tidu"},
    FormulaRecord{"cascade_group_seed", "ρ_c = max(0, max_q (q − G)/(1 − G)), G = Σ_a s_a P(Bin(d − 1, q) ≥ k_a)",
                  "Gleeson & Cahalane 2007, thresholds mixed; form of the maximum Tidu"},
    FormulaRecord{"cascade_jump", "ρ = r(q) at the widest gap in {q : r(q) = max_{x ≤ q} r(x)}, r = (q − G)/(1 − G)",
                  "Gleeson & Cahalane 2007; form of the maximum Tidu"},
    FormulaRecord{"cascade_size", "q = ρ + (1 − ρ) Σ_d (d p_d/z) P(Bin(d − 1, q) ≥ m_d)", "Gleeson & Cahalane 2007"},
    FormulaRecord{"crowd_equilibrium", "the smallest F with F = P(threshold ≤ F)", "Granovetter 1978"},
    FormulaRecord{"crowd_spread", "sd_c = φ(s) with Φ(s) − s φ(s) = mean",
                  "Granovetter 1978; form of the tangency Tidu"},
    FormulaRecord{
        "edge_closure",
        "S = (1 − ρ) e^(−P) ∏ₗ ψₗ(θₗ); θₗ loses 1 − e^(−βₗ) of θₗ − (1 − ρ) e^(−P) ψₗ′(θₗ)/ψₗ′(1) ∏_{m≠l} ψₘ(θₘ)",
        "Miller, Slim & Volz 2012; Fibich & Warman 2024"},
    FormulaRecord{"percolation_giant", "1 − ψ(v), v = 1 − T + Tu, u = ψ′(v)/ψ′(1)", "Newman 2002"},
    FormulaRecord{"percolation_threshold", "T_c = ψ′(1)/ψ″(1)", "Cohen et al. 2000; Newman 2002"},
};

}  // namespace

std::span<const FormulaRecord> formulas() { return kFormulas; }

}  // namespace tidu::diffusion::network
