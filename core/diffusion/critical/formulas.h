// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/formula.h"

namespace tidu::diffusion {

/// Every formula of this folder that stands behind a number in a result, ordered by id.
std::span<const FormulaRecord> critical_formulas();

}  // namespace tidu::diffusion
