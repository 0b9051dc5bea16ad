// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::study {

enum class MapKind : std::uint8_t {
  tile,     ///< one square a region; the default in what is printed or published
  outline,  ///< outlines from the study's file
};

/// What a study may set about the report: keys "report.*".
struct ReportOptions {
  MapKind map = MapKind::tile;
};

std::span<const Option<ReportOptions>> report_options();

}  // namespace tidu::study
