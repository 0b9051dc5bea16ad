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

template <auto Member>
constexpr Option<SpaceOptions> row(const OptionRecord& record) {
  return bind_field<Member, SpaceOptions>(record);
}

template <auto Member>
constexpr Option<SpaceOptions> choice(std::string_view key, std::span<const std::string_view> choices,
                                      std::string_view source) {
  return row<Member>({.key = key,
                      .type = OptionType::choice,
                      .unit = {},
                      .maximum = static_cast<double>(choices.size() - 1),
                      .source = source,
                      .choices = choices});
}

// A number that ensembles do not vary.
template <auto Member>
constexpr Option<SpaceOptions> fixed(std::string_view key, OptionType type, std::string_view unit, double minimum,
                                     double value, double maximum, std::string_view source) {
  return row<Member>({.key = key,
                      .type = type,
                      .unit = unit,
                      .minimum = minimum,
                      .default_value = value,
                      .maximum = maximum,
                      .low = value,
                      .high = value,
                      .source = source});
}

constexpr std::array kOptions{
    choice<&SpaceOptions::kind>("measure.space_weights", kKinds, "Anselin 1988, ch. 3"),
    fixed<&SpaceOptions::neighbours>("measure.space_neighbours", OptionType::integer, "1", 1, 4, 1000, "assumption"),
    fixed<&SpaceOptions::exponent>("measure.space_exponent", OptionType::real, "1", 0.01, 1, 10, "assumption"),
    fixed<&SpaceOptions::cutoff>("measure.space_cutoff", OptionType::real, "km", 0, 0, 25'000, "assumption"),
    fixed<&SpaceOptions::decay>("measure.space_decay", OptionType::real, "km", 1e-3, 500, 25'000, "assumption"),
    fixed<&SpaceOptions::geographic_share>("measure.space_geographic_share", OptionType::real, "1", 0, 0.5, 1,
                                           "assumption"),
    choice<&SpaceOptions::equal_levels>("measure.space_equal_levels", kEqualLevels, "Tidu"),
    choice<&SpaceOptions::transform>("measure.space_transform", kTransforms,
                                     "Tiefelsdorf, Griffith & Boots 1999; Kelejian & Prucha 2010"),
    choice<&SpaceOptions::islands>("measure.islands", kIslands, "Bivand & Portnov 2004"),
    fixed<&SpaceOptions::permutations>("measure.permutations", OptionType::integer, "1", 0, 9999,
                                       static_cast<double>(kMaximumPermutations), "Davison & Hinkley 1997, ch. 4"),
    choice<&SpaceOptions::p_value>("measure.p_value", kPValues, "Davison & Hinkley 1997, ch. 4"),
    choice<&SpaceOptions::correction>("measure.correction", kCorrections, "Benjamini & Hochberg 1995"),
    fixed<&SpaceOptions::level>("measure.significance_level", OptionType::real, "1", 1e-6, 0.05, 0.5, "Fisher 1925"),
};

}  // namespace

std::span<const Option<SpaceOptions>> space_options() { return kOptions; }

}  // namespace tidu::measure
