// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/moran.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/draws.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/space/pairs.h"

namespace tidu::measure {
namespace {

// Permutations of a block: large enough to pay for its scratch memory, small enough to share the work evenly.
constexpr std::size_t kBlock = 64;
// A permuted I within this distance of the observed one differs by rounding alone.
constexpr double kEqual = 1e-12;

struct Problem {
  std::size_t regions = 0;
  std::size_t years = 0;
  Pairs pairs;
  std::vector<double> z;         // regions x years, deviations from the year's mean
  std::vector<double> scale;     // by year: I = scale * z'Wz
  std::vector<double> observed;  // I by year
};

// What a block of permutations found, by year.
struct Tally {
  std::vector<std::uint64_t> as_large;
  std::vector<std::uint64_t> as_small;
  std::vector<double> sum;      // of I* - I
  std::vector<double> squares;  // of (I* - I)^2
  bool complete = false;
};

Result<void> check(View<const double, Region, Year> x, const SpatialWeights& w, const PermutationTest& test) {
  if (x.extent<Region>() != w.regions() || x.extent<Year>() == 0) {
    return refuse(ErrorCode::shape, "measure.moran.shape", "measure.moran.shape.hint", x.extent<Region>(), w.regions());
  }
  if (w.effective_regions() < 4) {
    return refuse(ErrorCode::shape, "measure.moran.too_few", "measure.moran.too_few.hint", w.effective_regions());
  }
  if (test.permutations > kMaximumPermutations) {
    return refuse(ErrorCode::limit, "measure.moran.permutations", "measure.moran.permutations.hint", test.permutations,
                  kMaximumPermutations);
  }
  if (w.regions() > kMaximumRegions) {
    return refuse(ErrorCode::limit, "measure.moran.too_many", "measure.moran.too_many.hint", w.regions(),
                  kMaximumRegions);
  }
  if (const std::size_t bad = first_not_finite({x.data(), x.size()}); bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.moran.not_finite", "measure.moran.not_finite.hint",
                  bad / x.extent<Year>() + 1, bad % x.extent<Year>() + 1);
  }
  return {};
}

// b2 = m4/m2^2 of one year's deviations.
double kurtosis(std::span<const double> z) {
  std::vector<double> squares(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) squares[i] = z[i] * z[i];
  const double m2 = mean(squares);
  return dot(squares, squares) / static_cast<double>(z.size()) / (m2 * m2);
}

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
  out.z_normality = (out.moran - out.expected) / std::sqrt(out.variance_normality);
  out.z_randomisation = (out.moran - out.expected) / std::sqrt(out.variance_randomisation);
}

// Fills the problem and the analytic part of the results.
Result<std::vector<Moran>> analyse(View<const double, Region, Year> x, const SpatialWeights& w, Problem& problem) {
  const std::size_t n = problem.regions;
  std::vector<Moran> out(problem.years);
  std::vector<double> z(n);
  std::vector<double> kurtoses(problem.years);
  for (std::size_t t = 0; t < problem.years; ++t) {
    for (std::size_t r = 0; r < n; ++r) z[r] = x(r, t);
    const bool constant = is_constant(z);
    const double center = mean(z);
    for (double& value : z) value -= center;
    const double squares = dot(z, z);
    if (constant || !(squares > 0)) {
      return refuse(ErrorCode::domain, "measure.moran.constant", "measure.moran.constant.hint", t + 1);
    }
    for (std::size_t r = 0; r < n; ++r) problem.z[r * problem.years + t] = z[r];
    problem.scale[t] = static_cast<double>(w.effective_regions()) / w.s0() / squares;
    kurtoses[t] = kurtosis(z);
  }
  std::vector<double> lag(problem.years);
  cross_products(problem.pairs, problem.z, lag, problem.observed);
  for (std::size_t t = 0; t < problem.years; ++t) {
    problem.observed[t] *= problem.scale[t];
    out[t].moran = problem.observed[t];
    add_moments(w, kurtoses[t], out[t]);
  }
  return out;
}

