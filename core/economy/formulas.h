// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/formula.h"

namespace tidu::economy {

/// The formulas of the static equilibrium, for the page and the origins of results.
std::span<const FormulaRecord> statics_formulas();

}  // namespace tidu::economy
