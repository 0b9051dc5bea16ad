// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/formulas.h"

#include <array>

namespace tidu::economy::accounts {
namespace {

constexpr std::array kFormulas{
    FormulaRecord{"accounts_base_year", "Y = v / (v / Y) of the table, U = a Y, E = (E / Y) Y, M = (M / U) U", "Tidu"},
    FormulaRecord{"accounts_outflow", "O ≤ (1 − h)(Y − E), I = U − M − (Y − E − O)", "Tidu"},
    FormulaRecord{"biproportional", "xᵢⱼ = rᵢ aᵢⱼ sⱼ with Σⱼ xᵢⱼ = uᵢ, Σᵢ xᵢⱼ = vⱼ", "Stone 1961; Bacharach 1970"},
    FormulaRecord{"accounts_gravity", "gₙᵢ ∝ rₙ sᵢ dₙᵢ^−ε, dₙₙ = ⅔ √(area / π)", "Wilson 1967; Head & Mayer 2010"},
    FormulaRecord{"accounts_trade", "x = w · recorded + (1 − w) · gravity, balanced", "Tidu"},
    FormulaRecord{"accounts_world", "Y = (1 − A)⁻¹ (F + M − E), Σ v = size · Σ v of the nation",
                  "Leontief 1936; closure: Tidu"},
    FormulaRecord{"economy_skills", "zₙⱼᵍ = Aₙᵍ sⱼᵍ^k Bₙⱼ with Σᵍ zₙⱼᵍ = wLₙⱼ, Σⱼ zₙⱼᵍ ∝ ωᵍ cₙᵍ",
                  "Bacharach 1970; Tidu"},
    FormulaRecord{"social_accounts", "Σⱼ tᵢⱼ = Σⱼ tⱼᵢ", "Pyatt & Round 1985"},
};

}  // namespace

std::span<const FormulaRecord> accounts_formulas() { return kFormulas; }

}  // namespace tidu::economy::accounts
