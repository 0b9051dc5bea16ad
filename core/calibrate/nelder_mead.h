// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/function_ref.h"

namespace tidu::calibrate {

struct Minimum {
  std::vector<double> x;
  double value = 0;
  int evaluations = 0;
  bool converged = false;  ///< the simplex became smaller than the tolerance before the evaluations ran out
};

/// Smallest value of f by the downhill simplex of Nelder & Mead 1965 with the coefficients 1, 2, 1/2, 1/2.
/// Deterministic. start  first corner; the others lie `step` away along each axis
Minimum nelder_mead(FunctionRef<double(std::span<const double>)> f, std::span<const double> start, double step);

}  // namespace tidu::calibrate
