// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#ifdef __x86_64__
namespace tidu::diffusion::agents {
Swept mean_field_avx2(const SweepJob& job) { return kernels().front().mean_field(job); }
}
#endif
