// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/standardise.h"

#include <algorithm>
#include <cmath>

#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

struct Bounds {
  double low = 0;
  double high = 0;
  bool constant() const { return low == high; }
};

Bounds bounds_of_year(View<const double, Indicator, Region, Year> x, std::size_t indicator, std::size_t year) {
  Bounds bounds{x(indicator, 0, year), x(indicator, 0, year)};
  for (std::size_t r = 1; r < x.extent<Region>(); ++r) {
    bounds.low = std::min(bounds.low, x(indicator, r, year));
    bounds.high = std::max(bounds.high, x(indicator, r, year));
  }
  return bounds;
}

Bounds bounds_of_all_years(std::span<const Bounds> years) {
  Bounds all = years.front();
  for (const Bounds& year : years) {
    all.low = std::min(all.low, year.low);
    all.high = std::max(all.high, year.high);
  }
  return all;
}

double min_max(double x, const Bounds& bounds, Direction direction) {
  if (bounds.constant()) return 0;
  // Halved, the difference of two finite numbers cannot overflow.
  const double scale = std::isfinite(bounds.high - bounds.low) ? 1 : 0.5;
  const double range = bounds.high * scale - bounds.low * scale;
  const double part =
      direction == Direction::positive ? x * scale - bounds.low * scale : bounds.high * scale - x * scale;
  return part / range;
}

Result<void> check(View<const double, Indicator, Region, Year> x, std::span<const Direction> directions) {
  if (x.size() == 0) {
    return refuse(ErrorCode::shape, "measure.standardise.empty", "measure.standardise.empty.hint");
  }
  if (directions.size() != x.extent<Indicator>()) {
    return refuse(ErrorCode::shape, "measure.standardise.directions", "measure.standardise.directions.hint",
                  directions.size(), x.extent<Indicator>());
  }
  const std::size_t bad = first_not_finite({x.data(), x.size()});
  if (bad < x.size()) {
    const std::size_t years = x.extent<Year>();
    const std::size_t cells = x.extent<Region>() * years;
    return refuse(ErrorCode::domain, "measure.standardise.not_finite", "measure.standardise.not_finite.hint",
                  bad / cells + 1, bad % cells / years + 1, bad % years + 1);
  }
  return {};
}

}  // namespace

Result<Standardised> standardise(View<const double, Indicator, Region, Year> x, std::span<const Direction> directions,
                                 Standardisation rule) {
  if (auto checked = check(x, directions); !checked) return tl::unexpected(checked.error());
  const std::size_t years = x.extent<Year>();
  Standardised out;
  out.values = Array<double, Indicator, Region, Year>(x.extents());
  out.trend_is_meaningful = rule == Standardisation::pooled;
  std::vector<Bounds> bounds(years);
  for (std::size_t j = 0; j < x.extent<Indicator>(); ++j) {
    for (std::size_t t = 0; t < years; ++t) bounds[t] = bounds_of_year(x, j, t);
    const bool varies_somewhere =
        std::any_of(bounds.begin(), bounds.end(), [](const Bounds& b) { return !b.constant(); });
    const Bounds all = bounds_of_all_years(bounds);
    if (rule == Standardisation::pooled) {
      std::fill(bounds.begin(), bounds.end(), all);
      if (all.constant()) out.constant.push_back(j);
    } else if (!varies_somewhere) {
      out.constant.push_back(j);
    } else {
      for (std::size_t t = 0; t < years; ++t) {
        if (bounds[t].constant()) out.constant_years.push_back({j, t});
      }
    }
    for (std::size_t r = 0; r < x.extent<Region>(); ++r) {
      for (std::size_t t = 0; t < years; ++t) out.values(j, r, t) = min_max(x(j, r, t), bounds[t], directions[j]);
    }
  }
  return out;
}

}  // namespace tidu::measure
