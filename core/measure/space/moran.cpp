// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/moran.h"

#include <cmath>

#include "core/measure/space/association_input.h"
#include "core/measure/space/pairs.h"

namespace tidu::measure {
namespace {

// A permuted I within this distance of the observed one differs by rounding alone.
constexpr double kEqual = 1e-12;

// The analytic moments of I.
void add_moments(const SpatialWeights& w, double b2, Moran& out) {
  const auto n = static_cast<double>(w.effective_regions());
  const double s0_squared = w.s0() * w.s0();
  out.expected = -1 / (n - 1);
  const double expected_squared = out.expected * out.expected;
  out.variance_normality =
      (n * n * w.s1() - n * w.s2() + 3 * s0_squared) / ((n * n - 1) * s0_squared) - expected_squared;
  const double first = n * ((n * n - 3 * n + 3) * w.s1() - n * w.s2() + 3 * s0_squared);
  const double second = b2 * ((n * n - n) * w.s1() - 2 * n * w.s2() + 6 * s0_squared);
  out.variance_randomisation = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0_squared) - expected_squared;
  out.z_normality = standardised(out.moran, out.expected, out.variance_normality);
  out.z_randomisation = standardised(out.moran, out.expected, out.variance_randomisation);
}

void add_permutations(const PermutationResult& test, Moran& out) {
  out.permutations = test.permutations;
  out.as_large = test.as_large;
  out.as_small = test.as_small;
  out.p_greater = test.p(PValue::greater);
  out.p_less = test.p(PValue::less);
  out.p_two_sided = test.p(PValue::two_sided);
  out.permutation_mean = test.mean;
  out.permutation_sd = test.sd;
}

}  // namespace

Result<std::vector<Moran>> moran_by_year(View<const double, Region, Year> x, const SpatialWeights& w,
                                         const PermutationTest& test, Executor& executor) {
  if (auto checked = check_association(x, w, test); !checked) return tl::unexpected(checked.error());
  const std::size_t years = x.extent<Year>();
  const Pairs pairs = pairs_of(w);
  std::vector<Moran> out(years);
  std::vector<std::vector<double>> columns(years);
  std::vector<double> scale(years);
  std::vector<double> observed(years);
  for (std::size_t t = 0; t < years; ++t) {
    auto year = deviations(x, t);
    if (!year) return tl::unexpected(year.error());
    columns[t] = std::move(year->z);
    scale[t] = static_cast<double>(w.effective_regions()) / w.s0() / year->squares;
    observed[t] = cross_product(pairs, columns[t]) * scale[t];
    out[t].moran = observed[t];
    add_moments(w, year->kurtosis, out[t]);
  }
  const std::vector<double> tolerance(years, kEqual);
  const auto tests = permute({.columns = columns,
                              .observed = observed,
                              .tolerance = tolerance,
                              .statistic =
                                  [&](std::size_t t, std::span<const std::vector<double>> shuffled) {
                                    return cross_product(pairs, shuffled[t]) * scale[t];
                                  }},
                             test, executor);
  if (!tests) return tl::unexpected(tests.error());
  for (std::size_t t = 0; t < years; ++t) add_permutations((*tests)[t], out[t]);
  return out;
}

Result<Moran> moran(std::span<const double> x, const SpatialWeights& w, const PermutationTest& test,
                    Executor& executor) {
  const auto years = moran_by_year(one_year(x), w, test, executor);
  if (!years) return tl::unexpected(years.error());
  return years->front();
}

}  // namespace tidu::measure
