// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/formulas.h"

#include <array>

namespace tidu::diffusion {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"critical_beyond", "Σ_r N_r [t ≥ t_r] / Σ_r N_r, t_r the region's own critical time", "Tidu"},
    FormulaRecord{"critical_crossing", "F at the first step in which decisions by contacts ≥ decisions alone",
                  "Bass 1969: F = p/q; by region Tidu"},
    FormulaRecord{"critical_switch_off",
                  "F(t*), t* = the first t with F(t + h) ≥ target after p = media = support = 0 from t on",
                  "Tidu; critical mass after Oliver, Marwell & Teixeira 1985; Rogers 2003, ch. 8"},
    FormulaRecord{"critical_take_off",
                  "F at the first maximum of Fₜ₊₁ − 2Fₜ + Fₜ₋₁ above 0, on a parabola through three",
                  "Mahajan, Muller & Srivastava 1990; on a path Tidu"},
};

}  // namespace

std::span<const FormulaRecord> critical_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
