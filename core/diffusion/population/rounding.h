// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidu::diffusion::population {

// Real numbers become whole ones by largest remainders (Hamilton's method; Balinski & Young 1982), and those that are
// nested (a sector's sizes, a size's groups) from the top down. Where the totals form a tree, each of them and each
// part can be its real number rounded down or up (Cox & Ernst 1982; Skala 2017, "The well-rounded total"), and 0 and
// other whole numbers stay. Remainders are compared as integers: so no rounding of floating point breaks a sum.

/// Parts of a unit: real numbers are held as multiples of 2^-30.
inline constexpr unsigned kPartBits = 30;

/// total * weight / (sum of weights), as multiples of 2^-30 that sum to exactly total * 2^30. What rounding to such
/// multiples leaves over goes to the largest, the first of equal ones.
/// weights  1 to 2^15 values >= 0 with positive sum
/// total    at most 2^32
/// cost     O(n)
std::vector<std::uint64_t> quotas(std::span<const double> weights, std::uint64_t total);

/// Whole numbers that sum to `total`: each quota rounded down, and up for those with the largest remainders; of equal
/// ones the first.
/// quota    sums to a number that is `total` when rounded down or up
/// cost     O(n log n)
std::vector<std::uint64_t> share_out(std::span<const std::uint64_t> quota, std::uint64_t total);

/// The same for nested parts: `widths` are the numbers of parts on each level, outermost first, and the quotas stand in
/// that order. Each sum over the parts below a node is the sum of their quotas rounded down or up.
/// quota    product of widths
/// cost     O(n log n)
std::vector<std::uint64_t> share_out_nested(std::span<const std::uint64_t> quota, std::span<const std::size_t> widths,
                                            std::uint64_t total);

}  // namespace tidu::diffusion::population
