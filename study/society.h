// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/field_reader.h"

namespace tidu::study {

/// Reads the section [attributes]: what stands for the attributes of the innovation. Needs variables and indices; an
/// unknown id and a strength that is no number are errors at their key.
void read_attributes(FieldReader& reader, const TomlValue& root, Study& study);

/// Reads the list [[decision]]: parts of the people and how they decide. A share outside (0, 1], shares that sum to
/// more than 1, and ids given twice are errors.
void read_decisions(FieldReader& reader, const TomlValue& root, Study& study);

}  // namespace tidu::study
