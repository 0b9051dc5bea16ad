// SPDX-License-Identifier: Apache-2.0
#pragma once

/// TIDU_ASSERT(condition): a programmer's promise. Traps when broken in builds with TIDU_CHECKED (dev, ci, clang,
/// tsan, fuzz); nothing in release. Never for a user's mistake: those are values (core/base/result.h).
#if defined(TIDU_CHECKED)
#define TIDU_ASSERT(condition) ((condition) ? static_cast<void>(0) : __builtin_trap())
#else
#define TIDU_ASSERT(condition) static_cast<void>(0)
#endif
