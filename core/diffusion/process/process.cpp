// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/process.h"

#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/diffusion/process/step_math.h"

namespace tidu::diffusion {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

double total(const Degrees& degrees) {
  double sum = 0;
  for (const std::uint8_t d : degrees) sum += d;
  return sum;
}

// P(at least `threshold` of the contacts use it), layer l having degrees[l] independent contacts with probability x[l]
// each. reached[k] = P(k so far), k < needed; who reaches `threshold` stays there. Sums of products of positive terms:
// no cancellation, however small the tail.
double contacts_tail(const Degrees& degrees, unsigned needed, const ByLayer& x) {
  if (needed == 0) return 1;
  std::array<double, std::numeric_limits<std::uint8_t>::max() + 1> reached;
  reached[0] = 1;
  unsigned seen = 0;  // contacts so far: reached[k] is set for k <= min(seen, needed - 1)
  double tail = 0;
  for (std::size_t l = 0; l < kLayers; ++l) {
    for (unsigned contact = 0; contact < degrees[l]; ++contact) {
      if (seen + 1 >= needed) tail += reached[needed - 1] * x[l];
      ++seen;
      const unsigned top = seen < needed ? seen : needed - 1;
      if (seen < needed) reached[seen] = 0;
      for (unsigned k = top; k > 0; --k) reached[k] = reached[k] * (1 - x[l]) + reached[k - 1] * x[l];
      reached[0] *= 1 - x[l];
    }
  }
  return tail;
}

double chance(double rate, double dt) { return leaving(rate * dt); }

ByLayer spread(double rate, const Degrees& degrees) {
  ByLayer by_layer{};
  for (std::size_t l = 0; l < kLayers; ++l) by_layer[l] = rate * degrees[l] / total(degrees);
  return by_layer;
}

constexpr FormulaRecord kFormulas[] = {
    {"decision_stages", "Pⱼ = (λⱼ/H)(1 − e^(−HΔt)),  H = Σλⱼ", "Rogers 2003, ch. 5; competing exponential risks"},
    {"decision_hazard", "λ_PD = M·[p + Σₗ qₗ·φ(xₗ) + q_L·x_L]", "Bass 1969; Granovetter 1978; Centola & Macy 2007"},
    {"attitude", "G = logistic(g₀ + θ·A + Σₗ gₗ·xₗ − g_N·n)", "Tidu; attributes after Rogers 2003, ch. 6"},
};

}  // namespace

std::array<double, 2> exit_chances(double first, double second, double dt) {
  TIDU_ASSERT(first >= 0 && second >= 0 && dt > 0);
  if (std::isinf(first)) return {1, 0};
  if (std::isinf(second)) return {0, 1};
  if (second == 0) return {leaving(first * dt), 0};
  const double rate = first + second;
  const double chance = leaving(rate * dt);
  return {first / rate * chance, second / rate * chance};
}

StepChances plain_chances(const ProcessRates& rates, double dt) {
  StepChances chances{};
  chances[at(Stage::unfavourable)] = exit_chances(rates.reconsideration, 0, dt);
  chances[at(Stage::decided)] = exit_chances(rates.implementation, rates.abandonment, dt);
  chances[at(Stage::implementing)] = exit_chances(rates.confirmation, rates.disenchantment, dt);
  chances[at(Stage::confirmed)] = exit_chances(rates.discontinuance, 0, dt);
  chances[at(Stage::discontinued)] = exit_chances(rates.readoption, 0, dt);
  return chances;
}

ByLayer contagion_of(const ProcessRates& rates, const Degrees& degrees, const ByLayer& x) {
  if (rates.contagion == Contagion::linear) return x;
  ByLayer phi{};
  if (rates.contagion == Contagion::hill) {
    const double half = math::pow(rates.hill_half, rates.hill_exponent);
    for (std::size_t l = 0; l < kLayers; ++l) {
      const double power = math::pow(x[l], rates.hill_exponent);
      phi[l] = power / (power + half);
    }
    return phi;
  }
  phi.fill(contacts_tail(degrees, rates.threshold, x));
  return phi;
}

ContactRates contact_rates(const ProcessRates& rates, const ByLayer& x, const ByLayer& phi,
                           const Surroundings& around) {
  ContactRates out{.knowledge = rates.media};
  double attitude = rates.attitude - rates.attitude_discontinuers * around.discontinuers;
  double pushed = 0;
  const bool threshold = rates.contagion == Contagion::threshold;
  for (std::size_t l = 0; l < kLayers; ++l) {
    if (x[l] > 0) out.knowledge += rates.word_of_mouth[l] * x[l];  // an infinite rate times 0 is 0 here
    attitude += rates.attitude_contacts[l] * x[l];
    if (phi[l] > 0) pushed += threshold ? rates.imitation[l] : rates.imitation[l] * phi[l];  // infinity * 0 is 0 here
  }
  out.favourable = share_in_favour(attitude);
  out.alone = rates.innovation + rates.leaders * around.leaders + rates.authority;
  out.decision = out.alone + pushed;
  if (threshold) out.reached = phi[0];
  if (rates.collective) out.alone = out.decision = kInfinity;
  if (rates.gate_closed) out.alone = out.decision = 0;
  return out;
}

double decision_chance(const ContactRates& rates, double dt) {
  const double reached = chance(rates.decision, dt);
  if (rates.reached >= 1) return reached;
  return rates.reached * reached + (1 - rates.reached) * chance(rates.alone, dt);
}

void set_contact_chances(const ProcessRates& rates, const ByLayer& x, const ByLayer& phi, const Surroundings& around,
                         double dt, StepChances& chances) {
  const ContactRates contacts = contact_rates(rates, x, phi, around);
  const double formed = chance(rates.elaboration, dt);
  chances[at(Stage::unaware)] = {chance(contacts.knowledge, dt), 0};
  chances[at(Stage::persuasion)] = {decision_chance(contacts, dt), 0};
  chances[at(Stage::knowledge)] = {contacts.favourable * formed, (1 - contacts.favourable) * formed};
}

Preset bass_preset(double innovation, double imitation, const Degrees& degrees) {
  Preset preset;
  preset.rates.innovation = innovation;
  preset.rates.imitation = spread(imitation, degrees);
  return preset;
}

Preset si_preset(double transmission, const Degrees& degrees) { return bass_preset(0, transmission, degrees); }

Preset sis_preset(double transmission, double discontinuance, const Degrees& degrees) {
  Preset preset = si_preset(transmission, degrees);
  preset.exits[at(Stage::decided)] = {Stage::implementing, Stage::persuasion};
  preset.rates.abandonment = discontinuance;
  return preset;
}

Preset cascade_preset(std::uint8_t threshold, const Degrees& degrees) {
  Preset preset;
  preset.rates.contagion = Contagion::threshold;
  preset.rates.threshold = threshold;
  preset.rates.imitation = spread(kInfinity, degrees);
  for (std::size_t l = 0; l < kLayers; ++l) {
    if (degrees[l] == 0) preset.rates.imitation[l] = 0;
  }
  return preset;
}

Preset hill_preset(double innovation, double imitation, double exponent, double half, const Degrees& degrees) {
  Preset preset = bass_preset(innovation, imitation, degrees);
  preset.rates.contagion = Contagion::hill;
  preset.rates.hill_exponent = exponent;
  preset.rates.hill_half = half;
  return preset;
}

std::span<const FormulaRecord> process_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
