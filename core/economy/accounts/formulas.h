// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/base/formula.h"

namespace tidu::economy::accounts {

/// The formulas of this folder, for the page and the origins of results.
std::span<const FormulaRecord> accounts_formulas();

}  // namespace tidu::economy::accounts
