// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/calibrate/growth_backtest.h"
#include "core/economy/growth.h"
#include "core/simulate/economy/baseline.h"

namespace tidu::app {

using RegionYears = Array<double, Region, Year>;

inline constexpr int kFewestGrowthYears = 3;  ///< before the first origin

/// A series of the panel in a region and year; and whether all regions have one above 0 in a year.
double value_of(const LoadedStudy& loaded, std::size_t series, std::size_t region, int year);
bool is_complete(const LoadedStudy& loaded, std::size_t series, int year);

/// Growth of the series analysis.growth over the years up to the study's last one in which every region has a value
/// above 0. None: too few of them to foretell anything.
std::optional<calibrate::GrowthPanel> growth_of(const LoadedStudy& loaded);

/// Growth of product and population in the same years, points a year.
struct GrowthHistory {
  int first = 0;
  RegionYears product, population;

  std::size_t place(int year) const { return static_cast<std::size_t>(year - first); }
  int last() const { return first + static_cast<int>(product.extent<Year>()) - 1; }
  /// Years up to the origin: of population, or of product per head.
  RegionYears up_to(int origin, bool per_head) const;
  static std::vector<double> of_year(const RegionYears& from, std::size_t place);
};

/// errors  pipeline.growth_population (missing: region and year without population)
Result<GrowthHistory> growth_history(const LoadedStudy& loaded, const calibrate::GrowthPanel& panel);

/// What regions bring along: trends of labour's efficiency (product per head) and of labour (population), from years up
/// to an origin alone.
struct GrowthTrends {
  economy::Trend efficiency, labour;
};
/// errors  those of empirical_bayes_trend
Result<GrowthTrends> growth_trends(const GrowthHistory& history, int origin);

/// How good and bad years of the same two last, from the same years; none: the study takes them to be independent
/// (baseline.persistence = 0).
/// errors  those of persistent_trend
Result<std::optional<simulate::GrowthPersistence>> growth_persistence(const LoadedStudy& loaded,
                                                                      const GrowthHistory& history, int origin);

}  // namespace tidu::app
