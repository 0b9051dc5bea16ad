// SPDX-License-Identifier: Apache-2.0
#include "core/economy/rows.h"

#include <array>

#include "core/base/lanes.h"

namespace tidu::economy {

std::span<const RowKernels> all_row_kernels() {
#ifdef __x86_64__
  static const std::array all{kRowLanes2, kRowLanes4, kRowLanes8};
#else
  static const std::array all{kRowLanes2};
#endif
  return runnable(all);
}

const RowKernels& row_kernels() { return all_row_kernels().back(); }

}  // namespace tidu::economy
