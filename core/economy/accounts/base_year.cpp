// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/base_year.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy::accounts {
namespace {

constexpr double kRounding = 1e-9;  ///< of published tables: what exceeds by less is not impossible

std::vector<double> column_of(const RegionSector& values, std::size_t k) {
  std::vector<double> out;
  for (std::size_t n = 0; n < values.extent<Region>(); ++n) out.push_back(values(n, k));
  return out;
}

void set_column(RegionSector& values, std::size_t k, const std::vector<double>& column) {
  for (std::size_t n = 0; n < column.size(); ++n) values(n, k) = column[n];
}

/// Takes what lies above the caps to the others in proportion to their room; the moved share, or none where there is
/// not enough room.
std::optional<double> move_excess(std::vector<double>& values, const std::vector<double>& caps) {
  double excess = 0;
  double room = 0;
  for (std::size_t n = 0; n < values.size(); ++n) {
    if (values[n] > caps[n])
      excess += values[n] - caps[n];
    else
      room += caps[n] - values[n];
  }
  if (excess == 0) return 0.0;
  if (excess > room) return std::nullopt;
  const double total = sum(values);
  for (std::size_t n = 0; n < values.size(); ++n)
    values[n] = values[n] > caps[n] ? caps[n] : values[n] + (caps[n] - values[n]) * (excess / room);
  return excess / total;
}

double over(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// The tables' margins made possible, in their own year and money.
struct Feasible {
  RegionSector investment, used, exported, imported, outflow, inflow;
  std::vector<Cell> cells;
};

double input(const RegionalTables& t, std::size_t n, std::size_t k, std::size_t j) {
  return t.input_coefficient(n, k, j) * t.gross_output(n, j);
}

/// Investment, whose falling stocks are no demand, and what is used in all.
void find_uses(const RegionalTables& t, Feasible& out) {
  out.investment = out.used = RegionSector({t.regions(), t.sectors()});
  for (std::size_t n = 0; n < t.regions(); ++n) {
    for (std::size_t k = 0; k < t.sectors(); ++k) {
      const double invested = t.fixed_capital(n, k) + t.inventories(n, k);
      out.investment(n, k) = std::max(0.0, invested);
      if (invested < 0) out.cells.push_back({n, k, Fault::stocks_below_zero, invested, 0, 0});
      double& used = out.used(n, k);
      used = t.households(n, k) + t.government(n, k) + out.investment(n, k);
      for (std::size_t j = 0; j < t.sectors(); ++j) used += input(t, n, k, j);
    }
  }
}

/// Holds trade with the world to (1 - h_min) of `whole`.
Result<RegionSector> place_foreign(const RegionSector& recorded, const RegionSector& whole, double home_min,
                                   Fault fault, std::vector<Cell>& cells) {
  RegionSector out = recorded;
  for (std::size_t k = 0; k < recorded.extent<Sector>(); ++k) {
    std::vector<double> values = column_of(recorded, k);
    std::vector<double> caps = column_of(whole, k);
    for (double& cap : caps) cap *= 1 - home_min;
    if (!move_excess(values, caps)) {
      const bool out_of = fault == Fault::exports_above_output;
      return refuse(ErrorCode::domain, out_of ? "accounts.exports" : "accounts.imports",
                    out_of ? "accounts.exports.hint" : "accounts.imports.hint", k + 1, sum(column_of(recorded, k)),
                    sum(caps));
    }
    set_column(out, k, values);
    for (std::size_t n = 0; n < values.size(); ++n) {
      if (recorded(n, k) > caps[n]) cells.push_back({n, k, fault, recorded(n, k), values[n], whole(n, k)});
    }
  }
  return out;
}

/// Outflow and inflow without goods that pass through.
void net_reexports(const RegionalTables& t, double home_min, Feasible& out) {
  out.outflow = t.outflow;
  out.inflow = t.inflow;
  for (std::size_t n = 0; n < t.regions(); ++n) {
    for (std::size_t k = 0; k < t.sectors(); ++k) {
      const double made = t.gross_output(n, k);
      const double most = (1 - home_min) * (made - out.exported(n, k));
      if (t.outflow(n, k) > most) {
        out.outflow(n, k) = most;
        const bool impossible = t.exported(n, k) + t.outflow(n, k) > made * (1 + kRounding);
        out.cells.push_back(
            {n, k, impossible ? Fault::outflow_above_output : Fault::home_below_minimum, t.outflow(n, k), most, made});
      }
      const double own = made - out.exported(n, k) - out.outflow(n, k);
      const double used = out.used(n, k);
      out.inflow(n, k) = std::max(0.0, used - out.imported(n, k) - own);
      if (t.imported(n, k) + t.inflow(n, k) > used * (1 + kRounding))
        out.cells.push_back({n, k, Fault::inflow_above_use, t.inflow(n, k), out.inflow(n, k), used});
    }
  }
}

/// Output, uses and trade with the world at the tables' shares.
Result<void> carry(const RegionalTables& t, const Feasible& f, BaseTables& out) {
  const std::size_t sectors = t.sectors();
  out.output = out.exported = out.imported = RegionSector({t.regions(), sectors});
  out.use = UseArray({t.regions(), sectors, sectors + kFinalUses});
  for (std::size_t n = 0; n < t.regions(); ++n) {
    double tables = 0;
    double now = 0;
    for (std::size_t j = 0; j < sectors; ++j) {
      const double added = out.value_added(n, j);
      if (added > 0 && !(t.value_added(n, j) > 0))
        return refuse(ErrorCode::domain, "accounts.no_value_added", "accounts.no_value_added.hint", n + 1, j + 1);
      if (added > 0) out.output(n, j) = added * (t.gross_output(n, j) / t.value_added(n, j));
      out.exported(n, j) = over(f.exported(n, j), t.gross_output(n, j)) * out.output(n, j);
      tables += t.value_added(n, j);
      now += added;
    }
    out.region_factor.push_back(over(now, tables));
    for (std::size_t k = 0; k < sectors; ++k) {
      double used = 0;
      const std::array<double, kFinalUses> finals{t.households(n, k), t.government(n, k), f.investment(n, k)};
      for (std::size_t c = 0; c < sectors + kFinalUses; ++c) {
        double& cell = out.use(n, k, c);
        cell = c < sectors ? t.input_coefficient(n, k, c) * out.output(n, c)
                           : finals[c - sectors] * out.region_factor.back();
        used += cell;
      }
      out.imported(n, k) = over(f.imported(n, k), f.used(n, k)) * used;
    }
  }
  return {};
}

/// One factor on final uses, so that all uses sum to all supply.
Result<void> close_finals(BaseTables& out) {
  const std::size_t sectors = out.output.extent<Sector>();
  double finals = 0;
  for (std::size_t n = 0; n < out.output.extent<Region>(); ++n) {
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t c = sectors; c < sectors + kFinalUses; ++c) finals += out.use(n, k, c);
    }
  }
  const double absorbed = sum(out.value_added.values()) + sum(out.imported.values()) - sum(out.exported.values());
  if (!(absorbed > 0 && finals > 0))
    return refuse(ErrorCode::domain, "accounts.no_supply", "accounts.no_supply.hint", std::size_t{0}, absorbed);
  out.final_factor = absorbed / finals;
  for (std::size_t n = 0; n < out.output.extent<Region>(); ++n) {
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t c = sectors; c < sectors + kFinalUses; ++c) out.use(n, k, c) *= out.final_factor;
    }
  }
  return {};
}

