// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/growth_economy.h"

#include "app/pipeline/growth_history.h"
#include "core/base/sum.h"
#include "core/economy/growth.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using calibrate::GrowthPanel;

double mean(const std::vector<double>& x) { return sum(x) / static_cast<double>(x.size()); }

/// The rest of the world grows as the regions do in the mean.
std::vector<double> with_world(std::vector<double> regions) {
  regions.push_back(mean(regions));
  return regions;
}

/// What regions bring along after the origin; known: where the years after it have been seen.
economy::GrowthPaths paths_of(const GrowthTrends& trends, const GrowthHistory& history, int origin, bool known) {
  const int last = history.last();
  economy::GrowthPaths out;
  for (int year = origin + 1; year <= last; ++year) {
    std::vector<double> efficiency = trends.efficiency.region;
    std::vector<double> labour = trends.labour.region;
    if (known) {
      labour = GrowthHistory::of_year(history.population, history.place(year));
      const double nation = mean(GrowthHistory::of_year(history.product, history.place(year))) - mean(labour);
      for (double& own : efficiency) own += nation - trends.efficiency.mean;
    }
    out.efficiency.push_back(with_world(std::move(efficiency)));
    out.labour.push_back(with_world(std::move(labour)));
  }
  std::vector<double> capital = trends.efficiency.region;
  for (std::size_t n = 0; n < capital.size(); ++n) capital[n] += trends.labour.region[n];
  out.capital = with_world(std::move(capital));
  return out;
}

/// With people, whose number closures per head look at; of the rest of the world's the change alone counts.
economy::Economy economy_at(const LoadedStudy& loaded, const StudyAccounts& accounts, int origin) {
  economy::Economy out = economy::accounts::economy_of(accounts.accounts, accounts.options.trade_elasticity);
  out.people = loaded.weights(static_cast<std::size_t>(origin - loaded.study.first_year));
  out.people.push_back(sum(out.people));
  return out;
}

/// The same where good and bad years last: what is expected of each year.
economy::GrowthPaths persistent_paths(economy::GrowthPaths alone, const simulate::GrowthPersistence& persistence) {
  const std::size_t years = alone.labour.size();
  economy::set_ahead(economy::expected_growth(persistence.efficiency, years),
                     economy::expected_growth(persistence.labour, years), alone);
  return alone;
}

std::vector<double> less_mean(std::vector<double> x) {
  const double all = mean(x);
  for (double& own : x) own -= all;
  return x;
}

/// What regions bring along by themselves, a year in the mean: without the rest of the world, and relative.
std::vector<double> relative_drivers(const economy::GrowthPaths& paths) {
  std::vector<double> out(paths.capital.size() - 1, 0);
  const auto years = static_cast<double>(paths.labour.size());
  for (std::size_t t = 0; t < paths.labour.size(); ++t) {
    for (std::size_t n = 0; n < out.size(); ++n) out[n] += (paths.efficiency[t][n] + paths.labour[t][n]) / years;
  }
  return less_mean(std::move(out));
}

Result<std::vector<double>> relative_forecast(const economy::BaseYear& base, const economy::GrowthPaths& paths,
                                              Executor& executor) {
  auto found = economy::forecast_growth(base, paths, executor);
  if (!found) return tl::unexpected(found.error());
  if (!found->converged)
    return failure(ErrorCode::no_convergence, text("pipeline.growth_converged"),
                   text("pipeline.growth_converged.hint"));
  found->growth.pop_back();  // the rest of the world
  return less_mean(std::move(found->growth));
}

}  // namespace

Result<StudyAccounts> accounts_at(const LoadedStudy& loaded, int origin) {
  const auto options = study::parameters(loaded.study, economy::accounts::accounts_options());
  const bool known = origin != options.table_year && industries_of(loaded, origin, options.residual).has_value();
  return accounts_of_year(loaded, origin, known);
}

bool has_own_forecast(const LoadedStudy& loaded) { return loaded.study.accounts.has_value() && loaded.weighted; }

Result<EconomyForetold> economy_foretells(const LoadedStudy& loaded, const GrowthPanel& panel, int origin,
                                          Executor& executor) {
  const auto history = growth_history(loaded, panel);
  if (!history) return tl::unexpected(history.error());
  const auto trends = growth_trends(*history, origin);
  if (!trends) return tl::unexpected(trends.error());
  auto accounts = accounts_at(loaded, origin);
  if (!accounts) return tl::unexpected(accounts.error());
  const auto base = economy::prepare(economy_at(loaded, *accounts, origin));
  if (!base) return tl::unexpected(base.error());
  economy::GrowthPaths alone = paths_of(*trends, *history, origin, false);
  economy::GrowthPaths known = paths_of(*trends, *history, origin, true);
  const auto statics = study::parameters(loaded.study, economy::statics_options());
  alone.closure = known.closure = economy::closure_path(statics, alone.labour.size());
  auto foretold = relative_forecast(*base, alone, executor);
  if (!foretold) return tl::unexpected(foretold.error());
  const auto persistence = growth_persistence(loaded, *history, origin);
  if (!persistence) return tl::unexpected(persistence.error());
  std::optional<std::vector<double>> lasting;
  if (*persistence) {
    auto found = relative_forecast(*base, persistent_paths(alone, **persistence), executor);
    if (!found) return tl::unexpected(found.error());
    lasting = std::move(*found);
  }
  auto foretold_known = relative_forecast(*base, known, executor);
  if (!foretold_known) return tl::unexpected(foretold_known.error());
  return EconomyForetold{
      .accounts = std::move(*accounts),
      .statics = statics,
      .economy = std::move(*foretold),
      .economy_known = std::move(*foretold_known),
      .economy_persistent = std::move(lasting),
      .drivers = relative_drivers(alone),
      .drivers_known = relative_drivers(known),
      .productivity_kept = trends->efficiency.shrinkage,
      .population_kept = trends->labour.shrinkage,
      .rho = *persistence ? economy::rho_of_regions((*persistence)->efficiency) : economy::RhoEstimate{}};
}

}  // namespace tidu::app
