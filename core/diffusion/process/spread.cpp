// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/spread.h"

#include <algorithm>

namespace tidu::diffusion {
namespace {

constexpr FormulaRecord kFormulas[] = {
    {"media_pulse", "λ_UK = media·(1 + pulse) + Σₗ w·xₗ  while the pulse lasts", "Tidu; dated events"},
    {"region_layers", "x_chain = (1 − o)·own + o·((1 − n)·neighbours + n·nation)", "Tidu"},
    {"region_attributes", "A = ½ + e·z, within [0, 1],  z = (x − mean)/sd over people",
     "Tidu; attributes after Rogers 2003, ch. 6"},
    {"region_speed", "Mᵣ = exp(λuᵣ + σεᵣ), mean over people 1", "Tidu"},
};

}  // namespace

double media_factor(const SpreadParameters& parameters, double time, double dt) {
  const double begin = std::max(time, parameters.pulse_start);
  const double end = std::min(time + dt, parameters.pulse_start + parameters.pulse_years);
  return 1 + parameters.pulse * std::max(0.0, end - begin) / dt;
}

Attributes perceived(const Attributes& score, double effect) {
  const auto moved = [effect](double z) { return std::clamp(0.5 + effect * z, 0.0, 1.0); };
  return {.relative_advantage = moved(score.relative_advantage),
          .compatibility = moved(score.compatibility),
          .complexity = moved(score.complexity),
          .trialability = moved(score.trialability),
          .observability = moved(score.observability)};
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
