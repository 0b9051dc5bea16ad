// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/formula.h"
#include "core/base/option.h"
#include "core/diffusion/process/mixing.h"
#include "core/diffusion/process/process.h"

namespace tidu::diffusion {

// From parameters and what is known of the cells to the rates of each cell. The five perceived attributes of the
// innovation (Rogers 2003, ch. 6) enter relative to those of a reference cell, A - A_ref, so that every rate below is
// that of the reference:
//
//   theta_k = scale weight_k (complexity: negative)
//   M_c     = exp(theta.(A_c - A_ref) + eps_c) f_a,    f_a = exp(s z_a) / mean        multiplies p, q and q_L
//   attitude= g_0 + theta.(A_c - A_ref)
//   O_c     = 1 - o (1 - OB_c)                         multiplies what contacts show: word_of_mouth, attitude,
//   imitation D -> I  times exp(-c_X (CX - CX_ref) + c_T u),  D -> X times exp(c_X (CX - CX_ref)) I -> X, C -> X  times
//   exp(-d_R (RA - RA_ref))                                                    [attribute_rates]
//
// Trialability enters the attitude alone, or the speed of forming one alone (eta times exp(theta_TR (TR - TR_ref))): as
// the latter it hastens rejection too, so that more of it can mean less adoption.

/// Perceived attributes of the innovation in a cell, each in [0, 1].
struct Attributes {
  double relative_advantage = 0.5;
  double compatibility = 0.5;
  double complexity = 0.5;
  double trialability = 0.5;
  double observability = 0.5;
};

enum class TrialabilityPlace : std::uint8_t {
  attitude,     ///< more favourable opinions
  elaboration,  ///< opinions form faster, unfavourable ones too
};

/// Parameters of the decision process, keys "adoption.*". Rates are per year.
struct ProcessParameters {
  double media = 0.35;                ///< U -> K by mass media at strength 1
  double word_of_mouth = 0.3;         ///< U -> K when all contacts use it
  double elaboration = 4;             ///< eta: K -> P or N
  double attitude = 1;                ///< g_0: logit of the favourable share without users
  double attitude_contacts = 1;       ///< g_x: added when all contacts use it; 0 = off
  double attitude_discontinuers = 1;  ///< g_N: taken away when all of the region have given it up; 0 = off
  double innovation = 0.01;           ///< p
  double imitation = 0.38;            ///< q
  double leaders = 0;                 ///< q_L: added when all opinion leaders of the region use it; 0 = off
  double authority = 1;               ///< added where it is ordered
  double collective_share = 0.5;      ///< phi: above this share a cell that decides together adopts as one
  double implementation_years = 0.5;  ///< tau_I: D -> I at the rate 1 / tau_I
  double abandonment = 0.05;          ///< D -> X
  double confirmation_years = 1;      ///< tau_C: I -> C at the rate 1 / tau_C
  double disenchantment = 0.05;       ///< I -> X
  double discontinuance = 0.02;       ///< C -> X
  double reconsideration = 0.2;       ///< N -> K
  double readoption = 0.1;            ///< X -> K
  double decided_visible = 0.3;       ///< v: share of those who have decided, but do not use it yet, that others see
  double attribute_scale = 2;         ///< of all theta; 0 = attributes play no part in attitude and decision
  double weight_relative_advantage = 0.30;
  double weight_compatibility = 0.25;
  double weight_complexity = 0.20;
  double weight_observability = 0.15;
  double weight_trialability = 0.10;
  bool attributes_in_attitude = true;  ///< theta in the favourable share
  bool attributes_in_decision = true;  ///< theta in M (but trialability)
  TrialabilityPlace trialability_place = TrialabilityPlace::attitude;
  double observability_exposure = 1;          ///< o; 0 = all contacts who use it are seen
  double complexity_on_implementation = 0.5;  ///< c_X; 0 = off
  double training_on_implementation = 1;      ///< c_T; 0 = off
  double advantage_on_discontinuance = 0.5;   ///< d_R; 0 = off
  double group_spread = 0.5;                  ///< s; 0 = all groups decide alike
  double heterophily_local = 0.05;            ///< gamma of each layer; 0 = off
  double heterophily_chain = 0.05;
  double heterophily_online = 0.15;
  int contacts_local = 4;  ///< contacts of an agent in each layer; imitation is shared out by them
  int contacts_chain = 2;
  int contacts_online = 2;
  Contagion contagion = Contagion::linear;
  int threshold_innovators = 0;  ///< kappa: contacts that have to use it (Contagion::threshold)
  int threshold_early_adopters = 1;
  int threshold_early_majority = 2;
  int threshold_late_majority = 3;
  int threshold_laggards = 4;
  double hill_exponent = 2;       ///< h
  double hill_half = 0.25;        ///< share of users at which the push is half of its largest
  double gate_late_majority = 1;  ///< index of incidents at which the group stops deciding; 1 = never
  double gate_laggards = 1;
};

std::span<const Option<ProcessParameters>> process_options();

/// What is known of a cell besides the parameters; the defaults change nothing.
struct CellConditions {
  Attributes attributes;     ///< A
  double residual = 0;       ///< eps: logarithm of what else multiplies p, q and q_L
  double media = 1;          ///< strength of mass media, >= 0
  double ordered = 0;        ///< how far adoption is ordered, in [0, 1]
  double demonstration = 0;  ///< w: permanent visible users, in [0, 1]
  double training = 0;       ///< u >= 0
  double incidents = 0;      ///< index in [0, 1): what closes the safety gate of the late groups
  double talent = 1;         ///< multiplies p alone, >= 0
  double exchange = 1;       ///< multiplies what contacts in the chain layer say and show, >= 0
  double distrust = 1;       ///< multiplies g_N, >= 0
};

/// Contacts by layer.
Degrees degrees_of(const ProcessParameters& parameters);

/// Rates of every cell, in the shape's order.
/// shape       groups: kGroups, or 1 where groups play no part
/// reference   A_ref
/// conditions  by cell; empty: the reference's attributes and nothing else known
/// cost  O(cells), 4 exponentials each
std::vector<ProcessRates> make_process_rates(const ProcessParameters& parameters, const CellShape& shape,
                                             const Attributes& reference = {},
                                             std::span<const CellConditions> conditions = {});

/// Share of the variance of ln M over cells (groups apart) that attributes explain, Var(theta.A) / (Var(theta.A) +
/// Var(eps)); cells count alike. 0 where nothing varies. For innovations, not cells, Rogers (2003, ch. 6) reports 0.49
/// to 0.87.
double explained_share(const ProcessParameters& parameters, const Attributes& reference,
                       std::span<const CellConditions> conditions);

/// The groups' factors by layer, as agents push: heterophily_thinning or heterophily_push.
std::array<MixingFactor, kLayers> heterophily_factors(const ProcessParameters& parameters, Weighting weighting);

/// Cells that decide together (collective != 0) do so as long as their visible share is above the collective share.
/// visible  by cell, at the start of the step (DecisionMap::visible_shares)
void decide_together(const ProcessParameters& parameters, std::span<const std::uint8_t> collective,
                     std::span<const double> visible, std::span<ProcessRates> rates);

std::span<const FormulaRecord> rate_formulas();

}  // namespace tidu::diffusion
