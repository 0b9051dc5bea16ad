// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::measure {

struct TopShare {
  double share = 0;   ///< of the sum of the values given, in [0, 1]
  double amount = 0;  ///< sum over the k first, unit of the values; what counts when they are shares already
  std::vector<std::size_t> members;  ///< positions of the k first, by falling key
  bool tied = false;  ///< the k-th and the next key are equal: the choice between them is the order given
};

/// Share of the k first by a key in the total, sum_{i in first k} x_i / sum_i x_i (concentration ratio CR_k). The
/// key may be another quantity: the patents' share of the k first by firms.
/// values   n values >= 0, positive sum.
/// key      n finite values; larger first; equal keys in the order given.
/// k        1 .. n.
/// errors   measure.shares.shape (shape), measure.shares.count (domain: k), measure.shares.not_finite,
///          measure.shares.negative, measure.shares.zero_sum (domain).
/// cost     O(n log n).
Result<TopShare> top_share(std::span<const double> values, std::span<const double> key, std::size_t k);

struct AboveMean {
  std::size_t above = 0;  ///< members strictly above the mean of all
  std::size_t members = 0;
  double share = 0;  ///< above/members in [0, 1]; 0 for a group without members
};

struct AboveMeanByGroup {
  double mean = 0;  ///< of all values, unweighted
  std::vector<AboveMean> groups;
};

/// Share of each group's members that lie strictly above the unweighted mean of all.
/// group_of  group of each value, 0 .. groups - 1.
/// errors    measure.shares.shape (shape), measure.shares.not_finite, measure.shares.group_unknown (domain).
/// cost      O(n).
Result<AboveMeanByGroup> share_above_mean(std::span<const double> values, std::span<const std::size_t> group_of,
                                          std::size_t groups);

}  // namespace tidu::measure
