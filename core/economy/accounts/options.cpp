// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/options.h"

#include <array>
#include <string_view>

namespace tidu::economy::accounts {
namespace {

using P = AccountsOptions;

constexpr std::array<std::string_view, 2> kResiduals{"first_sector", "proportional"};

constexpr OptionRecord year(std::string_view key, int value, std::string_view source) {
  return fixed_record({.key = key,
                       .type = OptionType::integer,
                       .unit = "year",
                       .minimum = 1900,
                       .default_value = static_cast<double>(value),
                       .maximum = 2200,
                       .source = source,
                       .kind = SourceKind::setting});
}

constexpr std::array kOptions{
    bind_field<&P::table_year>(year("economy.table_year", P{}.table_year, "the tables' own")),
    bind_field<&P::base_year>(year("economy.base_year", P{}.base_year, "assumption")),
    bind_field<&P::residual>(choice_record({.key = "economy.residual",
                                            .source = "NBS: farm services are in the tertiary sector",
                                            .choices = kResiduals,
                                            .kind = SourceKind::data})),
    bind_field<&P::home_min>({.key = "economy.home_min",
                              .unit = "1",
                              .minimum = 0.001,
                              .default_value = P{}.home_min,
                              .maximum = 0.9,
                              .low = 0.02,
                              .high = 0.3,
                              .source = "assumption",
                              .kind = SourceKind::assumption}),
    bind_field<&P::recorded_weight>({.key = "economy.recorded_weight",
                                     .unit = "1",
                                     .minimum = 0,
                                     .default_value = P{}.recorded_weight,
                                     .maximum = 1,
                                     .low = 0.25,
                                     .high = 0.75,
                                     .source = "assumption",
                                     .kind = SourceKind::assumption}),
    bind_field<&P::distance_elasticity>(
        {.key = "economy.distance_elasticity",
         .unit = "1",
         .minimum = 0,
         .default_value = P{}.distance_elasticity,
         .maximum = 5,
         .low = 0.8,
         .high = 1.6,
         .source = "Disdier & Head 2008: mean 0.9, middle 90 % of estimates 0.28 to 1.55",
         .kind = SourceKind::literature}),
    bind_field<&P::world_size>({.key = "economy.world_size",
                                .unit = "1",
                                .minimum = 0.5,
                                .default_value = P{}.world_size,
                                .maximum = 1000,
                                .low = 4.5,
                                .high = 6,
                                .source = "World Bank: 5.6 in 2017, 5.0 in 2023 at current prices",
                                .kind = SourceKind::data}),
    bind_field<&P::trade_elasticity>({.key = "economy.trade_elasticity",
                                      .unit = "1",
                                      .minimum = 0.1,
                                      .default_value = P{}.trade_elasticity,
                                      .maximum = 100,
                                      .low = 2.5,
                                      .high = 8.3,
                                      .source = "Tombe & Zhu 2019: 4; Eaton & Kortum 2002: 8.28",
                                      .kind = SourceKind::literature}),
};

}  // namespace

std::span<const Option<AccountsOptions>> accounts_options() { return kOptions; }

}  // namespace tidu::economy::accounts
