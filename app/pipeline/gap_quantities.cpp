// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/gap_quantities.h"

#include <algorithm>
#include <cmath>

#include "core/measure/checks.h"

namespace tidu::app {
namespace {

using measure::kReweightedGaps;

// All statistics of all years, then the changes from the first to the last year; NaN where there is none.
class Statistics {
 public:
  static Statistics of(const MeasureContext& context, const GapQuantity& quantity) {
    Statistics out;
    out.regions_ = context.loaded.region_count();
    for (std::size_t t = 0; t < quantity.years(); ++t) {
      auto gaps = measure::ReweightedGaps::make(quantity.of_year(t), context.gap_options.parameters());
      out.years_.push_back(gaps ? std::optional(std::move(*gaps)) : std::nullopt);  // a year of zeros has no gaps
    }
    return out;
  }

  std::size_t count() const { return (years_.size() + (years_.size() > 1 ? 1 : 0)) * kReweightedGaps; }

  void measure(std::span<const double> counts, std::span<double> out) const {
    for (std::size_t t = 0; t < years_.size(); ++t) {
      const auto place = out.subspan(t * kReweightedGaps, kReweightedGaps);
      if (years_[t]) {
        years_[t]->measure(counts, place);
      } else {
        std::fill(place.begin(), place.end(), data::kNoValue);
      }
    }
    if (years_.size() < 2) return;
    const std::size_t last = (years_.size() - 1) * kReweightedGaps;
    for (std::size_t k = 0; k < kReweightedGaps; ++k) out[last + kReweightedGaps + k] = out[last + k] - out[k];
  }

  // Positions of the statistics that have a value on the data.
  std::vector<std::size_t> with_value() const {
    std::vector<double> values(count());
    measure(std::vector<double>(regions_, 1.0), values);
    std::vector<std::size_t> out;
    for (std::size_t s = 0; s < values.size(); ++s) {
      if (std::isfinite(values[s])) out.push_back(s);
    }
    return out;
  }

 private:
  std::size_t regions_ = 0;
  std::vector<std::optional<measure::ReweightedGaps>> years_;
};

Result<std::vector<measure::Interval>> resample(const MeasureContext& context, const GapQuantity& quantity,
                                                const Statistics& statistics, const std::vector<std::size_t>& wanted) {
  const auto statistic = [&](std::span<const double> counts, std::span<double> values) {
    std::vector<double> all(statistics.count());
    statistics.measure(counts, all);
    for (std::size_t k = 0; k < wanted.size(); ++k) values[k] = all[wanted[k]];
  };
  const measure::GapOptions& options = context.gap_options;
  return measure::bootstrap(context.loaded.region_count(), quantity.group_of, wanted.size(), statistic,
                            {.replicates = options.replicates,
                             .level = options.level,
                             .method = options.interval,
                             .seed = context.loaded.study.seed},
                            context.executor);
}

}  // namespace

Result<std::size_t> leave_out_negative(const MeasureContext& context, const std::string& id, std::size_t year,
                                       std::span<const double> values, std::vector<double>& weights) {
  const LoadedStudy& loaded = context.loaded;
  std::size_t dropped = 0;
  for (std::size_t r = 0; r < values.size(); ++r) {
    if (!(values[r] < 0)) continue;
    if (context.gap_options.outside == measure::OutsideRule::refuse) {
      return measure::refuse(ErrorCode::domain, "pipeline.quantity_negative", "pipeline.quantity_negative.hint", id,
                             loaded.regions.rows[r].code, loaded.study.first_year + static_cast<int>(year), values[r]);
    }
    weights[r] = 0;
    ++dropped;
  }
  return dropped;
}

Result<GapQuantity> gap_quantity(const MeasureContext& context, const std::string& id) {
  const LoadedStudy& loaded = context.loaded;
  const Array<double, Region, Year>& all = loaded.variables[loaded.variable(id)].values;
  GapQuantity out;
  out.id = id;
  out.group_of = loaded.group_of();
  out.groups = loaded.regions.groups().size();
  for (std::size_t t = 0; t < loaded.year_count(); ++t) {
    std::vector<double> values(loaded.region_count());
    for (std::size_t r = 0; r < values.size(); ++r) values[r] = all(r, t);
    std::vector<double> weights = loaded.weights(t);
    if (weights.empty()) weights.assign(values.size(), 1.0);
    const auto dropped = leave_out_negative(context, id, t, values, weights);
    if (!dropped) return tl::unexpected(dropped.error());
    std::size_t zeros = 0;
    for (std::size_t r = 0; r < values.size(); ++r) zeros += values[r] == 0 && weights[r] > 0 ? 1U : 0U;
    out.values.push_back(std::move(values));
    out.weights.push_back(std::move(weights));
    out.zeros.push_back(zeros);
    out.dropped.push_back(*dropped);
  }
  return out;
}

Result<GapIntervals> gap_intervals(const MeasureContext& context, const GapQuantity& quantity) {
  GapIntervals out;
  const std::vector<std::optional<measure::Interval>> none(kReweightedGaps);
  out.by_year.assign(quantity.years(), none);
  if (quantity.years() > 1) out.change = none;
  if (context.gap_options.replicates == 0 || context.loaded.region_count() < 2) return out;
  const Statistics statistics = Statistics::of(context, quantity);
  const std::vector<std::size_t> wanted = statistics.with_value();
  if (wanted.empty()) return out;
  const auto found = resample(context, quantity, statistics, wanted);
  if (!found && found.error().code == ErrorCode::domain) return out;  // too few resamples have values
  if (!found) return tl::unexpected(found.error());
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    const std::size_t t = wanted[k] / kReweightedGaps;
    auto& place = t < quantity.years() ? out.by_year[t] : out.change;
    place[wanted[k] % kReweightedGaps] = (*found)[k];
  }
  return out;
}

OriginBuilder gap_origin(const MeasureContext& context, const GapQuantity& quantity) {
  OriginBuilder origin(context.loaded);
  origin.variable(quantity.id);
  if (context.loaded.weighted) origin.source(context.loaded.study.analysis.population);
  return origin;
}

double low_of(const std::optional<measure::Interval>& interval) { return interval ? interval->low : data::kNoValue; }

double high_of(const std::optional<measure::Interval>& interval) { return interval ? interval->high : data::kNoValue; }

}  // namespace tidu::app
