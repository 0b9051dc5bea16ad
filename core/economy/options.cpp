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

}  // namespace

std::span<const Option<StaticsOptions>> statics_options() { return kOptions; }

Closure closure_of(const StaticsOptions& options) {
  constexpr ClosureRule kRules[] = {ClosureRule::share_of_nation, ClosureRule::per_head, ClosureRule::share_of_world};
  return {.rule = kRules[static_cast<std::size_t>(options.closure)], .keep = options.deficits_kept};
}

std::span<const Option<DensityOptions>> density_options() { return kDensity; }

}  // namespace tidu::economy
