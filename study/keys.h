// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "core/measure/index/method.h"

namespace tidu::study {

// The keys and words of a study file: what parse.cpp accepts, schema.cpp describes and docs/study-file.md explains.

inline constexpr std::array<std::string_view, 11> kPartSections{"study", "data",       "analysis", "variable",
                                                                "index", "scenario",   "agents",   "accounts",
                                                                "shock", "attributes", "decision"};
inline constexpr std::array<std::string_view, 9> kOptionSections{
    "measure", "economy", "baseline", "adoption", "diffusion", "lever", "calibrate", "simulate", "report"};

inline constexpr std::array<std::string_view, 11> kStudyKeys{"id",
                                                             "title",
                                                             "first_year",
                                                             "last_year",
                                                             "seed",
                                                             "capability_index",
                                                             "productivity_index",
                                                             "adoption_panels",
                                                             "adoption_series",
                                                             "awareness_series",
                                                             "adoption_breaks"};
inline constexpr std::array<std::string_view, 13> kDataKeys{
    "regions",          "indicators", "panels",       "borders",        "weights",   "facts", "published_index",
    "published_shares", "outline",    "input_output", "sector_margins", "migration", "series"};
inline constexpr std::array<std::string_view, 7> kAnalysisKeys{"quantities", "population", "coupled",       "drivers",
                                                               "masses",     "growth",     "growth_sectors"};
inline constexpr std::array<std::string_view, 7> kShockKeys{"id",     "name",    "productivity", "trade_cost",
                                                            "labour", "regions", "sectors"};
inline constexpr std::array<std::string_view, 9> kPanelKeys{"file",  "sheet",  "region", "year",   "indicator",
                                                            "value", "series", "unit",   "decimal"};
inline constexpr std::array<std::string_view, 9> kSeriesKeys{"file",     "sheet", "region",  "only",   "date",
                                                             "variable", "value", "wording", "decimal"};
inline constexpr std::array<std::string_view, 2> kDecimals{".", ","};
inline constexpr std::array<std::string_view, 7> kVariableKeys{"id",           "name",  "unit", "numerators",
                                                               "denominators", "scale", "fill"};
inline constexpr std::array<std::string_view, 5> kIndexKeys{"id", "name", "pillar", "aggregation", "judgements"};
inline constexpr std::array<std::string_view, 7> kPillarKeys{"id",     "name",        "indicators", "pillar",
                                                             "weight", "aggregation", "judgements"};
inline constexpr std::array<std::string_view, 8> kIndicatorKeys{"variable", "direction", "optimum",   "low",
                                                                "high",     "goal_low",  "goal_high", "weight"};
inline constexpr std::array<std::string_view, 11> kScenarioKeys{"id",        "name",    "description", "tier",
                                                                "regions",   "sectors", "groups",      "first_year",
                                                                "last_year", "levers",  "includes"};
inline constexpr std::array<std::string_view, 10> kAgentsKeys{
    "count", "source", "regions", "counted", "sector", "size", "members", "contacts", "directed", "ignore_weights"};
/// Of these, what says how many entities there are and where: not beside a list of members.
inline constexpr std::array<std::string_view, 5> kAllocationKeys{"count", "regions", "counted", "sector", "size"};
inline constexpr std::array<std::string_view, 6> kAccountsKeys{"product",     "sector",       "interregional",
                                                               "migrants_in", "migrants_out", "skilled"};
inline constexpr std::array<std::string_view, 5> kSkilledKeys{"id", "name", "share", "intensity", "source"};
inline constexpr std::array<std::string_view, 3> kAgentSectorKeys{"id", "name", "series"};
inline constexpr std::array<std::string_view, 4> kAgentSizeKeys{"id", "name", "share", "source"};
/// Perceived attributes of an innovation (Rogers 2003, ch. 6).
inline constexpr std::array<std::string_view, 5> kAttributes{"relative_advantage", "compatibility", "complexity",
                                                             "trialability", "observability"};
inline constexpr std::array<std::string_view, 2> kAttributeKeys{"of", "strength"};
inline constexpr std::array<std::string_view, 6> kDecisionKeys{"id", "name", "kind", "share", "source", "first_year"};
inline constexpr std::array<std::string_view, 3> kSettingKeys{"value", "low", "high"};

/// In the order of Fill.
inline constexpr std::array<std::string_view, 7> kFills{"none", "linear", "nearest", "hold", "group", "zero", "trend"};
/// In the order of measure::Direction.
inline constexpr std::array<std::string_view, 4> kDirections{"positive", "negative", "middle", "interval"};
/// In the order of measure::Aggregation.
inline constexpr std::array<std::string_view, measure::kAggregations> kAggregationWords{
    "linear", "geometric", "harmonic", "power", "mpi_minus", "mpi_plus", "topsis", "grey", "copeland"};
/// In the order of simulate::DecisionKind.
inline constexpr std::array<std::string_view, 3> kDecisionKinds{"optional", "collective", "authority"};
inline constexpr std::array<std::string_view, 4> kTiers{"core", "middle", "less_developed", "all"};
/// In the order of diffusion::kGroupShares.
inline constexpr std::array<std::string_view, 5> kAdopterGroups{"innovators", "early_adopters", "early_majority",
                                                                "late_majority", "laggards"};

inline constexpr double kLargestSeed = 9007199254740991.0;  ///< 2^53 - 1: exact in JSON

}  // namespace tidu::study
