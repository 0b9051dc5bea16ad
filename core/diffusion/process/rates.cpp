// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/rates.h"

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::diffusion {
namespace {

// theta.(A - A_ref) without trialability, which has a place of its own.
double attraction(const ProcessParameters& p, const Attributes& a, const Attributes& ref) {
  return p.attribute_scale * (p.weight_relative_advantage * (a.relative_advantage - ref.relative_advantage) +
                              p.weight_compatibility * (a.compatibility - ref.compatibility) -
                              p.weight_complexity * (a.complexity - ref.complexity) +
                              p.weight_observability * (a.observability - ref.observability));
}

double trial(const ProcessParameters& p, const Attributes& a, const Attributes& ref) {
  return p.attribute_scale * p.weight_trialability * (a.trialability - ref.trialability);
}

double variance(std::span<const double> x) {
  if (x.empty()) return 0;
  const double centre = mean(x);
  double total = 0;
  for (const double v : x) total += (v - centre) * (v - centre);
  return total / static_cast<double>(x.size());
}

double at_or(std::span<const double> values, std::size_t i, double otherwise) {
  return values.empty() ? otherwise : values[i];
}

ByLayer spread(double rate, const Degrees& degrees) {
  double contacts = 0;
  for (const std::uint8_t d : degrees) contacts += d;
  ByLayer out{};
  for (std::size_t l = 0; contacts > 0 && l < kLayers; ++l) out[l] = rate * degrees[l] / contacts;
  return out;
}

// What all cells share.
ProcessRates common_rates(const ProcessParameters& p) {
  return {.attitude_discontinuers = p.attitude_discontinuers,
          .confirmation = 1 / p.confirmation_years,
          .reconsideration = p.reconsideration,
          .readoption = p.readoption,
          .contagion = p.contagion,
          .hill_exponent = p.hill_exponent,
          .hill_half = p.hill_half};
}

// U -> K and K -> P, N
void set_opinion(const ProcessParameters& p, const Attributes& a, const Attributes& ref, ProcessRates& rates) {
  const Degrees degrees = degrees_of(p);
  const double seen = 1 - p.observability_exposure * (1 - a.observability);
  rates.word_of_mouth = spread(p.word_of_mouth * seen, degrees);
  rates.attitude_contacts = spread(p.attitude_contacts * seen, degrees);
  rates.elaboration = p.elaboration;
  rates.attitude = p.attitude;
  if (p.attributes_in_attitude) rates.attitude += attraction(p, a, ref);
  if (p.trialability_place == TrialabilityPlace::elaboration) {
    rates.elaboration *= math::exp(trial(p, a, ref));
  } else if (p.attributes_in_attitude) {
    rates.attitude += trial(p, a, ref);
  }
}

// P -> D
void set_decision(const ProcessParameters& p, const Attributes& a, const Attributes& ref, double log_speed,
                  ProcessRates& rates) {
  const double speed = math::exp((p.attributes_in_decision ? attraction(p, a, ref) : 0) + log_speed);
  const double seen = 1 - p.observability_exposure * (1 - a.observability);
  rates.innovation = p.innovation * speed;
  rates.imitation = spread(p.imitation * speed * seen, degrees_of(p));
  rates.leaders = p.leaders * speed;
}

// D -> I, X and what leads out of use
void set_use(const ProcessParameters& p, const Attributes& a, const Attributes& ref, double training,
             ProcessRates& rates) {
  const double drag = p.complexity_on_implementation * (a.complexity - ref.complexity);
  const double hold = math::exp(-p.advantage_on_discontinuance * (a.relative_advantage - ref.relative_advantage));
  rates.implementation = math::exp(p.training_on_implementation * training - drag) / p.implementation_years;
  rates.abandonment = p.abandonment * math::exp(drag);
  rates.disenchantment = p.disenchantment * hold;
  rates.discontinuance = p.discontinuance * hold;
}

void set_group(const ProcessParameters& p, std::size_t group, double incidents, ProcessRates& rates) {
  const std::array<int, kGroups> needed{p.threshold_innovators, p.threshold_early_adopters, p.threshold_early_majority,
                                        p.threshold_late_majority, p.threshold_laggards};
  rates.threshold = static_cast<std::uint8_t>(needed[group]);
  if (group == 3) rates.gate_closed = incidents >= p.gate_late_majority;
  if (group == 4) rates.gate_closed = incidents >= p.gate_laggards;
}

constexpr FormulaRecord kFormulas[] = {
    {"attribute_rates", "M = exp(θ·(A − A_ref) + ε)·fₐ,  θₖ = scale·weightₖ,  O = 1 − o·(1 − OB)",
     "Tidu; attributes after Rogers 2003, ch. 6"},
};

}  // namespace

Degrees degrees_of(const ProcessParameters& p) {
  return {static_cast<std::uint8_t>(p.contacts_local), static_cast<std::uint8_t>(p.contacts_chain),
          static_cast<std::uint8_t>(p.contacts_online)};
}

std::vector<ProcessRates> make_process_rates(const ProcessParameters& p, const CellConditions& known) {
  const CellShape& shape = known.shape;
  TIDU_ASSERT(shape.groups == kGroups || shape.groups == 1);
  TIDU_ASSERT(known.attributes.empty() || known.attributes.size() == shape.cells());
  const bool grouped = shape.groups == kGroups;
  std::array<double, kGroups> log_factor{};
  const auto factor = group_factors(p.group_spread);
  for (std::size_t a = 0; grouped && a < kGroups; ++a) log_factor[a] = math::log(factor[a]);
  std::vector<ProcessRates> out(shape.cells(), common_rates(p));
  for (std::size_t c = 0; c < out.size(); ++c) {
    const std::size_t region = c / shape.per_region();
    const std::size_t group = c % shape.groups;
    const Attributes& a = known.attributes.empty() ? known.reference : known.attributes[c];
    ProcessRates& rates = out[c];
    rates.media = p.media * at_or(known.media, region, 1);
    rates.demonstration = at_or(known.demonstration, region, 0);
    rates.authority = p.authority * at_or(known.ordered, c, 0);
    set_opinion(p, a, known.reference, rates);
    set_decision(p, a, known.reference, log_factor[group] + at_or(known.residual, c, 0), rates);
    set_use(p, a, known.reference, at_or(known.training, region, 0), rates);
    if (grouped) set_group(p, group, at_or(known.incidents, region, 0), rates);
  }
  return out;
}

double explained_share(const ProcessParameters& p, const CellConditions& known) {
  std::vector<double> explained;
  for (const Attributes& a : known.attributes) {
    explained.push_back(p.attributes_in_decision ? attraction(p, a, known.reference) : 0);
  }
  const double by_attributes = variance(explained);
  const double all = by_attributes + variance(known.residual);
  return all > 0 ? by_attributes / all : 0;
}

std::array<MixingFactor, kLayers> heterophily_factors(const ProcessParameters& p, Weighting weighting) {
  const auto factor = [weighting](double gamma) {
    return weighting == Weighting::people ? heterophily_push(gamma) : heterophily_thinning(gamma);
  };
  return {factor(p.heterophily_local), factor(p.heterophily_chain), factor(p.heterophily_online)};
}

void decide_together(const ProcessParameters& p, std::span<const std::uint8_t> collective,
                     std::span<const double> visible, std::span<ProcessRates> rates) {
  TIDU_ASSERT(collective.size() == rates.size() && visible.size() == rates.size());
  for (std::size_t c = 0; c < rates.size(); ++c) {
    rates[c].collective = collective[c] != 0 && visible[c] > p.collective_share;
  }
}

std::span<const FormulaRecord> rate_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
