// SPDX-License-Identifier: Apache-2.0
#include "core/measure/correlation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/assert.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size()) {
    return refuse(ErrorCode::shape, "measure.correlation.shape", "measure.correlation.shape.hint", x.size(), y.size());
  }
  if (x.size() < 2) {
    return refuse(ErrorCode::shape, "measure.correlation.too_few", "measure.correlation.too_few.hint", x.size());
  }
  const std::size_t bad = std::min(first_not_finite(x), first_not_finite(y));
  if (bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.correlation.not_finite", "measure.correlation.not_finite.hint", bad + 1);
  }
  if (is_constant(x) || is_constant(y)) {
    return refuse(ErrorCode::domain, "measure.correlation.constant", "measure.correlation.constant.hint");
  }
  return {};
}

// Pairs inside runs of equal neighbours: sum over runs of length k of k(k - 1)/2.
template <class Equal>
std::int64_t tied_pairs(std::size_t n, Equal equal_to_previous) {
  std::int64_t pairs = 0;
  std::int64_t run = 0;
  for (std::size_t i = 1; i < n; ++i) {
    run = equal_to_previous(i) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

// Sorts values by bottom-up merging and returns the number of inversions (Knight's exchanges).
std::int64_t sort_and_count_inversions(std::vector<double>& values) {
  std::vector<double> merged(values.size());
  std::int64_t inversions = 0;
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t low = 0; low < values.size(); low += 2 * width) {
      const std::size_t middle = std::min(low + width, values.size());
      const std::size_t high = std::min(low + 2 * width, values.size());
      std::size_t left = low;
      std::size_t right = middle;
      for (std::size_t k = low; k < high; ++k) {
        const bool take_right = left == middle || (right < high && values[right] < values[left]);
        if (take_right) inversions += static_cast<std::int64_t>(middle - left);
        merged[k] = take_right ? values[right++] : values[left++];
      }
    }
    values.swap(merged);
  }
  return inversions;
}

}  // namespace

Result<double> pearson(std::span<const double> x, std::span<const double> y) {
  if (auto checked = check(x, y); !checked) return tl::unexpected(checked.error());
  std::vector<double> dx(x.begin(), x.end());
  std::vector<double> dy(y.begin(), y.end());
  scale_to_unit(dx);
  scale_to_unit(dy);
  const double mean_x = mean(dx);
  const double mean_y = mean(dy);
  for (std::size_t i = 0; i < x.size(); ++i) {
    dx[i] -= mean_x;
    dy[i] -= mean_y;
  }
  const double scale = std::sqrt(dot(dx, dx)) * std::sqrt(dot(dy, dy));
  if (!(scale > 0))
    return refuse(ErrorCode::domain, "measure.correlation.constant", "measure.correlation.constant.hint");
  return std::clamp(dot(dx, dy) / scale, -1.0, 1.0);
}

Result<double> spearman(std::span<const double> x, std::span<const double> y) {
  if (auto checked = check(x, y); !checked) return tl::unexpected(checked.error());
  return pearson(midranks(x), midranks(y));
}

Result<double> kendall_tau_b(std::span<const double> x, std::span<const double> y) {
  if (auto checked = check(x, y); !checked) return tl::unexpected(checked.error());
  const std::size_t n = x.size();
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [x, y](std::size_t a, std::size_t b) {
    if (x[a] != x[b]) return x[a] < x[b];
    if (y[a] != y[b]) return y[a] < y[b];
    return a < b;
  });
  const auto same_x = [&](std::size_t i) { return x[order[i]] == x[order[i - 1]]; };
  const std::int64_t tied_x = tied_pairs(n, same_x);
  const std::int64_t tied_both =
      tied_pairs(n, [&](std::size_t i) { return same_x(i) && y[order[i]] == y[order[i - 1]]; });
  std::vector<double> sorted(n);
  for (std::size_t i = 0; i < n; ++i) sorted[i] = y[order[i]];
  const std::int64_t discordant = sort_and_count_inversions(sorted);
  const std::int64_t tied_y = tied_pairs(n, [&](std::size_t i) { return sorted[i] == sorted[i - 1]; });
  const auto count = static_cast<std::int64_t>(n);
  const std::int64_t pairs = count * (count - 1) / 2;
  const auto balance = static_cast<double>(pairs - tied_x - tied_y + tied_both - 2 * discordant);
  const double scale = std::sqrt(static_cast<double>(pairs - tied_x) * static_cast<double>(pairs - tied_y));
  return std::clamp(balance / scale, -1.0, 1.0);
}

std::vector<double> midranks(std::span<const double> x) {
  TIDU_ASSERT(std::none_of(x.begin(), x.end(), [](double value) { return std::isnan(value); }));
  const auto order = rising_order(x);
  std::vector<double> ranks(x.size());
  for (std::size_t first = 0; first < x.size();) {
    std::size_t end = first + 1;
    while (end < x.size() && x[order[end]] == x[order[first]]) ++end;
    const double rank = static_cast<double>(first + 1 + end) / 2;
    for (std::size_t k = first; k < end; ++k) ranks[order[k]] = rank;
    first = end;
  }
  return ranks;
}

}  // namespace tidu::measure
