// SPDX-License-Identifier: Apache-2.0
#include "data/imputation.h"

#include <cmath>

#include "data/results.h"

namespace tidu::data {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Observed neighbours of a missing cell in time; kNone where there is none.
struct Neighbours {
  std::size_t before = kNone;
  std::size_t after = kNone;
};

Neighbours neighbours(View<const double, Region, Year> series, std::size_t region, std::size_t year) {
  Neighbours found;
  for (std::size_t t = year; t-- > 0;) {
    if (!std::isnan(series(region, t))) {
      found.before = t;
      break;
    }
  }
  for (std::size_t t = year + 1; t < series.extent<Year>(); ++t) {
    if (!std::isnan(series(region, t))) {
      found.after = t;
      break;
    }
  }
  return found;
}

// Least-squares slope of a region's observed years; no value with fewer than two.
double own_slope(View<const double, Region, Year> series, std::size_t region) {
  double n = 0;
  double mean_t = 0;
  double mean_x = 0;
  for (std::size_t t = 0; t < series.extent<Year>(); ++t) {
    if (std::isnan(series(region, t))) continue;
    ++n;
    mean_t += static_cast<double>(t);
    mean_x += series(region, t);
  }
  if (n < 2) return kNoValue;
  mean_t /= n;
  mean_x /= n;
  double products = 0;
  double squares = 0;
  for (std::size_t t = 0; t < series.extent<Year>(); ++t) {
    if (std::isnan(series(region, t))) continue;
    const double d = static_cast<double>(t) - mean_t;
    products += d * (series(region, t) - mean_x);
    squares += d * d;
  }
  return products / squares;
}

double group_mean(View<const double, Region, Year> series, std::span<const std::size_t> group_of, std::size_t region,
                  std::size_t year) {
  double sum = 0;
  double count = 0;
  for (std::size_t r = 0; r < series.extent<Region>(); ++r) {
    if (group_of[r] != group_of[region] || std::isnan(series(r, year))) continue;
    sum += series(r, year);
    ++count;
  }
  return count > 0 ? sum / count : kNoValue;
}

double in_time(View<const double, Region, Year> series, std::size_t region, std::size_t year, Fill fill) {
  const auto [before, after] = neighbours(series, region, year);
  if (before != kNone && after != kNone) {
    if (fill == Fill::hold) return series(region, year - before <= after - year ? before : after);
    const double a = series(region, before);
    const double b = series(region, after);
    return a + (b - a) * static_cast<double>(year - before) / static_cast<double>(after - before);
  }
  if (fill == Fill::linear || (before == kNone && after == kNone)) return kNoValue;
  const std::size_t nearest = before != kNone ? before : after;
  if (fill != Fill::trend) return series(region, nearest);
  return series(region, nearest) +
         own_slope(series, region) * (static_cast<double>(year) - static_cast<double>(nearest));
}

double filled(View<const double, Region, Year> series, std::span<const std::size_t> group_of, std::size_t region,
              std::size_t year, Fill fill) {
  switch (fill) {
    case Fill::none:
      return kNoValue;
    case Fill::zero:
      return 0;
    case Fill::group:
      return group_mean(series, group_of, region, year);
    default:
      return in_time(series, region, year, fill);
  }
}

}  // namespace

FilledSeries fill_series(View<const double, Region, Year> series, Fill fill, std::span<const std::size_t> group_of) {
  const std::size_t regions = series.extent<Region>();
  const std::size_t years = series.extent<Year>();
  FilledSeries result{.values = Array<double, Region, Year>({regions, years}),
                      .imputed = std::vector<bool>(regions * years),
                      .missing = 0,
                      .open = {}};
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t t = 0; t < years; ++t) {
      const double observed = series(r, t);
      result.values(r, t) = observed;
      if (!std::isnan(observed)) continue;
      ++result.missing;
      const double value = filled(series, group_of, r, t, fill);
      if (std::isnan(value)) {
        result.open.push_back(r * years + t);
      } else {
        result.values(r, t) = value;
        result.imputed[r * years + t] = true;
      }
    }
  }
  return result;
}

}  // namespace tidu::data
