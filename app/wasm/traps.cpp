// SPDX-License-Identifier: Apache-2.0
// What the C++ library does when it gives up is to print, and printing would be an import. Here it traps: these
// functions stand in for those of libc++, libc++abi and wasi-libc that reach stderr.
#include <cstdlib>
#include <string>

/// libc++: what would be an exception (std::length_error, std::bad_alloc) if there were any.
void std::__libcpp_verbose_abort(const char*, ...) { __builtin_trap(); }

extern "C" {
/// libc++abi: pure virtual calls, failed initialisation of statics.
[[noreturn]] void abort_message(const char*, ...);
[[noreturn]] void abort_message(const char*, ...) { __builtin_trap(); }

/// wasi-libc: a damaged heap.
void abort() { __builtin_trap(); }
}
