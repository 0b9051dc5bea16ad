// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/field_reader.h"

namespace tidu::study {

/// Reads the trees of [[index]]: pillars to any depth, indicators with their directions and marks, given weights and
/// judgements. Every mistake is reported where it stands.
void read_indices(FieldReader& reader, const TomlValue& root, Study& study);

}  // namespace tidu::study
