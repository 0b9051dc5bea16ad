// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {

struct ResidualMoran {
  double moran = 0;
  double expected = 0;
  double variance = 0;  ///< under normal errors
  double z = 0;
};

/// Moran's I of the residuals e of a least-squares regression of y on X, I = (n/S0) e'We / e'e, with the moments of
/// residuals: E = -(n/S0) tr[(X'X)^-1 X'UX]/(n - k), U = (W + W')/2, and
/// Var = (n/S0)^2 [S1 + 2 tr(AA) - 4 tr((X'X)^-1 X'UUX) - 2 tr(A)^2/(n - k)] / ((n - k)(n - k + 2)), A = (X'X)^-1 X'UX.
/// Plain Moran's I of residuals has other moments and rejects too seldom.   [Cliff & Ord 1981, ch. 8]
/// y        n values.
/// x        n x k, n >= k + 2, with a column of ones where an intercept is wanted.
/// errors   measure.association.shape (shape: y, X and w of different regions), measure.residual.perfect_fit (domain:
///          residuals of 0), those of linalg::least_squares.
/// cost     O(n k^2 + links k).
Result<ResidualMoran> residual_moran(std::span<const double> y, View<const double, Row, Column> x,
                                     const SpatialWeights& w);

}  // namespace tidu::measure
