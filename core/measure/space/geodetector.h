// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/space/discretise.h"

namespace tidu::measure {

// The geographical detector: how much of a quantity's variance a stratification explains.   [Wang et al. 2010, IJGIS
// 24:107-127; Wang, Zhang & Fu 2016, Ecological Indicators 67:250-256]
// y        n >= 2 finite values, not all equal.
// stratum  of each value, any numbers; strata are the numbers that occur.
// Errors shared by all: measure.geodetector.shape (shape: sizes differ, or fewer than two values),
// measure.geodetector.not_finite (domain; position), measure.geodetector.constant (domain: y does not vary).

/// The factor detector.
struct FactorDetector {
  double q = 0;  ///< in [0, 1]
  double adjusted =
      0;  ///< 1 - (1 - q)(N - 1)/(N - L): what strata gain by their number alone is taken off   [Ezekiel 1930]
  std::size_t strata = 0;    ///< L
  std::size_t single = 0;    ///< strata of one value: they explain it wholly, which says nothing
  double f = 0;              ///< ((N - L)/(L - 1)) q/(1 - q)
  double noncentrality = 0;  ///< lambda
  double p = 1;              ///< P(F' >= f) of the noncentral F(L - 1, N - L, lambda); 1 for a single stratum
  double p_equal_means = 1;  ///< P(F >= f) of the central F: the analysis of variance's test of equal means
};

/// q = 1 - sum_h N_h s_h^2/(N s^2) with population variances (divisors N_h and N); sample variances inside the sum, as
/// some programs have them, give another number. lambda = [sum_h Ybar_h^2 - (sum_h sqrt(N_h) Ybar_h)^2/N]/s^2 with the
/// sample variance s^2.   [Wang, Zhang & Fu 2016, eq. 1-3; the p value asks whether q is larger than the differences of
/// means alone would make it]
/// As published, lambda (and so p) changes when a constant is added to y and strata differ in size; p_equal_means does
/// not.
/// errors   measure.geodetector.strata (shape: every value is a stratum of its own, so nothing is left to test with).
/// cost     O(n log n). Same bits for any thread count.
Result<FactorDetector> factor_detector(std::span<const double> y, std::span<const std::size_t> stratum);

/// What two factors do together.
enum class Interaction : std::uint8_t {
  nonlinear_weaken,   ///< q12 < min(q1, q2)
  single_weaken,      ///< min <= q12 < max
  two_enhance,        ///< max <= q12 < q1 + q2
  independent,        ///< q12 = q1 + q2
  nonlinear_enhance,  ///< q12 > q1 + q2
};

struct InteractionDetector {
  double q1 = 0;
  double q2 = 0;
  double both = 0;         ///< q of the strata that both make together
  std::size_t strata = 0;  ///< of both
  std::size_t single = 0;
  Interaction kind = Interaction::independent;
};

/// The overlay of two stratifications refines either, so its q is never below theirs and the two weakening kinds cannot
/// occur here; they are in the list because the literature has them. Compare the number of strata before reading an
/// enhancement.   [Wang et al. 2010]
Result<InteractionDetector> interaction_detector(std::span<const double> y, std::span<const std::size_t> first,
                                                 std::span<const std::size_t> second);

/// Welch's t test of two strata's means.
struct RiskPair {
  std::size_t first = 0;  ///< positions in RiskDetector::strata
  std::size_t second = 0;
  double t = 0;
  double degrees = 0;   ///< Welch-Satterthwaite
  double p = 1;         ///< two-sided
  bool tested = false;  ///< both have two values or more and not both are constant
};

struct RiskDetector {
  std::vector<std::size_t> strata;  ///< their numbers, rising
  std::vector<double> means;
  std::vector<std::size_t> sizes;
  std::vector<RiskPair> pairs;
};

/// Whether strata differ in their means.   [Wang et al. 2010; Welch 1947]
Result<RiskDetector> risk_detector(std::span<const double> y, std::span<const std::size_t> stratum);

/// Whether the first factor leaves more variance within its strata than the second.
struct EcologicalDetector {
  double f = 0;
  double p = 1;  ///< P(F(N - 1, N - 1) >= f): small where the second factor explains more
};

enum class EcologicalRule : std::uint8_t {
  within,      ///< F = SSW_1/SSW_2, the published test
  q_quotient,  ///< F = q_2/q_1 as the R package geodetector 1.0-5 computes (it compares with the 0.9 quantile): not a
               ///< ratio of variances; for comparison with its output alone
};

/// F = N (N - 1) SSW_1/(N (N - 1) SSW_2) with SSW = sum_h N_h s_h^2.   [Wang et al. 2010]
/// errors   measure.geodetector.no_rest (domain: the second factor leaves no variance, or, for q_quotient, the first
///          explains none).
Result<EcologicalDetector> ecological_detector(std::span<const double> y, std::span<const std::size_t> first,
                                               std::span<const std::size_t> second,
                                               EcologicalRule rule = EcologicalRule::within);

/// One discretisation of a factor and what it gives.
struct SweepRow {
  Discretisation rule = Discretisation::quantile;
  std::size_t classes = 0;
  bool possible = false;  ///< the rule can make so many classes of these values, and something is left to test with
  FactorDetector factor;
};

/// The factor detector over all rules and numbers of classes: q grows with the number of strata by itself, so a q
/// stands for its discretisation and the whole sweep belongs beside it. factor        n finite values. least, most
/// numbers of classes, 2 <= least <= most. errors        measure.geodetector.classes (domain),
/// measure.discretise.not_finite.
Result<std::vector<SweepRow>> detector_sweep(std::span<const double> y, std::span<const double> factor,
                                             std::size_t least, std::size_t most);

/// Which row of a sweep is the best.
enum class SweepChoice : std::uint8_t {
  adjusted,  ///< largest adjusted q
  largest,   ///< largest q   [Song et al. 2020, "optimal parameters"]: leans to many classes
};

/// The best row: rows without strata of one value come first, then the choice decides; of equally good rows the one
/// with fewer strata, then the earlier one. The p of the best of many is too small.
/// returns  a position in the sweep; none where no row has two strata.
std::optional<std::size_t> best_of(std::span<const SweepRow> sweep, SweepChoice choice = SweepChoice::adjusted);

}  // namespace tidu::measure
