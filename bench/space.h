// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/executor.h"

namespace tidu::bench {

/// Local statistics with conditional permutations, on the grid of the comparisons with spdep and esda.
void space(Executor& executor);

}  // namespace tidu::bench
