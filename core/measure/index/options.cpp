// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/options.h"

#include <array>
#include <string_view>

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 7> kStandardisation{"min_max", "z_score",   "rank", "goalposts",
                                                           "vector",  "base_year", "none"};
constexpr std::array<std::string_view, 2> kPooling{"pooled", "yearly"};
constexpr std::array<std::string_view, 4> kTreatment{"none", "winsorise", "winsorise_log", "winsorise_box_cox"};
constexpr std::array<std::string_view, 2> kOutlierTest{"both", "either"};
constexpr std::array<std::string_view, 10> kWeighting{
    "entropy", "equal", "equal_in_pillars", "critic", "variation", "deviation", "gini", "pca", "given", "combined"};
constexpr std::array<std::string_view, 2> kWeightScope{"flat", "by_level"};
constexpr std::array<std::string_view, 3> kCorrelation{"pearson", "spearman", "absolute"};
constexpr std::array<std::string_view, 4> kPcaRule{"scores", "absolute_loading", "squared_loading", "rotated_loading"};
constexpr std::array<std::string_view, 2> kPcaComponents{"eigenvalue_above_1", "cumulative_share"};
constexpr std::array<std::string_view, 3> kCombination{"linear", "multiplicative", "game"};
constexpr std::array<std::string_view, 3> kAhpMethod{"eigenvector", "geometric_mean", "column_average"};
constexpr std::array<std::string_view, 9> kAggregation{"linear",   "geometric", "harmonic", "power",   "mpi_minus",
                                                       "mpi_plus", "topsis",    "grey",     "copeland"};
// What combined weights are made of: every rule but combined itself.
constexpr std::span<const std::string_view> kCombined = std::span(kWeighting).first<9>();
constexpr std::array<std::string_view, 3> kTierMethods{"rule", "natural_breaks", "k_means"};
constexpr std::array<std::string_view, 2> kTierScales{"logarithm", "score"};

