// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/dynamics/markov.h"

namespace tidu::measure {

/// How much regions change places. All are 0 for the identity matrix.
struct Mobility {
  double prais = 0;        ///< (k - tr P)/(k - 1), Shorrocks' M_P, in [0, k/(k - 1)]
  double determinant = 0;  ///< 1 - |det P|, in [0, 1]
  double second_eigenvalue =
      0;                 ///< 1 - |lambda_2|, in [0, 1]; 0 also for periodic chains and for several recurrent groups
  double leaving = 0;    ///< (k - k sum_i pi_i p_ii)/(k - 1), Bartholomew's first: Prais weighted by pi
  double distance = 0;   ///< sum_ij pi_i p_ij |i - j|/(k - 1), Bartholomew's second: classes moved, in [0, 1]
  double half_life = 0;  ///< ln 2/-ln |lambda_2|, steps in which the distance to the ergodic distribution halves;
                         ///< infinite where |lambda_2| = 1
  std::vector<double> prais_of;  ///< 1 - p_ii by class
};

/// Mobility of a chain.   [Prais 1955; Shorrocks 1978; Sommers & Conlisk 1979; Bartholomew 1982; Formby, Smith & Zheng
/// 2004]
/// initial  pi of Bartholomew's measures: empty (every class 1/k, as in giddy), or k weights >= 0 with a positive sum,
///          such as the ergodic distribution or today's.
/// errors   measure.mobility.classes (shape: k < 2), measure.mobility.empty_row (missing; first class from 1 from which
///          nobody departs: its probabilities are unknown), measure.mobility.initial (shape or domain).
/// cost     O(k^3).
Result<Mobility> mobility(const MarkovChain& chain, std::span<const double> initial = {});

}  // namespace tidu::measure
