// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/growth_economy.h"

#include <algorithm>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/growth.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using calibrate::GrowthPanel;
using RegionYears = Array<double, Region, Year>;

double mean(const std::vector<double>& x) { return sum(x) / static_cast<double>(x.size()); }

/// Growth of population by year, in points, from a first year to the study's last.
Result<RegionYears> population_growth(const LoadedStudy& loaded, int first) {
  const int last = loaded.study.last_year;
  RegionYears out({loaded.region_count(), static_cast<std::size_t>(last - first + 1)});
  std::vector<double> before;
  for (int year = first - 1; year <= last; ++year) {
    std::vector<double> people = loaded.weights(static_cast<std::size_t>(year - loaded.study.first_year));
    for (std::size_t n = 0; n < people.size(); ++n) {
      if (!(people[n] > 0))
        return failure(ErrorCode::missing, text("pipeline.growth_population", loaded.regions.rows[n].code, year),
                       text("pipeline.growth_population.hint"));
      if (year >= first) out(n, static_cast<std::size_t>(year - first)) = 100 * math::log(people[n] / before[n]);
    }
    before = std::move(people);
  }
  return out;
}

/// Growth of product and population in the same years.
struct History {
  int first = 0;
  RegionYears product, population;

  std::size_t place(int year) const { return static_cast<std::size_t>(year - first); }
  /// Years up to the origin: of population, or of product per head.
  RegionYears up_to(int origin, bool per_head) const {
    RegionYears out({product.extent<Region>(), place(origin) + 1});
    for (std::size_t n = 0; n < out.extent<Region>(); ++n) {
      for (std::size_t t = 0; t < out.extent<Year>(); ++t)
        out(n, t) = per_head ? product(n, t) - population(n, t) : population(n, t);
    }
    return out;
  }
  std::vector<double> of_year(const RegionYears& from, int year) const {
    std::vector<double> out;
    for (std::size_t n = 0; n < from.extent<Region>(); ++n) out.push_back(from(n, place(year)));
    return out;
  }
};

Result<History> history_of(const LoadedStudy& loaded, const GrowthPanel& panel) {
  // growth of the study's first year has no population before it
  const int first = std::max(panel.first_year, loaded.study.first_year + 1);
  auto population = population_growth(loaded, first);
  if (!population) return tl::unexpected(population.error());
  History out{.first = first, .product = RegionYears(population->extents()), .population = std::move(*population)};
  const auto skipped = static_cast<std::size_t>(first - panel.first_year);
  for (std::size_t n = 0; n < out.product.extent<Region>(); ++n) {
    for (std::size_t t = 0; t < out.product.extent<Year>(); ++t) out.product(n, t) = panel.growth(n, t + skipped);
  }
  return out;
}

/// The rest of the world grows as the regions do in the mean.
std::vector<double> with_world(std::vector<double> regions) {
  regions.push_back(mean(regions));
  return regions;
}

struct Trends {
  economy::Trend efficiency, labour;
};

/// What regions bring along after the origin; known: where the years after it have been seen.
economy::GrowthPaths paths_of(const Trends& trends, const History& history, int origin, bool known) {
  const int last = history.first + static_cast<int>(history.product.extent<Year>()) - 1;
  economy::GrowthPaths out;
  for (int year = origin + 1; year <= last; ++year) {
    std::vector<double> efficiency = trends.efficiency.region;
    std::vector<double> labour = trends.labour.region;
    if (known) {
      labour = history.of_year(history.population, year);
      const double nation = mean(history.of_year(history.product, year)) - mean(labour);
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

Result<StudyAccounts> accounts_at(const LoadedStudy& loaded, int origin) {
  const auto options = study::parameters(loaded.study, economy::accounts::accounts_options());
  const bool known = origin != options.table_year && industries_of(loaded, origin, options.residual).has_value();
  return accounts_of_year(loaded, origin, known);
}

Result<Trends> trends_of(const History& history, int origin) {
  auto efficiency = economy::empirical_bayes_trend(history.up_to(origin, true).view());
  if (!efficiency) return tl::unexpected(efficiency.error());
  auto labour = economy::empirical_bayes_trend(history.up_to(origin, false).view());
  if (!labour) return tl::unexpected(labour.error());
  return Trends{.efficiency = std::move(*efficiency), .labour = std::move(*labour)};
}

}  // namespace

bool has_own_forecast(const LoadedStudy& loaded) { return loaded.study.accounts.has_value() && loaded.weighted; }

Result<EconomyForetold> economy_foretells(const LoadedStudy& loaded, const GrowthPanel& panel, int origin,
                                          Executor& executor) {
  const auto history = history_of(loaded, panel);
  if (!history) return tl::unexpected(history.error());
  const auto trends = trends_of(*history, origin);
  if (!trends) return tl::unexpected(trends.error());
  auto accounts = accounts_at(loaded, origin);
  if (!accounts) return tl::unexpected(accounts.error());
  const auto base =
      economy::prepare(economy::accounts::economy_of(accounts->accounts, accounts->options.trade_elasticity));
  if (!base) return tl::unexpected(base.error());
  const economy::GrowthPaths alone = paths_of(*trends, *history, origin, false);
  const economy::GrowthPaths known = paths_of(*trends, *history, origin, true);
  auto foretold = relative_forecast(*base, alone, executor);
  if (!foretold) return tl::unexpected(foretold.error());
  auto foretold_known = relative_forecast(*base, known, executor);
  if (!foretold_known) return tl::unexpected(foretold_known.error());
  return EconomyForetold{.accounts = std::move(*accounts),
                         .economy = std::move(*foretold),
                         .economy_known = std::move(*foretold_known),
                         .drivers = relative_drivers(alone),
                         .drivers_known = relative_drivers(known),
                         .productivity_kept = trends->efficiency.shrinkage,
                         .population_kept = trends->labour.shrinkage};
}

}  // namespace tidu::app
