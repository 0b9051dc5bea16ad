// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/field_reader.h"

namespace tidu::study {

/// Reads the section [accounts], if there is one. Accounts need data.input_output and data.sector_margins, and sectors,
/// their own or those of [agents]; whatever is missing is an error at its place. Needs the sections [data] and
/// [agents].
void read_accounts(FieldReader& reader, const TomlValue& root, Study& study);

}  // namespace tidu::study
