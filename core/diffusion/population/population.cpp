// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/population.h"

#include <algorithm>
#include <cmath>

#include "core/base/sum.h"
#include "core/diffusion/population/rounding.h"

namespace tidu::diffusion::population {
namespace {

constexpr std::size_t kMostGroups = 8;

using Checked = tl::expected<void, Error>;

bool is_amount(double x) { return x >= 0 && std::isfinite(x); }

// The keys of what may be wrong with a list of shares.
struct ShareTexts {
  std::string_view value;
  std::string_view value_hint;
  std::string_view sum;
  std::string_view sum_hint;
};

constexpr ShareTexts kSectorTexts{"diffusion.population.sector_value", "diffusion.population.sector_value.hint",
                                  "diffusion.population.sector_sum", "diffusion.population.sector_sum.hint"};
constexpr ShareTexts kSizeTexts{"diffusion.population.size_value", "diffusion.population.size_value.hint",
                                "diffusion.population.size_sum", "diffusion.population.size_sum.hint"};
constexpr ShareTexts kGroupTexts{"diffusion.population.group_value", "diffusion.population.group_value.hint",
                                 "diffusion.population.group_sum", "diffusion.population.group_sum.hint"};

Checked check_shares(std::span<const double> shares, std::size_t row, const ShareTexts& texts) {
  for (std::size_t k = 0; k < shares.size(); ++k) {
    if (!is_amount(shares[k])) {
      return failure(ErrorCode::domain, text(texts.value, row + 1, k + 1, shares[k]), text(texts.value_hint));
    }
  }
  if (const double total = sum(shares); !(std::abs(total - 1) <= kShareTolerance))
    return failure(ErrorCode::domain, text(texts.sum, row + 1, total), text(texts.sum_hint));
  return {};
}

std::size_t regions_of(const Margins& margins) { return std::max(margins.counts.size(), margins.proxy.size()); }

Checked check_sizes(const Margins& margins) {
  const std::size_t regions = regions_of(margins);
  const bool lists = margins.counts.empty() || margins.proxy.empty() || margins.counts.size() == margins.proxy.size();
  const std::size_t sectors = regions == 0 ? 0 : margins.sectors.size() / regions;
  if (regions == 0 || !lists) {
    return failure(ErrorCode::shape, text("diffusion.population.regions", margins.counts.size(), margins.proxy.size()),
                   text("diffusion.population.regions.hint"));
  }
  if (sectors == 0 || sectors * regions != margins.sectors.size()) {
    return failure(ErrorCode::shape, text("diffusion.population.sectors", margins.sectors.size(), regions),
                   text("diffusion.population.sectors.hint"));
  }
  if (margins.groups.size() > kMostGroups) {
    return failure(ErrorCode::limit, text("diffusion.population.groups", margins.groups.size(), kMostGroups),
                   text("diffusion.population.groups.hint"));
  }
  if (const std::size_t cells = sectors * margins.sizes.size() * margins.groups.size(); cells > kMostCellsOfRegion) {
    return failure(ErrorCode::limit, text("diffusion.population.cells", cells, kMostCellsOfRegion),
                   text("diffusion.population.cells.hint"));
  }
  return {};
}

Checked check_total(std::uint64_t agents) {
  if (agents == 0) return failure(ErrorCode::domain, text("diffusion.agents.none"), text("diffusion.agents.none.hint"));
  if (agents > agents::kMostAgents) {
    return failure(ErrorCode::limit, text("diffusion.agents.many", agents::kMostAgents),
                   text("diffusion.agents.many.hint"));
  }
  return {};
}

Checked check(const Margins& margins, std::size_t sectors) {
  if (auto valid = check_total(margins.agents); !valid) return valid;
  for (std::size_t r = 0; r < regions_of(margins); ++r) {
    const auto row = std::span(margins.sectors).subspan(r * sectors, sectors);
    if (auto valid = check_shares(row, r, kSectorTexts); !valid) return valid;
  }
  if (auto valid = check_shares(margins.sizes, 0, kSizeTexts); !valid) return valid;
  return check_shares(margins.groups, 0, kGroupTexts);
}

// Entities of each region, in any unit, and which of them are counted.
struct RegionWeights {
  std::vector<double> weight;
  std::vector<bool> counted;
};

Error bad_region(std::size_t region, double value) {
  return {ErrorCode::domain, text("diffusion.population.region_value", region + 1, value),
          text("diffusion.population.region_value.hint")};
}

Result<RegionWeights> weigh_regions(const Margins& margins) {
  const std::size_t n = regions_of(margins);
  RegionWeights regions{std::vector<double>(n, 0), std::vector<bool>(n, false)};
  double counted = 0;
  double missing = 0;  // proxy of the regions that are not counted
  bool any_counted = false;
  for (std::size_t r = 0; r < n; ++r) {
    const bool has = !margins.counts.empty() && !std::isnan(margins.counts[r]);
    const double value = has ? margins.counts[r] : margins.proxy.empty() ? -1 : margins.proxy[r];
    if (!is_amount(value)) return tl::unexpected(bad_region(r, value));
    regions.counted[r] = has;
    regions.weight[r] = value;
    (has ? counted : missing) += value;
    any_counted = any_counted || has;
  }
  if (!any_counted || missing == 0) return regions;
  if (!(margins.national > counted) || !std::isfinite(margins.national)) {
    return failure(ErrorCode::domain, text("diffusion.population.national", margins.national, counted),
                   text("diffusion.population.national.hint"));
  }
  for (std::size_t r = 0; r < n; ++r) {
    if (!regions.counted[r]) regions.weight[r] *= (margins.national - counted) / missing;
  }
  return regions;
}

Result<std::vector<std::uint64_t>> region_totals(const RegionWeights& regions, std::uint64_t agents) {
  if (!(sum(regions.weight) > 0))
    return failure(ErrorCode::domain, text("diffusion.agents.none"), text("diffusion.agents.none.hint"));
  std::vector<std::uint64_t> totals = share_out(quotas(regions.weight, agents), agents);
  for (std::size_t r = 0; r < totals.size(); ++r) {
    if (totals[r] == 0) {
      return failure(ErrorCode::domain, text("diffusion.population.empty_region", r + 1, agents),
                     text("diffusion.population.empty_region.hint"));
    }
  }
  return totals;
}

// P(z | s), sectors x sizes: the national shares, or the table fitted to them and to the sectors' sizes in the nation.
Result<FittedTable> sizes_of_sectors(const Margins& margins, std::span<const std::uint64_t> totals,
                                     std::size_t sectors) {
  const std::size_t sizes = margins.sizes.size();
  FittedTable shares;
  for (std::size_t s = 0; s < sectors; ++s)
    shares.values.insert(shares.values.end(), margins.sizes.begin(), margins.sizes.end());
  if (margins.sector_sizes.empty()) return shares;
  std::vector<double> rows(sectors, 0);
  for (std::size_t r = 0; r < totals.size(); ++r) {
    for (std::size_t s = 0; s < sectors; ++s)
      rows[s] += static_cast<double>(totals[r]) * margins.sectors[r * sectors + s];
  }
  std::vector<double> columns = margins.sizes;
  const double nation = sum(rows);
  const double size_sum = sum(margins.sizes);
  for (double& c : columns) c *= nation / size_sum;
  Result<FittedTable> fitted = fit_margins(margins.sector_sizes, rows, columns, margins.fit);
  if (!fitted) return fitted;
  for (std::size_t s = 0; s < sectors; ++s) {
    for (std::size_t z = 0; z < sizes; ++z) {
      double& share = fitted->values[s * sizes + z];
      share = rows[s] > 0 ? share / rows[s] : margins.sizes[z];
    }
  }
  return fitted;
}

std::vector<double> region_shares(const Margins& margins, const CellShape& shape, std::size_t region,
                                  std::span<const double> size_shares) {
  std::vector<double> shares;
  shares.reserve(shape.per_region());
  for (std::size_t s = 0; s < shape.sectors; ++s) {
    for (std::size_t z = 0; z < shape.sizes; ++z) {
      const double share = margins.sectors[region * shape.sectors + s] * size_shares[s * shape.sizes + z];
      for (const double group : margins.groups) shares.push_back(share * group);
    }
  }
  return shares;
}

Assumed assumed_of(const Margins& margins, const CellShape& shape, const RegionWeights& regions,
                   std::span<const std::uint64_t> totals) {
  std::uint64_t proxied = 0;
  for (std::size_t r = 0; r < totals.size(); ++r) proxied += regions.counted[r] ? 0 : totals[r];
  Assumed assumed;
  assumed.regions = static_cast<double>(proxied) / static_cast<double>(margins.agents);
  assumed.sectors = shape.sectors == 1 || margins.sectors_counted ? 0 : 1;
  assumed.sizes = shape.sizes == 1 || margins.sizes_counted ? 0 : 1;
  assumed.any = std::max({assumed.regions, assumed.sectors, assumed.sizes});
  return assumed;
}

}  // namespace

Result<Population> allocate(const Margins& margins) {
  if (const auto valid = check_sizes(margins); !valid) return tl::unexpected(valid.error());
  Population population;
  CellShape& shape = population.shape;
  shape.regions = regions_of(margins);
  shape.sectors = margins.sectors.size() / shape.regions;
  shape.sizes = margins.sizes.size();
  shape.groups = margins.groups.size();
  if (const auto valid = check(margins, shape.sectors); !valid) return tl::unexpected(valid.error());
  const auto regions = weigh_regions(margins);
  if (!regions) return tl::unexpected(regions.error());
  auto totals = region_totals(*regions, margins.agents);
  if (!totals) return tl::unexpected(totals.error());
  const auto size_shares = sizes_of_sectors(margins, *totals, shape.sectors);
  if (!size_shares) return tl::unexpected(size_shares.error());
  population.fit_cycles = size_shares->cycles;
  population.fit_error = size_shares->error;
  const std::size_t widths[] = {shape.sectors, shape.sizes, shape.groups};
  population.cells.reserve(shape.cells());
  for (std::size_t r = 0; r < shape.regions; ++r) {
    const auto shares = region_shares(margins, shape, r, size_shares->values);
    const auto whole = share_out_nested(quotas(shares, (*totals)[r]), widths, (*totals)[r]);
    for (std::size_t c = 0; c < whole.size(); ++c) {
      population.cells.push_back(
          {whole[c], static_cast<std::uint32_t>(r), static_cast<std::uint8_t>(c % shape.groups)});
    }
  }
  population.assumed = assumed_of(margins, shape, *regions, *totals);
  population.region_agents = std::move(*totals);
  return population;
}

}  // namespace tidu::diffusion::population
