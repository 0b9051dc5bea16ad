// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/method.h"
#include "core/measure/index/weights.h"

namespace tidu::measure {

/// Bartlett's test that nothing is correlated: chi2 = -(N - 1 - (2m + 5)/6) ln|R|, df = m(m - 1)/2.   [Bartlett 1950]
struct Sphericity {
  double chi_squared = 0;
  double degrees = 0;
  double p = 1;  ///< P(chi-square >= chi2)
};

/// Principal components of the correlation matrix R = V Lambda V' of the indicators that vary.
struct PrincipalComponents {
  std::vector<std::size_t> indicators;   ///< that vary, ascending: the rows of `vectors`
  std::vector<double> eigenvalues;       ///< falling, >= 0, sum = number of indicators
  Array<double, Row, Column> vectors;    ///< v_jk, column k belongs to eigenvalues[k]; the sum of a column is >= 0
  std::size_t kept = 0;                  ///< q
  std::optional<double> kmo;             ///< sum r^2/(sum r^2 + sum partial^2) in [0, 1]   [Kaiser 1974]
  std::vector<double> kmo_of_indicator;  ///< the same for one row; empty without kmo
  std::optional<Sphericity> bartlett;
  // kmo and bartlett are absent where R cannot be inverted: an indicator is a combination of the others, or there are
  // no more rows than indicators.
};

/// Components and diagnostics.
/// z        indicators x N pooled observations, finite; at least one varies.
/// rule     reads components and pca_share.
/// errors   as equal_weights; linalg.no_convergence; measure.pca.share (domain: pca_share outside (0, 1]).
/// cost     O(m^2 N + m^3).
Result<PrincipalComponents> principal_components(View<const double, Indicator, Row> z, const WeightRule& rule = {});

/// Weights from the first q components, share_k = lambda_k / sum_{k<=q} lambda_k:
/// scores            w_j ~ sum_k share_k v_jk: the coefficients of the composite of component scores. The sign of a
///                   component is chosen so that its loadings sum to >= 0. Can be negative.
/// absolute_loading  w_j ~ sum_k share_k |v_jk|
/// squared_loading   w_j ~ sum_k share_k v_jk^2, that is sum_k l_jk^2 with loadings l = v sqrt(lambda); with all m
///                   components every weight is 1/m.
/// rotated_loading   varimax (Kaiser's normalisation) of the q loadings; each indicator takes its largest squared
///                   loading, as a share of its factor times the factor's share of explained variance; sum 1.
///                   [Nicoletti, Scarpetta & Boylaud 2000; OECD/JRC 2008, ch. 6]
/// errors   as principal_components; measure.weights.negative_result (domain: a negative weight without
///          rule.allow_negative; position from 1, value), measure.weights.cancelled_out (domain: scores whose positive
///          and negative weights sum to 0, as those of two indicators with a negative correlation do).
/// cost     as principal_components.
Result<IndicatorWeights> pca_weights(View<const double, Indicator, Row> z, const WeightRule& rule = {});

}  // namespace tidu::measure
