// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "core/base/array.h"
#include "core/measure/index/tree.h"

namespace tidu::measure::testing {

using Observations = Array<double, Indicator, Row>;

/// Standardised values, indicator after indicator.
inline Observations observations(std::size_t indicators, std::vector<double> values) {
  Observations out({indicators, values.size() / indicators});
  out.values() = std::move(values);
  return out;
}

/// Two dimensions, the first of two pillars: 0 -> (1 -> (3 -> i0 i1, 4 -> i2), 2 -> i3 i4).
inline IndexTree deep_tree() {
  IndexTree tree;
  tree.group_parent = {0, 0, 0, 1, 1};
  tree.indicator_parent = {3, 3, 4, 2, 2};
  return tree;
}

}  // namespace tidu::measure::testing
