// SPDX-License-Identifier: Apache-2.0
#include "core/economy/first_order.h"

#include <algorithm>
#include <cmath>

#include "core/base/linalg.h"
#include "core/base/sum.h"
#include "core/economy/checks.h"
#include "core/economy/linear_sweeps.h"
#include "core/economy/markets.h"

namespace tidu::economy {
namespace {

/// A shock in the terms of the sweeps.
struct Pushed {
  RegionSector technology;               ///< theta gamma dA + dT
  std::vector<RegionSector> log_supply;  ///< by factor
  std::vector<double> people;
};

Result<void> check_change(std::string_view name, const RegionSector& change, const Economy& e) {
  if (change.size() == 0) return {};
  if (auto ok = check_extents(name, change, {e.regions(), e.sectors()}); !ok) return ok;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      // Of either sign, but a number: its square is held to the bound.
      if (auto ok = check_value(name, {n, j}, change(n, j) * change(n, j), Bound::at_least_zero); !ok) return ok;
    }
  }
  return {};
}

Result<RegionSector> supply(std::string_view name, const RegionSector& change, const Economy& e,
                            const std::vector<Mobility>& market) {
  if (auto ok = check_change(name, change, e); !ok) return tl::unexpected(ok.error());
  if (change.size() == 0) return RegionSector({e.regions(), e.sectors()});
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 1; j < e.sectors() && market[n] == Mobility::regional; ++j) {
      if (change(n, j) != change(n, 0))
        return refuse(ErrorCode::domain, "economy.supply_differs", "economy.supply_differs.hint", copy(name), n + 1,
                      j + 1);
    }
  }
  return change;
}

Result<Pushed> pushed(const Economy& e, const SmallShock& shock) {
  Pushed out{.technology = RegionSector({e.regions(), e.sectors()}), .log_supply = {}, .people = shock.people};
  if (auto ok = check_change("productivity", shock.productivity, e); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_change("technology", shock.technology, e); !ok) return tl::unexpected(ok.error());
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      if (shock.productivity.size() != 0)
        out.technology(n, j) += e.theta[j] * e.value_added_share(n, j) * shock.productivity(n, j);
      if (shock.technology.size() != 0) out.technology(n, j) += shock.technology(n, j);
    }
  }
  if (!shock.labour.empty()) {
    if (auto ok = check_size("labour", shock.labour.size(), e.skills()); !ok) return tl::unexpected(ok.error());
  }
  if (!shock.people.empty()) {
    if (auto ok = check_size("people", shock.people.size(), e.regions()); !ok) return tl::unexpected(ok.error());
  }
  for (std::size_t g = 0; g <= e.skills(); ++g) {
    const bool labour = g < e.skills();
    const RegionSector none;
    const RegionSector& change = !labour ? shock.structures : shock.labour.empty() ? none : shock.labour[g];
    auto one = supply(labour ? "labour" : "structures", change, e, labour ? e.labour_market : e.structures_market);
    if (!one) return tl::unexpected(one.error());
    out.log_supply.push_back(std::move(*one));
  }
  return out;
}

/// Incomes, supplies and technology of some right-hand sides, run through both series.
class Columns {
 public:
  Columns(const BaseYear& base, const Closure& closure, const Markets& markets, std::size_t count)
      : base_(base), closure_(closure), markets_(markets), sweeps_(base, count) {}

  void set(std::size_t c, const std::vector<double>& dy, const Pushed& push) {
    const Economy& e = base_.economy;
    RegionSector bundle({e.regions(), e.sectors()});
    markets_.bundle_price(dy, push.log_supply, bundle);
    for (std::size_t n = 0; n < e.regions(); ++n) {
      for (std::size_t j = 0; j < e.sectors(); ++j)
        sweeps_.set(n, j, c, e.value_added_share(n, j) * bundle(n, j), push.technology(n, j) / e.theta[j]);
    }
    std::vector<double> income = value_added(dy);
    const std::vector<double> deficits = deficit_changes(base_, closure_, push.people, income);
    add_pool(dy, income);
    for (std::size_t n = 0; n < e.regions(); ++n) sweeps_.set_income(n, c, income[n] + deficits[n]);
  }

  Result<void> run() {
    const Loop loop = sweeps_.solve();
    if (loop.change <= kNeumann) return {};
    return refuse(ErrorCode::no_convergence, "economy.base_diverges", "economy.base_diverges.hint", loop.sweeps,
                  loop.change);
  }

