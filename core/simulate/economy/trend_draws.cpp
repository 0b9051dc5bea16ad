// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/trend_draws.h"

#include "core/base/draws.h"
#include "core/base/sum.h"
#include "core/simulate/economy/baseline.h"

namespace tidu::simulate {
namespace {

using economy::GrowthPaths;
using economy::PersistentTrend;
using economy::Trend;

/// Which of two trends a random number is for.
enum class TrendOf : std::uint16_t { efficiency, labour };
constexpr std::uint16_t kTrends = 2;

/// Random numbers of one draw of the trends, standard normal but for `of_rho`.
class TrendNoise {
 public:
  TrendNoise(std::uint64_t seed, std::uint64_t draw) : rng_(seed), draw_(draw) {}

  double of_mean(TrendOf trend) const { return at(trend, 0, 0); }
  double of_region(TrendOf trend, std::size_t n) const { return at(trend, 1 + n, 0); }
  double of_year(TrendOf trend, std::size_t t) const { return at(trend, 0, 1 + t); }
  double of_region_year(TrendOf trend, std::size_t n, std::size_t t) const { return at(trend, 1 + n, 1 + t); }
  /// Uniform: which rho, of regions and of all. What follows is kept apart from N regions' numbers.
  double of_rho(TrendOf trend, std::size_t regions, std::size_t which) const {
    return uniform(rng_, address(trend, 1 + regions, which));
  }
  /// Chi squared over its degrees of freedom.
  double of_scale(TrendOf trend, std::size_t regions, std::size_t freedom) const {
    double out = 0;
    for (std::size_t k = 0; k < freedom; ++k) {
      const double z = at(trend, 2 + regions, k);
      out += z * z;
    }
    return out / static_cast<double>(freedom);
  }

 private:
  DrawAddress address(TrendOf trend, std::size_t place, std::size_t year) const {
    const auto draw = static_cast<std::uint16_t>(place * kTrends + static_cast<std::uint16_t>(trend));
    return {
        .entity = draw_, .draw = draw, .step = static_cast<std::uint32_t>(year), .purpose = Purpose::baseline_trend};
  }
  double at(TrendOf trend, std::size_t place, std::size_t year) const {
    return normal(rng_, address(trend, place, year));
  }
  Rng rng_;
  std::uint64_t draw_;
};

/// The rest of the world grows as the regions do in the mean.
std::vector<double> with_world(std::vector<double> regions) {
  regions.push_back(mean(regions));
  return regions;
}

std::vector<double> drawn_trend(const Trend& trend, TrendOf which, const TrendNoise& noise) {
  std::vector<double> out = trend.region;
  for (std::size_t n = 0; n < out.size(); ++n)
    out[n] += trend.mean_error * noise.of_mean(which) + trend.region_error[n] * noise.of_region(which, n);
  return out;
}

GrowthPaths paths_of(const std::vector<double>& efficiency, const std::vector<double>& labour, std::size_t years) {
  GrowthPaths out;
  std::vector<double> capital = efficiency;
  for (std::size_t n = 0; n < capital.size(); ++n) capital[n] += labour[n];
  out.capital = with_world(std::move(capital));
  out.efficiency.assign(years, with_world(efficiency));
  out.labour.assign(years, with_world(labour));
  return out;
}

void add_year(const Trend& trend, const TrendNoise& noise, std::size_t t, std::vector<double>& efficiency) {
  efficiency.pop_back();
  for (std::size_t n = 0; n < efficiency.size(); ++n)
    efficiency[n] += trend.year * noise.of_year(TrendOf::efficiency, t) +
                     trend.region_year * noise.of_region_year(TrendOf::efficiency, n, t);
  efficiency = with_world(std::move(efficiency));
}

economy::GrowthNoise noise_of(const TrendNoise& noise, TrendOf which, const PersistentTrend& trend,
                              const DrawnYears& ahead) {
  const std::size_t regions = trend.regions();
  economy::GrowthNoise out{.region_rho = noise.of_rho(which, regions, 0),
                           .common_rho = noise.of_rho(which, regions, 1),
                           .common_scale = noise.of_scale(which, regions, trend.freedom),
                           .common_mean = noise.of_mean(which)};
  for (std::size_t n = 0; n < regions; ++n) out.region.push_back(noise.of_region(which, n));
  out.year.assign(ahead.years, 0);
  out.region_year.assign(ahead.years, std::vector<double>(regions, 0));
  for (std::size_t t = 0; ahead.shocks && t < ahead.years; ++t) {
    out.year[t] = noise.of_year(which, t);
    for (std::size_t n = 0; n < regions; ++n) out.region_year[t][n] = noise.of_region_year(which, n, t);
  }
  return out;
}

GrowthPaths independent_paths(const BaselineInput& input, const TrendNoise& noise, const DrawnYears& ahead) {
  GrowthPaths out = paths_of(drawn_trend(input.efficiency, TrendOf::efficiency, noise),
                             drawn_trend(input.labour, TrendOf::labour, noise), ahead.years);
  if (!ahead.shocks) return out;
  for (std::size_t t = 0; t < ahead.years; ++t) add_year(input.efficiency, noise, t, out.efficiency[t]);
  return out;
}

}  // namespace

GrowthPaths central_paths(const BaselineInput& input) {
  if (!input.persistence) return paths_of(input.efficiency.region, input.labour.region, input.years);
  GrowthPaths out;
  const auto& [efficiency, labour] = *input.persistence;
  set_ahead(economy::expected_growth(efficiency, input.years), economy::expected_growth(labour, input.years), out);
  return out;
}

GrowthPaths draw_paths(const BaselineInput& input, const DrawnYears& ahead, std::uint64_t seed, std::uint64_t draw) {
  const TrendNoise noise(seed, draw);
  if (!input.persistence) return independent_paths(input, noise, ahead);
  const auto& [efficiency, labour] = *input.persistence;
  GrowthPaths out;
  set_ahead(economy::drawn_growth(efficiency, noise_of(noise, TrendOf::efficiency, efficiency, ahead)),
            economy::drawn_growth(labour, noise_of(noise, TrendOf::labour, labour, ahead)), out);
  return out;
}

}  // namespace tidu::simulate
