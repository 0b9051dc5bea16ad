// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

// Signs of critical slowing down: near a tipping point a system that is pushed about returns ever more slowly, so that
// what deviates from its trend becomes more like itself a step before, and larger.   [Scheffer et al. 2009; method:
// Dakos et al. 2008]
//
//   e_rt = x_rt - sum_s K((t - s)/b) x_rs / sum_s K((t - s)/b),  K normal                          [early_warning]
//   in each window of n steps: a = sum (e_t - m)(e_t+1 - m) / sum (e_t - m)^2,  v = sum (e_t - m)^2/(n - 1)
//
// Only paths that are pushed about have them - data, or agents: of a deterministic path e is no more than what the
// kernel smooths away, and its a and v say nothing. Neighbouring windows overlap, so that a trend of theirs is
// described and not tested.

struct EarlyWarningRequest {
  View<const double, Region, Step> paths;
  double bandwidth = 0;    ///< b in steps, > 0; Dakos et al. choose it so that the trend is taken away and no more
  std::size_t window = 0;  ///< n in steps, from 4 to all of them; half of them by Dakos et al.
};

/// Windows are counted from the first: window w is over the steps w .. w + n - 1.
struct EarlyWarning {
  Array<double, Region, Step> autocorrelation;  ///< a by region and window, in [-1, 1]; NaN where nothing varies
  Array<double, Region, Step> variance;         ///< v likewise
  std::vector<double> pooled_autocorrelation;   ///< by window: numerators and denominators summed over regions
  std::vector<double> pooled_variance;          ///< by window: the mean over regions
  std::vector<double> autocorrelation_trend;    ///< by region: Kendall's tau of a with time; NaN where not defined
  std::vector<double> variance_trend;
  double pooled_autocorrelation_trend = 0;
  double pooled_variance_trend = 0;
};

/// errors  measure.early_warning.window (domain: window, steps), measure.early_warning.bandwidth (domain),
///         measure.early_warning.value (domain: region and step from 1; not finite)
/// cost    O(regions steps^2)
Result<EarlyWarning> early_warning(const EarlyWarningRequest& request);

}  // namespace tidu::measure
