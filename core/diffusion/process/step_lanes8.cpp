// SPDX-License-Identifier: Apache-2.0
#ifdef __x86_64__
#define TIDU_LANES 8
#define TIDU_LANES_TARGET __attribute__((target("avx512f,avx512dq,avx512vl")))
#include "core/diffusion/process/step_lanes.h"

namespace tidu::diffusion {

const StepKernels kStepLanes8{
    "avx512",
    TIDU_LANES,
    {step_all<StepWay::forward>, step_all<StepWay::forward_and_back>, step_all<StepWay::together>}};

}  // namespace tidu::diffusion
#endif
