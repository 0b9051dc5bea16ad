// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/options.h"

#include <array>
#include <string_view>

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 2> kStandardisation{"pooled", "yearly"};
constexpr std::array<std::string_view, 4> kWeighting{"entropy", "equal", "equal_in_pillars", "critic"};
constexpr std::array<std::string_view, 2> kTierScales{"logarithm", "score"};

template <auto Member>
constexpr Option<IndexOptions> row(const OptionRecord& record) {
  return bind_field<Member, IndexOptions>(record);
}

constexpr std::array kOptions{
    row<&IndexOptions::standardisation>({.key = "measure.standardisation",
                                           .type = OptionType::choice,
                                           .unit = {},
                                           .maximum = 1,
                                           .source = "OECD/JRC 2008, ch. 5",
                                           .choices = kStandardisation}),
    row<&IndexOptions::weights>({.key = "measure.weights",
                                   .type = OptionType::choice,
                                   .unit = {},
                                   .maximum = 3,
                                   .source = "Hwang & Yoon 1981; OECD/JRC 2008, ch. 6; Diakoulaki et al. 1995",
                                   .choices = kWeighting}),
    row<&IndexOptions::tier_scale>({.key = "measure.tier_scale",
                                      .type = OptionType::choice,
                                      .unit = {},
                                      .maximum = 1,
                                      .source = "Tidu; the scores of the bundled study are skewed",
                                      .choices = kTierScales}),
    row<&IndexOptions::tier_upper>({.key = "measure.tier_upper",
                                      .unit = "sd",
                                      .minimum = 0,
                                      .default_value = 0.5,
                                      .maximum = 3,
                                      .low = 0.5,
                                      .high = 0.5,
                                      .source = "assumption; regions within tier_margin are named"}),
    row<&IndexOptions::tier_lower>({.key = "measure.tier_lower",
                                      .unit = "sd",
                                      .minimum = -3,
                                      .default_value = -0.5,
                                      .maximum = 0,
                                      .low = -0.5,
                                      .high = -0.5,
                                      .source = "assumption; regions within tier_margin are named"}),
    row<&IndexOptions::tier_margin>({.key = "measure.tier_margin",
                                       .unit = "sd",
                                       .minimum = 0,
                                       .default_value = 0.1,
                                       .maximum = 1,
                                       .low = 0.1,
                                       .high = 0.1,
                                       .source = "assumption"}),
    row<&IndexOptions::coupling_alpha>({.key = "measure.coupling_alpha",
                                          .unit = "1",
                                          .minimum = 0,
                                          .default_value = 0.5,
                                          .maximum = 1,
                                          .low = 0.5,
                                          .high = 0.5,
                                          .source = "convention: both systems count alike"}),
};

}  // namespace

std::span<const Option<IndexOptions>> index_options() { return kOptions; }

}  // namespace tidu::measure
