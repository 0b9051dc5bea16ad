// SPDX-License-Identifier: Apache-2.0
#include "core/measure/checks.h"

#include <algorithm>
#include <cmath>
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

int scale_to_unit(std::span<double> values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  if (largest == 0 || (largest >= 1e-100 && largest <= 1e100)) return 0;
  int k = 0;
  std::frexp(largest, &k);
  for (double& value : values) value = std::ldexp(value, -k);
  return k;
}

}  // namespace tidu::measure
