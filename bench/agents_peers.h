// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/executor.h"

namespace tidu::bench {

/// The same job for Tidu and for two programs as they are usually written, in the same run: Bass month by month
/// (p = 0.0025, q = 0.032), whose decisions look at 4 + 2 + 2 contacts on one random regular graph. Prints agent-steps
/// a second, bytes an agent, shares of adopters and ratios.
///   objects  an object for each agent with pointers to its neighbours, asked one after another: Mesa, NDlib, epiworld
///   lists    lists of neighbours in one array (CSR), all agents in parallel: EpiHiper, netdiffuseR
void peers(int threads, Executor& executor);

}  // namespace tidu::bench
