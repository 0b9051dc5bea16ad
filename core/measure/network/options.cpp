// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/options.h"

#include <array>
#include <string_view>

#include "core/measure/network/qap.h"

namespace tidu::measure {
namespace {

constexpr std::array<std::string_view, 2> kDistanceForms{"plain", "per_gap"};
constexpr std::array<std::string_view, 3> kZeroGaps{"no_strength", "plain", "error"};
constexpr std::array<std::string_view, 5> kCuts{"row_mean", "overall_mean", "quantile", "strongest", "none"};
constexpr std::array<std::string_view, 3> kCloseness{"automatic", "harmonic", "penalised"};
constexpr std::array<std::string_view, 3> kDiagonals{"kept", "reciprocal", "ignored"};
constexpr std::array<std::string_view, 2> kRoles{"balance", "received"};
constexpr std::array<std::string_view, 2> kMrqap{"double_semi_partialling", "permute_outcome"};

constexpr std::array kOptions{
    bind_field<&NetworkOptions::distance_exponent>(fixed_record({.key = "measure.network_distance_exponent",
                                                                 .unit = "1",
                                                                 .default_value = 2,
                                                                 .maximum = 10,
                                                                 .source = "Reilly 1931; Zipf 1946",
                                                                 .kind = SourceKind::literature})),
    bind_field<&NetworkOptions::distance_form>(choice_record({.key = "measure.network_distance_form",
                                                              .source = "Li Jing et al. 2014 (per_gap)",
                                                              .choices = kDistanceForms,
                                                              .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::zero_gap>(choice_record({.key = "measure.network_zero_gap",
                                                         .source = "limit of the formula",
                                                         .choices = kZeroGaps,
                                                         .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::cut>(choice_record({.key = "measure.network_cut",
                                                    .source = "Liu Jun 2019; convention of the field",
                                                    .choices = kCuts,
                                                    .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::strict>(
        boolean_record({.key = "measure.network_strict", .source = "convention", .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::diagonal_in_mean>(boolean_record({.key = "measure.network_diagonal_in_mean",
                                                                  .source = "R: rowMeans of a zero diagonal",
                                                                  .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::quantile>(fixed_record({.key = "measure.network_quantile",
                                                        .unit = "1",
                                                        .default_value = 0.75,
                                                        .maximum = 1,
                                                        .source = "convention",
                                                        .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::strongest>(fixed_record({.key = "measure.network_strongest",
                                                         .type = OptionType::integer,
                                                         .unit = "1",
                                                         .minimum = 1,
                                                         .default_value = 3,
                                                         .maximum = 1000,
                                                         .source = "convention",
                                                         .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::closeness>(choice_record({.key = "measure.network_closeness",
                                                          .source = "Freeman 1979; Marchiori & Latora 2000",
                                                          .choices = kCloseness,
                                                          .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::concor_depth>(fixed_record({.key = "measure.network_concor_depth",
                                                            .type = OptionType::integer,
                                                            .unit = "1",
                                                            .minimum = 1,
                                                            .default_value = 2,
                                                            .maximum = 6,
                                                            .source = "Breiger, Boorman & Arabie 1975",
                                                            .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::concor_diagonal>(choice_record({.key = "measure.network_concor_diagonal",
                                                                .source = "Wasserman & Faust 1994, ch. 9",
                                                                .choices = kDiagonals,
                                                                .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::roles>(choice_record({.key = "measure.network_roles",
                                                      .source = "Burt 1976; Wasserman & Faust 1994, ch. 10",
                                                      .choices = kRoles,
                                                      .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::received_threshold>(fixed_record({.key = "measure.network_received_threshold",
                                                                  .unit = "1",
                                                                  .default_value = 0.05,
                                                                  .maximum = 1,
                                                                  .source = "assumption",
                                                                  .kind = SourceKind::assumption})),
    bind_field<&NetworkOptions::qap_permutations>(
        fixed_record({.key = "measure.network_qap_permutations",
                      .type = OptionType::integer,
                      .unit = "1",
                      .default_value = 9999,
                      .maximum = static_cast<double>(kMaximumQapPermutations),
                      .source = "Krackhardt 1988; Davison & Hinkley 1997, ch. 4",
                      .kind = SourceKind::setting})),
    bind_field<&NetworkOptions::mrqap>(choice_record({.key = "measure.network_mrqap",
                                                      .source = "Dekker, Krackhardt & Snijders 2007",
                                                      .choices = kMrqap,
                                                      .kind = SourceKind::setting})),
};

}  // namespace

std::span<const Option<NetworkOptions>> network_options() { return kOptions; }

}  // namespace tidu::measure
