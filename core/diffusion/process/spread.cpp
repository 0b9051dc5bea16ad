// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/spread.h"

#include <algorithm>

namespace tidu::diffusion {
namespace {

constexpr FormulaRecord kFormulas[] = {
    {"media_pulse", "λ_UK = media·(1 + pulse) + Σₗ w·xₗ  while the pulse lasts", "Tidu; dated events"},
    {"region_layers", "x_chain = (1 − o)·own + o·((1 − n)·neighbours + n·nation)", "Tidu"},
    {"region_speed", "Mᵣ = exp(λuᵣ + σεᵣ), mean over people 1", "Tidu"},
};

}  // namespace

double media_factor(const SpreadParameters& parameters, double time, double dt) {
  const double begin = std::max(time, parameters.pulse_start);
  const double end = std::min(time + dt, parameters.pulse_start + parameters.pulse_years);
  return 1 + parameters.pulse * std::max(0.0, end - begin) / dt;
}

std::array<LayerMixing, kLayers> region_layers(const ProcessParameters& process, const SpreadParameters& spread,
                                               const RegionLinks& links) {
  const auto groups = heterophily_factors(process, Weighting::shares);
  std::array<LayerMixing, kLayers> layers;
  for (std::size_t l = 0; l < kLayers; ++l) layers[l].group = groups[l];
  layers[static_cast<std::size_t>(Layer::chain)].region = neighbour_mixing(links, spread.outside, spread.national);
  layers[static_cast<std::size_t>(Layer::online)].region = everybody_factor(links.share);
  return layers;
}

std::span<const FormulaRecord> spread_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
