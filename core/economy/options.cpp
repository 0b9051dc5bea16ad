// SPDX-License-Identifier: Apache-2.0
#include "core/economy/options.h"

#include <array>
#include <string_view>

namespace tidu::economy {
namespace {

using P = StaticsOptions;

constexpr std::array<std::string_view, 3> kClosures{"share_of_nation", "per_head", "share_of_world"};

constexpr std::array kOptions{
    bind_field<&P::closure>(choice_record({.key = "economy.closure",
                                           .source = "Caliendo & Parro 2015; Tidu",
                                           .choices = kClosures,
                                           .kind = SourceKind::setting})),
    bind_field<&P::deficits_kept>({.key = "economy.deficits_kept",
                                   .unit = "1",
                                   .minimum = 0,
                                   .default_value = P{}.deficits_kept,
                                   .maximum = 1,
                                   .low = 0,
                                   .high = 1,
                                   .source = "assumption; 0: Dekle, Eaton & Kortum 2008",
                                   .kind = SourceKind::assumption}),
};

constexpr std::array kDensity{
    bind_field<&DensityOptions::agglomeration>({.key = "economy.agglomeration",
                                                .unit = "1",
                                                .minimum = 0,
                                                .default_value = DensityOptions{}.agglomeration,
                                                .maximum = 0.3,
                                                .low = 0.02,
                                                .high = 0.1,
                                                .source = "Desmet, Nagy & Rossi-Hansberg 2018: 0.06; Combes & "
                                                          "Gobillon 2015: 0.02 to 0.10",
                                                .kind = SourceKind::literature}),
    bind_field<&DensityOptions::congestion>({.key = "economy.congestion",
                                             .unit = "1",
                                             .minimum = -2,
                                             .default_value = DensityOptions{}.congestion,
                                             .maximum = 0,
                                             .low = -0.5,
                                             .high = -0.1,
                                             .source = "Desmet, Nagy & Rossi-Hansberg 2018: -0.32",
                                             .kind = SourceKind::literature}),
};

using S = StepOptions;

constexpr std::array<std::string_view, 2> kExpectations{"today", "for_ever"};

constexpr std::array kStepOptions{
    bind_field<&S::expectations>(choice_record({.key = "economy.expectations",
                                                .source = "Artuc, Chaudhuri & McLaren 2010; Tombe & Zhu 2019",
                                                .choices = kExpectations,
                                                .kind = SourceKind::setting})),
    bind_field<&S::taste>({.key = "economy.taste",
                           .unit = "1",
                           .minimum = 0.01,
                           .default_value = S{}.taste,
                           .maximum = 100,
                           .low = 0.67,
                           .high = 2.5,
                           .source = "Artuc, Chaudhuri & McLaren 2010, yearly: 1.88; Tombe & Zhu 2019: 1 / 1.5",
                           .kind = SourceKind::literature}),
    bind_field<&S::reconsider>({.key = "economy.reconsider",
                                .unit = "1",
                                .minimum = 0.01,
                                .default_value = S{}.reconsider,
                                .maximum = 1,
                                .low = 0.2,
                                .high = 1,
                                .source = "assumption; 1: everybody (Tombe & Zhu 2019)",
                                .kind = SourceKind::assumption}),
    bind_field<&S::discount>({.key = "economy.discount",
                              .unit = "1",
                              .minimum = 0.5,
                              .default_value = S{}.discount,
                              .maximum = 0.999,
                              .low = 0.93,
                              .high = 0.97,
                              .source = "Kleinman, Liu & Redding 2023: 0.95 a year; Artuc, Chaudhuri & McLaren 2010: "
                                        "0.97",
                              .kind = SourceKind::literature}),
    bind_field<&S::migration_years>(fixed_record({.key = "economy.migration_years",
                                                  .type = OptionType::integer,
                                                  .unit = "years",
                                                  .minimum = 1,
                                                  .default_value = static_cast<double>(S{}.migration_years),
                                                  .maximum = 20,
                                                  .source = "censuses of China ask where people lived five years ago",
                                                  .kind = SourceKind::data})),
    bind_field<&S::migration_distance>({.key = "economy.migration_distance",
                                        .unit = "1",
                                        .minimum = 0,
                                        .default_value = S{}.migration_distance,
                                        .maximum = 5,
                                        .low = 0.5,
                                        .high = 1.5,
                                        .source = "assumption, as gravity of migrants has it",
                                        .kind = SourceKind::assumption}),
    bind_field<&S::depreciation>({.key = "economy.depreciation",
                                  .unit = "1/year",
                                  .minimum = 0.001,
                                  .default_value = S{}.depreciation,
                                  .maximum = 0.5,
                                  .low = 0.05,
                                  .high = 0.096,
                                  .source = "Kleinman, Liu & Redding 2023: 0.05; estimates for China 0.0596 to 0.096",
                                  .kind = SourceKind::literature}),
    bind_field<&S::saving_elasticity>({.key = "economy.saving_elasticity",
                                       .unit = "1",
                                       .minimum = 0.05,
                                       .default_value = S{}.saving_elasticity,
                                       .maximum = 5,
                                       .low = 0.5,
                                       .high = 1.5,
                                       .source = "Kleinman, Liu & Redding 2023: 1; range assumed",
                                       .kind = SourceKind::assumption}),
};

using T = SettlingOptions;

constexpr std::array kSettlingOptions{
    bind_field<&T::dispersion>({.key = "economy.place_dispersion",
                                .unit = "1",
                                .minimum = 0,
                                .default_value = T{}.dispersion,
                                .maximum = 100,
                                .low = 0.3,
                                .high = 2,
                                .source = "Tombe & Zhu 2019: 1 / 1.5; range assumed",
                                .kind = SourceKind::literature}),
    bind_field<&T::beginnings>(fixed_record({.key = "economy.beginnings",
                                             .type = OptionType::integer,
                                             .unit = "1",
                                             .minimum = 0,
                                             .default_value = static_cast<double>(T{}.beginnings),
                                             .maximum = 10000,
                                             .source = "Tidu",
                                             .kind = SourceKind::setting})),
};

}  // namespace

std::span<const Option<SettlingOptions>> settling_options() { return kSettlingOptions; }
std::span<const Option<StaticsOptions>> statics_options() { return kOptions; }
std::span<const Option<StepOptions>> step_options() { return kStepOptions; }

MoveRule move_rule(const StepOptions& options) {
  const double ahead = options.expectations == Expectations::today ? 1 : options.discount / (1 - options.discount);
  return {.elasticity = ahead / options.taste, .reconsider = options.reconsider};
}

std::string_view closure_name(StudyClosure closure) { return kClosures[static_cast<std::size_t>(closure)]; }

Closure closure_of(const StaticsOptions& options) {
  constexpr ClosureRule kRules[] = {ClosureRule::share_of_nation, ClosureRule::per_head, ClosureRule::share_of_world};
  return {.rule = kRules[static_cast<std::size_t>(options.closure)], .keep = options.deficits_kept};
}

std::vector<Closure> closure_path(const StaticsOptions& options, std::size_t years) {
  std::vector<Closure> out(years + 1, closure_of(options));
  for (std::size_t t = 0; t <= years; ++t)
    out[t].keep = 1 - (1 - options.deficits_kept) * static_cast<double>(t) / static_cast<double>(years);
  return out;
}

std::span<const Option<DensityOptions>> density_options() { return kDensity; }

}  // namespace tidu::economy
