// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/places.h"

#include <cmath>

namespace tidu::app {
namespace {

constexpr std::pair<std::string_view, std::string_view> kColumns[] = {
    {"lon", "lat"}, {"longitude", "latitude"}, {"capital_lon", "capital_lat"}};

bool on_earth(const measure::GeographicPoint& point) {
  return std::fabs(point.longitude) <= 360 && std::fabs(point.latitude) <= 90;
}

}  // namespace

std::optional<Places> places_of(const LoadedStudy& loaded) {
  const auto& attributes = loaded.regions.attributes;
  for (const auto& [longitude, latitude] : kColumns) {
    const auto x = attributes.find(longitude);
    const auto y = attributes.find(latitude);
    if (x == attributes.end() || y == attributes.end()) continue;
    Places places{"regions." + std::string(longitude), "regions." + std::string(latitude), {}};
    bool whole = true;
    for (std::size_t r = 0; r < loaded.region_count(); ++r) {
      places.points.push_back({x->second[r], y->second[r]});
      whole = whole && on_earth(places.points.back());
    }
    if (whole) return places;
  }
  return std::nullopt;
}

}  // namespace tidu::app
