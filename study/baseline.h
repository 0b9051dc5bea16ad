// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/field_reader.h"

namespace tidu::study {

/// Holds the section [baseline] against the rest of the study: it needs [accounts] and analysis.growth, its horizon
/// lies after the base year, and what it says of rows of the variance's
/// design is no more than half of the draws. Needs all settings.
void check_baseline(FieldReader& reader, const TomlValue& root, Study& study);

}  // namespace tidu::study
