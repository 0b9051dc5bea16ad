// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/gaps/gap_measure.h"
#include "core/measure/gaps/population.h"

namespace tidu::measure {

/// What ReweightedGaps computes, in this order.
enum class ReweightedGap : std::uint8_t {
  gini,
  theil_t,
  theil_l,
  entropy,
  atkinson,
  variation,  ///< divisor n
  within,     ///< Dagum's three parts of the Gini coefficient
  between,
  transvariation,
};
inline constexpr std::size_t kReweightedGaps = 9;

/// The measures of one cross-section under many sets of counts, for resampling: order, logarithms and powers of the
/// values are computed once, so that a resample costs some sums. The textbook forms are used: on equal counts they
/// agree with the functions of this folder to about 1e-15 (GE of an order a to 1e-16/|a (a - 1)|), which resampling
/// cannot tell.
class ReweightedGaps {
 public:
  /// input       values >= 0 with a positive sum.
  /// parameters  order of the entropy, epsilon of Atkinson's index.
  /// errors      as dagum.
  static Result<ReweightedGaps> make(const GroupedValues& input, const GapParameters& parameters);

  /// counts  how often each value counts, >= 0, times its weight.
  /// out     kReweightedGaps values; NaN where a measure has none: all when nothing counts or all that counts is 0,
  ///         those with logarithms or negative powers when a 0 counts.
  /// cost    O(n + groups^2). May be called from several threads at once.
  void measure(std::span<const double> counts, std::span<double> out) const;

 private:
  struct Value {
    std::size_t place = 0;
    std::size_t group = 0;
    double x = 0;
    double weight = 0;
    double log_x = 0;  // 0 for x = 0
    double x_log_x = 0;
    double power_entropy = 0;   // x^a
    double power_atkinson = 0;  // x^(1 - e)
  };
  struct Sums;

  Sums sums_of(std::span<const double> counts, std::vector<double>& people, std::vector<double>& amounts) const;
  void inequality(const Sums& sums, std::span<double> out) const;
  void parts_of_gini(std::span<const double> counts, const Sums& sums, std::span<const double> people,
                     std::span<const double> amounts, std::span<double> out) const;

  std::vector<Value> rising_;
  std::size_t groups_ = 0;
  GapParameters parameters_;
};

}  // namespace tidu::measure
