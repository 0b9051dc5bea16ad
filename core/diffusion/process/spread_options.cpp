// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "core/diffusion/process/levers.h"
#include "core/diffusion/process/option_row.h"
#include "core/diffusion/process/spread.h"

namespace tidu::diffusion {
namespace {

using S = SpreadParameters;

constexpr std::array kSpread{
    ranged<&S::market>({"diffusion.market", "1", 0.01, 1, 0.8, 0.5, 1.0,
                        "assumption; internet users are 0.80 of the population (CNNIC 2025)", SourceKind::assumption}),
    ranged<&S::pulse>({"diffusion.pulse", "1", 0, 500, 8, 1, 60,
                       "assumption; the national count doubled in the first half of 2025", SourceKind::assumption,
                       true}),
    ranged<&S::pulse_start>({"diffusion.pulse_start", "year", 1900, 2100, 2025.05, 2025.05, 2025.05,
                             "release of DeepSeek-R1, January 2025", SourceKind::data}),
    ranged<&S::pulse_years>(
        {"diffusion.pulse_years", "year", 0, 10, 0.5, 0.25, 0.75, "assumption", SourceKind::assumption}),
    ranged<&S::start>({"diffusion.start", "year", 1900, 2100, 2022.917, 2022.917, 2023.667,
                       "release of ChatGPT, November 2022; first services filed in China, August 2023",
                       SourceKind::data}),
    ranged<&S::outside>({"diffusion.outside", "1", 0, 1, 0.5, 0.2, 0.8, "assumption", SourceKind::assumption}),
    ranged<&S::national>({"diffusion.national", "1", 0, 1, 0.5, 0.2, 0.8, "assumption", SourceKind::assumption}),
    ranged<&S::carry_over>(
        {"diffusion.carry_over", "1", 0, 2, 0.5, 0, 1, "assumption; 0 = no region differs", SourceKind::assumption}),
    ranged<&S::region_noise>(
        {"diffusion.region_noise", "1", 0, 1, 0.2, 0.1, 0.3, "assumption", SourceKind::assumption}),
    ranged<&S::attribute_effect>({"diffusion.attribute_effect", "1", 0, 0.5, 0.1, 0, 0.2,
                                  "assumption; only where the study says what stands for an attribute",
                                  SourceKind::assumption}),
    ranged<&S::incidents>({"diffusion.incidents", "1", 0, 0.999, 0, 0, 0, "assumption; off: nothing was counted",
                           SourceKind::assumption}),
};

using L = LeverSizes;
constexpr std::string_view kAssumption = "assumption";

constexpr std::array kLevers{
    ranged<&L::subsidy>(
        {"lever.subsidy", "1", 0, 0.9, 0.3, 0.1, 0.5, "assumption; share of the price", SourceKind::assumption}),
    ranged<&L::subsidy_elasticity>(
        {"lever.subsidy_elasticity", "1", 0, 3, 0.5, 0.25, 0.75, kAssumption, SourceKind::assumption}),
    ranged<&L::training>({"lever.training", "1", 0, 1, 0.3, 0.1, 0.5, kAssumption, SourceKind::assumption}),
    ranged<&L::solutions>({"lever.solutions", "1", 0, 1, 0.25, 0.05, 0.45, kAssumption, SourceKind::assumption}),
    ranged<&L::light_entry>({"lever.light_entry", "1", 0, 1, 0.2, 0.05, 0.4, kAssumption, SourceKind::assumption}),
    ranged<&L::reform>({"lever.reform", "1", 0, 1, 0.15, 0.05, 0.3, kAssumption, SourceKind::assumption}),
    ranged<&L::governance>({"lever.governance", "1", 0, 1, 0.3, 0.1, 0.6, kAssumption, SourceKind::assumption}),
    ranged<&L::talent>({"lever.talent", "1", 0, 5, 0.5, 0.2, 1, kAssumption, SourceKind::assumption}),
    ranged<&L::channels>({"lever.channels", "1", 0, 10, 1, 0.2, 2, kAssumption, SourceKind::assumption}),
    ranged<&L::demonstration>(
        {"lever.demonstration", "1", 0, 1, 0.02, 0.005, 0.05, kAssumption, SourceKind::assumption}),
    ranged<&L::alliance>({"lever.alliance", "1", 0, 5, 0.3, 0.1, 0.6, kAssumption, SourceKind::assumption}),
    ranged<&L::infrastructure>({"lever.infrastructure", "1", 0, 1, 0.3, 0.1, 0.5, kAssumption, SourceKind::assumption}),
};

}  // namespace

std::span<const Option<SpreadParameters>> spread_options() { return kSpread; }
std::span<const Option<LeverSizes>> lever_options() { return kLevers; }

}  // namespace tidu::diffusion
