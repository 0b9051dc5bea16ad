// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "app/pipeline/loaded_study.h"

namespace tidu::app {

/// Where the regions lie: one point each, from two columns of the regions file.
struct Places {
  std::string longitude_source;  ///< "regions.capital_lon"
  std::string latitude_source;
  std::span<const double> longitude;  ///< degrees east, by region; every one is given
  std::span<const double> latitude;   ///< degrees north
};

/// The columns lon and lat, longitude and latitude, or capital_lon and capital_lat, whichever the file has and fills
/// for every region, in this order. Valid as long as the study.
std::optional<Places> places_of(const LoadedStudy& loaded);

/// Great-circle distances in km (haversine, R = 6371.0088 km); diagonal 0.
Array<double, Row, Column> distances_km(const Places& places);

}  // namespace tidu::app
