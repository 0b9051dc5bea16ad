// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/heterogeneity.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::calibrate {
namespace {

double logit(double percent) { return math::log(percent / (100 - percent)); }

Result<Array<double, Region, Year>> logits(const SeriesPanel& panel) {
  Array<double, Region, Year> z(panel.percent.extents());
  for (std::size_t r = 0; r < z.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < z.extent<Year>(); ++t) {
      const double y = panel.percent(r, t);
      if (!(y > 0 && y < 100)) {
        return failure(ErrorCode::domain, text("calibrate.percent", r + 1, t + 1, y), text("calibrate.percent.hint"));
      }
      z(r, t) = logit(y);
    }
  }
  return z;
}

// Median of the slopes between all pairs of points (Sen 1968).
double sen_slope(std::span<const double> z) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < z.size(); ++i) {
    for (std::size_t j = i + 1; j < z.size(); ++j) slopes.push_back((z[j] - z[i]) / static_cast<double>(j - i));
  }
  std::sort(slopes.begin(), slopes.end());
  const std::size_t middle = slopes.size() / 2;
  return slopes.size() % 2 == 1 ? slopes[middle] : 0.5 * (slopes[middle - 1] + slopes[middle]);
}

// Least-squares slope of y over 0, 1, ... and the variance of that slope.
struct Slope {
  double value = 0;
  double variance = 0;
};

Slope least_squares_slope(std::span<const double> y) {
  const double n = static_cast<double>(y.size());
  const double middle = (n - 1) / 2;
  const double centre = mean(y);
  double sxy = 0;
  double sxx = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double x = static_cast<double>(t) - middle;
    sxy += x * (y[t] - centre);
    sxx += x * x;
  }
  const double slope = sxy / sxx;
  double squares = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double residual = y[t] - centre - slope * (static_cast<double>(t) - middle);
    squares += residual * residual;
  }
  return {slope, squares / (n - 2) / sxx};
}

double variance(std::span<const double> x) {
  const double m = mean(x);
  double squares = 0;
  for (const double v : x) squares += (v - m) * (v - m);
  return squares / static_cast<double>(x.size() - 1);
}

// Slopes of the regions: the nation's plus the shrunken deviation of each.
std::vector<double> hierarchical_slopes(View<const double, Region, Year> z, std::size_t years) {
  const std::size_t n = z.extent<Region>();
  std::vector<double> nation(years);
  for (std::size_t t = 0; t < years; ++t) {
    for (std::size_t r = 0; r < n; ++r) nation[t] += z(r, t) / static_cast<double>(n);
  }
  std::vector<double> own(n);
  std::vector<double> error(n);
  std::vector<double> deviation(years);
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t t = 0; t < years; ++t) deviation[t] = z(r, t) - nation[t];
    const Slope slope = least_squares_slope(deviation);
    own[r] = slope.value;
    error[r] = slope.variance;
  }
  const double tau2 = std::max(0.0, variance(own) - mean(error));
  const double national_slope = sen_slope(nation);
  for (std::size_t r = 0; r < n; ++r) own[r] = national_slope + (tau2 > 0 ? tau2 / (tau2 + error[r]) : 0.0) * own[r];
  return own;
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
  const std::vector<double> hierarchical = hierarchical_slopes(*z, train);
  std::array<Score, kModels> scores{};
  for (std::size_t r = 0; r < z->extent<Region>(); ++r) {
    const std::span<const double> path(&(*z)(r, 0), train);
    const std::array<double, kModels> slope{0.0, sen_slope(path), hierarchical[r]};
    for (std::size_t t = train; t < z->extent<Year>(); ++t) {
      for (std::size_t m = 0; m < kModels; ++m) {
        const double predicted = 100 * math::logistic(path.back() + slope[m] * static_cast<double>(t + 1 - train));
        const double miss = predicted - panel.percent(r, t);
        ++scores[m].predictions;
        scores[m].rmse += miss * miss;
        scores[m].mae += std::fabs(miss);
      }
    }
  }
  for (Score& score : scores) {
    const double n = static_cast<double>(score.predictions);
    score.rmse = std::sqrt(score.rmse / n);
    score.mae /= n;
  }
  return scores;
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
    std::vector<double> level(n);
    for (std::size_t r = 0; r < n; ++r) level[r] = mean({&(*z)(r, 0), z->extent<Year>()});
    const double centre = mean(level);
    for (std::size_t r = 0; r < n; ++r) deviation(r, j) = level[r] - centre;
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
