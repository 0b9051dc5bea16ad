// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tidu::calibrate {

/// Systematic resampling (Kitagawa 1996): `count` numbers of draws, each draw i about count * weights[i] times, in
/// rising order.
std::vector<std::uint64_t> resample(std::span<const double> weights, std::uint64_t count, std::uint64_t seed);

/// Quantile of weighted values: the smallest value whose cumulated weight reaches p. values.size() == weights.size().
double weighted_quantile(std::span<const double> values, std::span<const double> weights, double p);

/// Effective size of a weighted sample, 1 / sum w^2 for weights that sum to 1 (Kong 1992); 0 of none.
double effective_size(std::span<const double> weights);

}  // namespace tidu::calibrate
