// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/study.h"

namespace tidu::study {

/// Checks what a single field cannot show: ids given twice, references to variables, indices, levers and scenarios that
/// do not exist, scenarios that include each other in a circle.
void check_references(const Study& study, Diagnostics& diagnostics);

}  // namespace tidu::study
