// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace tidu::diffusion::network {

/// The message and its hint of a failed check: "diffusion.network.rate" and "diffusion.network.rate.hint".
template <class... Args>
tl::unexpected<Error> refuse(ErrorCode code, std::string_view key, std::string_view hint_key, Args&&... args) {
  return failure(code, text(key, std::forward<Args>(args)...), text(hint_key));
}

/// A rate, a time: finite and at least 0. `name` stands in the message.
Result<void> check_rate(std::string_view name, double value);

/// A share or probability: in [0, 1].
Result<void> check_share(std::string_view name, double value);

}  // namespace tidu::diffusion::network