/// Uses as a matrix, sectors that are used by regions and users; and back.
std::vector<double> gather(const UseArray& use) {
  const auto [regions, sectors, users] = use.extents();
  std::vector<double> out(use.size());
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t c = 0; c < users; ++c) out[(k * regions + n) * users + c] = use(n, k, c);
    }
  }
  return out;
}

void scatter(const std::vector<double>& matrix, UseArray& use) {
  const auto [regions, sectors, users] = use.extents();
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t c = 0; c < users; ++c) use(n, k, c) = matrix[(k * regions + n) * users + c];
    }
  }
}

/// What every producer pays for inputs, and what every final use sums to.
std::vector<double> user_totals(const BaseTables& base) {
  const auto [regions, sectors, users] = base.use.extents();
  std::vector<double> out;
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t c = 0; c < users; ++c) {
      double total = 0;
      for (std::size_t k = 0; c >= sectors && k < sectors; ++k) total += base.use(n, k, c);
      out.push_back(c < sectors ? base.output(n, c) - base.value_added(n, c) : total);
    }
  }
  return out;
}

Result<void> balance_uses(BaseTables& out) {
  const std::size_t sectors = out.output.extent<Sector>();
  std::vector<double> matrix = gather(out.use);
  const std::vector<double> users = user_totals(out);
  std::vector<double> supply;
  for (std::size_t k = 0; k < sectors; ++k) {
    supply.push_back(sum(column_of(out.output, k)) + sum(column_of(out.imported, k)) - sum(column_of(out.exported, k)));
    if (!(supply[k] >= 0))
      return refuse(ErrorCode::domain, "accounts.no_supply", "accounts.no_supply.hint", k + 1, supply[k]);
    const double asked = sum(std::span(matrix).subspan(k * users.size(), users.size()));
    out.supply_factor.push_back(asked > 0 ? supply[k] / asked : 1);
  }
  const auto balanced = balance({.matrix = matrix, .row_totals = supply, .column_totals = users});
  if (!balanced) return tl::unexpected(balanced.error());
  if (!balanced->converged)
    return refuse(ErrorCode::no_convergence, "accounts.unbalanced", "accounts.unbalanced.hint", std::size_t{0},
                  balanced->miss);
  out.uses = *balanced;
  scatter(matrix, out.use);
  return {};
}

