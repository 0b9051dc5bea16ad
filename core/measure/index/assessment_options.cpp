// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/assessment_options.h"

#include <array>
#include <string_view>

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 3> kNoise{"none", "relative", "dirichlet"};
constexpr std::string_view kSaisana = "Saisana, Saltelli & Tarantola 2005";

constexpr std::array kOptions{
    bind_field<&AssessmentOptions::robustness_replicates>(
        fixed_record({.key = "measure.robustness_replicates",
                      .type = OptionType::integer,
                      .unit = "1",
                      .default_value = 1024,
                      .maximum = 65536,
                      .source = "powers of two suit the Sobol' sequence",
                      .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_noise>(choice_record({.key = "measure.robustness_noise",
                                                                    .default_value = 1,
                                                                    .source = kSaisana,
                                                                    .choices = kNoise,
                                                                    .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_spread>(fixed_record({.key = "measure.robustness_spread",
                                                                    .unit = "1",
                                                                    .default_value = 0.25,
                                                                    .maximum = 1,
                                                                    .source = "JRC (COINr): a quarter of each weight",
                                                                    .kind = SourceKind::literature})),
    bind_field<&AssessmentOptions::robustness_concentration>(fixed_record({.key = "measure.robustness_concentration",
                                                                           .unit = "1",
                                                                           .minimum = 1,
                                                                           .default_value = 100,
                                                                           .maximum = 1e6,
                                                                           .source = "assumption",
                                                                           .kind = SourceKind::assumption})),
    bind_field<&AssessmentOptions::robustness_weightings>(boolean_record(
        {.key = "measure.robustness_weightings", .default_value = 1, .source = kSaisana, .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_scales>(boolean_record(
        {.key = "measure.robustness_scales", .default_value = 1, .source = kSaisana, .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_aggregations>(boolean_record({.key = "measure.robustness_aggregations",
                                                                            .default_value = 1,
                                                                            .source = kSaisana,
                                                                            .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_left_out>(boolean_record(
        {.key = "measure.robustness_left_out", .default_value = 1, .source = kSaisana, .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_treatments>(boolean_record(
        {.key = "measure.robustness_treatments", .default_value = 1, .source = kSaisana, .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_top>(fixed_record({.key = "measure.robustness_top",
                                                                 .type = OptionType::integer,
                                                                 .unit = "1",
                                                                 .minimum = 1,
                                                                 .default_value = 10,
                                                                 .maximum = 4096,
                                                                 .source = "convention",
                                                                 .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::robustness_level>(fixed_record({.key = "measure.robustness_level",
                                                                   .unit = "1",
                                                                   .minimum = 0.5,
                                                                   .default_value = 0.9,
                                                                   .maximum = 0.999,
                                                                   .source = "convention: 5 % to 95 %",
                                                                   .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::stages>(fixed_record({.key = "measure.stage_count",
                                                         .type = OptionType::integer,
                                                         .unit = "1",
                                                         .minimum = 2,
                                                         .default_value = 3,
                                                         .maximum = 3,
                                                         .source = "convention: start-up, growth, mature",
                                                         .kind = SourceKind::setting})),
    bind_field<&AssessmentOptions::coupling_synchronous>(
        fixed_record({.key = "measure.coupling_synchronous",
                      .unit = "1",
                      .default_value = 0.8,
                      .maximum = 1,
                      .source = "convention of Chinese regional studies",
                      .kind = SourceKind::assumption})),
    bind_field<&AssessmentOptions::obstacles>(fixed_record({.key = "measure.obstacles",
                                                            .type = OptionType::integer,
                                                            .unit = "1",
                                                            .minimum = 1,
                                                            .default_value = 5,
                                                            .maximum = 100,
                                                            .source = "convention",
                                                            .kind = SourceKind::setting})),
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
