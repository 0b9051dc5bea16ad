// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace tidu::bench {

/// A workbook of one sheet as a statistical bureau hands it out: names as shared strings, years, numbers with 17
/// digits.
std::string workbook_bytes(std::size_t rows, std::size_t columns);

/// Reads it; returns the number of its cells.
double read_workbook(const std::string& bytes);

}  // namespace tidu::bench
