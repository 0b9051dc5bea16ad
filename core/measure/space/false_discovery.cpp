// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/false_discovery.h"

#include <algorithm>

#include "core/measure/checks.h"

namespace tidu::measure {

std::vector<double> corrected_p(std::span<const double> p, Correction correction) {
  std::vector<double> out(p.begin(), p.end());
  const auto m = static_cast<double>(p.size());
  if (correction == Correction::bonferroni) {
    for (double& value : out) value = std::min(1.0, m * value);
  }
  if (correction == Correction::benjamini_hochberg) {
    const auto order = rising_order(p);
    double smallest = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
      smallest = std::min(smallest, p[order[rank - 1]] * m / static_cast<double>(rank));
      out[order[rank - 1]] = smallest;
    }
  }
  return out;
}

}  // namespace tidu::measure
