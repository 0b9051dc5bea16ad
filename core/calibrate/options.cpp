// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/options.h"

#include <array>
#include <string_view>

namespace tidu::calibrate {
namespace {

using C = CalibrateOptions;

constexpr std::array<std::string_view, 2> kRegionBases{"levels", "speeds"};
constexpr std::array<std::string_view, 2> kAttributeBases{"assumed", "panels"};

constexpr std::array kOptions{
    bind_field<&C::particles, C>({.key = "calibrate.particles",
                                  .type = OptionType::integer,
                                  .unit = "1",
                                  .minimum = 100,
                                  .default_value = 1000,
                                  .maximum = 1000000,
                                  .low = 1000,
                                  .high = 1000,
                                  .source = "Tidu",
                                  .kind = SourceKind::setting}),
    bind_field<&C::moves, C>({.key = "calibrate.moves",
                              .type = OptionType::integer,
                              .unit = "1",
                              .minimum = 1,
                              .default_value = 3,
                              .maximum = 100,
                              .low = 3,
                              .high = 3,
                              .source = "Tidu",
                              .kind = SourceKind::setting}),
    bind_field<&C::observation_sd, C>({.key = "calibrate.observation_sd",
                                       .unit = "1",
                                       .minimum = 0.001,
                                       .default_value = 0.02,
                                       .maximum = 0.5,
                                       .low = 0.02,
                                       .high = 0.02,
                                       .source = "assumption; surveys of one date differ by about 2 points",
                                       .kind = SourceKind::assumption}),
    bind_field<&C::wording_sd, C>({.key = "calibrate.wording_sd",
                                   .unit = "1",
                                   .minimum = 0,
                                   .default_value = 0.25,
                                   .maximum = 2,
                                   .low = 0.25,
                                   .high = 0.25,
                                   .source = "assumption; 27.1 and 17.7 % were said of the same month",
                                   .kind = SourceKind::assumption}),
    bind_field<&C::held_out, C>({.key = "calibrate.held_out",
                                 .type = OptionType::integer,
                                 .unit = "1",
                                 .minimum = 1,
                                 .default_value = 1,
                                 .maximum = 10,
                                 .low = 1,
                                 .high = 1,
                                 .source = "Tidu",
                                 .kind = SourceKind::setting}),
    bind_field<&C::series_observation_sd, C>(fixed_record({.key = "calibrate.series_observation_sd",
                                                           .unit = "1",
                                                           .minimum = 0.001,
                                                           .default_value = 0.05,
                                                           .maximum = 2,
                                                           .source = "Tidu; 1.25 points of percent at 50 %",
                                                           .kind = SourceKind::assumption})),
    bind_field<&C::series_shock_sd, C>(
        fixed_record({.key = "calibrate.series_shock_sd",
                      .unit = "1",
                      .minimum = 0.001,
                      .default_value = 0.1,
                      .maximum = 2,
                      .source = "Tidu; fits of three panels of Chinese provinces find 0.03 to 0.11",
                      .kind = SourceKind::data})),
    bind_field<&C::train_last_year, C>({.key = "calibrate.train_last_year",
                                        .type = OptionType::integer,
                                        .unit = "year",
                                        .minimum = 0,
                                        .default_value = 0,
                                        .maximum = 2200,
                                        .low = 0,
                                        .high = 0,
                                        .source = "Tidu",
                                        .kind = SourceKind::setting}),
    bind_field<&C::region_basis, C>(choice_record({.key = "calibrate.region_basis",
                                                   .source = "levels foretell another technology better: decision 103",
                                                   .choices = kRegionBases,
                                                   .kind = SourceKind::data})),
    bind_field<&C::attribute_basis, C>(choice_record({.key = "calibrate.attribute_basis",
                                                      .source = "Tidu",
                                                      .choices = kAttributeBases,
                                                      .kind = SourceKind::setting})),
    bind_field<&C::warning_bandwidth, C>(fixed_record({.key = "calibrate.warning_bandwidth",
                                                       .unit = "year",
                                                       .minimum = 0.1,
                                                       .default_value = 2,
                                                       .maximum = 100,
                                                       .source = "Tidu; a window after Dakos et al. 2008",
                                                       .kind = SourceKind::assumption})),
    bind_field<&C::warning_window, C>(fixed_record({.key = "calibrate.warning_window",
                                                    .type = OptionType::integer,
                                                    .unit = "year",
                                                    .minimum = 0,
                                                    .default_value = 0,
                                                    .maximum = 1000,
                                                    .source = "Dakos et al. 2008: half of the series",
                                                    .kind = SourceKind::literature})),
};

}  // namespace

std::span<const Option<CalibrateOptions>> calibrate_options() { return kOptions; }

}  // namespace tidu::calibrate
