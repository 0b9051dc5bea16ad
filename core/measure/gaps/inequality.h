// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/measure/gaps/population.h"

// Measures of relative inequality. For all of them
//   x        n >= 1 values of a ratio quantity (income, output, adoption), any unit. On an index score, whose zero is
//            arbitrary, the result depends on that zero (see shifted_inequality).
//   weights  empty (each value counts 1), or n population weights >= 0 with positive sum; p_i are their shares and
//            mu = sum_i p_i x_i. A weight k equals k copies of the value; a value without weight counts nothing.
//   errors   measure.inequality.empty, measure.inequality.weights_shape (shape), measure.inequality.not_finite,
//            measure.inequality.weight_negative, measure.inequality.weight_sum, measure.inequality.negative or
//            measure.inequality.not_positive (position of the first value outside the domain, from 1, and the value),
//            measure.inequality.zero_sum (domain), and what each function adds.
//   returns  0 when all values are equal; the same for any unit and any order of the values; the same bits for any
//            thread count.

namespace tidu::measure {

/// What the mean difference of a Gini coefficient is the mean of.
enum class GiniForm : std::uint8_t {
  population,  ///< all n^2 pairs: the population is observed; what the decompositions decompose
  sample,      ///< the pairs of two different values: n - 1 in place of n, the values being a sample of a larger whole
};

/// Gini coefficient, G = sum_i sum_r p_i p_r |x_i - x_r| / (2 mu); computed as (1/mu) sum_i P_i (1 - P_i) (x_(i+1) -
/// x_(i)) over the sorted values, which has no cancellation.   [Gini 1914; Yitzhaki & Schechtman 2013, ch. 2]
/// The sample form divides by sum_i p_i (1 - p_i): without weights it is G n/(n - 1). It is made for samples, so copies
/// of the values change it.
/// x        >= 0 with a positive sum.
/// returns  population: [0, 1 - min p]; sample: [0, 1] without weights. With unequal weights the mean counts each value
///          by its weight and the pairs do not, so the sample form may exceed 1: x = (1, 0), p = (0.1, 0.9) gives 5.
/// errors   sample: measure.inequality.too_few (shape: fewer than two values with weight).
/// cost     O(n log n).
Result<double> gini(std::span<const double> x, std::span<const double> weights = {},
                    GiniForm form = GiniForm::population);

/// Theil T index, T = sum_i p_i (x_i/mu) ln(x_i/mu).   [Theil 1967, ch. 4]
/// x        >= 0 with a positive sum; 0 ln 0 = 0.
/// returns  T in [0, ln n] (with weights: [0, -ln min p]).
/// cost     O(n).
Result<double> theil_t(std::span<const double> x, std::span<const double> weights = {});

/// Theil L index (mean log deviation), L = sum_i p_i ln(mu/x_i).   [Theil 1967, ch. 4]
/// x        > 0: a single 0 makes L infinite.
/// returns  L >= 0.
/// cost     O(n).
Result<double> theil_l(std::span<const double> x, std::span<const double> weights = {});

/// Generalised entropy of order a, GE(a) = [sum_i p_i (x_i/mu)^a - 1]/(a (a - 1)); GE(0) = L, GE(1) = T (the limits,
/// which the computation approaches without a jump), GE(2) = half the squared coefficient of variation. Smaller orders
/// are more sensitive to the lower end, larger ones to the upper end.   [Shorrocks 1980; Cowell 2011, ch. 3]
/// x        order > 0: >= 0 with a positive sum; order <= 0: > 0.
/// errors   measure.inequality.order (domain: the order is not finite), measure.inequality.too_large (domain: a power
///          beyond the range of numbers).
/// cost     O(n).
Result<double> generalised_entropy(std::span<const double> x, double order, std::span<const double> weights = {});

/// Atkinson index, A = 1 - [sum_i p_i (x_i/mu)^(1-e)]^(1/(1-e)), e = 1: A = 1 - exp(sum_i p_i ln x_i)/mu = 1 - e^-L:
/// the share of the total that equality at the same welfare would save, e the aversion to inequality.   [Atkinson 1970]
/// x        epsilon < 1: >= 0 with a positive sum; epsilon >= 1: > 0.
/// epsilon  >= 0; 0 gives 0.
/// returns  A in [0, 1).
/// errors   measure.inequality.aversion (domain: epsilon negative or not finite).
/// cost     O(n).
Result<double> atkinson(std::span<const double> x, double epsilon, std::span<const double> weights = {});

/// How Bonferroni's index treats a discrete distribution.
enum class BonferroniForm : std::uint8_t {
  lorenz_curve,   ///< 1 - int_0^1 L(q)/q dq over the Lorenz curve: copies change nothing; the one form with weights
  partial_means,  ///< (1/n) sum_i (mu - m_i)/mu, m_i the mean of the i smallest values
  partial_means_sample,  ///< the same with 1/(n - 1), as Bonferroni wrote it: 1 when one value has everything
};

/// Bonferroni index: like the Gini coefficient with more weight on the lower end.   [Bonferroni 1930; Tarsitano 1990]
/// x        >= 0 with a positive sum.
/// returns  in [0, 1].
/// errors   measure.inequality.bonferroni_weights (shape: weights with a form of partial means),
///          measure.inequality.too_few (shape: partial_means_sample of one value).
/// cost     O(n log n).
Result<double> bonferroni(std::span<const double> x, std::span<const double> weights = {},
                          BonferroniForm form = BonferroniForm::lorenz_curve);

/// A group's part in the whole. A group without weight has shares, mean and measures of 0.
struct GroupInequality {
  double population_share = 0;  ///< p_g, of the weights
  double value_share = 0;       ///< s_g, of sum p_i x_i
  double mean = 0;              ///< weighted mean, unit of the values
  double measure = 0;           ///< the measure inside the group
  double within = 0;            ///< its term of the within part
  double between = 0;           ///< its term of the between part; may be negative
};

struct TheilDecomposition {
  double total = 0;
  double within = 0;
  double between = 0;
  std::vector<GroupInequality> groups;  ///< sum of within and between over groups = total, to rounding
};

/// Theil T by groups: T = T_w + T_b, T_w = sum_g s_g T_g, T_b = sum_g s_g ln(s_g/p_g), with value shares s_g and
/// population shares p_g.   [Theil 1967, ch. 4; Shorrocks 1980]
/// errors   as theil_t; measure.inequality.groups_shape (shape), measure.inequality.group_unknown (domain: a group
///          number outside 0 .. groups - 1).
/// cost     O(n + groups). For several levels and other orders: nested_entropy (core/measure/gaps/nested.h).
Result<TheilDecomposition> theil_t_by_group(const GroupedValues& input);

/// Theil L by groups: L = L_w + L_b, L_w = sum_g p_g L_g (population shares), L_b = sum_g p_g ln(p_g/s_g).
/// [Shorrocks 1980]
Result<TheilDecomposition> theil_l_by_group(const GroupedValues& input);

/// Inequality of x + c.
struct ShiftedInequality {
  double constant = 0;
  double gini = 0;
  double theil = 0;
};

/// How Gini and Theil T change when a constant is added to every value: G(x + c) = G(x) mu/(mu + c). On a quantity
/// with a true zero this is a thought experiment; on index scores, whose zero is arbitrary, it shows that the level
/// of either measure means nothing by itself. Print it beside every such number.
/// constants  numbers c with x_i + c >= 0 for all i and a positive sum.
/// errors     as gini, of the shifted values.
/// cost       O(constants n log n).
Result<std::vector<ShiftedInequality>> shifted_inequality(std::span<const double> x, std::span<const double> constants,
                                                          std::span<const double> weights = {});

/// Absolute spread, which is what may be compared on index scores.
struct Spread {
  double mean = 0;
  double range = 0;  ///< max - min
  double sd = 0;     ///< population standard deviation (divisor n)
};

/// errors   measure.inequality.empty (shape), measure.inequality.not_finite (domain).
/// cost     O(n).
Result<Spread> spread(std::span<const double> x);

}  // namespace tidu::measure
