// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidu::bench {

/// The static equilibrium beside a plain version of it: NAFTA's 31 x 40 where the reference data are, else an economy
/// of that size, and 87 x 22 with labour tied to sectors; years; all on one core. Draws of the
/// bundled study's baseline on two.
void economy();

}  // namespace tidu::bench
