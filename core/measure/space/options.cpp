// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/options.h"

#include <array>
#include <string_view>

#include "core/measure/space/moran.h"

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 2> kIslands{"error", "zero_lag"};

template <auto Member>
constexpr Option<SpaceOptions> row(const OptionRecord& record) {
  return bind_field<Member, SpaceOptions>(record);
}

constexpr std::array kOptions{
    row<&SpaceOptions::permutations>({.key = "measure.permutations",
                                        .type = OptionType::integer,
                                        .unit = "1",
                                        .minimum = 0,
                                        .default_value = 9999,
                                        .maximum = static_cast<double>(kMaximumPermutations),
                                        .low = 9999,
                                        .high = 9999,
                                        .source = "Davison & Hinkley 1997, ch. 4"}),
    row<&SpaceOptions::islands>({.key = "measure.islands",
                                   .type = OptionType::choice,
                                   .unit = {},
                                   .maximum = 1,
                                   .source = "Bivand & Portnov 2004",
                                   .choices = kIslands}),
};

}  // namespace

std::span<const Option<SpaceOptions>> space_options() { return kOptions; }

}  // namespace tidu::measure