Tally permute_block(const Problem& problem, const Rng& rng, std::uint64_t first, std::uint64_t last,
                    Executor& executor) {
  const std::size_t years = problem.years;
  Tally tally{std::vector<std::uint64_t>(years), std::vector<std::uint64_t>(years), std::vector<double>(years),
              std::vector<double>(years)};
  std::vector<std::uint32_t> order(problem.regions);
  std::vector<double> z(problem.z.size());
  std::vector<double> lag(years);
  std::vector<double> products(years);
  for (std::uint64_t m = first; m < last; ++m) {
    if (executor.cancelled()) return tally;
    permutation(rng, {.step = static_cast<std::uint32_t>(m), .purpose = Purpose::permutation_test}, order);
    for (std::size_t r = 0; r < problem.regions; ++r) {
      std::copy_n(problem.z.data() + order[r] * years, years, z.data() + r * years);
    }
    cross_products(problem.pairs, z, lag, products);
    for (std::size_t t = 0; t < years; ++t) {
      const double difference = products[t] * problem.scale[t] - problem.observed[t];
      tally.as_large[t] += difference >= -kEqual ? 1 : 0;
      tally.as_small[t] += difference <= kEqual ? 1 : 0;
      tally.sum[t] += difference;
      tally.squares[t] += difference * difference;
    }
  }
  tally.complete = true;
  return tally;
}

// The permutation part of one year's result, from the blocks in their order.
void add_permutations(std::span<const Tally> tallies, std::size_t year, std::uint64_t permutations, Moran& out) {
  std::vector<double> sums;
  std::vector<double> squares;
  for (const Tally& tally : tallies) {
    out.as_large += tally.as_large[year];
    out.as_small += tally.as_small[year];
    sums.push_back(tally.sum[year]);
    squares.push_back(tally.squares[year]);
  }
  const auto m = static_cast<double>(permutations);
  out.permutations = permutations;
  out.p_greater = (static_cast<double>(out.as_large) + 1) / (m + 1);
  out.p_less = (static_cast<double>(out.as_small) + 1) / (m + 1);
  out.p_two_sided = std::min(1.0, 2 * std::min(out.p_greater, out.p_less));
  const double shift = sum(sums) / m;
  out.permutation_mean = out.moran + shift;
  out.permutation_sd = std::sqrt(std::max(0.0, sum(squares) / m - shift * shift));
}

}  // namespace

Result<std::vector<Moran>> moran_by_year(View<const double, Region, Year> x, const SpatialWeights& w,
                                         const PermutationTest& test, Executor& executor) {
  if (auto checked = check(x, w, test); !checked) return tl::unexpected(checked.error());
  const std::size_t years = x.extent<Year>();
  Problem problem{
      x.extent<Region>(),        years, pairs_of(w), std::vector<double>(x.size()), std::vector<double>(years),
      std::vector<double>(years)};
  auto out = analyse(x, w, problem);
  if (!out || test.permutations == 0) return out;

  const Rng rng(test.seed);
  const std::size_t blocks = (static_cast<std::size_t>(test.permutations) + kBlock - 1) / kBlock;
  std::vector<Tally> tallies(blocks);
  executor.for_blocks(blocks, [&](std::size_t b) {
    const std::uint64_t first = b * kBlock;
    tallies[b] =
        permute_block(problem, rng, first, std::min<std::uint64_t>(first + kBlock, test.permutations), executor);
  });
  if (!std::all_of(tallies.begin(), tallies.end(), [](const Tally& tally) { return tally.complete; })) {
    return refuse(ErrorCode::cancelled, "measure.moran.cancelled", "measure.moran.cancelled.hint");
  }
  for (std::size_t t = 0; t < years; ++t) add_permutations(tallies, t, test.permutations, (*out)[t]);
  return out;
}

Result<Moran> moran(std::span<const double> x, const SpatialWeights& w, const PermutationTest& test,
                    Executor& executor) {
  const auto years = moran_by_year(View<const double, Region, Year>(x.data(), {x.size(), 1}), w, test, executor);
  if (!years) return tl::unexpected(years.error());
  return years->front();
}

}  // namespace tidu::measure
