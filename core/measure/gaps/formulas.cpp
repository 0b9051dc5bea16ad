// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/formulas.h"

#include <array>

namespace tidu::measure {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"gini", "G = Σᵢ Σᵣ pᵢ pᵣ |xᵢ − xᵣ| / (2μ), μ = Σᵢ pᵢ xᵢ",
                  "Gini 1914; Yitzhaki & Schechtman 2013, ch. 2"},
    FormulaRecord{"gini_groups", "G = Σ_g p_g s_g G_g + Σ_g<h |p_g s_h − p_h s_g| + G_overlap",
                  "Bhattacharya & Mahalanobis 1967; Lambert & Aronson 1993; Dagum 1997"},
    FormulaRecord{"shifted_inequality", "G(x + c) = G(x) μ/(μ + c)", "definition"},
    FormulaRecord{"spread", "range = max − min, sd = √((1/n) Σ (x − x̄)²)", "definition"},
    FormulaRecord{"theil_l", "L = Σᵢ pᵢ ln(μ/xᵢ)", "Theil 1967, ch. 4"},
    FormulaRecord{"theil_l_groups", "L = Σ_g p_g L_g + Σ_g p_g ln(p_g/s_g)", "Shorrocks 1980"},
    FormulaRecord{"theil_t", "T = Σᵢ pᵢ (xᵢ/μ) ln(xᵢ/μ)", "Theil 1967, ch. 4"},
    FormulaRecord{"theil_t_groups", "T = Σ_g s_g T_g + Σ_g s_g ln(s_g/p_g)", "Theil 1967, ch. 4; Shorrocks 1980"},
};

}  // namespace

std::span<const FormulaRecord> gap_formulas() { return kFormulas; }

}  // namespace tidu::measure
