// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"
#include "core/base/sobol.h"

namespace tidu::measure {

struct SensitivityOptions {
  std::size_t samples = 4096;   ///< K rows of each of A and B; powers of two suit the sequence
  std::size_t resamples = 500;  ///< of the rows, for the intervals; 0: no intervals (low = high = index)
  double level = 0.9;           ///< of the intervals
  std::uint64_t seed = 0;       ///< of the resampling alone: the design has no random numbers
};

inline constexpr std::size_t kMaximumSamples = std::size_t{1} << 22;

/// The share of the variance of a function that one factor makes.
struct FactorSensitivity {
  double first = 0;  ///< S_i = V[E(Y|X_i)]/V(Y): alone. An estimate, so it may lie a little below 0
  double first_low = 0;
  double first_high = 0;
  double total = 0;  ///< S_Ti = E[V(Y|X_~i)]/V(Y): alone and together with others; total - first: interactions
  double total_low = 0;
  double total_high = 0;
  /// Monte Carlo standard errors for rows that are drawn independently, by the delta method on the ratio of means:
  /// S = E[x]/E[v] has the error sqrt(Var[x - S v]/K)/E[v]. With the rows of a Sobol' sequence they are too large.
  double first_error = 0;
  double total_error = 0;
};

struct Sensitivity {
  std::vector<FactorSensitivity> factors;
  double mean = 0;
  double variance = 0;          ///< of Y over A and B, divisor 2K; 0: Y does not vary and all indices are 0
  double first_sum = 0;         ///< sum of the first-order indices: 1 for an additive function
  std::size_t evaluations = 0;  ///< K (d + 2)
};

/// The points of a Saltelli design: two independent blocks A and B of K points in [0, 1)^d, from one Sobol' sequence in
/// 2d dimensions (core/base/sobol.h), and for each factor i the block A_B^i, which is A with column i from B.
/// [Saltelli et al. 2010]
class SaltelliDesign {
 public:
  /// factors  1 .. most_factors().
  explicit SaltelliDesign(std::size_t factors);

  std::size_t factors() const { return sequence_.dimensions() / 2; }
  std::size_t blocks() const { return factors() + 2; }

  /// Row k of block 0 (A), 1 (B) or 2 + i (A_B^i, i from 0). u.size() == factors(). cost O(d) a call.
  void point(std::size_t k, std::size_t block, std::span<double> u) const;

  static constexpr std::size_t most_factors() { return kSobolDimensions / 2; }

 private:
  SobolSequence sequence_;
};

/// First-order and total indices from the outputs of a design: with f centred at the mean of A and B (which changes no
/// expectation and lowers the error),
/// S_i = (1/K) sum_k f(B)_k (f(A_B^i)_k - f(A)_k) / V   [Saltelli et al. 2010, table 2 (b)]
/// S_Ti = (1/2K) sum_k (f(A)_k - f(A_B^i)_k)^2 / V   [Jansen 1999]
/// A factor may be a group of inputs: block A_B^i then has the whole group from B, and S_i is the closed index of the
/// group.   [Saltelli et al. 2008, sec. 1.2.15]
/// with percentile intervals over resampled rows: how exact the estimate is, nothing about data.
/// outputs  K >= 2 rows x (d + 2) blocks in the order of the design, finite.
/// errors   measure.sensitivity.shape (shape), measure.sensitivity.not_finite (domain; row and block from 1),
///          measure.sensitivity.level (domain), measure.sensitivity.cancelled.
/// cost     O(K d resamples). Same bits for any executor.
Result<Sensitivity> sensitivity_of_outputs(View<const double, Row, Column> outputs,
                                           const SensitivityOptions& options = {},
                                           Executor& executor = serial_executor());

/// Sobol' indices of any function of d independent factors, each uniform on [0, 1): transform u inside f for others.
/// f        called K (d + 2) times, perhaps at the same time from several threads; a pure function of u.
/// errors   measure.sensitivity.factors (domain), measure.sensitivity.samples (domain), and those above.
/// cost     K (d + 2) calls of f.
Result<Sensitivity> sobol_indices(std::size_t factors, FunctionRef<double(std::span<const double> u)> f,
                                  const SensitivityOptions& options = {}, Executor& executor = serial_executor());

}  // namespace tidu::measure
