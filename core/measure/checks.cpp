// SPDX-License-Identifier: Apache-2.0
#include "core/measure/checks.h"

#include <algorithm>
#include <numeric>

namespace tidu::measure {

std::vector<std::size_t> rising_order(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [x](std::size_t a, std::size_t b) {
    if (x[a] != x[b]) return x[a] < x[b];
    return a < b;
  });
  return order;
}

}  // namespace tidu::measure
