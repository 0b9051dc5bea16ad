// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "app/checksum/context.h"
#include "core/diffusion/critical/course_marks.h"
#include "core/diffusion/critical/switch_off.h"
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

void add(Context& context, const PathMark& mark) {
  context.hash().add(std::uint64_t{static_cast<std::uint8_t>(mark.outcome)});
  if (!mark.found()) return;
  context.hash().add(mark.time);
  context.hash().add(mark.share);
}

void course_marks(Context& context) {
  for (const Contagion contagion : {Contagion::linear, Contagion::threshold}) {
    const ProcessParameters parameters{.leaders = 0.2, .contagion = contagion};
    const std::vector<ProcessRates> all = rates(context, parameters);
    const auto mixing = layers(parameters, Weighting::shares, context);
    const std::span<double> people = context.uniforms(kShape.cells(), 0, 1e6);
    auto made = DecisionMap::make({.shape = kShape, .mixing = mixing, .scheme = StepScheme::midpoint}, people);
    CourseMarks marks(kShape.regions, {.dt = 0.125, .least_share = 0.01});
    std::vector<double> shares(kShape.regions + 1);
    marks.begin(0, shares);
    if (made) {
      made->set_rates(all, 0.125);
      made->count_decisions(true);
      for (int step = 1; step <= 160; ++step) {
        made->step(context.executor());
        adopter_shares(*made, shares);
        marks.add(*made, 0.125 * step, shares);
      }
    }
    context.add(made, [&](const DecisionMap&) {
      for (std::size_t place = 0; place <= kShape.regions; ++place) {
        add(context, marks.crossing(place));
        add(context, marks.take_off(place));
        add(context, marks.largest_take_off(place));
      }
    });
  }
}

void switched_off(Context& context) {
  const ProcessParameters parameters{.contagion = Contagion::threshold};
  const std::vector<ProcessRates> all = rates(context, parameters);
  const auto mixing = layers(parameters, Weighting::shares, context);
  const std::span<double> people = context.uniforms(kShape.cells(), 0, 1e6);
  const auto made = DecisionMap::make({.shape = kShape, .mixing = mixing, .scheme = StepScheme::midpoint}, people);
  if (!made) return context.add(Result<double>(tl::unexpected(made.error())));
  const std::span<double> targets = context.uniforms(kShape.regions, 0.1, 0.5);
  const auto rule = [&all](const RatesMoment&, std::span<ProcessRates> out) {
    std::copy(all.begin(), all.end(), out.begin());
  };
  const auto found = switch_off_test(
      *made, {.dt = 0.25, .steps = 40, .horizon = 40, .steps_per_rates = 4, .target = 0.3, .region_targets = targets},
      rule, context.executor());
  context.add(found, [&](const SwitchOff& off) {
    for (const CriticalMass& mass : off.regions) {
      context.hash().add(std::uint64_t{static_cast<std::uint8_t>(mass.outcome)});
      if (!mass.found()) continue;
      context.hash().add(mass.time);
      context.hash().add(mass.share);
    }
    context.hash().add(std::uint64_t{off.runs});
  });
}

constexpr std::array kRows{
    KernelRow{"diffusion.process.rates", process_rates},
    KernelRow{"diffusion.process.map", adoption_map},
    KernelRow{"diffusion.critical.marks", course_marks},
    KernelRow{"diffusion.critical.switch_off", switched_off},
};

}  // namespace

std::span<const KernelRow> adoption_rows() { return kRows; }

}  // namespace tidu::checksum
