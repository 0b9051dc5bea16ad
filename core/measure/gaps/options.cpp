// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/options.h"

#include <array>
#include <string_view>

#include "core/measure/gaps/polarisation.h"

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 2> kOutside{"refuse", "drop"};
constexpr std::array<std::string_view, 3> kIntervals{"percentile", "basic", "bca"};

constexpr std::array kOptions{
    bind_field<&GapOptions::outside>(choice_record({.key = "measure.gap_outside",
                                                    .source = "Cowell 2011, ch. 2",
                                                    .choices = kOutside,
                                                    .kind = SourceKind::setting})),
    bind_field<&GapOptions::entropy_order>(fixed_record({.key = "measure.gap_entropy_order",
                                                         .unit = "1",
                                                         .minimum = -3,
                                                         .default_value = 2,
                                                         .maximum = 5,
                                                         .source = "Shorrocks 1980",
                                                         .kind = SourceKind::setting})),
    bind_field<&GapOptions::atkinson_epsilon>(fixed_record({.key = "measure.gap_atkinson_epsilon",
                                                            .unit = "1",
                                                            .default_value = 0.5,
                                                            .maximum = 5,
                                                            .source = "Atkinson 1970",
                                                            .kind = SourceKind::setting})),
    bind_field<&GapOptions::polarisation_alpha>(
        fixed_record({.key = "measure.gap_polarisation_alpha",
                      .unit = "1",
                      .default_value = 1.3,
                      .maximum = kMaximumPolarisationAlpha,
                      .source = "Esteban & Ray 1994; Esteban, Gradin & Ray 2007",
                      .kind = SourceKind::setting})),
    bind_field<&GapOptions::top_share>(fixed_record({.key = "measure.gap_top_share",
                                                     .unit = "1",
                                                     .minimum = 0.01,
                                                     .default_value = 0.1,
                                                     .maximum = 0.5,
                                                     .source = "Palma 2011",
                                                     .kind = SourceKind::literature})),
    bind_field<&GapOptions::bottom_share>(fixed_record({.key = "measure.gap_bottom_share",
                                                        .unit = "1",
                                                        .minimum = 0.01,
                                                        .default_value = 0.4,
                                                        .maximum = 0.5,
                                                        .source = "Palma 2011",
                                                        .kind = SourceKind::literature})),
    bind_field<&GapOptions::replicates>(fixed_record({.key = "measure.gap_replicates",
                                                      .type = OptionType::integer,
                                                      .unit = "1",
                                                      .default_value = 999,
                                                      .maximum = static_cast<double>(kMaximumReplicates),
                                                      .source = "Davison & Hinkley 1997, ch. 5",
                                                      .kind = SourceKind::setting})),
    bind_field<&GapOptions::level>(fixed_record({.key = "measure.gap_level",
                                                 .unit = "1",
                                                 .minimum = 0.5,
                                                 .default_value = 0.95,
                                                 .maximum = 0.999,
                                                 .source = "convention",
                                                 .kind = SourceKind::setting})),
    bind_field<&GapOptions::interval>(choice_record({.key = "measure.gap_interval",
                                                     .default_value = 2,
                                                     .source = "Efron 1987; Davison & Hinkley 1997, ch. 5",
                                                     .choices = kIntervals,
                                                     .kind = SourceKind::setting})),
};

}  // namespace

std::span<const Option<GapOptions>> gap_options() { return kOptions; }

}  // namespace tidu::measure
