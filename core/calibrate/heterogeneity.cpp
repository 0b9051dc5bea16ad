// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/heterogeneity.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::calibrate {
namespace {

double logit(double percent) { return math::log(percent / (100 - percent)); }

// NaN where a value is missing.
Result<Array<double, Region, Year>> logits(const SeriesPanel& panel) {
  Array<double, Region, Year> z(panel.percent.extents());
  for (std::size_t r = 0; r < z.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < z.extent<Year>(); ++t) {
      const double y = panel.percent(r, t);
      if (!(y > 0 && y < 100) && !std::isnan(y)) {
        return failure(ErrorCode::domain, text("calibrate.percent", r + 1, t + 1, y), text("calibrate.percent.hint"));
      }
      z(r, t) = logit(y);
    }
  }
  return z;
}

// The values of a path that are there, and when.
struct Points {
  std::vector<double> time;
  std::vector<double> value;
};

Points points_of(std::span<const double> path) {
  Points points;
  for (std::size_t t = 0; t < path.size(); ++t) {
    if (std::isnan(path[t])) continue;
    points.time.push_back(static_cast<double>(t));
    points.value.push_back(path[t]);
  }
  return points;
}

// Median of the slopes between all pairs of points (Sen 1968).
double sen_slope(const Points& points) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < points.time.size(); ++i) {
    for (std::size_t j = i + 1; j < points.time.size(); ++j)
      slopes.push_back((points.value[j] - points.value[i]) / (points.time[j] - points.time[i]));
  }
  std::sort(slopes.begin(), slopes.end());
  const std::size_t middle = slopes.size() / 2;
  return slopes.size() % 2 == 1 ? slopes[middle] : 0.5 * (slopes[middle - 1] + slopes[middle]);
}

// Least-squares slope and its variance; that of a slope through two points is unknown, which is infinite.
struct Slope {
  double value = 0;
  double variance = std::numeric_limits<double>::infinity();
};

Slope least_squares_slope(const Points& points) {
  const std::size_t n = points.time.size();
  const double middle = mean(points.time);
  const double centre = mean(points.value);
  double sxy = 0;
  double sxx = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = points.time[i] - middle;
    sxy += x * (points.value[i] - centre);
    sxx += x * x;
  }
  const double slope = sxy / sxx;
  if (n < 3) return {slope};
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double residual = points.value[i] - centre - slope * (points.time[i] - middle);
    squares += residual * residual;
  }
  return {slope, squares / static_cast<double>(n - 2) / sxx};
}

double variance(std::span<const double> x) {
  const double m = mean(x);
  double squares = 0;
  for (const double v : x) squares += (v - m) * (v - m);
  return squares / static_cast<double>(x.size() - 1);
}

// Mean path of the regions with all years; empty: there is none.
std::vector<double> national_path(View<const double, Region, Year> z, std::size_t years) {
  std::vector<std::size_t> complete;
  for (std::size_t r = 0; r < z.extent<Region>(); ++r) {
    const std::span<const double> path(&z(r, 0), years);
    if (std::none_of(path.begin(), path.end(), [](double v) { return std::isnan(v); })) complete.push_back(r);
  }
  std::vector<double> nation(complete.empty() ? 0 : years);
  for (const std::size_t r : complete) {
    for (std::size_t t = 0; t < years; ++t) nation[t] += z(r, t) / static_cast<double>(complete.size());
  }
  return nation;
}

