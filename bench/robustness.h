// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/executor.h"

namespace tidu::bench {

/// Replicates of an index of 51 regions and 49 indicators by the usual plan, with rank intervals, pairwise orders and
/// Sobol' indices of six choices. Returns the mean rank shift.
double make_replicates(std::size_t replicates, Executor& executor);

}  // namespace tidu::bench
