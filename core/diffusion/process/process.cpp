// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/process.h"

#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::diffusion {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

double total(const Degrees& degrees) {
  double sum = 0;
  for (const std::uint8_t d : degrees) sum += d;
  return sum;
}

// P(at least `needed` of `contacts` independent contacts), each with probability x: the terms are built up by
// recursion from (1 - x)^n, or from the other end where x is larger than 1/2.
double binomial_tail(unsigned contacts, unsigned needed, double x) {
  if (needed == 0) return 1;
  if (needed > contacts || x <= 0) return 0;
  if (x >= 1) return 1;
  const bool mirrored = x > 0.5;
  const double success = mirrored ? 1 - x : x;
  const double odds = success / (1 - success);
  double term = 1;
  for (unsigned k = 0; k < contacts; ++k) term *= 1 - success;
  double tail = 0;
  for (unsigned k = 0; k <= contacts; ++k) {
    if (mirrored ? contacts - k >= needed : k >= needed) tail += term;
    term *= odds * static_cast<double>(contacts - k) / static_cast<double>(k + 1);
  }
  return tail;
}

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

Exits rogers_exits() {
  using enum Stage;
  return {{{knowledge, knowledge},
           {persuasion, unfavourable},
           {decided, decided},
           {knowledge, knowledge},
           {implementing, discontinued},
           {confirmed, discontinued},
           {discontinued, discontinued},
           {knowledge, knowledge}}};
}

std::array<double, 2> exit_chances(double first, double second, double dt) {
  TIDU_ASSERT(first >= 0 && second >= 0 && dt > 0);
  if (std::isinf(first)) return {1, 0};
  if (std::isinf(second)) return {0, 1};
  const double rate = first + second;
  if (rate <= 0) return {0, 0};
  const double leaving = -math::expm1(-rate * dt);
  return {first / rate * leaving, second / rate * leaving};
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
  double mean = 0;
  for (std::size_t l = 0; l < kLayers; ++l) mean += degrees[l] * x[l];
  const double contacts = total(degrees);
  if (contacts > 0) mean /= contacts;
  phi.fill(binomial_tail(static_cast<unsigned>(contacts), rates.needed, mean));
  return phi;
}

void set_contact_chances(const ProcessRates& rates, const ByLayer& x, const ByLayer& phi, const Surroundings& around,
                         double dt, StepChances& chances) {
  double told = rates.media;
  double attitude = rates.attitude - rates.attitude_leavers * around.leavers;
  double decision = rates.innovation + rates.leaders * around.leaders + rates.authority;
  for (std::size_t l = 0; l < kLayers; ++l) {
    told += rates.told[l] * x[l];
    attitude += rates.attitude_contacts[l] * x[l];
    if (phi[l] > 0) decision += rates.imitation[l] * phi[l];  // an infinite rate times 0 is 0 here
  }
  if (rates.together) decision = kInfinity;
  if (rates.closed) decision = 0;
  chances[at(Stage::unaware)] = exit_chances(told, 0, dt);
  chances[at(Stage::persuasion)] = exit_chances(decision, 0, dt);
  const double formed = exit_chances(rates.elaboration, 0, dt)[0];
  const double favourable = math::logistic(attitude);
  chances[at(Stage::knowledge)] = {favourable * formed, (1 - favourable) * formed};
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

Preset cascade_preset(std::uint8_t needed, const Degrees& degrees) {
  Preset preset;
  preset.rates.contagion = Contagion::threshold;
  preset.rates.needed = needed;
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
