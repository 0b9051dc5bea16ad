// SPDX-License-Identifier: Apache-2.0
#define TIDU_LANES 2
#define TIDU_LANES_TARGET
#include "core/economy/rows_lanes.h"

namespace tidu::economy {

const RowKernels kRowLanes2{"common", TIDU_LANES, weighted_sum, row_dots, exponentials, logarithms,
                            dot,      add,        subtract,     multiply, less_products};

}  // namespace tidu::economy
