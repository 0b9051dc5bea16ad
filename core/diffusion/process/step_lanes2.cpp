// SPDX-License-Identifier: Apache-2.0
#define TIDU_LANES 2
#define TIDU_LANES_TARGET
#include "core/diffusion/process/step_lanes.h"

namespace tidu::diffusion {

const StepKernels kStepLanes2{
    "plain",
    TIDU_LANES,
    {step_all<StepWay::forward>, step_all<StepWay::forward_and_back>, step_all<StepWay::together>}};

}  // namespace tidu::diffusion
