// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/places.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"

namespace tidu::app {
namespace {

constexpr std::pair<std::string_view, std::string_view> kColumns[] = {
    {"lon", "lat"}, {"longitude", "latitude"}, {"capital_lon", "capital_lat"}};

constexpr double kEarthRadiusKm = 6371.0088;
constexpr double kRadian = 0.017453292519943295;  // a degree

// Empty: no such column, or a region without a number in it.
std::span<const double> whole_column(const LoadedStudy& loaded, std::string_view name, double most) {
  const auto found = loaded.regions.attributes.find(name);
  if (found == loaded.regions.attributes.end()) return {};
  const auto inside = [most](double degrees) { return std::fabs(degrees) <= most; };
  return std::all_of(found->second.begin(), found->second.end(), inside) ? std::span<const double>(found->second)
                                                                         : std::span<const double>();
}

}  // namespace

std::optional<Places> places_of(const LoadedStudy& loaded) {
  for (const auto& [longitude, latitude] : kColumns) {
    const Places places{"regions." + std::string(longitude), "regions." + std::string(latitude),
                        whole_column(loaded, longitude, 360), whole_column(loaded, latitude, 90)};
    if (!places.longitude.empty() && !places.latitude.empty()) return places;
  }
  return std::nullopt;
}

Array<double, Row, Column> distances_km(const Places& places) {
  const std::size_t n = places.longitude.size();
  Array<double, Row, Column> out({n, n});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double south_north = math::sin((places.latitude[i] - places.latitude[j]) / 2 * kRadian);
      const double west_east = math::sin((places.longitude[i] - places.longitude[j]) / 2 * kRadian);
      const double h = south_north * south_north + math::cos(places.latitude[i] * kRadian) *
                                                       math::cos(places.latitude[j] * kRadian) * west_east * west_east;
      out(i, j) = out(j, i) = 2 * kEarthRadiusKm * math::atan2(std::sqrt(h), std::sqrt(std::max(0.0, 1 - h)));
    }
  }
  return out;
}

}  // namespace tidu::app
