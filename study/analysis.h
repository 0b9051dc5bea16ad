// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/field_reader.h"

namespace tidu::study {

/// Reads the section [analysis] and puts in what its missing keys stand for (struct Analysis). Needs study, variables
/// and indices; unknown ids, ids given twice and a coupling of fewer than two indices are errors at their key.
void read_analysis(FieldReader& reader, const TomlValue& root, Study& study);

}  // namespace tidu::study
