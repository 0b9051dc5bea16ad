// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/band_score.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

double normal_density(double z) { return math::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi); }

void add(const Band& band, std::size_t claim, double actual, double regions, BandRecord& record) {
  if (band.holds(actual)) ++record.inside[claim];
  record.interval_score[claim] += interval_score(band, kClaims[claim], actual) / regions;
}

}  // namespace

double interval_score(const Band& band, double claimed, double actual) {
  const double outside = std::max(0.0, band.low - actual) + std::max(0.0, actual - band.high);
  return band.high - band.low + 2 / (1 - claimed) * outside;
}

double crps_of_draws(std::span<const double> draws, double actual) {
  std::vector<double> sorted(draws.begin(), draws.end());
  std::sort(sorted.begin(), sorted.end());
  const auto count = static_cast<double>(sorted.size());
  double error = 0;
  double apart = 0;  // sum over pairs i < k of x[k] - x[i]
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    error += std::fabs(sorted[k] - actual) / count;
    apart += (2 * static_cast<double>(k) - count + 1) * sorted[k];
  }
  return error - apart / (count * (count - 1));
}

double crps_of_normal(double mean, double sd, double actual) {
  const double z = (actual - mean) / sd;
  return sd * (z * (2 * math::normal_cdf(z) - 1) + 2 * normal_density(z) - std::numbers::inv_sqrtpi);
}

Band band_of_draws(std::span<const double> draws, double claimed) {
  std::vector<double> sorted(draws.begin(), draws.end());
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double p) {
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
  };
  return {.low = at((1 - claimed) / 2), .high = at((1 + claimed) / 2)};
}

Band band_of_normal(double mean, double sd, double claimed) {
  const double z = math::normal_quantile((1 + claimed) / 2);
  return {.low = mean - z * sd, .high = mean + z * sd};
}

BandRecord record_of_draws(std::span<const std::vector<double>> draws, std::span<const double> actual) {
  const auto regions = static_cast<double>(actual.size());
  BandRecord out;
  for (std::size_t n = 0; n < actual.size(); ++n) {
    for (std::size_t c = 0; c < kClaims.size(); ++c)
      add(band_of_draws(draws[n], kClaims[c]), c, actual[n], regions, out);
    out.crps += crps_of_draws(draws[n], actual[n]) / regions;
  }
  return out;
}

BandRecord record_of_normal(double sd, std::span<const double> actual) {
  const auto regions = static_cast<double>(actual.size());
  BandRecord out;
  for (const double value : actual) {
    for (std::size_t c = 0; c < kClaims.size(); ++c) add(band_of_normal(0, sd, kClaims[c]), c, value, regions, out);
    out.crps += crps_of_normal(0, sd, value) / regions;
  }
  return out;
}

Result<double> past_spread(const GrowthPanel& panel, int origin, int years) {
  const int length = std::min(years, origin - panel.first_year + 1);
  double squares = 0;
  double runs = 0;
  for (int first = panel.first_year; first + length - 1 <= origin; ++first) {
    const auto relative = relative_growth(panel, first, first + length - 1);
    if (!relative) return tl::unexpected(relative.error());
    for (const double own : *relative) squares += own * own / static_cast<double>(relative->size() - 1);
    runs += 1;
  }
  if (!(runs > 0)) {  // no year up to the origin: refused as such years are
    const auto none = relative_growth(panel, origin, origin);
    return tl::unexpected(none.error());
  }
  return std::sqrt(squares / runs);
}

}  // namespace tidu::calibrate
