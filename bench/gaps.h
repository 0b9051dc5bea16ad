// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidu::bench {

/// Dagum's decomposition and intervals of gaps, on one core.
void gaps();

}  // namespace tidu::bench
