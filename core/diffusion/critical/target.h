// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

namespace tidu::diffusion {

/// A share that is to be reached: in (0, 1].
/// errors  diffusion.critical.target (domain)
inline Result<void> check_target(double target) {
  if (target > 0 && target <= 1) return {};
  return failure(ErrorCode::domain, text("diffusion.critical.target", target), text("diffusion.critical.target.hint"));
}

}  // namespace tidu::diffusion
