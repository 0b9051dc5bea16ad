// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/assessment_options.h"

#include <array>
#include <string_view>

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 3> kNoise{"none", "relative", "dirichlet"};
constexpr std::string_view kSaisana = "Saisana, Saltelli & Tarantola 2005";

template <auto Member>
constexpr Option<AssessmentOptions> row(const OptionRecord& record) {
  return bind_field<Member, AssessmentOptions>(record);
}

template <auto Member>
constexpr Option<AssessmentOptions> yes_or_no(std::string_view key) {
  return row<Member>(
      {.key = key, .type = OptionType::boolean, .unit = {}, .default_value = 1, .maximum = 1, .source = kSaisana});
}

constexpr std::array kOptions{
    row<&AssessmentOptions::robustness_replicates>({.key = "measure.robustness_replicates",
                                                    .type = OptionType::integer,
                                                    .unit = "1",
                                                    .default_value = 1024,
                                                    .maximum = 65536,
                                                    .low = 1024,
                                                    .high = 1024,
                                                    .source = "powers of two suit the Sobol' sequence"}),
    row<&AssessmentOptions::robustness_noise>({.key = "measure.robustness_noise",
                                               .type = OptionType::choice,
                                               .unit = {},
                                               .default_value = 1,
                                               .maximum = 2,
                                               .source = kSaisana,
                                               .choices = kNoise}),
    row<&AssessmentOptions::robustness_spread>({.key = "measure.robustness_spread",
                                                .unit = "1",
                                                .default_value = 0.25,
                                                .maximum = 1,
                                                .low = 0.25,
                                                .high = 0.25,
                                                .source = "JRC (COINr): a quarter of each weight"}),
    row<&AssessmentOptions::robustness_concentration>({.key = "measure.robustness_concentration",
                                                       .unit = "1",
                                                       .minimum = 1,
                                                       .default_value = 100,
                                                       .maximum = 1e6,
                                                       .low = 100,
                                                       .high = 100,
                                                       .source = "assumption"}),
    yes_or_no<&AssessmentOptions::robustness_weightings>("measure.robustness_weightings"),
    yes_or_no<&AssessmentOptions::robustness_scales>("measure.robustness_scales"),
    yes_or_no<&AssessmentOptions::robustness_aggregations>("measure.robustness_aggregations"),
    yes_or_no<&AssessmentOptions::robustness_left_out>("measure.robustness_left_out"),
    yes_or_no<&AssessmentOptions::robustness_treatments>("measure.robustness_treatments"),
    row<&AssessmentOptions::robustness_top>({.key = "measure.robustness_top",
                                             .type = OptionType::integer,
                                             .unit = "1",
                                             .minimum = 1,
                                             .default_value = 10,
                                             .maximum = 4096,
                                             .low = 10,
                                             .high = 10,
                                             .source = "convention"}),
    row<&AssessmentOptions::robustness_level>({.key = "measure.robustness_level",
                                               .unit = "1",
                                               .minimum = 0.5,
                                               .default_value = 0.9,
                                               .maximum = 0.999,
                                               .low = 0.9,
                                               .high = 0.9,
                                               .source = "convention: 5 % to 95 %"}),
    row<&AssessmentOptions::stages>({.key = "measure.stage_count",
                                     .type = OptionType::integer,
                                     .unit = "1",
                                     .minimum = 2,
                                     .default_value = 3,
                                     .maximum = 3,
                                     .low = 3,
                                     .high = 3,
                                     .source = "convention: start-up, growth, mature"}),
    row<&AssessmentOptions::coupling_synchronous>({.key = "measure.coupling_synchronous",
                                                   .unit = "1",
                                                   .default_value = 0.8,
                                                   .maximum = 1,
                                                   .low = 0.8,
                                                   .high = 0.8,
                                                   .source = "convention of Chinese regional studies"}),
    row<&AssessmentOptions::obstacles>({.key = "measure.obstacles",
                                        .type = OptionType::integer,
                                        .unit = "1",
                                        .minimum = 1,
                                        .default_value = 5,
                                        .maximum = 100,
                                        .low = 5,
                                        .high = 5,
                                        .source = "convention"}),
};

}  // namespace

std::span<const Option<AssessmentOptions>> assessment_options() { return kOptions; }

RobustnessPlan robustness_plan(const AssessmentOptions& options, const IndexMethod& own) {
  RobustnessPlan plan = usual_plan(own);
  const auto keep_own = [](auto& list, bool varies) {
    if (!varies) list.resize(1);
  };
  keep_own(plan.weightings, options.robustness_weightings);
  keep_own(plan.scales, options.robustness_scales);
  keep_own(plan.aggregations, options.robustness_aggregations);
  keep_own(plan.treatments, options.robustness_treatments);
  plan.noise = options.robustness_noise;
  plan.spread = options.robustness_spread;
  plan.concentration = options.robustness_concentration;
  plan.leave_one_out = options.robustness_left_out;
  return plan;
}

}  // namespace tidu::measure
