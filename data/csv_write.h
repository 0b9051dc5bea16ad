// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "data/results.h"

namespace tidu::data {

/// A result table as CSV (RFC 4180, LF, UTF-8 without mark): a header of column keys, numbers with every digit they
/// need to be read back to the same bits, an empty field where there is no value.
/// excel  for opening in Excel: begins with a byte order mark, and a text that would be read as a formula gets an
///        apostrophe before it (numbers never do)
std::string to_csv(const Table& table, bool excel = false);

}  // namespace tidu::data
