// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tidu::measure {

/// What a mean of squared deviations is divided by. Both are met in published coefficients of variation, so name it
/// beside the number: on 31 regions the two differ by 1.7 %.
enum class Divisor : std::uint8_t {
  n,            ///< sum_i p_i (x_i - mu)^2: the population is observed
  n_minus_one,  ///< that over sum_i p_i (1 - p_i): n - 1 without weights; a sample
};

}  // namespace tidu::measure
