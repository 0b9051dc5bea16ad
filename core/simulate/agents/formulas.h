// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/formula.h"

namespace tidu::simulate {

/// How agents are made from margins, what they expect to see, and how far samples scatter.
std::span<const FormulaRecord> agent_formulas();

/// Standard deviation of the number of users over the whole, in percentage points, were agents independent: M of N may
/// ever use it, a share f of them does.   [agent_sampling]
double sampling_deviation(double users, double potential, double whole);

}  // namespace tidu::simulate
