// SPDX-License-Identifier: Apache-2.0
#include "core/economy/rows.h"

#include <algorithm>
#include <array>

#include "core/base/lanes.h"
#include "core/base/math.h"

namespace tidu::economy {

std::span<const RowKernels> all_row_kernels() {
#ifdef __x86_64__
  static const std::array all{kRowLanes2, kRowLanes4, kRowLanes8};
#else
  static const std::array all{kRowLanes2};
#endif
  return runnable(all);
}

const RowKernels& row_kernels() {
  static const RowKernels& most = all_row_kernels().back();
  return most;
}

namespace {

constexpr std::size_t kChunk = 32 * kRowUnit;
constexpr double kSmall = 1e-300;

}  // namespace

void log_all(double* out, const double* x, std::size_t n) {
  std::array<double, kChunk> from;
  std::array<double, kChunk> to;
  for (std::size_t first = 0; first < n; first += kChunk) {
    const std::size_t count = std::min(kChunk, n - first);
    std::copy_n(x + first, count, from.data());
    std::fill(from.begin() + static_cast<std::ptrdiff_t>(count), from.end(), 1.0);
    row_kernels().logarithms(to.data(), from.data(), full_row(count));
    for (std::size_t k = 0; k < count; ++k)
      out[first + k] = from[k] > kSmall && from[k] < 1 / kSmall ? to[k] : math::log(from[k]);
  }
}

void exp_all(double* x, std::size_t n) {
  std::array<double, kChunk> part;
  for (std::size_t first = 0; first < n; first += kChunk) {
    const std::size_t count = std::min(kChunk, n - first);
    std::copy_n(x + first, count, part.data());
    std::fill(part.begin() + static_cast<std::ptrdiff_t>(count), part.end(), 0.0);
    row_kernels().exponentials(part.data(), full_row(count));
    std::copy_n(part.data(), count, x + first);
  }
}

}  // namespace tidu::economy
