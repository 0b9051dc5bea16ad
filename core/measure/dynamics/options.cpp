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

constexpr std::array kOptions{
    bind_field<&DynamicsOptions::density_kernel>(choice_record({.key = "measure.density_kernel",
                                                                .source = "Silverman 1986, ch. 3",
                                                                .choices = kKernels,
                                                                .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::density_bandwidth>(choice_record({.key = "measure.density_bandwidth",
                                                                   .source = "Silverman 1986, 3.31",
                                                                   .choices = kBandwidths,
                                                                   .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::classes>(fixed_record({.key = "measure.classes",
                                                        .type = OptionType::integer,
                                                        .unit = "1",
                                                        .minimum = 2,
                                                        .default_value = 4,
                                                        .maximum = 10,
                                                        .source = "Quah 1993",
                                                        .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::class_cutoffs>(choice_record({.key = "measure.class_cutoffs",
                                                               .source = "Quah 1993; Rey 2001",
                                                               .choices = kCutoffs,
                                                               .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::markov_duration>(fixed_record({.key = "measure.markov_duration",
                                                                .type = OptionType::integer,
                                                                .unit = "year",
                                                                .minimum = 1,
                                                                .default_value = 1,
                                                                .maximum = 50,
                                                                .source = "Quah 1993",
                                                                .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::sigma_divisor>(choice_record(
        {.key = "measure.sigma_divisor", .source = "definition", .choices = kDivisors, .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::convergence_weighted>(boolean_record({.key = "measure.convergence_weighted",
                                                                       .default_value = 1,
                                                                       .source = "Sala-i-Martin 2006",
                                                                       .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::growth>(choice_record({.key = "measure.growth",
                                                        .source = "Barro & Sala-i-Martin 1992",
                                                        .choices = kGrowths,
                                                        .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::growth_errors>(choice_record({.key = "measure.growth_errors",
                                                               .default_value = 1,
                                                               .source = "White 1980; MacKinnon & White 1985",
                                                               .choices = kErrors,
                                                               .kind = SourceKind::setting})),
    bind_field<&DynamicsOptions::club_discard>(fixed_record({.key = "measure.club_discard",
                                                             .type = OptionType::real,
                                                             .unit = "1",
                                                             .minimum = 0.05,
                                                             .default_value = 0.3,
                                                             .maximum = 0.6,
                                                             .source = "Phillips & Sul 2007",
                                                             .kind = SourceKind::literature})),
    bind_field<&DynamicsOptions::club_filter>(choice_record({.key = "measure.club_filter",
                                                             .source = "Phillips & Sul 2009",
                                                             .choices = kFilters,
                                                             .kind = SourceKind::setting})),
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
