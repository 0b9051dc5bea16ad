// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/measure/space/options.h"

namespace tidu::measure {

/// p-values of many tests, corrected so that each can be compared with the level itself. Benjamini & Hochberg: the
/// smallest false discovery rate at which the test counts, min over p_(j) >= p_i of m p_(j)/j (holds for independent
/// and for positively dependent tests); Bonferroni: min(1, m p_i). Equal p get equal values.   [Benjamini & Hochberg
/// 1995; Benjamini & Yekutieli 2001]
/// p       m values in [0, 1]; only tests that were made.
/// cost    O(m log m).
std::vector<double> corrected_p(std::span<const double> p, Correction correction);

}  // namespace tidu::measure