/// Imports once more held to use, which balancing changed.
Result<void> replace_imports(double home_min, BaseTables& out) {
  const auto [regions, sectors, users] = out.use.extents();
  double moved = 0;
  for (std::size_t k = 0; k < sectors; ++k) {
    std::vector<double> values = column_of(out.imported, k);
    std::vector<double> caps(regions, 0);
    for (std::size_t n = 0; n < regions; ++n) caps[n] = (1 - home_min) * sum(std::span(&out.use(n, k, 0), users));
    const double total = sum(values);
    const auto share = move_excess(values, caps);
    if (!share) return refuse(ErrorCode::domain, "accounts.imports", "accounts.imports.hint", k + 1, total, sum(caps));
    moved += *share * total;
    set_column(out.imported, k, values);
  }
  out.imports_moved = over(moved, sum(out.imported.values()));
  return {};
}

}  // namespace

Result<BaseTables> to_base_year(const RegionalTables& tables, const RegionSector& value_added,
                                const AccountsOptions& options) {
  if (auto right = check_tables(tables); !right) return tl::unexpected(right.error());
  if (auto right = check_extents("value_added", value_added, {tables.regions(), tables.sectors()}); !right)
    return tl::unexpected(right.error());
  for (std::size_t n = 0; n < tables.regions(); ++n) {
    for (std::size_t j = 0; j < tables.sectors(); ++j) {
      if (auto right = check_value("value_added", {n, j}, value_added(n, j), Bound::at_least_zero); !right)
        return tl::unexpected(right.error());
    }
  }
  Feasible f;
  find_uses(tables, f);
  for (const auto& [recorded, whole, fault, placed] :
       {std::tuple{&tables.exported, &tables.gross_output, Fault::exports_above_output, &f.exported},
        {&tables.imported, &f.used, Fault::imports_above_use, &f.imported}}) {
    auto held = place_foreign(*recorded, *whole, options.home_min, fault, f.cells);
    if (!held) return tl::unexpected(held.error());
    *placed = std::move(*held);
  }
  net_reexports(tables, options.home_min, f);
  BaseTables out{.value_added = value_added, .cells = std::move(f.cells)};
  if (auto right = carry(tables, f, out); !right) return tl::unexpected(right.error());
  out.outflow_share = out.inflow_share = RegionSector({tables.regions(), tables.sectors()});
  for (std::size_t n = 0; n < tables.regions(); ++n) {
    for (std::size_t k = 0; k < tables.sectors(); ++k) {
      out.outflow_share(n, k) = over(f.outflow(n, k), tables.gross_output(n, k) - f.exported(n, k));
      out.inflow_share(n, k) = over(f.inflow(n, k), f.used(n, k) - f.imported(n, k));
    }
  }
  if (auto right = close_finals(out); !right) return tl::unexpected(right.error());
  if (auto right = balance_uses(out); !right) return tl::unexpected(right.error());
  if (auto right = replace_imports(options.home_min, out); !right) return tl::unexpected(right.error());
  return out;
}

}  // namespace tidu::economy::accounts
