// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "app/checksum/context.h"
#include "core/diffusion/process/map.h"
#include "core/diffusion/process/rates.h"

namespace tidu::checksum {
namespace {

using namespace diffusion;

constexpr CellShape kShape{11, 6, 4, kGroups};  // more than one block of regions

std::vector<ProcessRates> rates(Context& context, const ProcessParameters& parameters) {
  const std::span<double> draws = context.uniforms(9 * kShape.cells());
  std::vector<CellConditions> known;
  for (std::size_t c = 0; c < kShape.cells(); ++c) {
    const double* u = draws.data() + 9 * c;
    known.push_back({.attributes = {u[0], u[1], u[2], u[3], u[4]},
                     .residual = u[5] - 0.5,
                     .media = 0.5 + 1.5 * u[6],
                     .demonstration = 0.05 * u[7],
                     .training = u[8],
                     .talent = 1 + u[7],
                     .exchange = 1 + u[6],
                     .distrust = u[8]});
  }
  return make_process_rates(parameters, kShape, {}, known);
}

std::array<LayerMixing, kLayers> layers(const ProcessParameters& parameters, Weighting weighting, Context& context) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t r = 0; r + 2 < kShape.regions; ++r) pairs.emplace_back(r, r + 1);
  const RegionLinks links = make_links(pairs, context.uniforms(kShape.regions, 1, 9));
  const auto group = heterophily_factors(parameters, weighting);
  std::array<LayerMixing, kLayers> out;
  for (std::size_t l = 0; l < kLayers; ++l) out[l] = {.group = group[l], .weighting = weighting};
  out[0].region = neighbour_mixing(links, 0.3, 0.4);
  out[1].sector = dense_factor(std::vector<double>(kShape.sectors * kShape.sectors, 1.0 / kShape.sectors));
  out[2].region = everybody_factor(links.share);
  out[2].size = everybody_factor({0.125, 0.25, 0.5, 0.125});
  return out;
}

void process_rates(Context& context) {
  for (const TrialabilityPlace place : {TrialabilityPlace::attitude, TrialabilityPlace::elaboration}) {
    for (const ProcessRates& r : rates(context, {.trialability_place = place})) {
      for (const double value : {r.media, r.elaboration, r.attitude, r.innovation, r.implementation, r.abandonment,
                                 r.disenchantment, r.discontinuance, r.demonstration}) {
        context.hash().add(value);
      }
      for (const ByLayer& layer : {r.word_of_mouth, r.attitude_contacts, r.imitation}) {
        for (const double value : layer) context.hash().add(value);
      }
    }
  }
}

void adoption_map(Context& context) {
  for (const Contagion contagion : {Contagion::linear, Contagion::threshold, Contagion::hill}) {
    const ProcessParameters parameters{.leaders = 0.2, .contagion = contagion};
    const std::vector<ProcessRates> all = rates(context, parameters);
    for (const Weighting weighting : {Weighting::shares, Weighting::people}) {
      for (const StepScheme scheme : {StepScheme::start_of_step, StepScheme::midpoint}) {
        const auto mixing = layers(parameters, weighting, context);
        const std::span<double> people = context.uniforms(kShape.cells(), 0, 1e6);  // after the mixing's own draws
        auto made = DecisionMap::make({.shape = kShape, .mixing = mixing, .scheme = scheme}, people);
        if (made) {
          made->set_rates(all, 1.0 / 12);
          for (int month = 0; month < 48; ++month) made->step(context.executor());
        }
        context.add(made, [&](const DecisionMap& map) {
          for (const double n : map.state()) context.hash().add(n);
        });
      }
    }
  }
}

constexpr std::array kRows{
    KernelRow{"diffusion.process.rates", process_rates},
    KernelRow{"diffusion.process.map", adoption_map},
};

}  // namespace

std::span<const KernelRow> adoption_rows() { return kRows; }

}  // namespace tidu::checksum