  /// d ln(demand) of every market.
  std::vector<double> log_demand(std::size_t c, const std::vector<double>& demand) const {
    std::vector<double> out = markets_.demand(sweeps_.output(c));
    for (std::size_t m = 0; m < out.size(); ++m) out[m] /= demand[m];
    return out;
  }

  SmallResponse response(std::size_t c, const std::vector<double>& dy, const Pushed& push) const {
    const Economy& e = base_.economy;
    SmallResponse out{.log_income = dy, .value_added = value_added(dy), .price = sweeps_.price(c)};
    for (std::size_t n = 0; n < e.regions(); ++n) {
      out.income.push_back(sweeps_.income(n, c));
      double consumption = 0;
      double investment = 0;
      const double invested = e.investment_share[n];
      for (std::size_t k = 0; k < e.sectors(); ++k) {
        consumption += e.final_share(n, k) * out.price(n, k);
        if (invested > 0) investment += e.investment_basket(n, k) * out.price(n, k);
      }
      out.consumer_price.push_back(consumption);
      out.final_price.push_back((1 - invested) * consumption + invested * investment);
      out.real_income.push_back(out.income[n] / base_.income[n] - out.final_price[n]);
    }
    for (std::size_t f = 0; f < markets_.factors(); ++f) {
      RegionSector price({e.regions(), e.sectors()});
      for (std::size_t n = 0; n < e.regions(); ++n) {
        for (std::size_t j = 0; j < e.sectors(); ++j) price(n, j) = markets_.log_price(f, n, j, dy, push.log_supply);
      }
      if (f < e.skills()) {
        out.wage.push_back(std::move(price));
      } else {
        out.rental = std::move(price);
      }
    }
    return out;
  }

 private:
  std::vector<double> value_added(const std::vector<double>& dy) const {
    std::vector<double> out(base_.economy.regions(), 0.0);
    for (std::size_t m = 0; m < markets_.size(); ++m) out[markets_.region(m)] += markets_.base(m) * dy[m];
    return out;
  }

  void add_pool(const std::vector<double>& dy, std::vector<double>& income) const {
    const Economy& e = base_.economy;
    const std::size_t structures = markets_.factors() - 1;
    const std::vector<RegionSector> none(markets_.factors(), RegionSector({e.regions(), e.sectors()}));
    std::vector<double> paid(e.regions(), 0.0);
    for (std::size_t n = 0; n < e.regions(); ++n) {
      for (std::size_t j = 0; j < e.sectors() && e.pooled[n] != 0; ++j)
        paid[n] += e.structures_income(n, j) * markets_.log_price(structures, n, j, dy, none);
    }
    const double pool = sum(paid);
    for (std::size_t n = 0; n < e.regions(); ++n) income[n] += e.ownership[n] * pool - paid[n];
  }

  const BaseYear& base_;
  const Closure& closure_;
  const Markets& markets_;
  LinearSweeps sweeps_;
};

/// A failure of any block of columns, the first of them.
Result<void> first_failure(std::vector<Result<void>>& done) {
  for (Result<void>& each : done) {
    if (!each) return tl::unexpected(std::move(each.error()));
  }
  return {};
}

std::size_t blocks_of(std::size_t count) { return (count + kColumns - 1) / kColumns; }

}  // namespace

Result<Linearised> Linearised::at(const BaseYear& base, const Closure& closure, Executor& executor) {
  if (auto ok = check_closure(base, closure, {}); !ok) return tl::unexpected(ok.error());
  const Economy& e = base.economy;
  const bool deficits = std::any_of(e.deficit.begin(), e.deficit.end(), [](double value) { return value != 0; });
  if (closure.rule != ClosureRule::given && closure.keep != 1 && deficits)
    return refuse(ErrorCode::domain, "economy.linear_closure", "economy.linear_closure.hint", closure.keep);
  Linearised out(base, closure);
  const Markets markets(e);
  const std::size_t size = markets.size();
  const std::vector<double> demand = markets.demand(base.output);
  out.jacobian_ = Array<double, Row, Column>({size, size});
  const Pushed nothing{
      .technology = RegionSector({e.regions(), e.sectors()}),
      .log_supply = std::vector<RegionSector>(markets.factors(), RegionSector({e.regions(), e.sectors()})),
      .people = {}};
  std::vector<Result<void>> done(blocks_of(size));
  executor.for_blocks(done.size(), [&](std::size_t block) {
    const std::size_t first = block * kColumns;
    const std::size_t count = std::min(kColumns, size - first);
    Columns columns(base, closure, markets, count);
    std::vector<double> dy(size, 0.0);
    for (std::size_t c = 0; c < count; ++c) {
      dy[first + c] = 1;
      columns.set(c, dy, nothing);
      dy[first + c] = 0;
    }
    done[block] = columns.run();
    for (std::size_t c = 0; c < count && done[block]; ++c) {
      const std::vector<double> grown = columns.log_demand(c, demand);
      for (std::size_t m = 0; m < size; ++m) out.jacobian_(m, first + c) = grown[m] - (m == first + c ? 1 : 0);
    }
  });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("economy.cancelled"));
  if (auto ok = first_failure(done); !ok) return tl::unexpected(ok.error());
  return out;
}

