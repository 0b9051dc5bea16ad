// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/draws.h"
#include "core/economy/accounts/accounts.h"
#include "core/economy/support_test.h"

namespace tidu::economy::accounts::testing {

struct Kind {
  std::size_t regions = 4;
  std::size_t sectors = 3;
  std::uint64_t seed = 1;
  bool gaps = false;        ///< regions that lack a sector
  bool impossible = false;  ///< outflow and exports that may be above output
};

/// Margins that need not fit together, as published ones do not.
class RandomTables {
 public:
  explicit RandomTables(const Kind& kind) : kind_(kind), rng_(kind.seed) {}

  double unit() { return uniform(rng_, {.entity = next_++, .purpose = Purpose::test}); }

  RegionalTables make() {
    RegionalTables t;
    const std::size_t regions = kind_.regions, sectors = kind_.sectors;
    for (RegionSector* values :
         {&t.gross_output, &t.value_added, &t.compensation, &t.capital_income, &t.production_taxes, &t.households,
          &t.government, &t.fixed_capital, &t.inventories, &t.exported, &t.imported, &t.outflow, &t.inflow})
      *values = RegionSector({regions, sectors});
    t.input_coefficient = Array<double, Region, Sector, OtherSector>({regions, sectors, sectors});
    for (std::size_t n = 0; n < regions; ++n) {
      for (std::size_t j = 0; j < sectors; ++j) cell(n, j, t);
    }
    return t;
  }

  Geography places() {
    Geography out{.distance = Array<double, Region, OtherRegion>({kind_.regions, kind_.regions})};
    for (std::size_t n = 0; n < kind_.regions; ++n) {
      out.area.push_back(1e4 + 2e5 * unit());
      for (std::size_t i = 0; i < n; ++i) out.distance(n, i) = out.distance(i, n) = 200 + 2000 * unit();
    }
    return out;
  }

 private:
  void cell(std::size_t n, std::size_t j, RegionalTables& t) {
    t.households(n, j) = 10 * unit();
    t.government(n, j) = 3 * unit();
    t.fixed_capital(n, j) = 4 * unit();
    t.inventories(n, j) = 4 * unit() - 2;
    t.imported(n, j) = 3 * unit();
    t.inflow(n, j) = 10 * unit();
    t.exported(n, j) = 3 * unit();
    t.outflow(n, j) = 6 * unit();
    // the first region makes everything, so that nothing is out of reach; every other makes something
    if (kind_.gaps && n > 0 && j != n % kind_.sectors && unit() < 0.2) return;
    const double made = t.gross_output(n, j) = 10 + 30 * unit();
    if (kind_.impossible && unit() < 0.3) t.outflow(n, j) = made * (0.5 + 3 * unit());
    double added = made;
    for (std::size_t k = 0; k < kind_.sectors; ++k) {
      const double share = 0.7 / static_cast<double>(kind_.sectors) * (0.2 + 0.8 * unit());
      t.input_coefficient(n, k, j) = share;
      added -= share * made;
    }
    t.value_added(n, j) = added;
    t.compensation(n, j) = added * (0.4 + 0.4 * unit());
    t.production_taxes(n, j) = added * (0.3 * unit() - 0.1);
    t.capital_income(n, j) = added - t.compensation(n, j) - t.production_taxes(n, j);
  }

  Kind kind_;
  Rng rng_;
  std::uint64_t next_ = 0;
};

/// A rest of the world so large that random imports are little to it.
inline AccountsOptions large_world() { return {.world_size = 50}; }

/// Accounts of random tables with one change.
template <class Change>
Result<Accounts> changed(Change change, AccountsOptions options = large_world(), const Kind& kind = {}) {
  RandomTables random(kind);
  RegionalTables tables = random.make();
  RegionSector added = tables.value_added;
  Geography places = random.places();
  change(tables, added, places);
  return make_accounts(tables, added, places, options);
}

}  // namespace tidu::economy::accounts::testing
