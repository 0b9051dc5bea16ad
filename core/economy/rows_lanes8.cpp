// SPDX-License-Identifier: Apache-2.0
#ifdef __x86_64__
#define TIDU_LANES 8
#define TIDU_LANES_TARGET __attribute__((target("avx512f,avx512dq,avx512vl")))
#include "core/economy/rows_lanes.h"

namespace tidu::economy {

const RowKernels kRowLanes8{"avx512", TIDU_LANES, weighted_sum, row_dots, exponentials, logarithms,
                            dot,      add,        subtract,     multiply, less_products};

}  // namespace tidu::economy
#endif
