// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

// For the kernels of processors with AVX-512 (x86-64 alone). Functions carry the instructions that they may use,
// instead of files: what a header brings inline must run everywhere.
#define TIDU_AVX512 \
  __attribute__((   \
      target("avx512f,avx512bw,avx512cd,avx512vl,avx512vbmi,avx512vbmi2,avx512dq,avx512bitalg,gfni,popcnt,bmi")))

// The intrinsics of g++ 12 start some results from a register that nothing has written, on purpose.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
