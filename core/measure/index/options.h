// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"
#include "core/measure/index/method.h"
#include "core/measure/index/tiers.h"

namespace tidu::measure {

/// What a study may set about indices, tiers and coupling.
struct IndexOptions {
  Scaling standardisation = Scaling::min_max;
  Pooling pooling = Pooling::pooled;
  int base_year = 0;  ///< calendar year; 0 = the first of the study
  double scale_low = 0;
  double scale_high = 1;
  Treatment outliers = Treatment::none;
  OutlierTest outlier_test = OutlierTest::both;
  double outlier_skewness = 2;
  double outlier_kurtosis = 3.5;
  int outlier_points = 5;
  double box_cox_lambda = 0;
  Weighting weights = Weighting::entropy;
  WeightScope weight_scope = WeightScope::flat;
  double entropy_shift = 0;
  CriticCorrelation critic_correlation = CriticCorrelation::pearson;
  PcaRule pca_weights = PcaRule::absolute_loading;
  PcaComponents pca_components = PcaComponents::eigenvalue_above_1;
  double pca_share = 0.8;
  bool pca_negative = false;
  AhpMethod ahp_method = AhpMethod::eigenvector;
  Weighting combine_first = Weighting::entropy;
  Weighting combine_second = Weighting::given;
  Combination combination = Combination::linear;
  double combination_share = 0.5;
  Aggregation aggregation = Aggregation::linear;
  double power_exponent = 2;
  double aggregation_floor = 0;
  double grey_rho = 0.5;
  Pooling ideals = Pooling::pooled;
  TierMethod tier_method = TierMethod::rule;
  TierScale tier_scale = TierScale::logarithm;
  double tier_upper = 0.5;      ///< z score from which a region is "core"
  double tier_lower = -0.5;     ///< z score below which a region is "less developed"
  double tier_margin = 0.1;     ///< distance to a border, in standard deviations, below which a tier is unsure
  double coupling_alpha = 0.5;  ///< weight of the first system in T; the second has 1 - alpha
};

/// The method that the options describe.
/// first_year  of the study: base_year becomes a position. One before it is refused by standardise().
IndexMethod index_method(const IndexOptions& options, int first_year = 0);

/// Keys "measure.*" of the study file, one for each field above.
std::span<const Option<IndexOptions>> index_options();

}  // namespace tidu::measure
