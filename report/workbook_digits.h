// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace tidu::report {

/// Puts every digit into the numbers of a workbook: libxlsxwriter writes sixteen, which do not read back to the same
/// bits for one number in two.
/// archive  a workbook by libxlsxwriter
/// numbers  by sheet: its numbers from the top down and from left to right
/// errors   io (the archive cannot be written again)
Result<std::string> with_every_digit(const std::string& archive, const std::vector<std::vector<double>>& numbers);

}  // namespace tidu::report
