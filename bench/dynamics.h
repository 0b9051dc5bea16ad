// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidu::bench {

/// Densities, chains and convergence clubs, on one core.
void dynamics();

}  // namespace tidu::bench
