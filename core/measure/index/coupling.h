// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// How the coupling degree C of k systems is formed.
enum class CouplingForm : std::uint8_t {
  standard,  ///< C = k (U_1 ... U_k)^(1/k) / (U_1 + ... + U_k): alike only by ratio, so C crowds near 1
  modified,  ///< Wang et al. 2021: C = sqrt{[1 - mean_{i>j} |U_i - U_j|] prod_i (U_i/max U)^(1/(k-1))}: also by
             ///< distance
};

struct Coupling {
  double coupling = 0;      ///< C in [0, 1]
  double development = 0;   ///< T in [0, 1]
  double coordination = 0;  ///< D in [0, 1]
  int grade = 1;            ///< 1 (extreme imbalance) .. 10 (quality coordination)
};

/// Coupling coordination degree of k systems: D = sqrt(C T) with T = sum_s alpha_s U_s and C by one of two forms.
/// Standard: C = k (U_1 ... U_k)^(1/k) / (U_1 + ... + U_k); with two systems 2 sqrt(U_1 U_2)/(U_1 + U_2): the leading
/// k is not lost, so C reaches 1 at equal levels.   [Illingworth 1996 (form); normalised form: Wang Shujia et al. 2021;
/// Liu Chunlin 2017]
/// Modified: C = sqrt{[1 - sum_{i>j} |U_i - U_j| / (k(k-1)/2)] prod_i (U_i/max U)^(1/(k-1))}; with two systems
/// sqrt{[1 - (U_2 - U_1)] U_1/U_2}, U_2 >= U_1.   [Wang Shujia et al. 2021, eq. (4)-(7)]
/// u        levels of k >= 2 systems, each in [0, 1]; nothing is rescaled. A level of 0 gives C = 0 and D = 0 in either
///          form, also when all levels are 0.
/// alpha    k weights >= 0 with sum 1 (within 1e-9), or empty for 1/k each.
/// errors   measure.coupling.too_few (shape), measure.coupling.outside (domain; position of the system from 1,
///          value), measure.coupling.weights_shape (shape), measure.coupling.weights (domain).
/// cost     O(k log k).
Result<Coupling> coupling(std::span<const double> u, std::span<const double> alpha = {},
                          CouplingForm form = CouplingForm::standard);

/// Grade of a coordination degree D in [0, 1]: ten classes of width 0.1, lower border inside, [0, 0.1) = 1 ...
/// [0.9, 1] = 10; from extreme imbalance (1) over near imbalance (5) and bare coordination (6) to quality coordination
/// (10). Their names are the texts "coordination_grade.1" ... "coordination_grade.10".   [Liao Chongbin 1999]
int coordination_grade(double coordination);

inline constexpr int kCoordinationGrades = 10;

/// Which system leads and which lags, and by how much.
struct RelativeDevelopment {
  std::size_t leading = 0;  ///< system with the highest level; of equal ones the first
  std::size_t lagging = 0;  ///< system with the lowest level; of equal ones the first; = leading when all are equal
  double ratio = 1;         ///< U_lagging/U_leading in [0, 1]; 1 when all are equal, also when all are 0
  bool synchronous = true;  ///< ratio >= synchronous_from
};

/// Relative development of k systems. With two systems the literature's U_1/U_2 is `ratio` or its inverse; the ratio
/// of the lower to the higher level does not change with the order of the systems, as a band of U_1/U_2 from 0.8 to
/// 1.2 does.
/// u                 levels of k >= 2 systems, each in [0, 1].
/// synchronous_from  ratio from which systems count as synchronous, in [0, 1]; 0.8 is the usual convention.
/// errors            measure.coupling.too_few (shape), measure.coupling.outside, measure.coupling.synchronous (domain).
/// cost              O(k).
Result<RelativeDevelopment> relative_development(std::span<const double> u, double synchronous_from = 0.8);

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
                                         std::span<const double> alpha = {},
                                         CouplingForm form = CouplingForm::standard);

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
