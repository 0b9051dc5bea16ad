// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/growth_backtest.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/sum.h"

namespace tidu::calibrate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::size_t at(GrowthBenchmark benchmark) { return static_cast<std::size_t>(benchmark); }

void subtract_mean(std::vector<double>& x) {
  const double m = mean(x);
  for (double& v : x) v -= m;
}

// Years of the panel by position, each relative to its mean over regions.
std::vector<std::vector<double>> relative_years(const GrowthPanel& panel) {
  std::vector<std::vector<double>> out(panel.growth.extent<Year>(), std::vector<double>(panel.growth.extent<Region>()));
  for (std::size_t t = 0; t < out.size(); ++t) {
    for (std::size_t n = 0; n < out[t].size(); ++n) out[t][n] = panel.growth(n, t);
    subtract_mean(out[t]);
  }
  return out;
}

// Mean over the positions first <= t < end.
std::vector<double> mean_of(const std::vector<std::vector<double>>& years, std::size_t first, std::size_t end) {
  std::vector<double> out(years.front().size(), 0);
  for (std::size_t t = first; t < end; ++t) {
    for (std::size_t n = 0; n < out.size(); ++n) out[n] += years[t][n];
  }
  for (double& v : out) v /= static_cast<double>(end - first);
  return out;
}

// Least squares through 0 of pooled pairs.
class ThroughZero {
 public:
  void add(const std::vector<double>& x, const std::vector<double>& y) {
    products_ += dot(x, y);
    squares_ += dot(x, x);
  }
  double slope() const { return squares_ > 0 ? products_ / squares_ : 0; }

 private:
  double products_ = 0;
  double squares_ = 0;
};

double shrinkage_of(const std::vector<std::vector<double>>& years, std::size_t seen) {
  ThroughZero pairs;
  for (std::size_t split = 1; split < seen; ++split) pairs.add(mean_of(years, 0, split), mean_of(years, split, seen));
  return std::clamp(pairs.slope(), 0.0, 1.0);
}

double autoregression_of(const std::vector<std::vector<double>>& years, std::size_t seen) {
  ThroughZero pairs;
  for (std::size_t t = 1; t < seen; ++t) pairs.add(years[t - 1], years[t]);
  return pairs.slope();
}

std::vector<double> times(double factor, std::vector<double> x) {
  for (double& v : x) v *= factor;
  return x;
}

// Mean of rho^h, h = 1 ... years.
double mean_power(double rho, std::size_t years) {
  double power = 1;
  double total = 0;
  for (std::size_t h = 0; h < years; ++h) total += power *= rho;
  return total / static_cast<double>(years);
}

Result<void> check(const GrowthPanel& panel) {
  for (std::size_t n = 0; n < panel.growth.extent<Region>(); ++n) {
    for (std::size_t t = 0; t < panel.growth.extent<Year>(); ++t) {
      if (std::isfinite(panel.growth(n, t))) continue;
      return failure(ErrorCode::domain,
                     text("calibrate.growth_value", static_cast<std::int64_t>(n + 1),
                          static_cast<std::int64_t>(panel.first_year) + static_cast<std::int64_t>(t)),
                     text("calibrate.growth_value.hint"));
    }
  }
  return {};
}

Result<void> check_years(const GrowthPanel& panel, int first, int last) {
  if (panel.first_year <= first && first <= last && last <= panel.last_year()) return {};
  return failure(ErrorCode::shape,
                 text("calibrate.growth_years", std::int64_t{first}, std::int64_t{last}, std::int64_t{panel.first_year},
                      std::int64_t{panel.last_year()}),
                 text("calibrate.growth_years.hint"));
}

}  // namespace

Result<std::vector<double>> relative_growth(const GrowthPanel& panel, int first, int last) {
  if (auto good = check(panel); !good) return tl::unexpected(good.error());
  if (auto good = check_years(panel, first, last); !good) return tl::unexpected(good.error());
  return mean_of(relative_years(panel), static_cast<std::size_t>(first - panel.first_year),
                 static_cast<std::size_t>(last - panel.first_year + 1));
}

Result<GrowthForecasts> growth_forecasts(const GrowthPanel& panel, int origin, int last) {
  if (origin < panel.first_year + 1 || origin >= last) {
    return failure(
        ErrorCode::shape,
        text("calibrate.growth_origin", std::int64_t{origin}, std::int64_t{panel.first_year}, std::int64_t{last}),
        text("calibrate.growth_origin.hint"));
  }
  auto actual = relative_growth(panel, origin + 1, last);
  if (!actual) return tl::unexpected(actual.error());
  const auto years = relative_years(panel);
  const auto seen = static_cast<std::size_t>(origin - panel.first_year + 1);
  GrowthForecasts out{.actual = std::move(*actual),
                      .shrinkage = shrinkage_of(years, seen),
                      .autoregression = autoregression_of(years, seen)};
  const std::vector<double> trend = mean_of(years, 0, seen);
  const double ahead = mean_power(out.autoregression, static_cast<std::size_t>(last - origin));
  out.forecast[at(GrowthBenchmark::same)].assign(trend.size(), 0);
  out.forecast[at(GrowthBenchmark::own_trend)] = trend;
  out.forecast[at(GrowthBenchmark::shrunken_trend)] = times(out.shrinkage, trend);
  out.forecast[at(GrowthBenchmark::ar1)] = times(ahead, years[seen - 1]);
  return out;
}

