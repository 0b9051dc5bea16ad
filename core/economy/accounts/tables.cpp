// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/tables.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy::accounts {
namespace {

struct Named {
  std::string_view name;
  const RegionSector* values;
  bool may_fall = false;
};

std::array<Named, 13> named(const RegionalTables& t) {
  return {{{"gross_output", &t.gross_output},
           {"value_added", &t.value_added},
           {"compensation", &t.compensation},
           {"capital_income", &t.capital_income, true},
           {"production_taxes", &t.production_taxes, true},
           {"households", &t.households},
           {"government", &t.government},
           {"fixed_capital", &t.fixed_capital},
           {"inventories", &t.inventories, true},
           {"exported", &t.exported},
           {"imported", &t.imported},
           {"outflow", &t.outflow},
           {"inflow", &t.inflow}}};
}

Result<void> check_margins(const Named& margin, std::size_t regions, std::size_t sectors) {
  if (auto right = check_extents(margin.name, *margin.values, {regions, sectors}); !right) return right;
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t j = 0; j < sectors; ++j) {
      const double value = (*margin.values)(n, j);
      // an infinite or missing number is refused in any case
      const bool fine = margin.may_fall && value > -std::numeric_limits<double>::max() && value < 0;
      if (fine) continue;
      if (auto right = check_value(margin.name, {n, j}, value, Bound::at_least_zero); !right) return right;
    }
  }
  return {};
}

Result<void> check_gdp(std::span<const double> gdp, std::size_t regions) {
  if (auto right = check_size("gdp", gdp.size(), regions); !right) return right;
  for (std::size_t n = 0; n < regions; ++n) {
    if (auto right = check_value("gdp", {n}, gdp[n], Bound::above_zero); !right) return right;
  }
  return {};
}

std::span<const double> row(const RegionSector& values, std::size_t n) {
  return {&values(n, 0), values.extent<Sector>()};
}

/// Brings the industries of one region to its gdp.
Result<std::vector<double>> close(const Industries& in, std::size_t n) {
  const std::size_t count = in.value_added.extent<Column>();
  std::vector<double> out(&in.value_added(n, 0), &in.value_added(n, 0) + count);
  const double total = sum(out);
  if (!in.residual) {
    if (!(total > 0)) return refuse(ErrorCode::domain, "accounts.residual", "accounts.residual.hint", n + 1, in.gdp[n]);
    for (double& value : out) value *= in.gdp[n] / total;
    return out;
  }
  double& open = out[*in.residual];
  open += in.gdp[n] - total;
  if (open < 0)
    return refuse(ErrorCode::domain, "accounts.residual", "accounts.residual.hint", n + 1, in.gdp[n] - total);
  return out;
}

}  // namespace

Result<void> check_tables(const RegionalTables& t) {
  const std::size_t regions = t.regions();
  const std::size_t sectors = t.sectors();
  if (regions == 0 || sectors == 0) return refuse(ErrorCode::shape, "economy.empty", "economy.empty.hint");
  for (const Named& margin : named(t)) {
    if (auto right = check_margins(margin, regions, sectors); !right) return right;
  }
  if (auto right = check_extents("input_coefficient", t.input_coefficient, {regions, sectors, sectors}); !right)
    return right;
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t j = 0; j < sectors; ++j) {
      for (std::size_t k = 0; k < sectors; ++k) {
        const double value = t.input_coefficient(n, k, j);
        if (auto right = check_value("input_coefficient", {n, k, j}, value, Bound::at_least_zero); !right) return right;
      }
      const double added = t.value_added(n, j);
      if ((added > 0) != (t.gross_output(n, j) > 0) || added > t.gross_output(n, j))
        return refuse(ErrorCode::domain, "accounts.no_value_added", "accounts.no_value_added.hint", n + 1, j + 1);
      const double earned = t.compensation(n, j) + t.capital_income(n, j) + t.production_taxes(n, j);
      if (added > 0 && !(earned > 0 && t.compensation(n, j) + std::max(0.0, t.capital_income(n, j)) > 0))
        return refuse(ErrorCode::domain, "accounts.no_factor_income", "accounts.no_factor_income.hint", n + 1, j + 1);
    }
  }
  return {};
}

Result<RegionSector> value_added_by_gdp(const RegionalTables& tables, std::span<const double> gdp) {
  if (auto right = check_gdp(gdp, tables.regions()); !right) return tl::unexpected(right.error());
  RegionSector out = tables.value_added;
  for (std::size_t n = 0; n < tables.regions(); ++n) {
    const double total = sum(row(tables.value_added, n));
    if (!(total > 0))
      return refuse(ErrorCode::domain, "accounts.no_value_added", "accounts.no_value_added.hint", n + 1,
                    std::size_t{0});
    for (std::size_t j = 0; j < tables.sectors(); ++j) out(n, j) *= gdp[n] / total;
  }
  return out;
}

Result<RegionSector> value_added_by_industry(const RegionalTables& tables, const Industries& in) {
  const std::size_t regions = tables.regions();
  const std::size_t count = in.value_added.extent<Column>();
  if (auto right = check_extents("industries", in.value_added, {regions, count}); !right)
    return tl::unexpected(right.error());
  if (auto right = check_size("industry_of", in.industry_of.size(), tables.sectors()); !right)
    return tl::unexpected(right.error());
  if (auto right = check_gdp(in.gdp, regions); !right) return tl::unexpected(right.error());
  for (const std::size_t industry : in.industry_of) {
    if (industry >= count)
      return refuse(ErrorCode::shape, "economy.shape", "economy.shape.hint", copy("industry_of"), industry + 1, count);
  }
  RegionSector out({regions, tables.sectors()});
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t a = 0; a < count; ++a) {
      if (auto right = check_value("industries", {n, a}, in.value_added(n, a), Bound::at_least_zero); !right)
        return tl::unexpected(right.error());
    }
    const auto closed = close(in, n);
    if (!closed) return tl::unexpected(closed.error());
    std::vector<double> known(count, 0);
    for (std::size_t j = 0; j < tables.sectors(); ++j) known[in.industry_of[j]] += tables.value_added(n, j);
    for (std::size_t a = 0; a < count; ++a) {
      if ((*closed)[a] > 0 && !(known[a] > 0))
        return refuse(ErrorCode::domain, "accounts.industry_without_sector", "accounts.industry_without_sector.hint",
                      n + 1, a + 1);
    }
    for (std::size_t j = 0; j < tables.sectors(); ++j) {
      const std::size_t a = in.industry_of[j];
      if (known[a] > 0) out(n, j) = (*closed)[a] * tables.value_added(n, j) / known[a];
    }
  }
  return out;
}

}  // namespace tidu::economy::accounts
