// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/measure/network/options.h"

namespace tidu::measure {

inline constexpr std::uint64_t kMaximumQapPermutations = 999'999;

/// A relation between n nodes, one number a pair.
using Relation = View<const double, Row, Column>;

/// How the quadratic assignment procedure is run.
struct QapTest {
  std::uint64_t permutations = 9999;  ///< 0 .. kMaximumQapPermutations; 0: no p-values (all 1)
  std::uint64_t seed = 0;
  bool diagonal = false;  ///< the diagonal counts as data
};

/// Where an observed number stands among those of permuted networks. A permuted number within rounding of the observed
/// one counts as equal to it.
struct PermutationP {
  std::uint64_t as_large = 0;    ///< r+ = #{s* >= s}
  std::uint64_t as_small = 0;    ///< r- = #{s* <= s}
  std::uint64_t as_extreme = 0;  ///< r = #{|s*| >= |s|}
  double greater = 1;            ///< one-sided, (r+ + 1)/(m + 1)
  double less = 1;               ///< one-sided, (r- + 1)/(m + 1)
  double two_sided = 1;          ///< min(1, 2 min(greater, less))
  double absolute = 1;           ///< (r + 1)/(m + 1): two-sided by size, as the package sna prints for regressions
};

struct QapCorrelation {
  double correlation = 0;  ///< Pearson's r over the cells
  PermutationP p;
  double permutation_mean = 0;  ///< of r*; 0 without permutations
  double permutation_sd = 0;    ///< divisor m
};

/// Correlation of relation `a` with each of `others`, and its place among those with the nodes of `a` renumbered at
/// random (rows and columns together).   [Krackhardt 1988; Hubert & Schultz 1976]
/// a, others n x n, n >= 3, finite off the diagonal (and on it, if it counts), not constant there.
/// returns   one entry each of others. All see the same permutations, so an entry does not depend on which stand
/// beside. errors    measure.qap.shape, measure.qap.too_few (shape), measure.qap.not_finite, measure.qap.constant
/// (domain; the
///           relation's number counts from 1, a first), measure.qap.permutations (limit), measure.qap.cancelled.
/// cost      O(m n^2 others). Same bits for any executor and thread count.
Result<std::vector<QapCorrelation>> qap_correlations(Relation a, std::span<const Relation> others,
                                                     const QapTest& test = {}, Executor& executor = serial_executor());

/// The same for one pair of relations.
Result<QapCorrelation> qap_correlation(Relation a, Relation b, const QapTest& test = {},
                                       Executor& executor = serial_executor());

/// Which number of a regression is compared with its permutations.
enum class MrqapStatistic : std::uint8_t {
  t,            ///< coefficient over its least squares standard error; pivotal, recommended by Dekker et al.
  coefficient,  ///< the coefficient itself
};

struct MrqapRequest {
  Relation outcome;
  std::span<const Relation> regressors;  ///< k >= 1
  MrqapMethod method = MrqapMethod::double_semi_partialling;
  MrqapStatistic statistic = MrqapStatistic::t;
  QapTest test;
};

struct MrqapTerm {
  double coefficient = 0;
  double standardised = 0;  ///< coefficient sd(x)/sd(y)
  double t = 0;             ///< with the least squares standard error, which ignores that cells of a node depend
  PermutationP p;
};

struct Mrqap {
  std::size_t cells = 0;
  double intercept = 0;
  double r_squared = 0;
  double r_squared_adjusted = 0;
  PermutationP r_squared_p;  ///< under MrqapMethod::permute_outcome; without meaning (all 1) otherwise
  std::vector<MrqapTerm> terms;
};

/// Regression of a relation on others over its cells, with an intercept, tested by permuting nodes. Under double
/// semi-partialling each regressor is regressed on the others, the residuals' rows and columns are permuted together
/// and stand in for the regressor: so the links among the regressors stay.   [Krackhardt 1988; Dekker, Krackhardt &
/// Snijders 2007, Psychometrika 72:563-581]
/// errors    as qap_correlations; measure.qap.no_regressor, measure.qap.too_few_cells (shape: cells <= k + 1),
///           measure.qap.collinear (domain; the regressor's number, from 1), measure.qap.exact (domain: the regressors
///           explain the outcome without residual, so that t has no value).
/// cost      O(m n^2 k) under permute_outcome, O(m n^2 k^2) under double semi-partialling.
Result<Mrqap> mrqap(const MrqapRequest& request, Executor& executor = serial_executor());

}  // namespace tidu::measure
