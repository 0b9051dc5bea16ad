// SPDX-License-Identifier: Apache-2.0
#include "core/economy/formulas.h"

#include <array>

namespace tidu::economy {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"economy_costs", "ĉₙⱼ = ω̂ₙⱼ^γₙⱼ Πₖ P̂ₙₖ^γₙₖⱼ", "Caliendo & Parro 2015, eq. 10"},
    FormulaRecord{"economy_prices", "P̂ₙⱼ = [Σᵢ πₙᵢⱼ (κ̂ₙᵢⱼ ĉᵢⱼ Âᵢⱼ^−γᵢⱼ)^−θ]^(−1/θ)", "Caliendo & Parro 2015, eq. 11"},
    FormulaRecord{"economy_trade", "π′ₙᵢⱼ = πₙᵢⱼ (κ̂ₙᵢⱼ ĉᵢⱼ Âᵢⱼ^−γᵢⱼ / P̂ₙⱼ)^−θ", "Caliendo & Parro 2015, eq. 12"},
    FormulaRecord{"economy_markets", "X′ₙₖ = Σⱼ γₙₖⱼ Y′ₙⱼ + αₙₖ I′ₙ, Y′ᵢⱼ = Σₙ π′ₙᵢⱼ X′ₙⱼ, ω̂ L̂ w L = γ Y′",
                  "Caliendo & Parro 2015, eq. 13-14; Caliendo, Dvorkin & Parro 2019"},
    FormulaRecord{"economy_welfare", "Ŵₙ = Îₙ / P̂ₙ", "exact; Dekle, Eaton & Kortum 2008"},
    FormulaRecord{"economy_first_order",
                  "Σⱼᵢ [Eₙᵢ (ĉₙ − 1) − Mₙᵢ (ĉᵢ − 1)] / Iₙ + Σⱼᵢ τₙᵢ Mₙᵢ [(M̂ₙᵢ − 1) − (ĉᵢ − 1)] / Iₙ",
                  "Caliendo & Parro 2015, eq. 16"},
    FormulaRecord{"economy_friend_enemy", "∂ ln Wₙ / ∂ ln Aᵢ", "Kleinman, Liu & Redding 2020"},
    FormulaRecord{"moves_from_totals", "mₛₜ ∝ Lₜ dₛₜ^−ε with Σₜ mₛₜ = outₛ, Σₛ mₛₜ = inₜ; yearly: stayₛ^(1/T)",
                  "Deming & Stephan 1940; Tidu"},
    FormulaRecord{"economy_moves", "μ′ₛₜ = (1 − φ) 1 + φ qₛₜ ûₜ^κ / Σₕ qₛₕ ûₕ^κ",
                  "Artuc, Chaudhuri & McLaren 2010; Caliendo, Dvorkin & Parro 2019"},
    FormulaRecord{"economy_modes", "x′ = c + P x, −ln 2 / ln |λ(P)|", "Kleinman, Liu & Redding 2023; myopic: Tidu"},
    FormulaRecord{"economy_certificate", "ρ(|1 + s J|), λ(J), λ(∂(ln u − σ ln L)/∂ ln L)",
                  "Allen, Arkolakis & Li 2024; Tidu"},
    FormulaRecord{"economy_siphon", "1000 (outₙ − inₙ)/Lₙ, Iₙ ∂ln Wₙ/∂ln Aₙ / Σᵢ Iᵢ ∂ln Wᵢ/∂ln Aₙ, xₙ of the slowest λ",
                  "Tidu"},
    FormulaRecord{"economy_trend", "ĥₙ = h̄ + B (h̄ₙ − h̄), h = g − l, B = [1 − (N − 3)/(N − 1) · (s²/T) / v]⁺",
                  "Solow 1957; Efron & Morris 1973"},
    FormulaRecord{"economy_persistence", "xₙₜ = m + vₜ + dₙ + uₙₜ, vₜ = r vₜ₋₁ + wₜ, uₙₜ = ρ uₙ,ₜ₋₁ + eₙₜ, ρ, r | x",
                  "Baltagi & Li 1992; Hsiao, Pesaran & Tahmiscioglu 2002; Morris 1983"},
    FormulaRecord{"economy_forecast", "Â = e^((1 − ξ) h t), L̂ = e^(l t), k′ = (1 − δ) k + (g + δ) Ŵ, K₀ = I / (g + δ)",
                  "Solow 1956; Kleinman, Liu & Redding 2023 (clock); Tidu"},
    FormulaRecord{"economy_density", "Â = Ā (L̂ / L̂_trend)^α, û = (L̂ / L̂_trend)^β ŵ / P̂",
                  "Allen & Arkolakis 2014; against the trend: Tidu"},
    FormulaRecord{"economy_natural_growth", "Σₛ μ₀[s,n] wₛ Lₛ = e^lₙ Lₙ", "Tidu"},
    FormulaRecord{"elasticity_yearly", "ν₁ = β₁/(1 − β₁) · (1 − β)/β · ν, β₁ = β^(1/years)",
                  "Tidu; Artuc, Chaudhuri & McLaren 2010 (static expectations)"},
    FormulaRecord{"real_product", "Σⱼ VA′ₙⱼ Âₙⱼ / (ŵₙ^(1 − ξ) r̂ₙ^ξ) / Σⱼ VAₙⱼ",
                  "value added at base prices (Laspeyres)"},
};

}  // namespace

std::span<const FormulaRecord> statics_formulas() { return kFormulas; }

}  // namespace tidu::economy
