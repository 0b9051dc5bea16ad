// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "core/base/executor.h"
#include "core/measure/sensitivity.h"
#include "core/simulate/economy/baseline.h"

namespace tidu::simulate {

/// Quantiles that an ensemble is read at.
inline constexpr std::array<double, 3> kBaselineQuantiles{0.05, 0.5, 0.95};
struct QuantileAxis {};

/// Rank error of quantiles, as a share of the draws; up to 1 / (2 error) = 200 draws they are exact.
inline constexpr double kRankError = 0.0025;

/// What the draws say; NaN where an outcome is none.
struct BaselineEnsemble {
  std::size_t draws = 0;
  std::size_t refused = 0;   ///< draws whose accounts or years have no solution: left out
  std::optional<Error> why;  ///< of the first of these
  Array<double, OutcomeAxis, Year, Region, QuantileAxis> region;
  Array<double, OutcomeAxis, Year, QuantileAxis> nation;
  Array<double, OutcomeAxis, SkillAxis, Year, Region, QuantileAxis> skill;
  Array<double, Draw, OutcomeAxis> headline;  ///< of the first draws, as many as were asked for; NaN for refused ones
};

/// How much is asked of an ensemble.
struct BaselineSize {
  std::size_t draws = 200;
  std::size_t rows = 0;  ///< of baseline_variance, which reads 2 rows draws; at most draws / 2
};

/// Draws 0 .. draws - 1 of the assumptions, side by side; quantiles are streamed in the order of draws, so that memory
/// does not grow with their number: some 600 numbers an outcome, year and region (quantile_sketch.h).
/// errors  economy.cancelled; the first refusal, if no draw has a solution
/// cost    draws x (accounts, some 50 rounds of N J^2 and J N^2 cells, and T solves). Same bits for any executor.
Result<BaselineEnsemble> run_baselines(const BaselineInput& input, const BaselineAssumptions& assumptions,
                                       const BaselineSize& size, Executor& executor);

/// Headlines whose variance is shared out, all in the last year.
inline constexpr std::array<NationOutcome, 8> kHeadlines{NationOutcome::product,       NationOutcome::income_per_head,
                                                         NationOutcome::theil_product, NationOutcome::gini_income,
                                                         NationOutcome::sigma,         NationOutcome::beta,
                                                         NationOutcome::polarisation,  NationOutcome::moved};

/// Groups of numbers, by where they come from; the order of factors.
inline constexpr std::array<SourceKind, 3> kSourceGroups{SourceKind::data, SourceKind::literature,
                                                         SourceKind::assumption};

struct BaselineVariance {
  std::size_t rows = 0;     ///< that all blocks have a solution for
  std::size_t refused = 0;  ///< rows left out
  /// Of kHeadlines; factors are kSourceGroups. None where the headline is none.
  std::vector<std::optional<measure::Sensitivity>> headline;
};

/// Shares of the headlines' variance that come from each group of numbers: alone (first order) and together with the
/// others (total), by rows A, B and, for each group, A with that group's numbers from B.   [Saltelli et al. 2010;
/// Jansen 1999; groups: Saltelli et al. 2008, section 4.5] A is draws 0 .. rows - 1 of the ensemble, B the next.
/// errors  economy.cancelled; economy.variance_rows (no_convergence: fewer than two rows have solutions)
/// cost    3 rows runs; rows x 5 numbers a headline
Result<BaselineVariance> baseline_variance(const BaselineInput& input, const BaselineAssumptions& assumptions,
                                           const BaselineEnsemble& ensemble, Executor& executor);

}  // namespace tidu::simulate