// Slopes of the regions: the nation's plus the shrunken deviation of each.
std::vector<double> hierarchical_slopes(View<const double, Region, Year> z, std::span<const double> nation) {
  const std::size_t n = z.extent<Region>();
  std::vector<double> own(n);
  std::vector<double> error(n);
  std::vector<double> known;
  std::vector<double> known_error;
  std::vector<double> deviation(nation.size());
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t t = 0; t < nation.size(); ++t) deviation[t] = z(r, t) - nation[t];
    const Slope slope = least_squares_slope(points_of(deviation));
    own[r] = slope.value;
    error[r] = slope.variance;
    if (!std::isfinite(slope.variance)) continue;
    known.push_back(slope.value);
    known_error.push_back(slope.variance);
  }
  const double tau2 = known.size() < 2 ? 0 : std::max(0.0, variance(known) - mean(known_error));
  const double national_slope = sen_slope(points_of(nation));
  for (std::size_t r = 0; r < n; ++r) own[r] = national_slope + (tau2 > 0 ? tau2 / (tau2 + error[r]) : 0.0) * own[r];
  return own;
}

// What no_change, own_trend and hierarchical start from.
struct Starts {
  double last = 0;  // last value there is
  double when = 0;
  double own_slope = 0;
};

Result<std::vector<Starts>> starts_of(View<const double, Region, Year> z, std::size_t train) {
  std::vector<Starts> starts;
  for (std::size_t r = 0; r < z.extent<Region>(); ++r) {
    const Points points = points_of({&z(r, 0), train});
    if (points.time.size() < 2) {
      return failure(ErrorCode::shape, text("calibrate.backtest_region", r + 1, points.time.size()),
                     text("calibrate.backtest_region.hint"));
    }
    starts.push_back({points.value.back(), points.time.back(), sen_slope(points)});
  }
  return starts;
}

constexpr FormulaRecord kFormulas[] = {
    {"importance_weights", "wᵢ ∝ exp(−Σₖ (yₖ − ŷᵢₖ)² / 2σ²)", "Rubin 1988, Bayesian Statistics 3:395-402"},
    {"sen_slope", "b = median((z_j − z_i)/(j − i))", "Sen 1968, JASA 63:1379-1389"},
    {"shrunken_slope", "bᵣ = b + τ²/(τ² + sᵣ²)·(own slope − b)", "Efron & Morris 1975, JASA 70:311-319"},
    {"random_effect", "uᵣ = Kσᵤ²/(Kσᵤ² + σₑ²)·mean_k d_kr", "Searle, Casella & McCulloch 1992, ch. 3"},
};

}  // namespace

Result<std::array<Score, kModels>> backtest(const SeriesPanel& panel, int train_last_year) {
  const auto z = logits(panel);
  if (!z) return tl::unexpected(z.error());
  const auto all_years = static_cast<int>(z->extent<Year>());
  const int years = train_last_year - panel.first_year + 1;
  if (years < 3 || years >= all_years) {
    return failure(
        ErrorCode::shape,
        text("calibrate.backtest_years", train_last_year, panel.first_year, panel.first_year + all_years - 1),
        text("calibrate.backtest_years.hint"));
  }
  const auto train = static_cast<std::size_t>(years);
  const auto starts = starts_of(*z, train);
  if (!starts) return tl::unexpected(starts.error());
  const std::vector<double> nation = national_path(*z, train);
  if (nation.empty()) {
    return failure(ErrorCode::shape, text("calibrate.backtest_complete"), text("calibrate.backtest_complete.hint"));
  }
  const std::vector<double> hierarchical = hierarchical_slopes(*z, nation);
  std::array<Score, kModels> scores{};
  for (std::size_t r = 0; r < z->extent<Region>(); ++r) {
    const Starts& start = (*starts)[r];
    const std::array<double, kModels> slope{0.0, start.own_slope, hierarchical[r]};
    for (std::size_t t = train; t < z->extent<Year>(); ++t) {
      if (std::isnan((*z)(r, t))) continue;
      for (std::size_t m = 0; m < kModels; ++m) {
        const double predicted = 100 * math::logistic(start.last + slope[m] * (static_cast<double>(t) - start.when));
        const double miss = predicted - panel.percent(r, t);
        ++scores[m].predictions;
        scores[m].rmse += miss * miss;
        scores[m].mae += std::fabs(miss);
      }
    }
  }
  if (scores[0].predictions == 0) {
    return failure(ErrorCode::shape, text("calibrate.backtest_empty"), text("calibrate.backtest_empty.hint"));
  }
  for (Score& score : scores) {
    const double n = static_cast<double>(score.predictions);
    score.rmse = std::sqrt(score.rmse / n);
    score.mae /= n;
  }
  for (Score& score : scores) set_skill(scores, score);
  return scores;
}

