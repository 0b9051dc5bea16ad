// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidu::bench {

/// Tests by permuted networks and centralities, on one core.
void network();

}  // namespace tidu::bench
