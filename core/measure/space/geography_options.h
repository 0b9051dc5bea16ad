// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"
#include "core/measure/space/discretise.h"
#include "core/measure/space/geography.h"

namespace tidu::measure {

/// Where the parallels and the meridian of Albers' projection come from.
enum class ProjectionRule : std::uint8_t {
  places,  ///< albers_for(): from where the regions lie
  china,   ///< 25, 47 and 105 degrees, as maps of China have them
};

/// What a study may set about centres, ellipses and the geodetector.
struct GeographyOptions {
  ProjectionRule projection = ProjectionRule::places;
  Discretisation detector_rule = Discretisation::quantile;
  std::uint64_t detector_classes = 4;
  std::uint64_t detector_least = 3;  ///< numbers of classes that the sweep goes through
  std::uint64_t detector_most = 6;
};

/// Keys "measure.*" of the study file, one for each field above.
std::span<const Option<GeographyOptions>> geography_options();

/// A projection that fits the places: the meridian in the middle of their longitudes, the parallels a sixth of their
/// latitudes' range inside either end.   [Snyder 1987, p. 99, the one-sixth rule]
/// points   n >= 1 of one part of the world: not across the date line.
Albers albers_for(std::span<const GeographicPoint> points);

}  // namespace tidu::measure
