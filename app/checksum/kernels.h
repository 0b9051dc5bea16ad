// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/checksum/expected.h"
#include "core/base/executor.h"

namespace tidu::checksum {

/// A calculation of core on fixed inputs, and the hash of its results (hash.h).
struct Kernel {
  std::string_view name;
  std::string hash;
};

struct Sums {
  std::vector<Kernel> kernels;  ///< in the order of their table
  std::string combined;         ///< hash of all names and hashes
};

/// Runs every kernel: the elementary functions, sums, random numbers, linear algebra, every family of measures,
/// adoption, ensembles and calibration. The hashes are the same (kExpected) on every machine, with every compiler,
/// executor and shift. After a cancellation there are no kernels and no combined hash. shift  inputs begin at an
/// address of 8 * shift bytes modulo 64; 0 ... 7 cost   about a second in a release build
Sums run(Executor& executor, std::size_t shift);

}  // namespace tidu::checksum
