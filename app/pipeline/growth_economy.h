// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "app/pipeline/accounts_setup.h"
#include "core/base/executor.h"
#include "core/calibrate/growth_backtest.h"
#include "core/economy/options.h"
#include "core/economy/persistence.h"

namespace tidu::app {

/// What the economy of the accounts foretells of growth relative to the regions' mean, from an origin that is its base
/// year. Nothing in it is fitted to the years foretold.
struct EconomyForetold {
  StudyAccounts accounts;             ///< of the origin
  economy::StaticsOptions statics;    ///< how its imbalances close, as the baseline's do (closure_path)
  std::vector<double> economy;        ///< points a year; nothing after the origin is known
  std::vector<double> economy_known;  ///< the nation's growth and the regions' population after the origin are known
  std::optional<std::vector<double>> economy_persistent;  ///< good and bad years up to the origin last; as `economy`
                                                          ///< knows nothing after it; none: they are independent
  std::vector<double> drivers, drivers_known;  ///< h + l of each region by itself: the same without trade and capital
  double productivity_kept = 0;                ///< shrinkage of the trends of productivity
  double population_kept = 0;                  ///< and of those of population
  economy::RhoEstimate rho;                    ///< of productivity, where years last
};

/// Whether a study can have one: it has [accounts] and a population.
bool has_own_forecast(const LoadedStudy& loaded);

/// The accounts of an origin: by the panel's industries where it has them, else the tables' scaled to product.
/// errors  those of the accounts
Result<StudyAccounts> accounts_at(const LoadedStudy& loaded, int origin);

/// Trends are those of the growth panel's years up to the origin (and of population in them); the rest of the world
/// grows as the regions do in the mean, since the study has no data of it. Forecast of the mean of the years after the
/// origin up to the study's last.
/// errors  those of the accounts, of prepare, of empirical_bayes_trend, of forecast_growth; economy.no_convergence;
///         pipeline.growth_population (missing: region and year without population)
Result<EconomyForetold> economy_foretells(const LoadedStudy& loaded, const calibrate::GrowthPanel& panel, int origin,
                                          Executor& executor);

}  // namespace tidu::app
