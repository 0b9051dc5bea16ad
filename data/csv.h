// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/diagnostic.h"
#include "data/grid.h"

namespace tidu::data {

/// Cuts the bytes of a CSV file (RFC 4180) into cells. Encoding as decode() finds it; lines ended by LF, CRLF or CR;
/// fields perhaps in double quotes, which may hold separators and line breaks; the separator - comma, semicolon, tab or
/// bar - is the one that cuts most of the first lines into equally many fields. Empty lines are skipped, and lines that
/// start with # unless they have as many fields as the line before or behind them.
/// bytes   the file's content, which the grid keeps: at most 2 GiB
/// errors  an empty file, an open quote, what decode() refuses
/// cost    one pass; 8 bytes of memory a cell beside the text
Outcome<Grid> parse_csv(std::string bytes, std::string_view file);

}  // namespace tidu::data
