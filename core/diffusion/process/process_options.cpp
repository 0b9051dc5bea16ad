// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "core/diffusion/process/option_row.h"
#include "core/diffusion/process/rates.h"

namespace tidu::diffusion {
namespace {

/// A number of contacts, not varied.
template <auto Member>
constexpr Option<ProcessParameters> count(std::string_view key, double maximum, double value, std::string_view source) {
  return bind_field<Member>(
      record({key, "1", 0, maximum, value, value, value, source, SourceKind::assumption}, OptionType::integer));
}

using P = ProcessParameters;
constexpr std::string_view kAssumption = "assumption";
constexpr std::string_view kDecision =
    "Sultan, Farley & Lehmann 1990; Mahajan, Muller & Bass 1995; range widened upwards, since theirs holds for the "
    "whole "
    "course and not for its last stage";
constexpr std::string_view kStagesSource = "assumption; stages after Rogers 2003, ch. 5";
constexpr std::string_view kAttributes = "assumption; only the order has support: Tornatzky & Klein 1982";
constexpr std::string_view kThresholds = "assumption; thresholds after Granovetter 1978";
constexpr std::array<std::string_view, 2> kPlaces{"attitude", "elaboration"};
constexpr std::array<std::string_view, 3> kContagions{"linear", "threshold", "hill"};

constexpr std::array kOptions{
    ranged<&P::media>({"adoption.media", "1/year", 0, 20, 0.35, 0.02, 1, kAssumption, SourceKind::assumption, true}),
    ranged<&P::word_of_mouth>(
        {"adoption.word_of_mouth", "1/year", 0, 20, 0.3, 0.05, 2, kAssumption, SourceKind::assumption, true}),
    ranged<&P::elaboration>(
        {"adoption.elaboration", "1/year", 0, 400, 4, 1, 50, kStagesSource, SourceKind::assumption, true}),
    ranged<&P::attitude>({"adoption.attitude", "1", -10, 10, 1, -1, 4, kAssumption, SourceKind::assumption}),
    ranged<&P::attitude_contacts>(
        {"adoption.attitude_contacts", "1", 0, 10, 1, 0, 2, kAssumption, SourceKind::assumption}),
    ranged<&P::attitude_discontinuers>(
        {"adoption.attitude_discontinuers", "1", 0, 10, 1, 0, 2, kAssumption, SourceKind::assumption}),
    ranged<&P::innovation>(
        {"adoption.innovation", "1/year", 0, 100, 0.01, 0.001, 20, kDecision, SourceKind::literature, true}),
    ranged<&P::imitation>(
        {"adoption.imitation", "1/year", 0, 100, 0.38, 0.1, 20, kDecision, SourceKind::literature, true}),
    ranged<&P::leaders>({"adoption.leaders", "1/year", 0, 20, 0, 0, 0.2,
                         "assumption; opinion leaders: Rogers 2003, ch. 8", SourceKind::assumption}),
    ranged<&P::authority>({"adoption.authority", "1/year", 0, 50, 1, 0.5, 2,
                           "assumption; kinds of decisions: Rogers 2003, ch. 1", SourceKind::assumption}),
    ranged<&P::collective_share>({"adoption.collective_share", "1", 0, 1, 0.5, 0.3, 0.7,
                                  "assumption; kinds of decisions: Rogers 2003, ch. 1", SourceKind::assumption}),
    ranged<&P::implementation_years>({"adoption.implementation_years", "year", 0.001, 20, 0.5, 0.02, 1, kStagesSource,
                                      SourceKind::assumption, true}),
    ranged<&P::abandonment>(
        {"adoption.abandonment", "1/year", 0, 20, 0.05, 0, 0.2, kStagesSource, SourceKind::assumption}),
    ranged<&P::confirmation_years>(
        {"adoption.confirmation_years", "year", 0.01, 20, 1, 0.5, 2, kStagesSource, SourceKind::assumption}),
    ranged<&P::disenchantment>(
        {"adoption.disenchantment", "1/year", 0, 20, 0.05, 0, 0.2, kStagesSource, SourceKind::assumption}),
    ranged<&P::discontinuance>(
        {"adoption.discontinuance", "1/year", 0, 20, 0.02, 0, 0.08, kStagesSource, SourceKind::assumption}),
    ranged<&P::reconsideration>(
        {"adoption.reconsideration", "1/year", 0, 20, 0.2, 0, 0.5, kStagesSource, SourceKind::assumption}),
    ranged<&P::readoption>(
        {"adoption.readoption", "1/year", 0, 20, 0.1, 0, 0.3, kStagesSource, SourceKind::assumption}),
    ranged<&P::decided_visible>(
        {"adoption.decided_visible", "1", 0, 1, 0.3, 0, 1, kAssumption, SourceKind::assumption}),
    ranged<&P::attribute_scale>(
        {"adoption.attribute_scale", "1", 0, 10, 2, 0, 4, "assumption; to be estimated", SourceKind::assumption}),
    ranged<&P::weight_relative_advantage>(
        {"adoption.weight_relative_advantage", "1", 0, 1, 0.30, 0.15, 0.45, kAttributes, SourceKind::assumption}),
    ranged<&P::weight_compatibility>(
        {"adoption.weight_compatibility", "1", 0, 1, 0.25, 0.12, 0.38, kAttributes, SourceKind::assumption}),
    ranged<&P::weight_complexity>(
        {"adoption.weight_complexity", "1", 0, 1, 0.20, 0.1, 0.3, kAttributes, SourceKind::assumption}),
    ranged<&P::weight_observability>(
        {"adoption.weight_observability", "1", 0, 1, 0.15, 0.05, 0.25, kAttributes, SourceKind::assumption}),
    ranged<&P::weight_trialability>(
        {"adoption.weight_trialability", "1", 0, 1, 0.10, 0, 0.2, kAttributes, SourceKind::assumption}),
    bind_field<&P::attributes_in_attitude>(boolean_record({.key = "adoption.attributes_in_attitude",
                                                           .default_value = 1,
                                                           .source = kAssumption,
                                                           .kind = SourceKind::assumption})),
    bind_field<&P::attributes_in_decision>(boolean_record({.key = "adoption.attributes_in_decision",
                                                           .default_value = 1,
                                                           .source = kAssumption,
                                                           .kind = SourceKind::assumption})),
    bind_field<&P::trialability_place>(choice_record({.key = "adoption.trialability_place",
                                                      .source = kAssumption,
                                                      .choices = kPlaces,
                                                      .kind = SourceKind::assumption})),
    ranged<&P::observability_exposure>(
        {"adoption.observability_exposure", "1", 0, 1, 1, 0, 1, kAssumption, SourceKind::assumption}),
    ranged<&P::complexity_on_implementation>(
        {"adoption.complexity_on_implementation", "1", 0, 5, 0.5, 0, 1, kAssumption, SourceKind::assumption}),
    ranged<&P::training_on_implementation>(
        {"adoption.training_on_implementation", "1", 0, 5, 1, 0.5, 1.5, kAssumption, SourceKind::assumption}),
    ranged<&P::advantage_on_discontinuance>(
        {"adoption.advantage_on_discontinuance", "1", 0, 5, 0.5, 0, 1, kAssumption, SourceKind::assumption}),
    ranged<&P::group_spread>({"adoption.group_spread", "1", 0, 2, 0.5, 0, 1, "assumption; groups after Rogers 2003",
                              SourceKind::assumption}),
    ranged<&P::heterophily_local>({"adoption.heterophily_local", "1", 0, 2, 0.05, 0, 0.15,
                                   "assumption; heterophily after Rogers 2003", SourceKind::assumption}),
    ranged<&P::heterophily_chain>({"adoption.heterophily_chain", "1", 0, 2, 0.05, 0, 0.15,
                                   "assumption; heterophily after Rogers 2003", SourceKind::assumption}),
    ranged<&P::heterophily_online>({"adoption.heterophily_online", "1", 0, 2, 0.15, 0, 0.3,
                                    "assumption; heterophily after Rogers 2003", SourceKind::assumption}),
    count<&P::contacts_local>("adoption.contacts_local", 32, 4, kAssumption),
    count<&P::contacts_chain>("adoption.contacts_chain", 32, 2, kAssumption),
    count<&P::contacts_online>("adoption.contacts_online", 32, 2, kAssumption),
    bind_field<&P::contagion>(choice_record({.key = "adoption.contagion",
                                             .source = "Bass 1969; Granovetter 1978; Centola & Macy 2007",
                                             .choices = kContagions,
                                             .kind = SourceKind::setting})),
    count<&P::threshold_innovators>("adoption.threshold_innovators", 96, 0, kThresholds),
    count<&P::threshold_early_adopters>("adoption.threshold_early_adopters", 96, 1, kThresholds),
    count<&P::threshold_early_majority>("adoption.threshold_early_majority", 96, 2, kThresholds),
    count<&P::threshold_late_majority>("adoption.threshold_late_majority", 96, 3, kThresholds),
    count<&P::threshold_laggards>("adoption.threshold_laggards", 96, 4, kThresholds),
    ranged<&P::hill_exponent>({"adoption.hill_exponent", "1", 0.1, 20, 2, 1, 4, kAssumption, SourceKind::assumption}),
    ranged<&P::hill_half>({"adoption.hill_half", "1", 0.001, 1, 0.25, 0.1, 0.5, kAssumption, SourceKind::assumption}),
    ranged<&P::gate_late_majority>(
        {"adoption.gate_late_majority", "1", 0, 1, 1, 1, 1, "assumption; off", SourceKind::assumption}),
    ranged<&P::gate_laggards>(
        {"adoption.gate_laggards", "1", 0, 1, 1, 1, 1, "assumption; off", SourceKind::assumption}),
};

}  // namespace

std::span<const Option<ProcessParameters>> process_options() { return kOptions; }

}  // namespace tidu::diffusion
