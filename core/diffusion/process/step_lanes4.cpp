// SPDX-License-Identifier: Apache-2.0
#ifdef __x86_64__
#define TIDU_LANES 4
#define TIDU_LANES_TARGET __attribute__((target("avx2")))
#include "core/diffusion/process/step_lanes.h"

namespace tidu::diffusion {

const StepKernels kStepLanes4{
    "avx2", TIDU_LANES, {step_all<StepWay::forward>, step_all<StepWay::forward_and_back>, step_all<StepWay::together>}};

}  // namespace tidu::diffusion
#endif
