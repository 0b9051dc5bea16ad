// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/decision_units.h"

#include <algorithm>

#include "core/base/assert.h"

namespace tidu::simulate {

std::vector<DecisionUnit> all_units(const ParameterDraw& draw) {
  std::vector<DecisionUnit> units = draw.decisions;
  double rest = 1;
  for (const DecisionUnit& unit : units) rest -= unit.share;
  TIDU_ASSERT(rest > -1e-9);
  units.push_back({.share = units.empty() ? 1 : std::max(0.0, rest)});
  return units;
}

}  // namespace tidu::simulate