void set_skill(const std::array<Score, kModels>& models, Score& score) {
  score.skill = 1 - score.rmse / models[0].rmse;
  score.skill_own_trend = 1 - score.rmse / models[1].rmse;
}

Result<RegionEffects> region_effects(std::span<const SeriesPanel> panels) {
  if (panels.empty()) return failure(ErrorCode::shape, text("calibrate.no_panel"), text("calibrate.no_panel.hint"));
  const std::size_t n = panels[0].percent.extent<Region>();
  const std::size_t k = panels.size();
  Array<double, Region, Group> deviation({n, k});
  for (std::size_t j = 0; j < k; ++j) {
    if (panels[j].percent.extent<Region>() != n)
      return failure(ErrorCode::shape, text("calibrate.panel_regions"), text("calibrate.no_panel.hint"));
    const auto z = logits(panels[j]);
    if (!z) return tl::unexpected(z.error());
    const auto missing = std::find_if(z->values().begin(), z->values().end(), [](double v) { return std::isnan(v); });
    if (missing != z->values().end()) {
      const auto at = static_cast<std::size_t>(missing - z->values().begin());
      const std::size_t years = z->extent<Year>();
      return failure(ErrorCode::domain,
                     text("calibrate.percent", at / years + 1, at % years + 1, panels[j].percent.data()[at]),
                     text("calibrate.percent.hint"));
    }
    std::vector<double> level(n);
    for (std::size_t r = 0; r < n; ++r) level[r] = mean({&(*z)(r, 0), z->extent<Year>()});
    for (std::size_t r = 0; r < n; ++r) deviation(r, j) = level[r];
  }
  return pooled_effects(deviation.view());
}

Result<RegionEffects> pooled_effects(View<const double, Region, Group> deviations) {
  const auto [n, k] = deviations.extents();
  if (n == 0 || k == 0) return failure(ErrorCode::shape, text("calibrate.no_panel"), text("calibrate.no_panel.hint"));
  Array<double, Region, Group> deviation({n, k});
  std::vector<double> panel(n);
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t r = 0; r < n; ++r) panel[r] = deviations(r, j);
    const double centre = mean(panel);
    for (std::size_t r = 0; r < n; ++r) deviation(r, j) = panel[r] - centre;
  }
  RegionEffects effects;
  const double panels_count = static_cast<double>(k);
  for (std::size_t r = 0; r < n; ++r) effects.effect.push_back(mean({&deviation(r, 0), k}));
  double within = 0;
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t j = 0; j < k; ++j)
      within += (deviation(r, j) - effects.effect[r]) * (deviation(r, j) - effects.effect[r]);
  }
  if (k == 1) {
    for (const double u : effects.effect) effects.error.push_back(std::fabs(u));
    effects.between = std::sqrt(variance(effects.effect));
    return effects;
  }
  within /= static_cast<double>(n - 1) * (panels_count - 1);  // each panel's deviations sum to 0
  const double between = std::max(0.0, variance(effects.effect) - within / panels_count);
  const double shrinkage = between > 0 ? panels_count * between / (panels_count * between + within) : 0;
  for (double& u : effects.effect) u *= shrinkage;
  effects.error.assign(n, std::sqrt(between * (1 - shrinkage)));
  effects.between = std::sqrt(between);
  effects.within = std::sqrt(within);
  return effects;
}

std::span<const FormulaRecord> formulas() { return kFormulas; }

}  // namespace tidu::calibrate
