// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/association_input.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {

Result<void> check_association(View<const double, Region, Year> x, const SpatialWeights& w,
                               const PermutationTest& test) {
  if (x.extent<Region>() != w.regions() || x.extent<Year>() == 0) {
    return refuse(ErrorCode::shape, "measure.association.shape", "measure.association.shape.hint", x.extent<Region>(),
                  w.regions());
  }
  if (w.effective_regions() < 4) {
    return refuse(ErrorCode::shape, "measure.association.too_few", "measure.association.too_few.hint",
                  w.effective_regions());
  }
  if (test.permutations > kMaximumPermutations) {
    return refuse(ErrorCode::limit, "measure.association.permutations", "measure.association.permutations.hint",
                  test.permutations, kMaximumPermutations);
  }
  if (w.regions() > kMaximumRegions) {
    return refuse(ErrorCode::limit, "measure.association.too_many", "measure.association.too_many.hint", w.regions(),
                  kMaximumRegions);
  }
  if (const std::size_t bad = first_not_finite({x.data(), x.size()}); bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.association.not_finite", "measure.association.not_finite.hint",
                  bad / x.extent<Year>() + 1, bad % x.extent<Year>() + 1);
  }
  return {};
}

Result<Deviations> deviations(View<const double, Region, Year> x, std::size_t year) {
  Deviations out{.z = std::vector<double>(x.extent<Region>())};
  for (std::size_t r = 0; r < out.z.size(); ++r) out.z[r] = x(r, year);
  const bool constant = is_constant(out.z);
  scale_to_unit(out.z);
  out.mean = mean(out.z);
  double largest = 0;
  for (const double value : out.z) largest = std::max(largest, std::fabs(value));
  const double rounding = 4 * std::numeric_limits<double>::epsilon() * largest;
  for (double& value : out.z) {
    value -= out.mean;
    if (std::fabs(value) <= rounding) value = 0;
  }
  out.squares = dot(out.z, out.z);
  if (constant || !(out.squares > 0)) {
    return refuse(ErrorCode::domain, "measure.association.constant", "measure.association.constant.hint", year + 1);
  }
  std::vector<double> squared(out.z.size());
  for (std::size_t r = 0; r < out.z.size(); ++r) squared[r] = out.z[r] * out.z[r];
  const auto n = static_cast<double>(out.z.size());
  const double m2 = out.squares / n;
  out.kurtosis = dot(squared, squared) / n / (m2 * m2);
  return out;
}

double standardised(double value, double expected, double variance) {
  constexpr double kRounding = 1e-14;
  if (!(variance > kRounding * std::max(expected * expected, value * value))) return 0;
  return (value - expected) / std::sqrt(variance);
}

}  // namespace tidu::measure
