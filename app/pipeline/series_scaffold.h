// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/pipeline/scaffold.h"
#include "data/dated_series.h"

namespace tidu::app {

/// How a request reads a table of dated shares.
data::DatedRequest dated_request(const ScaffoldRequest& request);

/// A study of one region's dated series, the data unchanged: roles.adoption names the series (several: each a wording
/// of its own, the first the reference) or the table has one, roles.only the region where it has several,
/// roles.breaks the years of new wordings.
/// errors  those of data::read_dated_series; scaffold.several_series (missing: nothing says which), unknown: options,
///         and roles that one series has not
Outcome<std::vector<StudyFile>> make_series_scaffold(const data::Sheet& sheet, const ScaffoldRequest& request);

}  // namespace tidu::app
