// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "core/measure/gaps/bootstrap.h"
#include "core/measure/gaps/population.h"
#include "core/measure/gaps/reweighted.h"

namespace tidu::app {

/// A quantity of study.analysis.quantities as the measures of gaps want it: a weight of 0 leaves a region out.
struct GapQuantity {
  std::string id;
  std::vector<std::vector<double>> values;   ///< by year and region
  std::vector<std::vector<double>> weights;  ///< likewise; population, or 1 where all count alike
  std::vector<std::size_t> zeros;            ///< by year: regions that count with the value 0
  std::vector<std::size_t> dropped;          ///< by year: regions with negative values, left out as the study asks
  std::vector<std::size_t> group_of;         ///< macro-region of each region
  std::size_t groups = 0;

  std::size_t years() const { return values.size(); }
  measure::GroupedValues of_year(std::size_t t) const { return {values[t], weights[t], group_of, groups}; }
};

/// Gives regions with negative values the weight 0, as measure.gap_outside = "drop" asks, and says how many they are.
/// errors  pipeline.quantity_negative (domain: the region of the first of them), unless the study says drop.
Result<std::size_t> leave_out_negative(const MeasureContext& context, const std::string& id, std::size_t year,
                                       std::span<const double> values, std::vector<double>& weights);

/// errors  pipeline.quantity_negative (domain: the region and year of the first negative value, unless
///         measure.gap_outside says drop).
Result<GapQuantity> gap_quantity(const MeasureContext& context, const std::string& id);

/// Intervals of kReweightedGaps measures by year and of their change from the first to the last year. Empty entries:
/// there is no interval.
struct GapIntervals {
  std::vector<std::vector<std::optional<measure::Interval>>> by_year;  ///< by year and ReweightedGap
  std::vector<std::optional<measure::Interval>> change;                ///< by ReweightedGap; empty with one year
};

Result<GapIntervals> gap_intervals(const MeasureContext& context, const GapQuantity& quantity);

/// The origin of the tables of a quantity: its series, those of the weights and the settings that matter.
OriginBuilder gap_origin(const MeasureContext& context, const GapQuantity& quantity);

/// Low and high end as cells of a table.
double low_of(const std::optional<measure::Interval>& interval);
double high_of(const std::optional<measure::Interval>& interval);

// Each function appends tables of one quantity: inequality and gap_change; dagum, dagum_groups and dagum_pairs; levels
// and theil_change.
Result<void> add_inequality(const MeasureContext& context, const GapQuantity& quantity, const GapIntervals& intervals,
                            data::ResultSet& results);
Result<void> add_dagum(const MeasureContext& context, const GapQuantity& quantity, const GapIntervals& intervals,
                       data::ResultSet& results);
Result<void> add_levels(const MeasureContext& context, const GapQuantity& quantity, data::ResultSet& results);

}  // namespace tidu::app
