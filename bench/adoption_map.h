// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidu::bench {

/// The aggregate engine of adoption, on one core.
void adoption_map();

}  // namespace tidu::bench
