// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/space_stage.h"

#include "app/pipeline/places.h"
#include "core/base/sum.h"

namespace tidu::app {
namespace {

Result<void> add_distances(const LoadedStudy& loaded, StudySpace& out) {
  const auto places = places_of(loaded);
  if (!places) return {};
  auto distances = measure::great_circle_distances(places->points);
  if (!distances) return tl::unexpected(distances.error());
  out.distances = std::move(*distances);
  out.place_sources = {places->longitude_source, places->latitude_source};
  return {};
}

void add_level(const LoadedStudy& loaded, StudySpace& out) {
  if (loaded.study.analysis.quantities.empty()) return;
  out.level_id = loaded.study.analysis.quantities.front();
  const auto& values = loaded.variables[loaded.variable(out.level_id)].values;
  for (std::size_t r = 0; r < loaded.region_count(); ++r) {
    out.level.push_back(mean(std::span(values.values()).subspan(r * loaded.year_count(), loaded.year_count())));
  }
}

}  // namespace

bool is_convention(const LoadedStudy& loaded, std::size_t border) {
  return loaded.border_kinds[border] == "convention";
}

measure::WeightsSource StudySpace::source(const LoadedStudy& loaded) const {
  return {.regions = loaded.region_count(),
          .links = links,
          .distances = distances,
          .level = level,
          .entries = loaded.spatial_weights};
}

Result<StudySpace> study_space(const LoadedStudy& loaded, const measure::SpaceOptions& options) {
  StudySpace out;
  for (std::size_t b = 0; b < loaded.borders.size(); ++b) {
    out.links.push_back({loaded.borders[b].first, loaded.borders[b].second});
    out.conventions += is_convention(loaded, b) ? 1U : 0U;
  }
  if (auto done = add_distances(loaded, out); !done) return tl::unexpected(done.error());
  add_level(loaded, out);
  if (options.kind == measure::WeightKind::contiguity && out.links.empty()) return out;
  auto weights = measure::spatial_weights(out.source(loaded), options);
  if (!weights) return tl::unexpected(weights.error());
  out.weights = std::move(*weights);
  return out;
}

}  // namespace tidu::app
