// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/diffusion/network/degree_law.h"

namespace tidu::diffusion::network::testing {

/// Expects a failed result with this message key and a hint of the same name.
#define EXPECT_REFUSED(result, error_code, message_key)                       \
  do {                                                                        \
    const auto refused_ = (result);                                           \
    ASSERT_FALSE(refused_.has_value());                                       \
    EXPECT_EQ(refused_.error().code, error_code);                             \
    EXPECT_EQ(refused_.error().message.key, message_key);                     \
    EXPECT_EQ(refused_.error().hint.key, std::string(message_key) + ".hint"); \
  } while (false)

inline constexpr double kP = 0.03;  ///< innovation and imitation of the design's Bass model
inline constexpr double kQ = 0.38;

inline DegreeLaw regular(std::size_t degree) { return *DegreeLaw::regular(degree); }
inline DegreeLaw poisson(double mean) { return *DegreeLaw::poisson(mean); }
inline DegreeLaw law(const std::vector<double>& p) { return *DegreeLaw::from_probabilities(p); }

}  // namespace tidu::diffusion::network::testing
