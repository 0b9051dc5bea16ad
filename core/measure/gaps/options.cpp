// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/options.h"

#include <array>
#include <string_view>

#include "core/measure/gaps/polarisation.h"

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 2> kOutside{"refuse", "drop"};
constexpr std::array<std::string_view, 3> kIntervals{"percentile", "basic", "bca"};

template <auto Member>
constexpr Option<GapOptions> row(const OptionRecord& record) {
  return bind_field<Member, GapOptions>(record);
}

// A number that ensembles do not vary.
constexpr OptionRecord fixed(std::string_view key, double minimum, double value, double maximum,
                             std::string_view source) {
  return {.key = key,
          .unit = "1",
          .minimum = minimum,
          .default_value = value,
          .maximum = maximum,
          .low = value,
          .high = value,
          .source = source};
}

constexpr std::array kOptions{
    row<&GapOptions::outside>({.key = "measure.gap_outside",
                               .type = OptionType::choice,
                               .unit = {},
                               .maximum = 1,
                               .source = "Cowell 2011, ch. 2",
                               .choices = kOutside}),
    row<&GapOptions::entropy_order>(fixed("measure.gap_entropy_order", -3, 2, 5, "Shorrocks 1980")),
    row<&GapOptions::atkinson_epsilon>(fixed("measure.gap_atkinson_epsilon", 0, 0.5, 5, "Atkinson 1970")),
    row<&GapOptions::polarisation_alpha>(fixed("measure.gap_polarisation_alpha", 0, 1.3, kMaximumPolarisationAlpha,
                                               "Esteban & Ray 1994; Esteban, Gradin & Ray 2007")),
    row<&GapOptions::top_share>(fixed("measure.gap_top_share", 0.01, 0.1, 0.5, "Palma 2011")),
    row<&GapOptions::bottom_share>(fixed("measure.gap_bottom_share", 0.01, 0.4, 0.5, "Palma 2011")),
    row<&GapOptions::replicates>({.key = "measure.gap_replicates",
                                  .type = OptionType::integer,
                                  .unit = "1",
                                  .minimum = 0,
                                  .default_value = 999,
                                  .maximum = static_cast<double>(kMaximumReplicates),
                                  .low = 999,
                                  .high = 999,
                                  .source = "Davison & Hinkley 1997, ch. 5"}),
    row<&GapOptions::level>(fixed("measure.gap_level", 0.5, 0.95, 0.999, "convention")),
    row<&GapOptions::interval>({.key = "measure.gap_interval",
                                .type = OptionType::choice,
                                .unit = {},
                                .default_value = 2,
                                .maximum = 2,
                                .source = "Efron 1987; Davison & Hinkley 1997, ch. 5",
                                .choices = kIntervals}),
};

}  // namespace

std::span<const Option<GapOptions>> gap_options() { return kOptions; }

}  // namespace tidu::measure
