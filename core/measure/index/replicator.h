// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/rng.h"
#include "core/measure/index/index.h"
#include "core/measure/index/method.h"

namespace tidu::measure {

/// What may be chosen otherwise when an index is made.
enum class RobustnessFactor : std::uint8_t {
  weighting,  ///< the rule that makes the weights
  noise,      ///< weights around those of the rule
  left_out,   ///< no indicator, or any one of them
  scale,      ///< standardisation
  aggregation,
  treatment,  ///< of outliers
};

inline constexpr std::size_t kRobustnessFactors = 6;

enum class WeightNoise : std::uint8_t {
  none,
  relative,   ///< w_j (1 + e v_j), v uniform on (-1, 1), brought to sum 1
  dirichlet,  ///< Dirichlet with the parameters c w_j: mean w_j, variance w_j (1 - w_j)/(c + 1)
};

/// The ways that count as defensible, all equally likely. A list of one, no noise or no leaving out switch a factor
/// off.
struct RobustnessPlan {
  std::vector<WeightRule> weightings;
  std::vector<ScaleRule> scales;
  std::vector<AggregationRule> aggregations;
  std::vector<OutlierRule> treatments;
  WeightNoise noise = WeightNoise::relative;
  double spread = 0.25;        ///< e of relative noise, in [0, 1]
  double concentration = 100;  ///< c of Dirichlet noise, > 0: larger is nearer to the rule's weights
  bool leave_one_out = true;
};

/// The study's own method and what is usually tried beside it: weights {own, equal, entropy, CRITIC}, standardisation
/// {own, min-max, z, rank} over the cells that the own one pools, aggregation {own, linear, geometric with values below
/// 0.01 raised to it}, outliers {own, none, winsorised}; each once, the own one first.   [after Saisana, Saltelli &
/// Tarantola 2005]
RobustnessPlan usual_plan(const IndexMethod& own);

/// Makes an index in any of the ways of a plan, fast: what the choices share is computed once. Const and without state
/// of its own: serves many threads, each with its own scratch.
class Replicator {
 public:
  struct Scratch {
    std::vector<double> weights;  ///< after scores(): those that it used
    std::vector<Aggregator::Scratch> aggregators;
  };

  /// Treats, standardises and weighs the indicators in each way of the plan.
  /// Values that do not lie in [0, 1] by their rule (z scores, ranks) are brought there by one affine map for all
  /// indicators, from the lowest and the highest of all cells: a linear index keeps its order, and every replicate's
  /// scores lie on a scale from 0 to 1.
  /// seed, stream  of the noise; indices that are drawn together have one seed and different streams.
  /// errors        those of treat_outliers, standardise, tree_weights and Aggregator::make; measure.robustness.plan
  ///               (shape: an empty list), measure.robustness.noise (domain: spread or concentration).
  static Result<Replicator> make(const IndexInput& input, const RobustnessPlan& plan, std::uint64_t seed = 0,
                                 std::uint64_t stream = 0);

  /// The factors with more than one level, in the order of their numbers.
  const std::vector<RobustnessFactor>& factors() const { return factors_; }
  /// Levels of a factor; 0: continuous (noise).
  std::size_t levels(RobustnessFactor factor) const;
  /// The level that u in [0, 1) means: levels are equally likely. Left out: 0 none, j the j-th indicator.
  std::size_t level(RobustnessFactor factor, double u) const;

  std::size_t rows() const { return aggregators_.front().rows(); }
  Scratch scratch() const;

  /// The index made with the choices u, one in [0, 1) for each of factors().
  /// scores   one a row; row = region * years + year.
  /// An indicator that is left out weighs 0 and the others share the rest in proportion; where it alone has weight, it
  /// stays.
  /// cost     that of Aggregator::scores; no allocation.
  void scores(std::span<const double> u, std::span<double> scores, Scratch& scratch) const;

 private:
  explicit Replicator(const Rng& rng) : rng_(rng) {}
  std::size_t chosen(RobustnessFactor factor, std::span<const double> u) const;
  void weights(std::span<const double> u, std::size_t variant, std::span<double> out) const;
  void add_noise(double u, std::span<double> weights) const;

  Rng rng_;
  RobustnessPlan plan_;
  std::size_t indicators_ = 0;
  std::vector<RobustnessFactor> factors_;
  std::vector<std::vector<double>> weights_;  ///< variant (treatment, scale), then weighting
  std::vector<Aggregator> aggregators_;       ///< variant, then aggregation
};

}  // namespace tidu::measure
