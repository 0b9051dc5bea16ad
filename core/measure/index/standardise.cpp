// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/standardise.h"

#include <algorithm>
#include <cmath>

#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/correlation.h"

namespace tidu::measure {
namespace {

using Cells = View<const double, Indicator, Region, Year>;

bool is_placed(Direction direction) { return direction == Direction::middle || direction == Direction::interval; }

Result<void> check_rule(Cells x, const ScaleRule& rule) {
  const bool scale = std::isfinite(rule.low) && std::isfinite(rule.high) && rule.low < rule.high;
  const bool spread = std::isfinite(rule.mean) && std::isfinite(rule.deviation) && rule.deviation > 0;
  if (!scale || !spread) {
    return refuse(ErrorCode::domain, "measure.standardise.scale", "measure.standardise.scale.hint");
  }
  if (rule.rule == Scaling::base_year && rule.base_year >= x.extent<Year>()) {
    return refuse(ErrorCode::domain, "measure.standardise.base_year", "measure.standardise.base_year.hint",
                  rule.base_year + 1, x.extent<Year>());
  }
  return {};
}

Result<void> check_indicator(const IndicatorRule& indicator, const ScaleRule& rule, std::size_t position) {
  if (indicator.direction == Direction::middle && !std::isfinite(indicator.optimum)) {
    return refuse(ErrorCode::domain, "measure.standardise.optimum", "measure.standardise.optimum.hint", position + 1);
  }
  const bool interval =
      std::isfinite(indicator.low) && std::isfinite(indicator.high) && indicator.low <= indicator.high;
  if (indicator.direction == Direction::interval && !interval) {
    return refuse(ErrorCode::domain, "measure.standardise.interval", "measure.standardise.interval.hint", position + 1);
  }
  const bool goals = std::isfinite(indicator.goal_low) && std::isfinite(indicator.goal_high) &&
                     indicator.goal_low < indicator.goal_high;
  if (rule.rule == Scaling::goalposts && !goals) {
    return refuse(ErrorCode::domain, "measure.standardise.goalposts", "measure.standardise.goalposts.hint",
                  position + 1);
  }
  if (rule.rule == Scaling::base_year && is_placed(indicator.direction)) {
    return refuse(ErrorCode::domain, "measure.standardise.base_direction", "measure.standardise.base_direction.hint",
                  position + 1);
  }
  return {};
}

Result<void> check(Cells x, std::span<const IndicatorRule> indicators, const ScaleRule& rule) {
  if (x.size() == 0) {
    return refuse(ErrorCode::shape, "measure.standardise.empty", "measure.standardise.empty.hint");
  }
  if (indicators.size() != x.extent<Indicator>()) {
    return refuse(ErrorCode::shape, "measure.standardise.directions", "measure.standardise.directions.hint",
                  indicators.size(), x.extent<Indicator>());
  }
  if (auto checked = check_rule(x, rule); !checked) return checked;
  for (std::size_t j = 0; j < indicators.size(); ++j) {
    if (auto checked = check_indicator(indicators[j], rule, j); !checked) return checked;
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

/// How far a value lies from the best: 0 at the optimum or inside the interval.
double distance(double x, const IndicatorRule& indicator) {
  if (indicator.direction == Direction::middle) return std::fabs(x - indicator.optimum);
  return std::max({0.0, indicator.low - x, x - indicator.high});
}

// 1 at the best, 0 at the farthest distance; 1 where no distance is possible. Beyond the largest number: not a number.
double nearness(double x, double farthest, const IndicatorRule& indicator) {
  if (!std::isfinite(farthest)) return kNotGiven;
  return farthest > 0 ? 1 - distance(x, indicator) / farthest : 1;
}

// Between bounds, not yet cut off. Halved, the difference of two finite numbers cannot overflow.
double between(double x, double low, double high, Direction direction) {
  const double scale = std::isfinite(high - low) ? 1 : 0.5;
  const double part = direction == Direction::positive ? x * scale - low * scale : high * scale - x * scale;
  return part / (high * scale - low * scale);
}

void min_max(std::span<double> x, const IndicatorRule& indicator) {
  const auto [low_at, high_at] = std::minmax_element(x.begin(), x.end());
  const double low = *low_at;
  const double high = *high_at;
  const double farthest = std::max(distance(low, indicator), distance(high, indicator));
  for (double& value : x) {
    if (low == high) {
      value = 0;
    } else if (is_placed(indicator.direction)) {
      value = nearness(value, farthest, indicator);
    } else {
      value = between(value, low, high, indicator.direction);
    }
  }
}

void goalposts(std::span<double> x, const IndicatorRule& indicator) {
  const double farthest = std::max(distance(indicator.goal_low, indicator), distance(indicator.goal_high, indicator));
  for (double& value : x) {
    const double z = is_placed(indicator.direction)
                         ? nearness(value, farthest, indicator)
                         : between(value, indicator.goal_low, indicator.goal_high, indicator.direction);
    value = std::clamp(z, 0.0, 1.0);
  }
}

// Divides by sqrt(sum x^2 / divisor). Relative to the largest value, squares
// cannot overflow.
void divide_by_length(std::span<double> x, double divisor) {
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::fabs(value));
  if (!(largest > 0)) return;
  for (double& value : x) value /= largest;
  const double length = std::sqrt(dot(x, x) / divisor);
  for (double& value : x) value /= length;
}

void z_score(std::span<double> x, const ScaleRule& rule) {
  if (is_constant(x)) {
    std::fill(x.begin(), x.end(), rule.mean);
    return;
  }
  const double center = mean(x);
  for (double& value : x) value -= center;
  divide_by_length(x, static_cast<double>(x.size() - 1));
  for (double& value : x) value = rule.mean + rule.deviation * value;
}

// What the rules that know no optimum see: higher is better.
void orient(std::span<double> x, const IndicatorRule& indicator) {
  if (indicator.direction == Direction::positive) return;
  const bool placed = is_placed(indicator.direction);
  for (double& value : x) value = placed ? -distance(value, indicator) : -value;
}

// Cells that share their scale: a whole indicator or one year of it.
void scale_cells(std::span<double> x, const IndicatorRule& indicator, const ScaleRule& rule) {
  switch (rule.rule) {
    case Scaling::min_max:
      min_max(x, indicator);
      break;
    case Scaling::goalposts:
      goalposts(x, indicator);
      break;
    case Scaling::z_score:
      orient(x, indicator);
      z_score(x, rule);
      return;
    case Scaling::rank: {
      orient(x, indicator);
      const auto ranks = midranks(x);
      std::copy(ranks.begin(), ranks.end(), x.begin());
      return;
    }
    case Scaling::vector:
      orient(x, indicator);
      divide_by_length(x, 1);
      return;
    case Scaling::base_year:
      return;
    case Scaling::none:
      orient(x, indicator);
      return;
  }
  if (rule.low == 0 && rule.high == 1) return;
  for (double& value : x) value = rule.low + (rule.high - rule.low) * value;
}

Result<void> divide_by_base_year(View<double, Indicator, Region, Year> z, std::size_t indicator, Direction direction,
                                 std::size_t base_year) {
  for (std::size_t r = 0; r < z.extent<Region>(); ++r) {
    const double base = z(indicator, r, base_year);
    for (std::size_t t = 0; t < z.extent<Year>(); ++t) {
      double& value = z(indicator, r, t);
      if (!(value > 0)) {
        return refuse(ErrorCode::domain, "measure.standardise.base_value", "measure.standardise.base_value.hint",
                      indicator + 1, r + 1, t + 1, value);
      }
      value = direction == Direction::positive ? value / base : base / value;
    }
  }
  return {};
}

// Rules that look at other cells have a scale that depends on which cells are pooled.
bool looks_at_others(Scaling rule) {
  return rule == Scaling::min_max || rule == Scaling::z_score || rule == Scaling::rank || rule == Scaling::vector;
}

bool varies_in_year(Cells z, std::size_t indicator, std::size_t year) {
  for (std::size_t r = 1; r < z.extent<Region>(); ++r) {
    if (z(indicator, r, year) != z(indicator, 0, year)) return true;
  }
  return false;
}

void list_constant(std::size_t indicator, std::span<const double> cells, Standardised& out) {
  if (is_constant(cells)) {
    out.constant.push_back(indicator);
    return;
  }
  for (std::size_t t = 0; !out.trend_is_meaningful && t < out.values.extent<Year>(); ++t) {
    if (!varies_in_year(out.values, indicator, t)) out.constant_years.push_back({indicator, t});
  }
}

}  // namespace

Result<Standardised> standardise(Cells x, std::span<const IndicatorRule> indicators, const ScaleRule& rule) {
  if (auto checked = check(x, indicators, rule); !checked) return tl::unexpected(checked.error());
  const std::size_t years = x.extent<Year>();
  const std::size_t regions = x.extent<Region>();
  const bool yearly = rule.pooling == Pooling::yearly && looks_at_others(rule.rule);
  Standardised out;
  out.values = Array<double, Indicator, Region, Year>(x.extents());
  std::copy(x.begin(), x.end(), out.values.values().begin());
  out.trend_is_meaningful = !yearly;
  const bool bounded = rule.rule == Scaling::min_max || rule.rule == Scaling::goalposts;
  out.unit_interval = bounded && rule.low >= 0 && rule.high <= 1;
  std::vector<double> one_year(regions);
  for (std::size_t j = 0; j < x.extent<Indicator>(); ++j) {
    const std::span<double> cells{out.values.values().data() + j * regions * years, regions * years};
    if (rule.rule == Scaling::base_year) {
      auto done = divide_by_base_year(out.values, j, indicators[j].direction, rule.base_year);
      if (!done) return tl::unexpected(done.error());
    }
    if (!yearly) scale_cells(cells, indicators[j], rule);
    for (std::size_t t = 0; yearly && t < years; ++t) {
      for (std::size_t r = 0; r < regions; ++r) one_year[r] = out.values(j, r, t);
      scale_cells(one_year, indicators[j], rule);
      for (std::size_t r = 0; r < regions; ++r) out.values(j, r, t) = one_year[r];
    }
    if (first_not_finite(cells) < cells.size()) {
      return refuse(ErrorCode::domain, "measure.standardise.overflow", "measure.standardise.overflow.hint", j + 1);
    }
    list_constant(j, cells, out);
  }
  return out;
}

}  // namespace tidu::measure
