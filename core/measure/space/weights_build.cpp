// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/weights_build.h"

#include "core/base/math.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

using Entries = std::vector<WeightEntry>;

bool uses_distances(const SpaceOptions& options) {
  switch (options.kind) {
    case WeightKind::k_nearest:
    case WeightKind::distance_band:
    case WeightKind::inverse_distance:
    case WeightKind::exponential:
    case WeightKind::nested:
    case WeightKind::nested_level:
      return true;
    case WeightKind::contiguity:
      return options.islands == IslandRule::nearest_link;
    case WeightKind::economic:
    case WeightKind::given:
      return false;
  }
  return false;
}

bool uses_level(WeightKind kind) {
  return kind == WeightKind::economic || kind == WeightKind::nested || kind == WeightKind::nested_level;
}

Result<void> check(const WeightsSource& source, const SpaceOptions& options) {
  const bool distances = uses_distances(options);
  if (distances && source.distances.size() == 0) {
    return refuse(ErrorCode::missing, "measure.space.needs_distances", "measure.space.needs_distances.hint");
  }
  if (uses_level(options.kind) && source.level.empty()) {
    return refuse(ErrorCode::missing, "measure.space.needs_level", "measure.space.needs_level.hint");
  }
  if (options.kind == WeightKind::given && source.entries.empty()) {
    return refuse(ErrorCode::missing, "measure.space.needs_entries", "measure.space.needs_entries.hint");
  }
  const bool wrong_distances = distances && source.distances.extent<Region>() != source.regions;
  if (wrong_distances || (uses_level(options.kind) && source.level.size() != source.regions)) {
    return refuse(ErrorCode::shape, "measure.space.source_shape", "measure.space.source_shape.hint",
                  wrong_distances ? source.distances.extent<Region>() : source.level.size(), source.regions);
  }
  return {};
}

Result<SpatialWeights> finish(Result<Entries> entries, const WeightsSource& source, const SpaceOptions& options) {
  if (!entries) return tl::unexpected(entries.error());
  return SpatialWeights::from_entries(source.regions, *entries, options.islands, options.transform);
}

// Weight of a link of this length, were there no cut-off.
double link_weight(const SpaceOptions& options, double distance) {
  switch (options.kind) {
    case WeightKind::inverse_distance:
    case WeightKind::nested_level:
      return math::pow(distance, -options.exponent);
    case WeightKind::exponential:
      return math::exp(-distance / options.decay);
    default:
      return 1;
  }
}

Result<Entries> with_islands_linked(Result<Entries> entries, const WeightsSource& source, const SpaceOptions& options) {
  if (!entries || options.islands != IslandRule::nearest_link) return entries;
  return link_islands(std::move(*entries), source.distances,
                      [&options](double distance) { return link_weight(options, distance); });
}

Result<Entries> by_distance(const WeightsSource& source, const SpaceOptions& options) {
  switch (options.kind) {
    case WeightKind::k_nearest:
      return k_nearest_entries(source.distances, static_cast<std::size_t>(options.neighbours));
    case WeightKind::distance_band:
      return distance_band_entries(source.distances, options.cutoff);
    case WeightKind::exponential:
      return exponential_entries(source.distances, options.decay, options.cutoff);
    default:
      return inverse_distance_entries(source.distances, options.exponent, options.cutoff);
  }
}

Result<SpatialWeights> contiguity(const WeightsSource& source, const SpaceOptions& options) {
  if (options.islands != IslandRule::nearest_link) {
    return SpatialWeights::contiguity(source.regions, source.links, options.islands, options.transform);
  }
  // The list of borders is checked even where it holds none.
  Entries entries;
  if (!source.links.empty()) {
    const auto plain =
        SpatialWeights::contiguity(source.regions, source.links, IslandRule::zero_lag, WeightTransform::none);
    if (!plain) return plain;
    entries = plain->entries();
  }
  return finish(with_islands_linked(std::move(entries), source, options), source, options);
}

Result<SpatialWeights> nested(const WeightsSource& source, SpaceOptions options) {
  options.kind = WeightKind::inverse_distance;
  const auto near = finish(with_islands_linked(by_distance(source, options), source, options), source, options);
  if (!near) return near;
  const auto alike = finish(economic_entries(source.level, options.equal_levels), source, options);
  if (!alike) return alike;
  return finish(nested_entries(*near, *alike, options.geographic_share), source, options);
}

}  // namespace

Result<SpatialWeights> spatial_weights(const WeightsSource& source, const SpaceOptions& options) {
  if (auto ok = check(source, options); !ok) return tl::unexpected(ok.error());
  switch (options.kind) {
    case WeightKind::contiguity:
      return contiguity(source, options);
    case WeightKind::given:
      return SpatialWeights::from_entries(source.regions, source.entries, options.islands, options.transform);
    case WeightKind::economic:
      return finish(economic_entries(source.level, options.equal_levels), source, options);
    case WeightKind::nested:
      return nested(source, options);
    case WeightKind::nested_level: {
      const auto near = with_islands_linked(by_distance(source, options), source, options);
      if (!near) return tl::unexpected(near.error());
      return finish(level_entries(*near, source.level), source, options);
    }
    default:
      return finish(with_islands_linked(by_distance(source, options), source, options), source, options);
  }
}

}  // namespace tidu::measure
