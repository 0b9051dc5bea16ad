// SPDX-License-Identifier: Apache-2.0
#ifdef __x86_64__
#define TIDU_LANES 4
#define TIDU_LANES_TARGET __attribute__((target("avx2")))
#include "core/economy/rows_lanes.h"

namespace tidu::economy {

const RowKernels kRowLanes4{"avx2", TIDU_LANES, weighted_sum, row_dots, exponentials, logarithms,
                            dot,    add,        subtract,     multiply, less_products};

}  // namespace tidu::economy
#endif
