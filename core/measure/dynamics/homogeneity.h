// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/dynamics/markov.h"

namespace tidu::measure {

/// Whether regimes (periods, groups of regions, classes of the neighbours) share one chain.
struct Homogeneity {
  double q = 0;             ///< Pearson's Q
  double lr = 0;            ///< likelihood ratio
  std::size_t degrees = 0;  ///< sum_i (a_i - 1)(b_i - 1)
  double q_p = 1;           ///< P(chi2(degrees) >= q); 1 without a degree of freedom
  double lr_p = 1;
  std::size_t degrees_all = 0;  ///< (m - 1) k (k - 1), as if no cell were empty
  std::vector<double> q_of;     ///< Q by regime
  std::vector<double> lr_of;    ///< LR by regime
  std::size_t cells = 0;        ///< cells that are tested
  std::size_t small_cells = 0;  ///< those among them in which fewer than 5 transitions are expected: where they are
                                ///< many, the chi-square distribution is no guide
};

/// Test that m matrices of transitions come from one chain: Q = sum_s sum_i sum_j n_i(s) (p_ij(s) - p_ij)^2/p_ij and LR
/// = 2 sum n_ij(s) ln(p_ij(s)/p_ij) over the cells with p_ij > 0, p the pooled chain. a_i counts the classes that are
/// reached from i at all, b_i the regimes with a departure from i; a class without any departure tests nothing.
/// [Anderson & Goodman 1957; Bickenbach & Bode 2003, eq. 5-6]
/// giddy counts a class without departures as (0 - 1)(0 - 1)
/// = 1 degree of freedom. Rows may differ in number from columns. Transitions of one region follow one another:
/// p-values take them as independent.
/// regimes  m >= 2 matrices of one shape.
/// errors   measure.homogeneity.shape (shape).
/// cost     O(m k^2).
Result<Homogeneity> homogeneity(std::span<const Counts> regimes);

}  // namespace tidu::measure
