// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/options.h"

#include <array>

namespace tidu::calibrate {
namespace {

using C = CalibrateOptions;

constexpr std::array kOptions{
    bind_field<&C::prior_draws, C>({.key = "calibrate.prior_draws",
                                    .type = OptionType::integer,
                                    .unit = "1",
                                    .minimum = 100,
                                    .default_value = 200000,
                                    .maximum = 10000000,
                                    .low = 200000,
                                    .high = 200000,
                                    .source = "Tidu"}),
    bind_field<&C::candidates, C>({.key = "calibrate.candidates",
                                   .type = OptionType::integer,
                                   .unit = "1",
                                   .minimum = 100,
                                   .default_value = 4000,
                                   .maximum = 1000000,
                                   .low = 4000,
                                   .high = 4000,
                                   .source = "Tidu"}),
    bind_field<&C::observation_sd, C>({.key = "calibrate.observation_sd",
                                       .unit = "1",
                                       .minimum = 0.001,
                                       .default_value = 0.02,
                                       .maximum = 0.5,
                                       .low = 0.02,
                                       .high = 0.02,
                                       .source = "assumption; surveys of one date differ by about 2 points"}),
    bind_field<&C::wording_sd, C>({.key = "calibrate.wording_sd",
                                   .unit = "1",
                                   .minimum = 0,
                                   .default_value = 0.25,
                                   .maximum = 2,
                                   .low = 0.25,
                                   .high = 0.25,
                                   .source = "assumption; 27.1 and 17.7 % were said of the same month"}),
    bind_field<&C::held_out, C>({.key = "calibrate.held_out",
                                 .type = OptionType::integer,
                                 .unit = "1",
                                 .minimum = 1,
                                 .default_value = 1,
                                 .maximum = 10,
                                 .low = 1,
                                 .high = 1,
                                 .source = "Tidu"}),
    bind_field<&C::train_last_year, C>({.key = "calibrate.train_last_year",
                                        .type = OptionType::integer,
                                        .unit = "year",
                                        .minimum = 1900,
                                        .default_value = 2018,
                                        .maximum = 2200,
                                        .low = 2018,
                                        .high = 2018,
                                        .source = "Tidu"}),
};

}  // namespace

std::span<const Option<CalibrateOptions>> calibrate_options() { return kOptions; }

}  // namespace tidu::calibrate
