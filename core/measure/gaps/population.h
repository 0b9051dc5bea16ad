// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

/// What a measure of inequality asks of its values.
enum class Domain : std::uint8_t {
  any,           ///< finite
  non_negative,  ///< >= 0 with a positive sum: shares of a total (Gini, Theil T)
  positive,      ///< > 0: logarithms and negative powers (Theil L)
};

/// Values with shares of population that sum to 1: what every measure of this folder is computed from. Values without
/// weight are left out, so that they count nothing whatever they are.
struct Population {
  std::vector<double> x;
  std::vector<double> p;
  std::vector<std::size_t> place;  ///< position of each value among those given
  double mean() const;
};

/// The checked values.
/// errors  measure.inequality.empty, measure.inequality.weights_shape (shape), measure.inequality.not_finite,
///         measure.inequality.weight_negative, measure.inequality.weight_sum, measure.inequality.negative,
///         measure.inequality.not_positive, measure.inequality.zero_sum (domain). Positions count from 1.
/// cost    O(n).
Result<Population> population(std::span<const double> x, std::span<const double> weights, Domain domain);

/// Values with the groups that they belong to (macro-regions).
struct GroupedValues {
  std::span<const double> values;
  std::span<const double> weights;        ///< empty or population weights
  std::span<const std::size_t> group_of;  ///< group of each value, 0 .. groups - 1
  std::size_t groups = 0;
};

/// The checked values of grouped data.
/// errors  as population; measure.inequality.groups_shape (shape), measure.inequality.group_unknown (domain).
Result<Population> population(const GroupedValues& input, Domain domain);

/// A group's members and its place in the whole. A group without weight is empty, its numbers are 0.
struct PopulationPart {
  double population_share = 0;  ///< p_g, of the weights
  double value_share = 0;       ///< s_g, of sum p_i x_i; 0 when that sum is not positive
  double mean = 0;              ///< weighted mean, unit of the values
  Population values;            ///< with shares that sum to 1 inside the group
};

/// The parts of a population, one a group.   cost  O(n + groups).
std::vector<PopulationPart> parts_of(const Population& all, const GroupedValues& input);

/// What is left when the values outside a measure's domain are left out, and which they were.
struct KeptValues {
  std::vector<double> values;
  std::vector<double> weights;        ///< empty if none were given
  std::vector<std::size_t> group_of;  ///< empty if none were given
  std::vector<std::size_t> dropped;   ///< positions of those left out, from 0: name or count them beside the result
};

/// Leaves out negative values (Domain::non_negative) or those that are not positive (Domain::positive). Values that are
/// not finite stay and are refused by the measure: they are missing data, not values of another kind.
/// weights, group_of  empty or one a value.
/// cost               O(n).
KeptValues keep_in_domain(std::span<const double> values, std::span<const double> weights,
                          std::span<const std::size_t> group_of, Domain domain);

// The measures themselves, of checked values. All are 0 when the mean is not positive.

/// Gini coefficient; see gini().
double gini_of(const Population& population);

/// Generalised entropy of any order; see generalised_entropy().
double entropy_of(const Population& population, double order);

/// sum_i p_i (1 - p_i): the chance that two draws are two different values; 1 - 1/n without weights. What sample forms
/// divide by.
double distinct_pairs(const Population& population);

}  // namespace tidu::measure
