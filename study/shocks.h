// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/field_reader.h"

namespace tidu::study {

/// Reads [[shock]]: what happens to the regions' economy, in comparative statics. Shocks need the section [accounts],
/// which is read before.
void read_shocks(FieldReader& reader, const TomlValue& root, Study& study);

}  // namespace tidu::study
