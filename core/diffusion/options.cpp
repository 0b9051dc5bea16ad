// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/options.h"

#include <array>

namespace tidu::diffusion {
namespace {

// key, unit, legal range, default, assumed range, source
struct Row {
  std::string_view key;
  std::string_view unit;
  double minimum, maximum, value, low, high;
  std::string_view source;
  bool logarithmic = false;
};

constexpr OptionRecord record(const Row& r) {
  return {.key = r.key,
          .type = OptionType::real,
          .unit = r.unit,
          .minimum = r.minimum,
          .default_value = r.value,
          .maximum = r.maximum,
          .low = r.low,
          .high = r.high,
          .source = r.source,
          .choices = {},
          .logarithmic = r.logarithmic};
}

template <auto Member>
constexpr Option<DiffusionParameters> row(const Row& r) {
  return bind_field<Member, DiffusionParameters>(record(r));
}

template <auto Member>
constexpr Option<LeverSizes> lever(const Row& r) {
  return bind_field<Member, LeverSizes>(record(r));
}

using P = DiffusionParameters;
constexpr std::string_view kBassSource = "Sultan, Farley & Lehmann 1990; Mahajan, Muller & Bass 1995; range widened";

constexpr std::array kOptions{
    row<&P::innovation>({"diffusion.innovation", "1/year", 0, 2, 0.01, 0.001, 0.06, kBassSource, true}),
    row<&P::imitation>({"diffusion.imitation", "1/year", 0, 5, 0.38, 0.1, 1.2, kBassSource}),
    row<&P::market>({"diffusion.market", "1", 0.01, 1, 0.8, 0.5, 1.0,
                     "assumption; internet users are 0.80 of the population (CNNIC 2025)"}),
    row<&P::discontinuance>({"diffusion.discontinuance", "1/year", 0, 2, 0.02, 0, 0.08, "assumption"}),
    row<&P::pulse>({"diffusion.pulse", "1", 0, 500, 20, 2, 80,
                    "assumption; the national count doubled in the first half of 2025", true}),
    row<&P::pulse_start>({"diffusion.pulse_start", "year", 1900, 2100, 2025.05, 2025.05, 2025.05,
                          "release of DeepSeek-R1, January 2025"}),
    row<&P::pulse_years>({"diffusion.pulse_years", "year", 0, 10, 0.5, 0.25, 0.75, "assumption"}),
    row<&P::start>({"diffusion.start", "year", 1900, 2100, 2022.917, 2022.917, 2023.667,
                    "release of ChatGPT, November 2022; first services filed in China, August 2023"}),
    row<&P::group_spread>({"diffusion.group_spread", "1", 0, 2, 0.5, 0, 1, "assumption; groups after Rogers 2003"}),
    row<&P::heterophily>(
        {"diffusion.heterophily", "1", 0, 2, 0.05, 0, 0.15, "assumption; heterophily after Rogers 2003"}),
    row<&P::outside>({"diffusion.outside", "1", 0, 1, 0.3, 0.1, 0.6, "assumption"}),
    row<&P::national>({"diffusion.national", "1", 0, 1, 0.5, 0.2, 0.8, "assumption"}),
    row<&P::carry_over>({"diffusion.carry_over", "1", 0, 2, 0.5, 0, 1, "assumption; 0 = no region differs"}),
    row<&P::region_noise>({"diffusion.region_noise", "1", 0, 1, 0.2, 0.1, 0.3, "assumption"}),
};

using L = LeverSizes;
constexpr std::array kLevers{
    lever<&L::subsidy>({"lever.subsidy", "1", 0, 0.9, 0.3, 0.1, 0.5, "assumption; share of the price"}),
    lever<&L::training>({"lever.training", "1", 0, 2, 0.3, 0.1, 0.5, "assumption"}),
    lever<&L::solutions>({"lever.solutions", "1", 0, 2, 0.25, 0.05, 0.45, "assumption"}),
    lever<&L::light_entry>({"lever.light_entry", "1", 0, 2, 0.2, 0.05, 0.4, "assumption"}),
    lever<&L::governance>({"lever.governance", "1", 0, 2, 0.3, 0.1, 0.6, "assumption"}),
    lever<&L::talent>({"lever.talent", "1", 0, 5, 0.5, 0.2, 1, "assumption"}),
    lever<&L::channels>({"lever.channels", "1", 0, 10, 1, 0.2, 2, "assumption"}),
    lever<&L::demonstration>({"lever.demonstration", "1", 0, 1, 0.02, 0.005, 0.05, "assumption"}),
    lever<&L::alliance>({"lever.alliance", "1", 0, 1, 0.2, 0.05, 0.4, "assumption"}),
    lever<&L::infrastructure>({"lever.infrastructure", "1", 0, 1, 0.3, 0.1, 0.5, "assumption"}),
};

}  // namespace

std::span<const Option<DiffusionParameters>> diffusion_options() { return kOptions; }
std::span<const Option<LeverSizes>> lever_options() { return kLevers; }

}  // namespace tidu::diffusion
