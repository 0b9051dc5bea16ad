// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/percolation.h"

#include <limits>

#include "core/diffusion/network/checks.h"

namespace tidu::diffusion::network {

double critical_transmission(const DegreeLaw& degrees) {
  const double curvature = degrees.curvature(1);
  return curvature > 0 ? degrees.mean() / curvature : std::numeric_limits<double>::infinity();
}

Result<double> giant_share(const DegreeLaw& degrees, double transmission) {
  if (auto checked = check_share("transmission", transmission); !checked) return tl::unexpected(checked.error());
  if (transmission <= critical_transmission(degrees)) return 0;
  double u = 0;
  for (;;) {
    const double v = 1 - transmission + transmission * u;
    const double gap = degrees.excess(v) - u;
    const double falling = 1 - transmission * degrees.curvature(v) / degrees.mean();
    const double next = u + gap / falling;
    // Rising until rounding stops it; a step that falls, or a slope that no longer does, is rounding as well.
    if (!(gap > 0 && falling > 0 && next > u)) return 1 - degrees.psi(v);
    u = next < 1 ? next : 1;
  }
}

}  // namespace tidu::diffusion::network
