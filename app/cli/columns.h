// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tidu::cli {

/// Lines of cells in columns as wide as their widest cell on a terminal (Chinese characters take two places), two
/// blanks apart, the last column unpadded. A column whose cells below the first are all numbers or empty is set to the
/// right.
std::string in_columns(const std::vector<std::vector<std::string>>& rows, std::size_t indent = 0);

/// A number as a person reads it: up to six digits, no exponent below 1e15; "" for no value.
std::string brief_number(double value);

}  // namespace tidu::cli
