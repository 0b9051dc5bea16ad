// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/result.h"
#include "data/results.h"
#include "study/catalogue.h"

namespace tidu::report {

/// The results as an Excel workbook (.xlsx) in one language: a sheet of contents with links, then a sheet a table with
/// its title and remarks, a frozen row of headings with units, the values, and below them what the numbers can be
/// traced to: series with publishers and what was filled in, formulas, assumptions.
/// Numbers are written with every digit that reads them back to the same bits, texts never as formulas, no value as an
/// empty cell. Regions stand as code and name; other ids as the words of the language.
/// Equal results have equal bytes: no clock, user or path is in them, and all times are 1980-01-01.
/// errors  io (no room for temporary files), limit (a table longer than a sheet)
Result<std::string> render_workbook(const data::ResultSet& results, study::Language language);

}  // namespace tidu::report
