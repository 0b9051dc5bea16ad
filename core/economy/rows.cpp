// SPDX-License-Identifier: Apache-2.0
#include "core/economy/rows.h"

#include <array>

namespace tidu::economy {

std::span<const RowKernels> all_row_kernels() {
#ifdef __x86_64__
  static const std::array<RowKernels, 3> all{kRowLanes2, kRowLanes4, kRowLanes8};
  const std::span<const RowKernels> kernels(all);
  if (!__builtin_cpu_supports("avx2")) return kernels.first(1);
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512dq") ||
      !__builtin_cpu_supports("avx512vl")) {
    return kernels.first(2);
  }
  return kernels;
#else
  return {&kRowLanes2, 1};
#endif
}

const RowKernels& row_kernels() { return all_row_kernels().back(); }

}  // namespace tidu::economy
