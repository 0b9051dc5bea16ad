// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/measure/space/geography.h"

namespace tidu::app {

/// Where the regions lie: one point each, from two columns of the regions file.
struct Places {
  std::string longitude_source;  ///< "regions.capital_lon"
  std::string latitude_source;
  std::vector<measure::GeographicPoint> points;  ///< by region
};

/// The columns lon and lat, longitude and latitude, or capital_lon and capital_lat, whichever the file has and fills
/// for every region, in this order.
std::optional<Places> places_of(const LoadedStudy& loaded);

}  // namespace tidu::app
