// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/geography_options.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 2> kProjections{"places", "china"};
constexpr std::array<std::string_view, kDiscretisations> kRules{"equal_interval", "quantile", "natural_breaks",
                                                                "geometric", "standard_deviation"};

// A number of classes, which ensembles do not vary: the sweep shows what it changes.
template <auto Member>
constexpr Option<GeographyOptions> classes(std::string_view key, double value) {
  return bind_field<Member, GeographyOptions>({.key = key,
                                               .type = OptionType::integer,
                                               .unit = "1",
                                               .minimum = 2,
                                               .default_value = value,
                                               .maximum = 20,
                                               .low = value,
                                               .high = value,
                                               .source = "assumption",
                                               .kind = SourceKind::assumption});
}

constexpr std::array kOptions{
    bind_field<&GeographyOptions::projection>(choice_record({.key = "measure.projection",
                                                             .source = "Snyder 1987, p. 99",
                                                             .choices = kProjections,
                                                             .kind = SourceKind::setting})),
    bind_field<&GeographyOptions::detector_rule>(choice_record({.key = "measure.detector_rule",
                                                                .default_value = 1,
                                                                .source = "Wang et al. 2010",
                                                                .choices = kRules,
                                                                .kind = SourceKind::setting})),
    classes<&GeographyOptions::detector_classes>("measure.detector_classes", 4),
    classes<&GeographyOptions::detector_least>("measure.detector_least", 3),
    classes<&GeographyOptions::detector_most>("measure.detector_most", 6),
};

}  // namespace

std::span<const Option<GeographyOptions>> geography_options() { return kOptions; }

Albers albers_for(std::span<const GeographicPoint> points) {
  const auto [west, east] = std::minmax_element(points.begin(), points.end(),
                                                [](const auto& a, const auto& b) { return a.longitude < b.longitude; });
  const auto [south, north] = std::minmax_element(points.begin(), points.end(),
                                                  [](const auto& a, const auto& b) { return a.latitude < b.latitude; });
  const double sixth = (north->latitude - south->latitude) / 6;
  Albers albers{.central_meridian = (west->longitude + east->longitude) / 2,
                .parallel_1 = south->latitude + sixth,
                .parallel_2 = north->latitude - sixth};
  // parallels opposite to each other would make the cone a cylinder
  if (std::fabs(albers.parallel_1 + albers.parallel_2) < 1) albers.parallel_2 = 1 - albers.parallel_1;
  return albers;
}

}  // namespace tidu::measure
