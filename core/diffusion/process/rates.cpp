// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/rates.h"

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::diffusion {
namespace {

constexpr auto kChain = static_cast<std::size_t>(Layer::chain);

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

ByLayer spread(double rate, const Degrees& degrees) {
  double contacts = 0;
  for (const std::uint8_t d : degrees) contacts += d;
  ByLayer out{};
  for (std::size_t l = 0; contacts > 0 && l < kLayers; ++l) out[l] = rate * degrees[l] / contacts;
  return out;
}

// What all cells share.
ProcessRates common_rates(const ProcessParameters& p) {
  return {.confirmation = 1 / p.confirmation_years,
          .reconsideration = p.reconsideration,
          .readoption = p.readoption,
          .contagion = p.contagion,
          .hill_exponent = p.hill_exponent,
          .hill_half = p.hill_half};
}

// U -> K and K -> P, N
void set_opinion(const ProcessParameters& p, const CellConditions& known, const Attributes& ref, ProcessRates& rates) {
  const Attributes& a = known.attributes;
  const Degrees degrees = degrees_of(p);
  const double seen = 1 - p.observability_exposure * (1 - a.observability);
  rates.media = p.media * known.media;
  rates.word_of_mouth = spread(p.word_of_mouth * seen, degrees);
  rates.word_of_mouth[kChain] *= known.exchange;
  rates.attitude_contacts = spread(p.attitude_contacts * seen, degrees);
  rates.elaboration = p.elaboration;
  rates.attitude = p.attitude;
  rates.attitude_discontinuers = p.attitude_discontinuers * known.distrust;
  if (p.attributes_in_attitude) rates.attitude += attraction(p, a, ref);
  if (p.trialability_place == TrialabilityPlace::elaboration) {
    rates.elaboration *= math::exp(trial(p, a, ref));
  } else if (p.attributes_in_attitude) {
    rates.attitude += trial(p, a, ref);
  }
}

// P -> D
void set_decision(const ProcessParameters& p, const CellConditions& known, const Attributes& ref, double log_group,
                  ProcessRates& rates) {
  const Attributes& a = known.attributes;
  const double log_speed = log_group + known.residual;
  const double speed = math::exp((p.attributes_in_decision ? attraction(p, a, ref) : 0) + log_speed);
  const double seen = 1 - p.observability_exposure * (1 - a.observability);
  rates.innovation = p.innovation * speed * known.talent;
  rates.imitation = spread(p.imitation * speed * seen, degrees_of(p));
  rates.imitation[kChain] *= known.exchange;
  rates.leaders = p.leaders * speed;
  rates.authority = p.authority * known.ordered;
  rates.demonstration = known.demonstration;
}

// D -> I, X and what leads out of use
void set_use(const ProcessParameters& p, const CellConditions& known, const Attributes& ref, ProcessRates& rates) {
  const Attributes& a = known.attributes;
  const double drag = p.complexity_on_implementation * (a.complexity - ref.complexity);
  const double hold = math::exp(-p.advantage_on_discontinuance * (a.relative_advantage - ref.relative_advantage));
  rates.implementation = math::exp(p.training_on_implementation * known.training - drag) / p.implementation_years;
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

std::vector<ProcessRates> make_process_rates(const ProcessParameters& p, const CellShape& shape,
                                             const Attributes& reference, std::span<const CellConditions> conditions) {
  TIDU_ASSERT(shape.groups == kGroups || shape.groups == 1);
  TIDU_ASSERT(conditions.empty() || conditions.size() == shape.cells());
  const bool grouped = shape.groups == kGroups;
  std::array<double, kGroups> log_factor{};
  const auto factor = group_factors(p.group_spread);
  for (std::size_t a = 0; grouped && a < kGroups; ++a) log_factor[a] = math::log(factor[a]);
  const CellConditions plain{.attributes = reference};
  std::vector<ProcessRates> out(shape.cells(), common_rates(p));
  for (std::size_t c = 0; c < out.size(); ++c) {
    const CellConditions& known = conditions.empty() ? plain : conditions[c];
    const std::size_t group = c % shape.groups;
    set_opinion(p, known, reference, out[c]);
    set_decision(p, known, reference, log_factor[group], out[c]);
    set_use(p, known, reference, out[c]);
    if (grouped) set_group(p, group, known.incidents, out[c]);
  }
  return out;
}

double explained_share(const ProcessParameters& p, const Attributes& reference,
                       std::span<const CellConditions> conditions) {
  std::vector<double> explained;
  std::vector<double> residual;
  for (const CellConditions& known : conditions) {
    explained.push_back(p.attributes_in_decision ? attraction(p, known.attributes, reference) : 0);
    residual.push_back(known.residual);
  }
  const double by_attributes = variance(explained);
  const double all = by_attributes + variance(residual);
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
