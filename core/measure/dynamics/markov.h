// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// n_ij: how often a region was in class i (row) and `duration` years later in class j (column).
using Counts = Array<std::uint64_t, Row, Column>;
/// p_ij or other numbers by class of departure (row) and of arrival (column).
using Matrix = Array<double, Row, Column>;
/// A class, or a regime, of each region in each year.
using ClassPanel = View<const std::size_t, Region, Year>;

/// A region and year that belongs to no regime and is not counted.
inline constexpr std::size_t kNoRegime = std::numeric_limits<std::size_t>::max();

/// Transition counts of a panel of classes: every pair of years t and t + duration of every region.   [Quah 1993]
/// class_of  regions x years, classes 0 .. classes - 1.
/// duration  d, 1 .. years - 1.
/// errors    measure.markov.shape (shape: no region, fewer than two years, no class), measure.markov.duration (domain),
///           measure.markov.class_unknown (domain; region and year from 1).
/// cost      O(regions years).
Result<Counts> transitions(ClassPanel class_of, std::size_t classes, std::size_t duration = 1);

/// The same counted apart by a regime of the year of departure: by period, by group of regions, by the neighbours'
/// class, by the class of the year before. Test with homogeneity (homogeneity.h).
/// regime_of  regions x years, 0 .. regimes - 1 or kNoRegime.
/// returns    one matrix a regime; their sum is transitions() without the pairs of kNoRegime.
/// errors     as transitions; measure.markov.regime_shape (shape), measure.markov.regime_unknown (domain).
Result<std::vector<Counts>> transitions_by(ClassPanel class_of, std::size_t classes, ClassPanel regime_of,
                                           std::size_t regimes, std::size_t duration = 1);

/// Regimes for transitions_by: regime j holds the departures of the years first[j] .. first[j + 1] - 1 (positions from
/// 0, rising; years before first[0] belong to none).
Array<std::size_t, Region, Year> regimes_by_period(std::size_t regions, std::size_t years,
                                                   std::span<const std::size_t> first);
/// ... the group of each region.
Array<std::size_t, Region, Year> regimes_by_group(std::span<const std::size_t> group_of, std::size_t years);
/// ... the class `duration` years before: homogeneity over these is the test of a first-order chain against a
/// second-order one.   [Bickenbach & Bode 2003, 3.1]
Array<std::size_t, Region, Year> regimes_by_past(ClassPanel class_of, std::size_t duration = 1);

/// Classes that can be reached from one another.
struct StateGroup {
  std::vector<std::size_t> states;  ///< rising
  bool observed = true;             ///< false: a single class whose row is empty: nothing is known of what follows it
  bool recurrent = false;           ///< observed and never left
  std::size_t period = 0;           ///< of a recurrent group; 1: aperiodic, p^t converges
  std::vector<double> ergodic;      ///< of a recurrent group, over all classes: pi = pi P, 0 outside the group
};

/// A chain with what follows from it. The unit of time is the chain's step (`duration` years).
struct MarkovChain {
  Matrix p;                             ///< p_ij = n_ij/n_i; an empty row stays 0
  std::vector<std::size_t> empty_rows;  ///< classes from which no departure was seen
  std::vector<StateGroup> groups;       ///< by their first class; every class is in one
  std::vector<double> sojourn;  ///< 1/(1 - p_ii), steps until a class is left; infinite where it is absorbing, 0
                                ///< for an empty row
  Matrix first_passage;         ///< m_ij, expected steps from i until j is first reached, m_jj the time of return;
                                ///< infinite where j is not reached with certainty

  bool irreducible() const { return groups.size() == 1 && groups.front().recurrent; }
  /// The recurrent group if there is exactly one, else nullptr: then there is no single long-run distribution.
  const StateGroup* only_recurrent() const;
  /// Classes that are never left.
  std::vector<std::size_t> absorbing() const;
};

/// The chain behind counts. Rows without a departure stay empty: they belong to no recurrent group, and what leads into
/// them has no certain first passage (giddy's fill_empty_classes makes them absorbing instead). Ergodic distributions
/// by state reduction without subtraction (relative error of some k ulp, however close to reducible), one for each
/// recurrent group: for a reducible chain the long run depends on where a region starts, and there is no such thing as
/// the ergodic distribution. First passage times solve m_ij = 1 + sum_{l != j} p_il m_lj the same way; m_jj = 1/pi_j.
/// [Kemeny & Snell 1976, ch. 2-4; Grassmann, Taksar & Heyman 1985; Ibe 2009 for sojourn times]
/// counts   k x k, k >= 1; all zero is a chain of empty rows.
/// errors   measure.markov.square (shape).
/// cost     O(k^4).
Result<MarkovChain> markov_chain(View<const std::uint64_t, Row, Column> counts);

/// The same from probabilities (a published matrix). A row of zeros is an empty row.
/// errors   measure.markov.square (shape), measure.markov.probability (domain: negative or not finite; row, column,
///          value), measure.markov.row_sum (domain: a row's sum is neither 0 nor within 1e-6 of 1; printed matrices are
///          rounded: divide by the row's sum first).
Result<MarkovChain> markov_chain_of(View<const double, Row, Column> p);

}  // namespace tidu::measure