Result<std::vector<SmallResponse>> Linearised::respond(const std::vector<SmallShock>& shocks,
                                                       Executor& executor) const {
  const Markets markets(base_->economy);
  const std::size_t size = markets.size();
  const std::vector<double> demand = markets.demand(base_->output);
  std::vector<SmallResponse> out(shocks.size());
  if (shocks.empty()) return out;
  std::vector<Pushed> pushes;
  for (const SmallShock& shock : shocks) {
    auto one = pushed(base_->economy, shock);
    if (!one) return tl::unexpected(one.error());
    pushes.push_back(std::move(*one));
  }
  // Walras: demand'J = 0, so that 1 w' makes it regular and keeps w'dy = 0.
  Array<double, Row, Column> system = jacobian_;
  Array<double, Row, Column> right({size, shocks.size()});
  double world = 0;
  for (std::size_t m = 0; m < size; ++m) world += markets.base(m);
  for (std::size_t m = 0; m < size; ++m) {
    for (std::size_t k = 0; k < size; ++k) system(m, k) -= markets.base(k) / world;
  }
  std::vector<Result<void>> done(blocks_of(shocks.size()));
  const auto each_block = [&](FunctionRef<void(Columns&, std::size_t, std::size_t)> work,
                              FunctionRef<std::vector<double>(std::size_t)> dy) {
    executor.for_blocks(done.size(), [&](std::size_t block) {
      const std::size_t first = block * kColumns;
      const std::size_t count = std::min(kColumns, shocks.size() - first);
      Columns columns(*base_, closure_, markets, count);
      for (std::size_t c = 0; c < count; ++c) columns.set(c, dy(first + c), pushes[first + c]);
      done[block] = columns.run();
      for (std::size_t c = 0; c < count && done[block]; ++c) work(columns, c, first + c);
    });
  };
  each_block(
      [&](Columns& columns, std::size_t c, std::size_t at) {
        const std::vector<double> grown = columns.log_demand(c, demand);
        for (std::size_t m = 0; m < size; ++m) right(m, at) = -grown[m];
      },
      [&](std::size_t) { return std::vector<double>(size, 0.0); });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("economy.cancelled"));
  if (auto ok = first_failure(done); !ok) return tl::unexpected(ok.error());
  const auto moved = linalg::lu_solve(system.view(), right.view());
  if (!moved) return tl::unexpected(moved.error());
  const auto dy = [&](std::size_t at) {
    std::vector<double> column(size);
    for (std::size_t m = 0; m < size; ++m) column[m] = (*moved)(m, at);
    return column;
  };
  each_block(
      [&](Columns& columns, std::size_t c, std::size_t at) { out[at] = columns.response(c, dy(at), pushes[at]); }, dy);
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("economy.cancelled"));
  if (auto ok = first_failure(done); !ok) return tl::unexpected(ok.error());
  return out;
}

Result<Array<double, Region, OtherRegion>> friend_enemy(const BaseYear& base, const Closure& closure,
                                                        Executor& executor) {
  const std::size_t regions = base.economy.regions();
  const auto linear = Linearised::at(base, closure, executor);
  if (!linear) return tl::unexpected(linear.error());
  std::vector<SmallShock> shocks(regions);
  for (std::size_t i = 0; i < regions; ++i) {
    shocks[i].productivity = RegionSector({regions, base.economy.sectors()});
    for (std::size_t j = 0; j < base.economy.sectors(); ++j) shocks[i].productivity(i, j) = 1;
  }
  const auto found = linear->respond(shocks, executor);
  if (!found) return tl::unexpected(found.error());
  Array<double, Region, OtherRegion> out({regions, regions});
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t i = 0; i < regions; ++i) out(n, i) = (*found)[i].real_income[n];
  }
  return out;
}

}  // namespace tidu::economy
