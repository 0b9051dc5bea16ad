// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/options.h"

#include <array>
#include <string_view>

#include "core/measure/space/moran.h"

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 9> kKinds{"contiguity",       "k_nearest",    "distance_band",
                                                 "inverse_distance", "exponential",  "economic",
                                                 "nested",           "nested_level", "given"};
constexpr std::array<std::string_view, 6> kTransforms{"row",   "none", "spectral", "min_max", "variance_stabilising",
                                                      "global"};
constexpr std::array<std::string_view, 3> kIslands{"error", "zero_lag", "nearest_link"};
constexpr std::array<std::string_view, 2> kEqualLevels{"error", "smallest"};
constexpr std::array<std::string_view, 4> kPValues{"two_sided", "folded", "greater", "less"};
constexpr std::array<std::string_view, 3> kCorrections{"benjamini_hochberg", "bonferroni", "none"};

constexpr std::array kOptions{
    bind_field<&SpaceOptions::kind>(choice_record({.key = "measure.space_weights",
                                                   .source = "Anselin 1988, ch. 3",
                                                   .choices = kKinds,
                                                   .kind = SourceKind::setting})),
    bind_field<&SpaceOptions::neighbours>(fixed_record({.key = "measure.space_neighbours",
                                                        .type = OptionType::integer,
                                                        .unit = "1",
                                                        .minimum = 1,
                                                        .default_value = 4,
                                                        .maximum = 1000,
                                                        .source = "assumption",
                                                        .kind = SourceKind::assumption})),
    bind_field<&SpaceOptions::exponent>(fixed_record({.key = "measure.space_exponent",
                                                      .unit = "1",
                                                      .minimum = 0.01,
                                                      .default_value = 1,
                                                      .maximum = 10,
                                                      .source = "assumption",
                                                      .kind = SourceKind::assumption})),
    bind_field<&SpaceOptions::cutoff>(fixed_record({.key = "measure.space_cutoff",
                                                    .unit = "km",
                                                    .maximum = 25'000,
                                                    .source = "assumption",
                                                    .kind = SourceKind::assumption})),
    bind_field<&SpaceOptions::decay>(fixed_record({.key = "measure.space_decay",
                                                   .unit = "km",
                                                   .minimum = 1e-3,
                                                   .default_value = 500,
                                                   .maximum = 25'000,
                                                   .source = "assumption",
                                                   .kind = SourceKind::assumption})),
    bind_field<&SpaceOptions::geographic_share>(fixed_record({.key = "measure.space_geographic_share",
                                                              .unit = "1",
                                                              .default_value = 0.5,
                                                              .maximum = 1,
                                                              .source = "assumption",
                                                              .kind = SourceKind::assumption})),
    bind_field<&SpaceOptions::equal_levels>(choice_record(
        {.key = "measure.space_equal_levels", .source = "Tidu", .choices = kEqualLevels, .kind = SourceKind::setting})),
    bind_field<&SpaceOptions::transform>(
        choice_record({.key = "measure.space_transform",
                       .source = "Tiefelsdorf, Griffith & Boots 1999; Kelejian & Prucha 2010",
                       .choices = kTransforms,
                       .kind = SourceKind::setting})),
    bind_field<&SpaceOptions::islands>(choice_record({.key = "measure.islands",
                                                      .source = "Bivand & Portnov 2004",
                                                      .choices = kIslands,
                                                      .kind = SourceKind::setting})),
    bind_field<&SpaceOptions::permutations>(fixed_record({.key = "measure.permutations",
                                                          .type = OptionType::integer,
                                                          .unit = "1",
                                                          .default_value = 9999,
                                                          .maximum = static_cast<double>(kMaximumPermutations),
                                                          .source = "Davison & Hinkley 1997, ch. 4",
                                                          .kind = SourceKind::setting})),
    bind_field<&SpaceOptions::p_value>(choice_record({.key = "measure.p_value",
                                                      .source = "Davison & Hinkley 1997, ch. 4",
                                                      .choices = kPValues,
                                                      .kind = SourceKind::setting})),
    bind_field<&SpaceOptions::correction>(choice_record({.key = "measure.correction",
                                                         .source = "Benjamini & Hochberg 1995",
                                                         .choices = kCorrections,
                                                         .kind = SourceKind::setting})),
    bind_field<&SpaceOptions::level>(fixed_record({.key = "measure.significance_level",
                                                   .unit = "1",
                                                   .minimum = 1e-6,
                                                   .default_value = 0.05,
                                                   .maximum = 0.5,
                                                   .source = "Fisher 1925",
                                                   .kind = SourceKind::setting})),
};

}  // namespace

std::span<const Option<SpaceOptions>> space_options() { return kOptions; }

}  // namespace tidu::measure
