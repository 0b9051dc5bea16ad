// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/diagnostic.h"
#include "data/results.h"

namespace tidu::store {

/// A result set as JSON (UTF-8, one line): what `tidu report` and other programs read. Numbers have every digit they
/// need to be read back to the same bits; no value is null. Equal results have equal bytes.
std::string to_json(const data::ResultSet& results);

/// Reads results.json back. Never trusts it: every member is checked for its kind, columns for equal length.
/// file_name  as shown in messages
/// errors     syntax (with line and column), a member that lacks or is of another kind (with its path in the file)
Outcome<data::ResultSet> results_from_json(std::string_view bytes, std::string_view file_name);

}  // namespace tidu::store
