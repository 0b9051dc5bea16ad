// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "app/pipeline/measure_tables.h"
#include "core/measure/index/robustness.h"

namespace tidu::app {

/// Robustness of each index of a study, all years kept; nothing when the options ask for no replicates. Draws are
/// common: draw d of every index makes the same choices, with noise of its own.
Result<std::vector<measure::Robustness>> study_robustness(const LoadedStudy& loaded,
                                                          const std::vector<BuiltIndex>& indices,
                                                          const measure::AssessmentOptions& options,
                                                          Executor& executor);

/// Robustness of an index of the study; null: the study has no replicates.
const measure::Robustness* robustness_of(const MeasureContext& context, std::string_view index);

/// Intervals, at the study's level, of `values` numbers that a statistic computes from the scores of an index in a year
/// (position in the study's years). Without replicates all intervals have replicates = 0.
/// example  over_replicates(context, "ai", t, 1, [&](std::span<const double> scores, std::span<double> out) {
///            const auto g = measure::gini(scores); if (g) out[0] = *g; return g.has_value(); })
Result<std::vector<measure::ReplicateInterval>> over_replicates(const MeasureContext& context, std::string_view index,
                                                                std::size_t year, std::size_t values,
                                                                measure::ScoreStatistic statistic);

}  // namespace tidu::app
