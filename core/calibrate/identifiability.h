// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "core/calibrate/path_fit.h"

namespace tidu::calibrate {

// What the data say and what the priors say. With S the national parameters' prior variances and C their posterior
// covariance (regions and years integrated out), the data's Fisher information in units of the prior is
//
//   S^1/2 (C^-1 - S^-1) S^1/2,  eigenvalues lambda_k                                             [data_information]
//
// On the combination of eigenvector k the variance has fallen to 1 / (1 + lambda_k): above 1 the data say more than the
// prior. Before a path has passed its inflection the size of the market and the speed of imitation trade off against
// each other (Van den Bulte & Lilien 1997): the profile of the market shows how far.

/// The best fit with the market held at a value; its own prior plays no part.
struct MarketPoint {
  double market = 0;          ///< m
  double log_likelihood = 0;  ///< of data and the other parameters' priors, relative to the best: <= 0
  double innovation = 0;
  double imitation = 0;
  double discontinuance = 0;
};

struct MarketProfile {
  std::vector<MarketPoint> points;
  double low = 0;           ///< 90 % interval by the likelihood ratio, log_likelihood >= -1.353 (chi-square 2.706 / 2),
  double high = 0;          ///< interpolated between points
  bool open_below = false;  ///< the interval reaches the first point
  bool open_above = false;  ///< the last one
};

/// errors  calibrate.market_grid (domain: position from 1; not in (0, 1) or not rising), calibrate.no_market (domain:
///         no point of the grid can be fitted), those of fit_paths
/// cost    about 15 short Jacobians a point (a run of the map for each national parameter and one of three times the
///         size): 31 regions x 11 years about 20 ms a point
Result<MarketProfile> profile_market(const PathFitInput& input, const PathFit& fit, std::span<const double> markets,
                                     Executor& executor = serial_executor());

/// The nation's path at the mode, without shocks and wordings: users among all people, weighted by population.
struct NationalPath {
  std::vector<double> time;   ///< every quarter, from the start to 30 years after the last observation
  std::vector<double> share;  ///< m F
  double inflection = 0;      ///< time of the fastest growth
  double take_off = 0;        ///< time of the largest acceleration before it; the start if it only slows down
  bool passed = false;        ///< the inflection is not after the last observation
};

/// errors  those of AdoptionPaths::make
Result<NationalPath> national_path(const PathFitInput& input, const PathFit& fit);

struct Identifiability {
  std::vector<std::size_t> parameters;  ///< positions in theta of the national parameters that are not known
  std::vector<double> eigenvalues;      ///< lambda, falling
  Array<double, Row, Column> vectors;   ///< column k: the combination, in units of the prior's sd
  std::vector<double> variance_left;    ///< by parameter: posterior over prior variance
  std::size_t determined = 0;           ///< eigenvalues above 1
  NationalPath path;
  MarketProfile profile;
  std::vector<Text> findings;  ///< sentences for the reader: calibrate.identify.*
};

/// markets  grid of the profile; empty: 20 points from 0.05 to 0.99
/// errors   those of the functions above and of linalg::symmetric_eigen
Result<Identifiability> identify(const PathFitInput& input, const PathFit& fit, std::span<const double> markets = {},
                                 Executor& executor = serial_executor());

std::span<const FormulaRecord> identifiability_formulas();

}  // namespace tidu::calibrate
