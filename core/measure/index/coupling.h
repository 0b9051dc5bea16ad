// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

struct Coupling {
  double coupling = 0;      ///< C in [0, 1]
  double development = 0;   ///< T in [0, 1]
  double coordination = 0;  ///< D in [0, 1]
  int grade = 1;            ///< 1 (extreme imbalance) .. 10 (quality coordination)
};

/// Standard coupling coordination degree of k systems: C = k (U_1 ... U_k)^(1/k) / (U_1 + ... + U_k), T = sum_s
/// alpha_s U_s, D = sqrt(C T). With two systems C = 2 sqrt(U_1 U_2)/(U_1 + U_2): the leading k is not lost, so C
/// reaches 1 at equal levels.   [Illingworth 1996 (form); normalised form: Wang Shujia et al. 2021; Liu Chunlin
/// 2017]
/// u        levels of k >= 2 systems, each in [0, 1]; nothing is rescaled. A level of 0 gives C = 0 and D = 0, also
///          when all levels are 0.
/// alpha    k weights >= 0 with sum 1 (within 1e-9), or empty for 1/k each.
/// errors   measure.coupling.too_few (shape), measure.coupling.outside (domain; position of the system from 1,
///          value), measure.coupling.weights_shape (shape), measure.coupling.weights (domain).
/// cost     O(k).
Result<Coupling> coupling(std::span<const double> u, std::span<const double> alpha = {});

/// Grade of a coordination degree D in [0, 1]: ten classes of width 0.1, lower border inside, [0, 0.1) = 1 ...
/// [0.9, 1] = 10. [Liao Chongbin 1999]
int coordination_grade(double coordination);

struct CouplingField {
  Array<double, Region, Year> coupling;
  Array<double, Region, Year> development;
  Array<double, Region, Year> coordination;
  Array<int, Region, Year> grade;
  double lowest = 0;   ///< smallest level of any system that entered, for the record
  double highest = 0;  ///< largest
};

/// coupling() for every region and year.
/// systems  k >= 2 arrays of levels, regions x years, of the same extents.
/// errors   as coupling; measure.coupling.shape (shape); measure.coupling.cell_outside (domain; positions of
///          system, region and year from 1, value).
/// cost     O(k cells).
Result<CouplingField> coupling_by_region(std::span<const View<const double, Region, Year>> systems,
                                         std::span<const double> alpha = {});

/// Indicators of an index, by id, with their weights.
struct WeightedIndicators {
  std::span<const std::string> ids;
  std::span<const double> weights;
};

struct SharedIndicator {
  std::size_t in_first = 0;  ///< position in the first index
  std::size_t in_second = 0;
  double weight_first = 0;
  double weight_second = 0;
};

struct IndicatorOverlap {
  std::vector<SharedIndicator> shared;  ///< in the order of the first index
  double weight_first = 0;              ///< share of the first index's weight that is shared, [0, 1]
  double weight_second = 0;
};

/// The indicators that two indices share. What two indices have in common moves together by construction, so a
/// coupling of them is partly mechanical; its share belongs beside the result.
/// errors   measure.coupling.overlap_shape (shape: ids and weights differ in number), measure.coupling.id_twice
///          (duplicate).
/// cost     O(m log m).
Result<IndicatorOverlap> indicator_overlap(const WeightedIndicators& first, const WeightedIndicators& second);

/// Weights without some indicators: theirs set to 0, the others rescaled to sum 1.
/// dropped  positions in weights.
/// errors   measure.coupling.nothing_left (domain: the rest weighs nothing), measure.coupling.dropped (domain: a
///          position outside).
/// cost     O(m).
Result<std::vector<double>> weights_without(std::span<const double> weights, std::span<const std::size_t> dropped);

}  // namespace tidu::measure
