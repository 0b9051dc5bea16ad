// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/equilibrium.h"

namespace tidu::economy {

/// Caliendo and Parro's welfare figure, as a share of base income: 0.01 is one per cent.
struct FirstOrderWelfare {
  std::vector<double> terms_of_trade;   ///< N
  std::vector<double> volume_of_trade;  ///< N
  std::vector<double> total;            ///< N, their sum
};

/// What CP 2015 (their table 2, from eq. 16) publish as the welfare effect of tariffs:
///   terms of trade  = sum_j sum_i [E_ni (c_hat_n - 1) - M_ni (c_hat_i - 1)] / I_n
///   volume of trade = sum_j sum_i tau_ni M_ni [(M_hat_ni - 1) - (c_hat_i - 1)] / I_n
/// with exports E and imports M of the base before tariffs, n's own purchases left out of both by themselves. It is a
/// first-order expansion evaluated with gross changes: beyond small tariffs it does not count the revenue that a
/// removed tariff no longer earns, so it can differ a hundredfold from Equilibrium::real_income, which is exact (Mexico
/// in NAFTA: 1.31 % against 0.007 %). Of changes in productivity, trade costs or factors it knows what they do to
/// prices at the gate (which stand for c_hat), not what they do at home.
///
/// cost  O(J N^2).
FirstOrderWelfare first_order_welfare(const BaseYear& base, const Equilibrium& after);

/// Real wage w_hat / P_hat of consumption, N x J by skill.
std::vector<RegionSector> real_wages(const Equilibrium& after);

/// Real gross regional product, N hats: value added at the base year's prices, what national accounts call constant
/// prices. Each sector's value added is divided by the price of value added,
///   VA'_nj / (VA_nj omega_hat_nj / A_hat_nj),  omega_hat = prod_g w_hat_g^share_g r_hat^xi  (shares of value added)
/// and summed with the base year's VA_nj as weights (Laspeyres). Prices of goods do not enter: a region whose goods
/// lose value makes as much as before, while its real income falls. productivity  A_hat of the shock; empty: 1
///
/// cost  N J (G + 1) logarithms.
std::vector<double> real_product(const BaseYear& base, const Equilibrium& after, const RegionSector& productivity);

/// CP's eq. 15 in parts, of one wage a region under Cobb-Douglas, no structures, no change of technology:
///   ln(w_hat/P_hat) = - sum_j (alpha/theta) ln pi_hat_nn                                 final goods
///                     - sum_j (alpha/theta) ((1-gamma)/gamma) ln pi_hat_nn               intermediate goods
///                     - sum_j (alpha/gamma) sum_k gamma_kj ln(P_hat_k / P_hat_j)         sectoral linkages
struct RealWageParts {
  double final_goods = 0;
  double intermediate_goods = 0;
  double linkages = 0;
};
/// region counts from 0. Sectors that the region does not buy at home (pi_nn = 0) or makes without value added leave
/// the identity without meaning: their part is left out.
///
/// cost  O(J^2) logarithms.
RealWageParts real_wage_parts(const BaseYear& base, const Equilibrium& after, std::size_t region);

}  // namespace tidu::economy
