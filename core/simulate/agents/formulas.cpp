// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/formulas.h"

#include <cmath>

namespace tidu::simulate {
namespace {

constexpr FormulaRecord kFormulas[] = {
    {"agent_allocation", "N_rsza = N_r·P(s|r)·P(z)·P(a), whole numbers by largest remainders",
     "Tidu; rounding: Cox & Ernst 1982"},
    {"domain_means", "x = V/(n − 1),  V = Σ n_c·v_c over the cells of a matching's domain", "Tidu"},
    {"graph_means", "x_c = Σ_j W_cj·v_j,  W_cj = (1/n_c)·Σ_i k_ij/k_i,  k_ij: contacts of member i of c in cell j",
     "Tidu; degree classes: Pastor-Satorras & Vespignani 2001"},
    {"network_members", "round(m·N) members may ever adopt; adopter groups by largest remainders of all; both drawn",
     "Tidu; Rogers 2003, ch. 7"},
    {"network_facts", "k̄ = Σ k/N,  σ² = Σ (k − k̄)²/N", "Newman 2010, ch. 6"},
    {"agent_sampling", "sd = 100·√(M·f·(1 − f))/N", "binomial distribution"},
    {"paired_agents", "b = with and not without, c = without and not with;  net = b − c,  sd = √(b + c − (b − c)²/N)",
     "McNemar 1947; same random numbers: Tidu"},
    {"newcomers",
     "in the market of a scenario and not of the baseline: agents from the start, whom no news reaches before", "Tidu"},
};

}  // namespace

std::span<const FormulaRecord> agent_formulas() { return kFormulas; }

double sampling_deviation(double users, double potential, double whole) {
  if (!(potential > 0)) return 0;
  const double f = users / potential;
  return 100 * std::sqrt(potential * f * (1 - f)) / whole;
}

}  // namespace tidu::simulate
