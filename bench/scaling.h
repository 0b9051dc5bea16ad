// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tidu::bench {

/// Times measures on one core at n, 2n, 4n, ... regions and prints what each doubling costs beside what its complexity
/// promises. Returns the plot as SVG: time over n, both logarithmic, with the promised slope as a dashed line.
std::string scaling();

}  // namespace tidu::bench
