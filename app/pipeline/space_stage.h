// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/measure/space/weights_build.h"

namespace tidu::app {

/// What spatial weights of a study can be made from, and the weights that it asks for.
struct StudySpace {
  std::vector<measure::Link> links;                ///< the study's borders
  Array<double, Region, OtherRegion> distances;    ///< km between the regions' coordinates; empty without them
  std::vector<std::string> place_sources;          ///< what they come from
  std::vector<double> level;                       ///< the first quantity of [analysis], mean over years; or empty
  std::string level_id;                            ///< its variable
  std::size_t conventions = 0;                     ///< borders of kind "convention"
  std::optional<measure::SpatialWeights> weights;  ///< absent: the study has no borders and asks for nothing else

  measure::WeightsSource source(const LoadedStudy& loaded) const;
};

/// Regions are joined by code when files are read; here everything stands in the order of loaded.regions.
/// errors  those of spatial_weights().
Result<StudySpace> study_space(const LoadedStudy& loaded, const measure::SpaceOptions& options);

/// A border that exists by decision alone, such as that of an island with the coast.
bool is_convention(const LoadedStudy& loaded, std::size_t border);

}  // namespace tidu::app
