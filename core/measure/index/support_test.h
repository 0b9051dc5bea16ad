// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "core/base/array.h"

namespace tidu::measure::testing {

using Observations = Array<double, Indicator, Row>;

/// Standardised values, indicator after indicator.
inline Observations observations(std::size_t indicators, std::vector<double> values) {
  Observations out({indicators, values.size() / indicators});
  out.values() = std::move(values);
  return out;
}

}  // namespace tidu::measure::testing