constexpr std::array kOptions{
    bind_field<&IndexOptions::standardisation>(choice_record({.key = "measure.standardisation",
                                                              .source = "OECD/JRC 2008, ch. 5",
                                                              .choices = kStandardisation,
                                                              .kind = SourceKind::setting})),
    bind_field<&IndexOptions::pooling>(choice_record({.key = "measure.pooling",
                                                      .source = "OECD/JRC 2008, ch. 5; COINr (global)",
                                                      .choices = kPooling,
                                                      .kind = SourceKind::setting})),
    bind_field<&IndexOptions::base_year>(fixed_record({.key = "measure.base_year",
                                                       .type = OptionType::integer,
                                                       .unit = "year",
                                                       .maximum = 9999,
                                                       .source = "convention: the first year of the study",
                                                       .kind = SourceKind::setting})),
    bind_field<&IndexOptions::scale_low>(fixed_record({.key = "measure.scale_low",
                                                       .unit = "1",
                                                       .maximum = 1000,
                                                       .source = "OECD/JRC 2008, ch. 5",
                                                       .kind = SourceKind::setting})),
    bind_field<&IndexOptions::scale_high>(fixed_record({.key = "measure.scale_high",
                                                        .unit = "1",
                                                        .default_value = 1,
                                                        .maximum = 1000,
                                                        .source = "OECD/JRC 2008, ch. 5",
                                                        .kind = SourceKind::setting})),
    bind_field<&IndexOptions::outliers>(choice_record({.key = "measure.outliers",
                                                       .source = "OECD/JRC 2008, ch. 4; COINr (Treat)",
                                                       .choices = kTreatment,
                                                       .kind = SourceKind::setting})),
    bind_field<&IndexOptions::outlier_test>(choice_record({.key = "measure.outlier_test",
                                                           .source = "COINr (check_SkewKurt)",
                                                           .choices = kOutlierTest,
                                                           .kind = SourceKind::setting})),
    bind_field<&IndexOptions::outlier_skewness>(fixed_record({.key = "measure.outlier_skewness",
                                                              .unit = "1",
                                                              .minimum = 0.1,
                                                              .default_value = 2,
                                                              .maximum = 100,
                                                              .source = "COINr (Treat)",
                                                              .kind = SourceKind::literature})),
    bind_field<&IndexOptions::outlier_kurtosis>(fixed_record({.key = "measure.outlier_kurtosis",
                                                              .unit = "1",
                                                              .minimum = 0.1,
                                                              .default_value = 3.5,
                                                              .maximum = 1000,
                                                              .source = "COINr (Treat)",
                                                              .kind = SourceKind::literature})),
    bind_field<&IndexOptions::outlier_points>(fixed_record({.key = "measure.outlier_points",
                                                            .type = OptionType::integer,
                                                            .unit = "1",
                                                            .default_value = 5,
                                                            .maximum = 100000,
                                                            .source = "COINr (Treat)",
                                                            .kind = SourceKind::literature})),
    bind_field<&IndexOptions::box_cox_lambda>(fixed_record({.key = "measure.box_cox_lambda",
                                                            .unit = "1",
                                                            .minimum = -5,
                                                            .maximum = 5,
                                                            .source = "Box & Cox 1964; 0 is the logarithm",
                                                            .kind = SourceKind::setting})),
    bind_field<&IndexOptions::weights>(
        choice_record({.key = "measure.weights",
                       .source = "Hwang & Yoon 1981; OECD/JRC 2008, ch. 6; Diakoulaki et al. 1995; Saaty 1980",
                       .choices = kWeighting,
                       .kind = SourceKind::setting})),
    bind_field<&IndexOptions::weight_scope>(choice_record(
        {.key = "measure.weight_scope", .source = "Tidu", .choices = kWeightScope, .kind = SourceKind::setting})),
    bind_field<&IndexOptions::entropy_shift>(fixed_record({.key = "measure.entropy_shift",
                                                           .unit = "1",
                                                           .maximum = 1000,
                                                           .source = "convention: 0 ln 0 = 0 needs none",
                                                           .kind = SourceKind::setting})),
    bind_field<&IndexOptions::critic_correlation>(choice_record({.key = "measure.critic_correlation",
                                                                 .source = "Diakoulaki et al. 1995",
                                                                 .choices = kCorrelation,
                                                                 .kind = SourceKind::setting})),
    bind_field<&IndexOptions::pca_weights>(choice_record({.key = "measure.pca_weights",
                                                          .default_value = 1,
                                                          .source = "OECD/JRC 2008, ch. 6; Nicoletti et al. 2000",
                                                          .choices = kPcaRule,
                                                          .kind = SourceKind::setting})),
    bind_field<&IndexOptions::pca_components>(choice_record({.key = "measure.pca_components",
                                                             .source = "Kaiser 1960; OECD/JRC 2008, ch. 4",
                                                             .choices = kPcaComponents,
                                                             .kind = SourceKind::setting})),
    bind_field<&IndexOptions::pca_share>(fixed_record({.key = "measure.pca_share",
                                                       .unit = "1",
                                                       .minimum = 0.01,
                                                       .default_value = 0.8,
                                                       .maximum = 1,
                                                       .source = "convention",
                                                       .kind = SourceKind::setting})),
    bind_field<&IndexOptions::pca_negative>(
        boolean_record({.key = "measure.pca_negative", .source = "Tidu", .kind = SourceKind::setting})),
    bind_field<&IndexOptions::ahp_method>(choice_record({.key = "measure.ahp_method",
                                                         .source = "Saaty 1980; Crawford & Williams 1985",
                                                         .choices = kAhpMethod,
                                                         .kind = SourceKind::setting})),
    bind_field<&IndexOptions::combine_first>(choice_record(
        {.key = "measure.combine_first", .source = "convention", .choices = kCombined, .kind = SourceKind::setting})),
    bind_field<&IndexOptions::combine_second>(choice_record({.key = "measure.combine_second",
                                                             .default_value = 8,
                                                             .source = "convention",
                                                             .choices = kCombined,
                                                             .kind = SourceKind::setting})),
    bind_field<&IndexOptions::combination>(choice_record(
        {.key = "measure.combination", .source = "convention", .choices = kCombination, .kind = SourceKind::setting})),
    bind_field<&IndexOptions::combination_share>(fixed_record({.key = "measure.combination_share",
                                                               .unit = "1",
                                                               .default_value = 0.5,
                                                               .maximum = 1,
                                                               .source = "convention: both count alike",
                                                               .kind = SourceKind::setting})),
    bind_field<&IndexOptions::aggregation>(
        choice_record({.key = "measure.aggregation",
                       .source = "OECD/JRC 2008, ch. 6; Hwang & Yoon 1981; Deng 1982; Mazziotta & Pareto 2016",
                       .choices = kAggregation,
                       .kind = SourceKind::setting})),
    bind_field<&IndexOptions::power_exponent>(fixed_record({.key = "measure.power_exponent",
                                                            .unit = "1",
                                                            .minimum = -20,
                                                            .default_value = 2,
                                                            .maximum = 20,
                                                            .source = "OECD/JRC 2008, ch. 6",
                                                            .kind = SourceKind::setting})),
    bind_field<&IndexOptions::aggregation_floor>(
        fixed_record({.key = "measure.aggregation_floor",
                      .unit = "1",
                      .maximum = 1000,
                      .source = "convention: nothing is raised unless asked for",
                      .kind = SourceKind::setting})),
    bind_field<&IndexOptions::grey_rho>(fixed_record({.key = "measure.grey_rho",
                                                      .unit = "1",
                                                      .minimum = 0.01,
                                                      .default_value = 0.5,
                                                      .maximum = 1,
                                                      .source = "Deng 1982",
                                                      .kind = SourceKind::literature})),
    bind_field<&IndexOptions::ideals>(choice_record({.key = "measure.ideals",
                                                     .source = "Tidu; yearly ideals make years incomparable",
                                                     .choices = kPooling,
                                                     .kind = SourceKind::setting})),
    bind_field<&IndexOptions::tier_method>(choice_record({.key = "measure.tier_method",
                                                          .source = "Tidu; Fisher 1958; Hartigan & Wong 1979",
                                                          .choices = kTierMethods,
                                                          .kind = SourceKind::setting})),
    bind_field<&IndexOptions::tier_scale>(choice_record({.key = "measure.tier_scale",
                                                         .source = "Tidu; the scores of the bundled study are skewed",
                                                         .choices = kTierScales,
                                                         .kind = SourceKind::setting})),
    bind_field<&IndexOptions::tier_upper>(fixed_record({.key = "measure.tier_upper",
                                                        .unit = "sd",
                                                        .default_value = 0.5,
                                                        .maximum = 3,
                                                        .source = "assumption; regions within tier_margin are named",
                                                        .kind = SourceKind::assumption})),
    bind_field<&IndexOptions::tier_lower>(fixed_record({.key = "measure.tier_lower",
                                                        .unit = "sd",
                                                        .minimum = -3,
                                                        .default_value = -0.5,
                                                        .maximum = 0,
                                                        .source = "assumption; regions within tier_margin are named",
                                                        .kind = SourceKind::assumption})),
    bind_field<&IndexOptions::tier_margin>(fixed_record({.key = "measure.tier_margin",
                                                         .unit = "sd",
                                                         .default_value = 0.1,
                                                         .maximum = 1,
                                                         .source = "assumption",
                                                         .kind = SourceKind::assumption})),
    bind_field<&IndexOptions::coupling_alpha>(fixed_record({.key = "measure.coupling_alpha",
                                                            .unit = "1",
                                                            .default_value = 0.5,
                                                            .maximum = 1,
                                                            .source = "convention: both systems count alike",
                                                            .kind = SourceKind::setting})),
};

}  // namespace

