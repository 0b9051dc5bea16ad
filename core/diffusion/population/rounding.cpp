// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/rounding.h"

#include <algorithm>
#include <numeric>

#include "core/base/assert.h"
#include "core/base/order.h"
#include "core/base/sum.h"

namespace tidu::diffusion::population {
namespace {

constexpr std::uint64_t kUnit = std::uint64_t{1} << kPartBits;

std::uint64_t total_of(std::span<const std::uint64_t> parts) {
  return std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
}

}  // namespace

std::vector<std::uint64_t> quotas(std::span<const double> weights, std::uint64_t total) {
  const double scale = static_cast<double>(total) / sum(weights);
  std::vector<std::uint64_t> quota;
  quota.reserve(weights.size());
  for (const double w : weights)
    quota.push_back(static_cast<std::uint64_t>(w * scale * static_cast<double>(kUnit) + 0.5));
  // Unsigned: what is short wraps around and back.
  const std::uint64_t over = total * kUnit - total_of(quota);
  *std::max_element(quota.begin(), quota.end()) += over;
  return quota;
}

std::vector<std::uint64_t> share_out(std::span<const std::uint64_t> quota, std::uint64_t total) {
  std::vector<std::uint64_t> whole;
  whole.reserve(quota.size());
  for (const std::uint64_t q : quota) whole.push_back(q / kUnit);
  const std::uint64_t up = total - total_of(whole);
  if (up == 0) return whole;
  TIDU_ASSERT(up <= quota.size());
  const auto order =
      stable_order(quota.size(), [&](std::size_t a, std::size_t b) { return quota[a] % kUnit > quota[b] % kUnit; });
  for (std::size_t k = 0; k < up; ++k) {
    TIDU_ASSERT(quota[order[k]] % kUnit > 0);
    ++whole[order[k]];
  }
  return whole;
}

std::vector<std::uint64_t> share_out_nested(std::span<const std::uint64_t> quota, std::span<const std::size_t> widths,
                                            std::uint64_t total) {
  std::vector<std::uint64_t> totals{total};
  std::size_t below = quota.size();  // quotas below a node of the level
  for (const std::size_t width : widths) {
    below /= width;
    std::vector<std::uint64_t> parts;
    parts.reserve(totals.size() * width);
    std::vector<std::uint64_t> sums(width);
    for (std::size_t node = 0; node < totals.size(); ++node) {
      for (std::size_t k = 0; k < width; ++k) sums[k] = total_of(quota.subspan((node * width + k) * below, below));
      const std::vector<std::uint64_t> shared = share_out(sums, totals[node]);
      parts.insert(parts.end(), shared.begin(), shared.end());
    }
    totals = std::move(parts);
  }
  TIDU_ASSERT(below == 1);
  return totals;
}

}  // namespace tidu::diffusion::population
