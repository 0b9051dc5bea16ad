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

template <auto Member>
constexpr Option<NetworkOptions> row(const OptionRecord& record) {
  return bind_field<Member, NetworkOptions>(record);
}

template <auto Member, std::size_t N>
constexpr Option<NetworkOptions> choice(std::string_view key, std::string_view source,
                                        const std::array<std::string_view, N>& choices) {
  return row<Member>({.key = key,
                      .type = OptionType::choice,
                      .unit = {},
                      .maximum = static_cast<double>(N - 1),
                      .source = source,
                      .choices = choices});
}

template <auto Member>
constexpr Option<NetworkOptions> number(std::string_view key, OptionType type, std::string_view source, Range limits,
                                        double value) {
  return row<Member>({.key = key,
                      .type = type,
                      .unit = "1",
                      .minimum = limits.low,
                      .default_value = value,
                      .maximum = limits.high,
                      .low = value,
                      .high = value,
                      .source = source});
}

template <auto Member>
constexpr Option<NetworkOptions> yes_no(std::string_view key, std::string_view source) {
  return row<Member>({.key = key, .type = OptionType::boolean, .unit = {}, .maximum = 1, .source = source});
}

constexpr std::array kOptions{
    number<&NetworkOptions::distance_exponent>("measure.network_distance_exponent", OptionType::real,
                                               "Reilly 1931; Zipf 1946", {0, 10}, 2),
    choice<&NetworkOptions::distance_form>("measure.network_distance_form", "Li Jing et al. 2014 (per_gap)",
                                           kDistanceForms),
    choice<&NetworkOptions::zero_gap>("measure.network_zero_gap", "limit of the formula", kZeroGaps),
    choice<&NetworkOptions::cut>("measure.network_cut", "Liu Jun 2019; convention of the field", kCuts),
    yes_no<&NetworkOptions::strict>("measure.network_strict", "convention"),
    yes_no<&NetworkOptions::diagonal_in_mean>("measure.network_diagonal_in_mean", "R: rowMeans of a zero diagonal"),
    number<&NetworkOptions::quantile>("measure.network_quantile", OptionType::real, "convention", {0, 1}, 0.75),
    number<&NetworkOptions::strongest>("measure.network_strongest", OptionType::integer, "convention", {1, 1000}, 3),
    choice<&NetworkOptions::closeness>("measure.network_closeness", "Freeman 1979; Marchiori & Latora 2000",
                                       kCloseness),
    number<&NetworkOptions::concor_depth>("measure.network_concor_depth", OptionType::integer,
                                          "Breiger, Boorman & Arabie 1975", {1, 6}, 2),
    choice<&NetworkOptions::concor_diagonal>("measure.network_concor_diagonal", "Wasserman & Faust 1994, ch. 9",
                                             kDiagonals),
    choice<&NetworkOptions::roles>("measure.network_roles", "Burt 1976; Wasserman & Faust 1994, ch. 10", kRoles),
    number<&NetworkOptions::received_threshold>("measure.network_received_threshold", OptionType::real, "assumption",
                                                {0, 1}, 0.05),
    number<&NetworkOptions::qap_permutations>("measure.network_qap_permutations", OptionType::integer,
                                              "Krackhardt 1988; Davison & Hinkley 1997, ch. 4",
                                              {0, static_cast<double>(kMaximumQapPermutations)}, 9999),
    choice<&NetworkOptions::mrqap>("measure.network_mrqap", "Dekker, Krackhardt & Snijders 2007", kMrqap),
};

}  // namespace

std::span<const Option<NetworkOptions>> network_options() { return kOptions; }

}  // namespace tidu::measure
