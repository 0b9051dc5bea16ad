// SPDX-License-Identifier: Apache-2.0
#include "core/economy/growth.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/economy/checks.h"

namespace tidu::economy {
namespace {

constexpr std::size_t kFewestRegions = 4;  // with 3 nothing is shrunk, with fewer the noise counts against the regions
constexpr std::size_t kFewestYears = 2;

/// Means of a table's rows, columns and cells.
struct Means {
  std::vector<double> region, year;
  double all = 0;
};

Means means_of(View<const double, Region, Year> x) {
  const std::size_t regions = x.extent<Region>();
  const std::size_t years = x.extent<Year>();
  Means out{.region = std::vector<double>(regions, 0), .year = std::vector<double>(years, 0)};
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t t = 0; t < years; ++t) {
      out.region[n] += x(n, t) / static_cast<double>(years);
      out.year[t] += x(n, t) / static_cast<double>(regions);
    }
    out.all += out.region[n] / static_cast<double>(regions);
  }
  return out;
}

Result<void> check_trend(View<const double, Region, Year> x) {
  if (x.extent<Region>() < kFewestRegions || x.extent<Year>() < kFewestYears)
    return refuse(ErrorCode::shape, "economy.trend", "economy.trend.hint", x.extent<Region>(), x.extent<Year>());
  for (std::size_t n = 0; n < x.extent<Region>(); ++n) {
    for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
      if (!std::isfinite(x(n, t)))
        return refuse(ErrorCode::domain, "economy.not_finite", "economy.not_finite.hint", copy("growth"),
                      position({n, t}));
    }
  }
  return {};
}

double hat(double points) { return math::exp(points / 100); }

/// Share of capital in value added, 0 where there is none.
double capital_share(const Economy& e, std::size_t n, std::size_t j) {
  double all = e.structures_income(n, j);
  for (const RegionSector& labour : e.labour_income) all += labour(n, j);
  return all > 0 ? e.structures_income(n, j) / all : 0;
}

/// Productivity of value added by year, the base year's first: (1 - xi) of what labour's efficiency has gained, and all
/// of what good and bad years have left.
std::vector<RegionSector> productivity_of(const Economy& e, const GrowthPaths& paths) {
  std::vector<RegionSector> out{RegionSector({e.regions(), e.sectors()}, 1)};
  std::vector<double> gained(e.regions(), 0);
  std::vector<double> shocked(e.regions(), 0);
  for (std::size_t t = 0; t < paths.efficiency.size(); ++t) {
    RegionSector& next = out.emplace_back(std::array{e.regions(), e.sectors()});
    for (std::size_t n = 0; n < e.regions(); ++n) {
      gained[n] += paths.efficiency[t][n];
      if (!paths.shock.empty()) shocked[n] += paths.shock[t][n];
      for (std::size_t j = 0; j < e.sectors(); ++j)
        next(n, j) = hat((1 - capital_share(e, n, j)) * gained[n] + shocked[n]);
    }
  }
  return out;
}

Result<void> check_paths(const BaseYear& base, const GrowthPaths& paths) {
  const std::size_t regions = base.economy.regions();
  if (auto ok = check_size("efficiency", std::max<std::size_t>(paths.efficiency.size(), 1), paths.labour.size()); !ok)
    return ok;
  if (!paths.shock.empty()) {
    if (auto ok = check_size("shock", paths.shock.size(), paths.labour.size()); !ok) return ok;
  }
  for (const auto* path : {&paths.efficiency, &paths.labour, &paths.shock}) {
    for (const std::vector<double>& year : *path) {
      if (auto ok = check_size("efficiency, labour, shock", year.size(), regions); !ok) return ok;
    }
  }
  return check_size("capital", paths.capital.size(), regions);
}

}  // namespace

Result<Trend> empirical_bayes_trend(View<const double, Region, Year> growth) {
  if (auto ok = check_trend(growth); !ok) return tl::unexpected(ok.error());
  const auto regions = static_cast<double>(growth.extent<Region>());
  const auto years = static_cast<double>(growth.extent<Year>());
  const Means means = means_of(growth);
  double between = 0;
  double left = 0;
  for (std::size_t n = 0; n < growth.extent<Region>(); ++n) {
    const double own = means.region[n] - means.all;
    between += own * own / (regions - 1);
    for (std::size_t t = 0; t < growth.extent<Year>(); ++t) {
      const double noise = growth(n, t) - means.region[n] - means.year[t] + means.all;
      left += noise * noise;
    }
  }
  const double of_mean = left / ((regions - 1) * (years - 1)) / years;
  Trend out{.mean = means.all, .region = means.region};
  if (between > 0) out.shrinkage = std::max(0.0, 1 - (regions - 3) / (regions - 1) * of_mean / between);
  for (const double year : means.year) out.year += (year - means.all) * (year - means.all) / (years - 1);
  out.year = std::sqrt(out.year);
  out.mean_error = out.year / std::sqrt(years);
  out.region_year = std::sqrt(of_mean * years);
  for (double& own : out.region) {
    const double lost = (1 - out.shrinkage) * (own - means.all);
    const double of_shrinkage = regions > 3 ? 2 / (regions - 3) * lost * lost : 0;
    out.region_error.push_back(std::sqrt(of_mean * out.shrinkage + of_shrinkage));
    own = means.all + out.shrinkage * (own - means.all);
  }
  return out;
}

Result<GrowthYears> growth_years(const BaseYear& base, const GrowthPaths& paths) {
  if (auto ok = check_paths(base, paths); !ok) return tl::unexpected(ok.error());
  GrowthYears out{.drivers = {.productivity = productivity_of(base.economy, paths)},
                  .options = {.years = paths.efficiency.size() + 1,
                              .accumulation = {.depreciation = paths.depreciation},
                              .closure = paths.closure}};
  for (const std::vector<double>& year : paths.labour) {
    std::vector<double>& next = out.drivers.workers.emplace_back();
    for (const double points : year) next.push_back(hat(points));
  }
  // of the year after the last, which nobody asks for
  out.drivers.workers.emplace_back(base.economy.regions(), 1.0);
  for (const double points : paths.capital)
    out.options.investment_rate.push_back(math::expm1(points / 100) + paths.depreciation);
  return out;
}

Result<GrowthForecast> forecast_growth(const BaseYear& base, const GrowthPaths& paths, Executor& executor) {
  const auto made = growth_years(base, paths);
  if (!made) return tl::unexpected(made.error());
  const auto run = run_years(base, made->drivers, made->options, executor);
  if (!run) return tl::unexpected(run.error());
  const std::size_t years = paths.efficiency.size();
  GrowthForecast out{.converged = run->converged, .product = run->product.back()};
  for (const double product : out.product) out.growth.push_back(100 * math::log(product) / static_cast<double>(years));
  return out;
}

}  // namespace tidu::economy
