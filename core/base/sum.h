// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/executor.h"

namespace tidu {

/// Elements of a block: sums are formed block by block, and the blocks' sums are added in pairs. The bounds depend on
/// the number of elements alone, so that a sum has the same bits on any number of threads.
inline constexpr std::size_t kSumBlock = 65536;

/// Sum of x. Pairwise inside a block (leaves of 128, four running sums), so that the rounding error grows as log n.
/// Cost O(n), no allocation up to 2^32 elements.
double sum(std::span<const double> x);

/// Sum of x[i] * y[i]; x.size() == y.size().
double dot(std::span<const double> x, std::span<const double> y);

/// Sum of x / n; n >= 1.
double mean(std::span<const double> x);

/// The same bits as sum(x), with the blocks spread over an executor.
double sum(std::span<const double> x, Executor& executor);

}  // namespace tidu
