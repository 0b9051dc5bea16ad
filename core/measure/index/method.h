// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace tidu::measure {

// How an index is made, as a value: everything that a person decides between the raw indicators and the ranks. Each
// rule's formula stands in the header named with it. Set nested fields by assignment (method.scale.rule = ...).

/// Whether more of an indicator is better, worse, best at an optimum, or best inside an interval.
enum class Direction : std::uint8_t { positive, negative, middle, interval };

/// How an indicator is brought to a scale that it shares with the others (standardise.h).
enum class Scaling : std::uint8_t {
  min_max,    ///< in [0, 1] (or [low, high])
  z_score,    ///< mean 0, standard deviation 1 (or mean, deviation)
  rank,       ///< midranks, 1 = worst
  goalposts,  ///< between given bounds, cut off at them: in [0, 1] (or [low, high])
  vector,     ///< divided by the column's Euclidean length
  base_year,  ///< relative to the region's own value of a base year
  none,       ///< as it is; worse directions have their sign turned
};

/// Over which cells the minimum, mean, rank or length of an indicator is taken.
enum class Pooling : std::uint8_t {
  pooled,  ///< all regions and years: scores of different years can be compared
  yearly,  ///< the regions of each year: only ranks within a year mean anything
};

struct ScaleRule {
  Scaling rule = Scaling::min_max;
  Pooling pooling = Pooling::pooled;
  std::size_t base_year = 0;  ///< position of the year that base_year divides by
  double low = 0;             ///< ends of the scale of min_max and goalposts, low < high
  double high = 1;
  double mean = 0;  ///< of z_score
  double deviation = 1;
};

/// What is done with indicators whose distribution has outliers (outliers.h).
enum class Treatment : std::uint8_t {
  none,
  winsorise,          ///< what still fails after the most points allowed stays winsorised
  winsorise_log,      ///< what still fails is taken back and becomes ln(x - min + 0.01 range)
  winsorise_box_cox,  ///< what still fails is taken back and becomes ((x - min + 1)^lambda - 1)/lambda
};

/// When an indicator counts as having outliers.
enum class OutlierTest : std::uint8_t {
  both,    ///< |skewness| and kurtosis both exceed their limits (JRC, COINr)
  either,  ///< one of them does
};

struct OutlierRule {
  Treatment treatment = Treatment::none;
  OutlierTest test = OutlierTest::both;
  double skewness = 2;          ///< limit of |G1|
  double kurtosis = 3.5;        ///< limit of the excess kurtosis G2
  std::size_t most_points = 5;  ///< cells of an indicator that may be winsorised
  double lambda = 0;            ///< of Box and Cox; 0 = logarithm
};

/// How indicator weights are made (weights.h, pca.h, ahp.h, tree_weights.h).
enum class Weighting : std::uint8_t {
  entropy,           ///< 1 - entropy of the shares
  equal,             ///< 1/m for each indicator
  equal_in_pillars,  ///< siblings weigh the same at each node of the tree
  critic,            ///< contrast intensity times conflict
  variation,         ///< coefficient of variation
  deviation,         ///< standard deviation
  gini,              ///< Gini coefficient
  pca,               ///< principal components
  given,             ///< as the tree says; the same for siblings without given weights
  combined,          ///< two of the rules above together
};

/// Where a rule that reads the data is applied.
enum class WeightScope : std::uint8_t {
  flat,      ///< over all indicators of the tree at once; a group weighs the sum of its members
  by_level,  ///< among the siblings of each node, from the bottom: first indicators, then the scores of groups
};

enum class CriticCorrelation : std::uint8_t { pearson, spearman, absolute };

/// What principal components make weights of (pca.h).
enum class PcaRule : std::uint8_t {
  scores,            ///< (a) coefficients of sum_k (lambda_k / sum lambda) F_k
  absolute_loading,  ///< (b) sum_k |v_jk| share_k
  squared_loading,   ///< (c) sum_k v_jk^2 share_k; equal weights when all components are kept
  rotated_loading,   ///< (d) squared varimax loadings by factor (Nicoletti et al. 2000)
};

/// How many components are kept.
enum class PcaComponents : std::uint8_t {
  eigenvalue_above_1,  ///< Kaiser; the first when none is
  cumulative_share,    ///< as few as explain the wanted share
};

enum class Combination : std::uint8_t {
  linear,          ///< share w1 + (1 - share) w2
  multiplicative,  ///< w1 w2 / sum
  game,            ///< the mixture nearest to both (game theory)
};

enum class AhpMethod : std::uint8_t { eigenvector, geometric_mean, column_average };

struct WeightRule {
  Weighting rule = Weighting::entropy;
  WeightScope scope = WeightScope::flat;
  double entropy_shift = 0;  ///< added to every standardised value before its shares are taken
  CriticCorrelation correlation = CriticCorrelation::pearson;
  PcaRule pca = PcaRule::absolute_loading;
  PcaComponents components = PcaComponents::eigenvalue_above_1;
  double pca_share = 0.8;       ///< of cumulative_share
  bool allow_negative = false;  ///< of pca with scores
  AhpMethod ahp = AhpMethod::eigenvector;
  Weighting first = Weighting::entropy;  ///< of combined
  Weighting second = Weighting::given;
  Combination combination = Combination::linear;
  double share = 0.5;  ///< of the first in a linear combination
};

/// How values with weights become one (aggregate.h).
enum class Aggregation : std::uint8_t {
  linear,
  geometric,
  harmonic,
  power,
  mpi_minus,  ///< Mazziotta-Pareto, imbalance lowers the score
  mpi_plus,   ///< Mazziotta-Pareto, imbalance raises it (for an index of something bad)
  topsis,
  grey,
  copeland,
};
inline constexpr std::size_t kAggregations = 9;

struct AggregationRule {
  Aggregation rule = Aggregation::linear;
  double power = 2;                  ///< exponent of the power mean; 0 is the geometric mean
  double floor = 0;                  ///< geometric, harmonic, power: smaller values are raised to it; 0 = none are
  double rho = 0.5;                  ///< distinguishing coefficient of grey relation
  Pooling ideals = Pooling::pooled;  ///< topsis, grey: where the best and the worst are looked for
};

/// One way from raw indicators to an index.
struct IndexMethod {
  OutlierRule outliers;
  ScaleRule scale;
  WeightRule weights;
  AggregationRule aggregation;
};

}  // namespace tidu::measure