Result<std::vector<double>> shift_share(View<const double, Region, Column> share,
                                        std::span<const double> sector_growth) {
  if (share.extent<Column>() != sector_growth.size() || share.extent<Region>() == 0) {
    return failure(ErrorCode::shape,
                   text("calibrate.growth_shares", static_cast<std::int64_t>(share.extent<Column>()),
                        static_cast<std::int64_t>(sector_growth.size())),
                   text("calibrate.growth_shares.hint"));
  }
  std::vector<double> out(share.extent<Region>(), 0);
  for (std::size_t n = 0; n < out.size(); ++n) {
    for (std::size_t j = 0; j < sector_growth.size(); ++j) out[n] += share(n, j) * sector_growth[j];
  }
  subtract_mean(out);
  return out;
}

namespace {

// Actual on forecast with a constant; the error of the slope from each region's own residual (HC1).
void regress(std::span<const double> actual, std::span<const double> forecast, GrowthScore& score) {
  const auto n = static_cast<double>(actual.size());
  std::vector<double> x(forecast.begin(), forecast.end());
  std::vector<double> y(actual.begin(), actual.end());
  subtract_mean(x);
  subtract_mean(y);
  const double squares = dot(x, x);
  const double total = dot(y, y);
  // rounding alone makes equal forecasts differ
  const double size = dot(forecast, forecast);
  if (squares <= 1e-24 * size || squares == 0) {
    score.slope = score.slope_error = score.r_squared = kNone;
    return;
  }
  score.slope = dot(x, y) / squares;
  double meat = 0;
  double unexplained = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double e = y[i] - score.slope * x[i];
    meat += x[i] * x[i] * e * e;
    unexplained += e * e;
  }
  score.slope_error = n > 2 ? std::sqrt(n / (n - 2) * meat) / squares : kNone;
  score.r_squared = total > 0 ? 1 - unexplained / total : kNone;
}

}  // namespace

GrowthScore growth_score(std::span<const double> actual, std::span<const double> forecast) {
  TIDU_ASSERT(actual.size() == forecast.size() && !actual.empty());
  GrowthScore score;
  double same = 0;
  for (std::size_t n = 0; n < actual.size(); ++n) {
    const double e = forecast[n] - actual[n];
    score.rmse += e * e;
    score.mae += std::fabs(e);
    same += actual[n] * actual[n];
  }
  const auto n = static_cast<double>(actual.size());
  score.rmse = std::sqrt(score.rmse / n);
  score.mae /= n;
  score.skill = same > 0 ? 1 - score.rmse / std::sqrt(same / n) : kNone;
  regress(actual, forecast, score);
  return score;
}

Result<PairedTest> paired_permutation(std::span<const double> actual, std::span<const double> first,
                                      std::span<const double> second, std::span<const std::size_t> cluster) {
  TIDU_ASSERT(actual.size() == first.size() && actual.size() == second.size() && actual.size() == cluster.size());
  TIDU_ASSERT(!actual.empty());
  const std::size_t clusters = *std::max_element(cluster.begin(), cluster.end()) + 1;
  if (clusters > kMostClusters) {
    return failure(ErrorCode::limit,
                   text("calibrate.growth_clusters", static_cast<std::int64_t>(clusters),
                        static_cast<std::int64_t>(kMostClusters)),
                   text("calibrate.growth_clusters.hint"));
  }
  std::vector<double> by_cluster(clusters, 0);
  for (std::size_t n = 0; n < actual.size(); ++n) {
    const double a = first[n] - actual[n];
    const double b = second[n] - actual[n];
    by_cluster[cluster[n]] += a * a - b * b;
  }
  const double observed = sum(by_cluster);
  double size = 0;
  for (const double d : by_cluster) size += std::fabs(d);
  const double slack = 1e-12 * size;  // sums that differ by rounding are equal
  const std::uint64_t ways = std::uint64_t{1} << clusters;
  std::uint64_t as_extreme = 0;
  for (std::uint64_t signs = 0; signs < ways; ++signs) {
    double total = 0;
    for (std::size_t c = 0; c < clusters; ++c) total += (signs >> c & 1) != 0 ? -by_cluster[c] : by_cluster[c];
    if (std::fabs(total) >= std::fabs(observed) - slack) ++as_extreme;
  }
  return PairedTest{.difference = observed / static_cast<double>(actual.size()),
                    .p = static_cast<double>(as_extreme) / static_cast<double>(ways),
                    .clusters = clusters};
}

std::span<const FormulaRecord> growth_formulas() {
  static constexpr std::array kRecords{
      FormulaRecord{"relative_growth", "aₙ = (1/H) Σ_{t>T} (gₙₜ − ḡₜ), g = 100 ln(xₜ / xₜ₋₁)", "Tidu"},
      FormulaRecord{"growth_shrunken_trend", "âₙ = B pₙ, B = Σ p a / Σ p² over all divisions of the years up to T",
                    "Tidu; Efron & Morris 1975"},
      FormulaRecord{"growth_ar1", "âₙ = xₙT (1/H) Σₕ ρʰ", "Box & Jenkins 1970"},
      FormulaRecord{"shift_share", "âₙ = Σⱼ sₙⱼ Gⱼ − mean", "Dunn 1960; Esteban-Marquillas 1972"},
      FormulaRecord{"kehoe_regression", "aₙ = c + b âₙ + eₙ", "Kehoe 2005"},
      FormulaRecord{"paired_permutation", "p = #{|Σ_c ±d_c| ≥ |Σ_c d_c|} / 2^C, d = Σ (e₁² − e₂²)",
                    "Fisher 1935; Canay, Romano & Shaikh 2017"},
      FormulaRecord{"interval_score", "S = (u − l) + 2/α · [(l − a)⁺ + (a − u)⁺], 1 − α ∈ {½, 9/10}",
                    "Gneiting & Raftery 2007, eq. 43"},
      FormulaRecord{"crps", "E|X − a| − ½ E|X − X′|", "Gneiting & Raftery 2007, eq. 21; Ferro 2014"}};
  return kRecords;
}

}  // namespace tidu::calibrate
