// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/formula.h"

namespace tidu::diffusion::network {

/// Every formula of this folder that stands behind a number in a result, ordered by id.
std::span<const FormulaRecord> formulas();

}  // namespace tidu::diffusion::network
