// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/formula.h"

namespace tidu::diffusion {

// The innovation-decision process: five stages after Rogers (2003, ch. 5), and the ways out of them. A cell is a set of
// agents with the same rates: region x sector x size x adopter group. Rates are per year and taken from the state at
// the START of a step (synchronous update): whoever adopts in a step is seen from the next step on.
//
//   an agent in stage k with exits j of rates lambda_j leaves by exit j within a step of length dt with
//   P_j = (lambda_j / H) (1 - exp(-H dt)),  H = sum_j lambda_j                                        [decision_stages]

enum class Stage : std::uint8_t {
  unaware,       ///< U
  knowledge,     ///< K: has heard of it
  persuasion,    ///< P: has a favourable opinion
  unfavourable,  ///< N: has an unfavourable one
  decided,       ///< D: has adopted, does not use it yet
  implementing,  ///< I: uses it
  confirmed,     ///< C: goes on using it
  discontinued,  ///< X: has given it up
};

inline constexpr std::size_t kStages = 8;

/// The layers of the network by which an agent sees others.
enum class Layer : std::uint8_t { local, chain, online };

inline constexpr std::size_t kLayers = 3;

using ByLayer = std::array<double, kLayers>;

/// The two ways out of each stage: where they lead. The same stage twice: there is no second way.
using Exits = std::array<std::array<Stage, 2>, kStages>;

/// U -> K;  K -> P, N;  P -> D;  N -> K;  D -> I, X;  I -> C, X;  C -> X;  X -> K.
constexpr Exits rogers_exits() {
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

/// How contacts who use it push to the decision: phi of the share x that uses it.
enum class Contagion : std::uint8_t {
  linear,     ///< phi = x: each contact alone (Bass 1969)
  threshold,  ///< phi = 1 once at least `threshold` contacts use it (Granovetter 1978; Centola & Macy 2007)
  hill,       ///< phi = x^h / (x^h + half^h)
};

/// How many contacts an agent has in each layer: as many as the layer has matchings.
using Degrees = std::array<std::uint8_t, kLayers>;

/// What moves the agents of one cell. An infinite rate means: in the next step.
struct ProcessRates {
  double media = 0;             ///< U -> K by mass media
  ByLayer word_of_mouth{};      ///< U -> K by contacts: times the share x_l of those who use it
  double elaboration = 0;       ///< eta: K -> P with probability G, else N
  double attitude = 0;          ///< G = logistic(attitude + sum_l attitude_contacts_l x_l - attitude_discontinuers n)
  ByLayer attitude_contacts{};  ///<
  double attitude_discontinuers = 0;  ///< n is the share of the cell's region that has given it up
  double innovation = 0;              ///< P -> D without contacts: p
  ByLayer imitation{};                ///< P -> D: q_l phi(x_l)
  double leaders = 0;                 ///< P -> D: times the share of the region's opinion leaders who use it
  double authority = 0;               ///< P -> D by order, on top
  double implementation = 0;          ///< D -> I
  double abandonment = 0;             ///< D -> X
  double confirmation = 0;            ///< I -> C
  double disenchantment = 0;          ///< I -> X
  double discontinuance = 0;          ///< C -> X
  double reconsideration = 0;         ///< N -> K
  double readoption = 0;              ///< X -> K
  double demonstration = 0;           ///< w: permanent visible users, x -> x + (1 - x) w
  bool gate_closed = false;           ///< P -> D is shut: the safety gate of the late groups
  bool collective = false;            ///< all P -> D in this step: the cell has decided collectively
  Contagion contagion = Contagion::linear;
  std::uint8_t threshold = 0;  ///< of Contagion::threshold: contacts over all layers; 0 = needs none
  double hill_exponent = 1;    ///< h > 0
  double hill_half = 0.5;      ///< the share at which phi = 1/2, in (0, 1]

  friend bool operator==(const ProcessRates&, const ProcessRates&) = default;
};

/// What the agents of a cell see of the state, besides their own contacts.
struct Surroundings {
  double leaders = 0;        ///< share of the region's opinion leaders who use it
  double discontinuers = 0;  ///< share of the region that has given it up
};

/// Probabilities of the two exits of each stage within one step.
using StepChances = std::array<std::array<double, 2>, kStages>;

/// Probabilities of two exits with rates `first` and `second`, each in [0, infinity]. Of two infinite rates the first
/// wins.
std::array<double, 2> exit_chances(double first, double second, double dt);

/// The chances that do not depend on contacts: those of N, D, I, C and X. Those of U, K and P are 0.
StepChances plain_chances(const ProcessRates& rates, double dt);

/// phi of each layer for the shares x of users among an agent's contacts. With Contagion::threshold x[l] is read as the
/// probability that a contact in layer l uses it, and phi, the same in all layers, is the probability that at least
/// `threshold` of all contacts do: the tail of a sum of binomials, without cancellation.
/// cost  threshold: O(contacts x threshold)
ByLayer contagion_of(const ProcessRates& rates, const Degrees& degrees, const ByLayer& x);

/// The rates that contacts and surroundings set.
struct ContactRates {
  double knowledge = 0;   ///< U -> K: media and word of mouth
  double favourable = 0;  ///< G of K -> P, N
  double decision = 0;    ///< P -> D of those whom contacts push
  double alone = 0;       ///< P -> D of the others
  double reached = 1;     ///< share of the former: below 1 with Contagion::threshold alone
};

/// phi from contagion_of, or, for a single agent with Contagion::threshold, 0 or 1 in all layers.
ContactRates contact_rates(const ProcessRates& rates, const ByLayer& x, const ByLayer& phi, const Surroundings& around);

/// Probability of P -> D. With Contagion::threshold the mean over those who have enough contacts and those who have
/// not,
///   phi (1 - exp(-decision dt)) + (1 - phi) (1 - exp(-alone dt)),
/// which is the expectation of agents whose contacts are drawn anew in each step; a rate phi q would not be.
double decision_chance(const ContactRates& rates, double dt);

/// Sets the chances of U, K and P for an agent (or a whole cell) that sees the shares x. `phi` as in contact_rates.
void set_contact_chances(const ProcessRates& rates, const ByLayer& x, const ByLayer& phi, const Surroundings& around,
                         double dt, StepChances& chances);

/// One of the classic models as a case of the process: where agents start, and which rates they have.
struct Preset {
  Stage start = Stage::persuasion;
  Exits exits = rogers_exits();
  double decided_visible = 1;  ///< share of D that others see
  ProcessRates rates;
};

/// Bass (1969): everybody is persuaded and decides with p + q x; D is the adopter. q is spread over layers by degree.
Preset bass_preset(double innovation, double imitation, const Degrees& degrees);
/// SI: Bass with p = 0; somebody has to begin.
Preset si_preset(double transmission, const Degrees& degrees);
/// SIS: SI whose adopters fall back to where they began with rate delta.
Preset sis_preset(double transmission, double discontinuance, const Degrees& degrees);
/// Watts (2002), Centola & Macy (2007): decides in the step after `threshold` contacts use it, never before.
Preset cascade_preset(std::uint8_t threshold, const Degrees& degrees);
/// Saturating contagion, phi = x^h / (x^h + half^h).
Preset hill_preset(double innovation, double imitation, double exponent, double half, const Degrees& degrees);

std::span<const FormulaRecord> process_formulas();

}  // namespace tidu::diffusion