IndexMethod index_method(const IndexOptions& options, int first_year) {
  IndexMethod method;
  method.outliers = {.treatment = options.outliers,
                     .test = options.outlier_test,
                     .skewness = options.outlier_skewness,
                     .kurtosis = options.outlier_kurtosis,
                     .most_points = static_cast<std::size_t>(options.outlier_points),
                     .lambda = options.box_cox_lambda};
  const int base = options.base_year == 0 ? 0 : options.base_year - first_year;
  method.scale = {.rule = options.standardisation,
                  .pooling = options.pooling,
                  .base_year = static_cast<std::size_t>(base),
                  .low = options.scale_low,
                  .high = options.scale_high};
  method.weights = {.rule = options.weights,
                    .scope = options.weight_scope,
                    .entropy_shift = options.entropy_shift,
                    .correlation = options.critic_correlation,
                    .pca = options.pca_weights,
                    .components = options.pca_components,
                    .pca_share = options.pca_share,
                    .allow_negative = options.pca_negative,
                    .ahp = options.ahp_method,
                    .first = options.combine_first,
                    .second = options.combine_second,
                    .combination = options.combination,
                    .share = options.combination_share};
  method.aggregation = {.rule = options.aggregation,
                        .power = options.power_exponent,
                        .floor = options.aggregation_floor,
                        .rho = options.grey_rho,
                        .ideals = options.ideals};
  return method;
}

std::span<const Option<IndexOptions>> index_options() { return kOptions; }

}  // namespace tidu::measure
