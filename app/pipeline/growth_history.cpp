// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/growth_history.h"

#include <algorithm>

#include "core/base/math.h"
#include "core/simulate/economy/options.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using calibrate::GrowthPanel;

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

}  // namespace

double value_of(const LoadedStudy& loaded, std::size_t series, std::size_t region, int year) {
  return loaded.panel.values(series, region, static_cast<std::size_t>(year - loaded.study.first_year));
}

bool is_complete(const LoadedStudy& loaded, std::size_t series, int year) {
  for (std::size_t r = 0; r < loaded.region_count(); ++r) {
    if (!(value_of(loaded, series, r, year) > 0)) return false;
  }
  return true;
}

std::optional<GrowthPanel> growth_of(const LoadedStudy& loaded) {
  const std::size_t series = *loaded.panel.find(loaded.study.analysis.growth);
  const int last = loaded.study.last_year;
  int first = last + 1;
  while (first > loaded.study.first_year && is_complete(loaded, series, first - 1)) --first;
  if (last - first < kFewestGrowthYears) return std::nullopt;
  GrowthPanel panel{
      .growth = Array<double, Region, Year>({loaded.region_count(), static_cast<std::size_t>(last - first + 1)}),
      .first_year = first};
  for (std::size_t r = 0; r < loaded.region_count(); ++r) {
    for (int year = first; year <= last; ++year)
      panel.growth(r, static_cast<std::size_t>(year - first)) =
          100 * math::log(value_of(loaded, series, r, year) / 100);
  }
  return panel;
}

Result<GrowthHistory> growth_history(const LoadedStudy& loaded, const GrowthPanel& panel) {
  // growth of the study's first year has no population before it
  const int first = std::max(panel.first_year, loaded.study.first_year + 1);
  auto population = population_growth(loaded, first);
  if (!population) return tl::unexpected(population.error());
  GrowthHistory out{
      .first = first, .product = RegionYears(population->extents()), .population = std::move(*population)};
  const auto skipped = static_cast<std::size_t>(first - panel.first_year);
  for (std::size_t n = 0; n < out.product.extent<Region>(); ++n) {
    for (std::size_t t = 0; t < out.product.extent<Year>(); ++t) out.product(n, t) = panel.growth(n, t + skipped);
  }
  return out;
}

RegionYears GrowthHistory::up_to(int origin, bool per_head) const {
  RegionYears out({product.extent<Region>(), place(origin) + 1});
  for (std::size_t n = 0; n < out.extent<Region>(); ++n) {
    for (std::size_t t = 0; t < out.extent<Year>(); ++t)
      out(n, t) = per_head ? product(n, t) - population(n, t) : population(n, t);
  }
  return out;
}

std::vector<double> GrowthHistory::of_year(const RegionYears& from, std::size_t place) {
  std::vector<double> out;
  for (std::size_t n = 0; n < from.extent<Region>(); ++n) out.push_back(from(n, place));
  return out;
}

Result<GrowthTrends> growth_trends(const GrowthHistory& history, int origin) {
  auto efficiency = economy::empirical_bayes_trend(history.up_to(origin, true).view());
  if (!efficiency) return tl::unexpected(efficiency.error());
  auto labour = economy::empirical_bayes_trend(history.up_to(origin, false).view());
  if (!labour) return tl::unexpected(labour.error());
  return GrowthTrends{.efficiency = std::move(*efficiency), .labour = std::move(*labour)};
}

Result<std::optional<simulate::GrowthPersistence>> growth_persistence(const LoadedStudy& loaded,
                                                                      const GrowthHistory& history, int origin) {
  const double largest = study::parameters(loaded.study, simulate::baseline_options()).persistence;
  if (!(largest > 0)) return std::nullopt;
  auto efficiency = economy::persistent_trend(history.up_to(origin, true).view(), largest);
  if (!efficiency) return tl::unexpected(efficiency.error());
  auto labour = economy::persistent_trend(history.up_to(origin, false).view(), largest);
  if (!labour) return tl::unexpected(labour.error());
  return simulate::GrowthPersistence{.efficiency = std::move(*efficiency), .labour = std::move(*labour)};
}

}  // namespace tidu::app
