// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/options.h"

#include <array>
#include <string_view>

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 6> kKernels{"gaussian",  "epanechnikov", "biweight",
                                                   "triweight", "triangular",   "rectangular"};
constexpr std::array<std::string_view, 4> kBandwidths{"silverman", "scott", "sheather_jones", "sheather_jones_r"};
constexpr std::array<std::string_view, 2> kCutoffs{"pooled", "yearly"};
constexpr std::array<std::string_view, 2> kDivisors{"n", "n_minus_one"};
constexpr std::array<std::string_view, 2> kGrowths{"annual", "total"};
constexpr std::array<std::string_view, 3> kErrors{"iid", "hc1", "hc3"};
constexpr std::array<std::string_view, 2> kFilters{"none", "hodrick_prescott"};

template <auto Member>
constexpr Option<DynamicsOptions> row(const OptionRecord& record) {
  return bind_field<Member, DynamicsOptions>(record);
}

template <auto Member>
constexpr Option<DynamicsOptions> choice(std::string_view key, std::span<const std::string_view> choices,
                                         double default_value, std::string_view source) {
  return row<Member>({.key = key,
                      .type = OptionType::choice,
                      .unit = {},
                      .default_value = default_value,
                      .maximum = static_cast<double>(choices.size() - 1),
                      .source = source,
                      .choices = choices});
}

constexpr std::array kOptions{
    choice<&DynamicsOptions::density_kernel>("measure.density_kernel", kKernels, 0, "Silverman 1986, ch. 3"),
    choice<&DynamicsOptions::density_bandwidth>("measure.density_bandwidth", kBandwidths, 0, "Silverman 1986, 3.31"),
    row<&DynamicsOptions::classes>({.key = "measure.classes",
                                    .type = OptionType::integer,
                                    .unit = "1",
                                    .minimum = 2,
                                    .default_value = 4,
                                    .maximum = 10,
                                    .low = 4,
                                    .high = 4,
                                    .source = "Quah 1993"}),
    choice<&DynamicsOptions::class_cutoffs>("measure.class_cutoffs", kCutoffs, 0, "Quah 1993; Rey 2001"),
    row<&DynamicsOptions::markov_duration>({.key = "measure.markov_duration",
                                            .type = OptionType::integer,
                                            .unit = "year",
                                            .minimum = 1,
                                            .default_value = 1,
                                            .maximum = 50,
                                            .low = 1,
                                            .high = 1,
                                            .source = "Quah 1993"}),
    choice<&DynamicsOptions::sigma_divisor>("measure.sigma_divisor", kDivisors, 0, "definition"),
    row<&DynamicsOptions::convergence_weighted>({.key = "measure.convergence_weighted",
                                                 .type = OptionType::boolean,
                                                 .unit = {},
                                                 .default_value = 1,
                                                 .maximum = 1,
                                                 .source = "Sala-i-Martin 2006"}),
    choice<&DynamicsOptions::growth>("measure.growth", kGrowths, 0, "Barro & Sala-i-Martin 1992"),
    choice<&DynamicsOptions::growth_errors>("measure.growth_errors", kErrors, 1, "White 1980; MacKinnon & White 1985"),
    row<&DynamicsOptions::club_discard>({.key = "measure.club_discard",
                                         .type = OptionType::real,
                                         .unit = "1",
                                         .minimum = 0.05,
                                         .default_value = 0.3,
                                         .maximum = 0.6,
                                         .low = 0.3,
                                         .high = 0.3,
                                         .source = "Phillips & Sul 2007"}),
    choice<&DynamicsOptions::club_filter>("measure.club_filter", kFilters, 0, "Phillips & Sul 2009"),
};

}  // namespace

std::span<const Option<DynamicsOptions>> dynamics_options() { return kOptions; }

CovarianceRule covariance_rule(GrowthErrors errors) {
  switch (errors) {
    case GrowthErrors::iid:
      return CovarianceRule::iid;
    case GrowthErrors::hc1:
      return CovarianceRule::hc1;
    case GrowthErrors::hc3:
      return CovarianceRule::hc3;
  }
  return CovarianceRule::iid;
}

}  // namespace tidu::measure
