// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

/// The files of report/assets, as constants made by the build.
namespace tidu::report::embedded {

extern const std::string_view kStyle;
extern const std::string_view kBase;
extern const std::string_view kScales;
extern const std::string_view kCharts;
extern const std::string_view kScatter;
extern const std::string_view kMatrices;
extern const std::string_view kPanels;
extern const std::string_view kMaps;
extern const std::string_view kFlows;
extern const std::string_view kFigure;
extern const std::string_view kControls;
extern const std::string_view kWeights;
extern const std::string_view kIndex;
extern const std::string_view kRobustness;
extern const std::string_view kTiers;
extern const std::string_view kObstacles;
extern const std::string_view kGaps;
extern const std::string_view kDynamics;
extern const std::string_view kSpace;
extern const std::string_view kGeography;
extern const std::string_view kNetwork;
extern const std::string_view kCoupling;
extern const std::string_view kPublished;
extern const std::string_view kModel;
extern const std::string_view kEconomy;
extern const std::string_view kPeople;
extern const std::string_view kGrowth;
extern const std::string_view kAhead;
extern const std::string_view kAccounts;
extern const std::string_view kAudit;
extern const std::string_view kSimulated;
extern const std::string_view kSeries;
extern const std::string_view kDiffusion;
extern const std::string_view kPassing;
extern const std::string_view kCritical;
extern const std::string_view kLevers;
extern const std::string_view kSectors;
extern const std::string_view kAgents;
extern const std::string_view kFindings;
extern const std::string_view kMain;

/// The parts of the page's program in the order in which they use each other.
// clang-format off: a part a line
inline constexpr std::array kProgram{
    &kBase,
    &kScales,
    &kCharts,
    &kScatter,
    &kMatrices,
    &kPanels,
    &kMaps,
    &kFlows,
    &kFigure,
    &kControls,
    &kWeights,
    &kIndex,
    &kRobustness,
    &kTiers,
    &kObstacles,
    &kGaps,
    &kDynamics,
    &kSpace,
    &kGeography,
    &kNetwork,
    &kCoupling,
    &kPublished,
    &kModel,
    &kEconomy,
    &kPeople,
    &kGrowth,
    &kAhead,
    &kAccounts,
    &kAudit,
    &kSimulated,
    &kSeries,
    &kDiffusion,
    &kPassing,
    &kCritical,
    &kLevers,
    &kSectors,
    &kAgents,
    &kFindings,
    &kMain,
};
// clang-format on

}  // namespace tidu::report::embedded
