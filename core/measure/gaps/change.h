// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/result.h"
#include "core/measure/gaps/population.h"

namespace tidu::measure {

/// What a group, or all of them, added to the change of Theil L.
struct TheilChange {
  double inequality = 0;      ///< A: inequality inside the group changed
  double shares_within = 0;   ///< B: people moved between groups of different inequality
  double shares_between = 0;  ///< C: people moved between groups of different mean
  double means = 0;           ///< D: the group's mean moved against the mean of all
};

struct TheilChangeDecomposition {
  double before = 0;  ///< L of the first period
  double after = 0;   ///< L of the second
  double change = 0;  ///< after - before
  TheilChange parts;  ///< sum of the four = change, exactly but for rounding
  double growth = 0;  ///< D approximated by the groups' own growth, sum_g (s_g - p_g) change of ln mean_g (averages
                      ///< of both periods), as Mookherjee & Shorrocks prefer to read it; not part of the sum
  std::vector<TheilChange> groups;  ///< sums to `parts`; a group without weight in both periods is 0
};

/// Change of Theil L between two periods by groups, with averages of both periods (bars) and r_g = mean_g/mean:
///   change = sum_g p_g~ chg L_g + sum_g L_g~ chg p_g - sum_g (ln r_g)~ chg p_g - sum_g p_g~ chg ln r_g.
/// For a product of two factors the average is the Shapley value, so the order of the periods does not matter but for
/// the sign. Of the Theil and Gini measures L alone has this form, because its weights are population shares.
/// [Mookherjee & Shorrocks 1982]
/// before, after   the same groups in both; values > 0; the members may differ.
/// errors   as theil_l_by_group; measure.change.groups (shape: numbers of groups differ), measure.change.group_appears
///          (domain: a group has weight in one period alone; its number from 0).
/// cost     O(n + groups).
Result<TheilChangeDecomposition> theil_l_change(const GroupedValues& before, const GroupedValues& after);

}  // namespace tidu::measure
