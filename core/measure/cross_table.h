// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// Two classifications of the same members, one against the other.
struct CrossTable {
  Array<std::size_t, Row, Column> counts;  ///< members in class r of the first and class c of the second
  double cramers_v = 0;      ///< strength of association in [0, 1]; 0 when either has one class with members
  double adjusted_rand = 0;  ///< agreement corrected for chance: 1 the same partition, near 0 by chance, may be below 0
};

struct Classification {
  std::span<const std::size_t> class_of;  ///< of each member, 0 .. classes - 1
  std::size_t classes = 0;
};

/// Cross table of two classifications with two summaries that do not depend on the order of classes:
/// Cramer's V = sqrt(chi^2/(n min(R - 1, C - 1))), chi^2 = n (sum_rc n_rc^2/(n_r. n_.c) - 1), R and C the classes that
/// have members;   [Cramer 1946, ch. 21]
/// adjusted Rand index ARI = (I - E)/((A + B)/2 - E), I = sum_rc C(n_rc, 2), A = sum_r C(n_r., 2), B = sum_c C(n_.c,
/// 2), E = A B/C(n, 2); 1 when both partitions put all members together or all apart.   [Hubert & Arabie 1985] errors
/// measure.cross_table.shape (shape: no members, or different numbers of them), measure.cross_table.unknown
///          (domain; member from 1, class from 0).
/// cost     O(n + R C).
Result<CrossTable> cross_table(const Classification& first, const Classification& second);

}  // namespace tidu::measure
