// SPDX-License-Identifier: Apache-2.0
#include "core/economy/region_blocks.h"

#include <algorithm>

#include "core/base/sum.h"

namespace tidu::economy {
namespace {

bool same(const std::vector<Mobility>& markets) {
  return std::all_of(markets.begin(), markets.end(), [&](Mobility market) { return market == markets.front(); });
}

}  // namespace

RegionBlocks::RegionBlocks(const Economy& economy, const Markets& markets)
    : economy_(economy),
      markets_(markets),
      regions_(economy.regions()),
      sectors_(economy.sectors()),
      row_(full_row(regions_ + 1)),
      alike_(same(economy.labour_market) && same(economy.structures_market)),
      market_(regions_),
      world_slot_(markets.size()),
      demand_share_(markets.size()),
      reach_share_(markets.size()),
      bought_(sectors_ * row_),
      made_(sectors_ * row_),
      inputs_(sectors_ * sectors_ * row_),
      home_(sectors_ * row_),
      lost_(sectors_ * row_),
      links_(sectors_, row_),
      price_(sectors_ * row_),
      spending_(sectors_ * row_),
      output_(sectors_ * row_),
      cost_(sectors_ * row_),
      work_(sectors_ * row_) {
  for (std::size_t m = 0; m < markets.size(); ++m) market_[markets.region(m)].push_back(m);
  std::vector<std::size_t> kinds;
  for (std::size_t m = 0; m < markets.size(); ++m) {
    const auto kind = std::find(kinds.begin(), kinds.end(), markets.kind(m));
    world_slot_[m] = static_cast<std::size_t>(kind - kinds.begin());
    if (kind == kinds.end()) kinds.push_back(markets.kind(m));
  }
  world_share_.resize(kinds.size());
  slots_ = kinds.size();
  for (const auto& own : market_) slots_ = std::max(slots_, own.size());
  cost_of_ = Rows(slots_ * sectors_ * row_);
  spending_of_ = Rows(slots_ * sectors_ * row_);
  demand_ = Rows(slots_ * row_);
  excess_ = Rows(slots_ * row_);
  incomes_ = RegionFactors(slots_, row_);
  find_payers();
}

void RegionBlocks::find_payers() {
  const auto each = [this](const auto& visit) {
    for (std::size_t n = 0; n < regions_; ++n) {
      for (std::size_t slot = 0; slot < market_[n].size(); ++slot) {
        const std::size_t m = market_[n][slot];
        const std::size_t only = markets_.sector(m);
        const bool regional = only == Markets::kRegional;
        for (std::size_t j = regional ? 0 : only; j < (regional ? sectors_ : only + 1); ++j) {
          const double paid = markets_.paid(m, n, j) * economy_.value_added_share(n, j);
          if (paid != 0) visit(n, slot, j, paid);
        }
      }
    }
  };
  payers_.resize(slots_);
  for (Payers& payers : payers_) payers.first = sectors_;
  each([&](std::size_t n, std::size_t slot, std::size_t j, double /*paid*/) {
    for (Payers* payers : {&payers_[slot], &payers_[world_slot_[market_[n][slot]]]}) {
      payers->first = std::min(payers->first, j);
      payers->end = std::max(payers->end, j + 1);
    }
  });
  for (Payers& payers : payers_) {
    payers.first = std::min(payers.first, payers.end);
    payers.paid = Rows((payers.end - payers.first) * row_);
  }
  each([&](std::size_t n, std::size_t slot, std::size_t j, double paid) { payers_[slot].at(j, row_)[n] = paid; });
}

void RegionBlocks::lay_out(const Sweeps& sweeps, const std::vector<double>& demand) {
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t j = 0; j < sectors_; ++j) {
      const double home = sweeps.home_share(n, j);
      row(home_, j)[n] = home;
      const double kept = sweeps.output()(n, j) - home * home * sweeps.expenditure()(n, j);
      row(lost_, j)[n] = economy_.theta[j] * std::max(kept, 0.0);
      for (std::size_t k = 0; k < sectors_; ++k) {
        const double share = sweeps.input_share_now(n, k, j);
        inputs_.at((k * sectors_ + j) * row_)[n] = -share;
      }
    }
  }
  if (together_) {
    weigh_regions(sweeps);
    weigh_markets(sweeps, demand);
    add_up();
  }
  for (std::size_t j = 0; j < sectors_; ++j) {
    for (std::size_t k = 0; k < sectors_; ++k) {
      double* link = links_.at(j, k);
      std::copy_n(inputs_.at((k * sectors_ + j) * row_), row_, link);
      kernels_.multiply(link, row(home_, k), row_);
      for (std::size_t n = 0; n < row_ && j == k; ++n) link[n] += 1;
    }
  }
  links_.factor();
}

/// What each region is of the world's spending and output.
void RegionBlocks::weigh_regions(const Sweeps& sweeps) {
  for (std::size_t j = 0; j < sectors_; ++j) {
    double bought = 0;
    double made = 0;
    for (std::size_t n = 0; n < regions_; ++n) {
      bought += row(bought_, j)[n] = std::max(sweeps.expenditure()(n, j), 0.0);
      made += row(made_, j)[n] = std::max(sweeps.output()(n, j), 0.0);
    }
    for (std::size_t n = 0; n < regions_; ++n) {
      row(bought_, j)[n] *= bought > 0 ? 1 / bought : 0;
      row(made_, j)[n] *= made > 0 ? 1 / made : 0;
    }
    row(home_, j)[regions_] = bought > 0 ? made / bought : 1;
  }
}

/// What each market is of the world's. One sector's costs move alike in all regions where incomes move by the inverse
/// of what the market is paid of output; markets of whole regions move alike.
void RegionBlocks::weigh_markets(const Sweeps& sweeps, const std::vector<double>& demand) {
  std::vector<double> paid(world_share_.size());
  std::vector<double> reach(world_share_.size());
  const auto reach_of = [&](std::size_t m) {
    const std::size_t j = markets_.sector(m);
    return j == Markets::kRegional ? demand[m] : sweeps.output()(markets_.region(m), j);
  };
  for (std::size_t m = 0; m < demand.size(); ++m) {
    if (!(demand[m] > 0)) continue;
    paid[world_slot_[m]] += demand[m];
    reach[world_slot_[m]] += reach_of(m);
  }
  const double all = sum(paid);
  for (std::size_t slot = 0; slot < world_share_.size(); ++slot) {
    world_share_[slot] = all > 0 ? paid[slot] / all : 0;
    demand_.at(slot * row_)[regions_] = paid[slot] > 0 ? 1 / paid[slot] : 0;
  }
  for (std::size_t m = 0; m < demand.size(); ++m) {
    const std::size_t slot = world_slot_[m];
    demand_share_[m] = demand[m] > 0 ? demand[m] / paid[slot] : 0;
    reach_share_[m] = demand[m] > 0 ? reach_of(m) / reach[slot] : 0;
  }
}

/// The world's inputs, and what its markets are paid.
void RegionBlocks::add_up() {
  for (std::size_t j = 0; j < sectors_; ++j) {
    for (std::size_t k = 0; k < sectors_; ++k) {
      double* inputs = inputs_.at((k * sectors_ + j) * row_);
      inputs[regions_] = kernels_.dot(inputs, row(made_, j), regions_);
    }
  }
  for (Payers& payers : payers_) {
    for (std::size_t j = payers.first; j < payers.end; ++j) payers.at(j, row_)[regions_] = 0;
  }
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t slot = 0; slot < market_[n].size(); ++slot) {
      Payers& world = payers_[world_slot_[market_[n][slot]]];
      for (std::size_t j = payers_[slot].first; j < payers_[slot].end; ++j) {
        const double paid = payers_[slot].at(j, row_)[n];
        if (paid != 0) world.at(j, row_)[regions_] += row(made_, j)[n] * paid;
      }
    }
  }
}

/// From gamma omega and what incomes spend, in `cost` and `spending`, to all of dc, dX and dY.
void RegionBlocks::respond(Rows& cost, Rows& spending, Rows& output) {
  const std::size_t down = sectors_ * row_;
  links_.solve(cost.at(0));
  for (std::size_t j = 0; j < sectors_; ++j) {
    std::copy_n(row(cost, j), row_, row(work_, j));
    kernels_.multiply(row(work_, j), row(lost_, j), row_);
    std::fill_n(row(output, j), row_, 0.0);
    kernels_.subtract(row(output, j), row(output, j), row(work_, j), row_);
  }
  const auto used = [&](Rows& made) {  // what it takes of inputs, added to spending
    for (std::size_t k = 0; k < sectors_; ++k)
      kernels_.less_products(row(spending, k), inputs_.at(k * down), row_, made.at(0), row_, sectors_, row_);
  };
  used(output);
  std::copy_n(spending.at(0), down, work_.at(0));
  for (std::size_t k = 0; k < sectors_; ++k) kernels_.multiply(row(work_, k), row(home_, k), row_);
  links_.solve_transposed(work_.at(0));
  used(work_);
  for (std::size_t k = 0; k < sectors_; ++k) {
    std::copy_n(row(spending, k), row_, row(work_, k));
    kernels_.multiply(row(work_, k), row(home_, k), row_);
    kernels_.add(row(output, k), row(work_, k), 1, row_);
  }
}

/// Takes away what a slot's market is paid of the output.
void RegionBlocks::less_paid(double* out, std::size_t slot) {
  const Payers& payers = payers_[slot];
  kernels_.less_products(out, payers.paid.at(0), row_, row(output_, payers.first), row_, payers.end - payers.first,
                         row_);
}

void RegionBlocks::refresh(const Sweeps& sweeps, const std::vector<double>& y, bool together) {
  together_ = together && alike_;
  const std::vector<double> demand = markets_.demand(sweeps.output());
  lay_out(sweeps, demand);
  std::vector<double> earned = y;
  exp_all(earned.data(), earned.size());
  for (std::size_t m = 0; m < earned.size(); ++m) earned[m] *= markets_.base(m);
  Rows world(world_share_.size() * sectors_);  // what the world's markets spend
  for (std::size_t m = 0; m < earned.size(); ++m)
    kernels_.add(world.at(world_slot_[m] * sectors_), &sweeps.final_share()(markets_.region(m), 0), earned[m],
                 sectors_);
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    for (std::size_t n = 0; n < regions_; ++n) {
      const bool there = slot < market_[n].size();
      const std::size_t m = there ? market_[n][slot] : 0;
      demand_.at(slot * row_)[n] = there && demand[m] > 0 ? 1 / demand[m] : 0;
      for (std::size_t k = 0; k < sectors_; ++k)
        row(spending_, k)[n] = there ? sweeps.final_share()(n, k) * earned[m] : 0;
    }
    for (std::size_t k = 0; k < sectors_; ++k)
      row(spending_, k)[regions_] = slot < world_share_.size() ? *world.at(slot * sectors_ + k) : 0;
    respond_to_market(slot);
  }
  for (std::size_t m = 0; m < slots_; ++m) {
    for (std::size_t slot = 0; slot < slots_; ++slot) {
      double* entry = incomes_.at(m, slot);
      kernels_.multiply(entry, demand_.at(m * row_), row_);
      for (std::size_t n = 0; n < row_ && m == slot; ++n) entry[n] += 1;
    }
  }
  incomes_.factor();
}

/// What a market's income does, once its spending is there.
void RegionBlocks::respond_to_market(std::size_t slot) {
  const Payers& payers = payers_[slot];
  std::fill_n(cost_.at(0), sectors_ * row_, 0.0);
  std::copy_n(payers.paid.at(0), (payers.end - payers.first) * row_, row(cost_, payers.first));
  respond(cost_, spending_, output_);
  std::copy_n(cost_.at(0), sectors_ * row_, slot_row(cost_of_, slot, 0));
  std::copy_n(spending_.at(0), sectors_ * row_, slot_row(spending_of_, slot, 0));
  for (std::size_t m = 0; m < slots_; ++m) {
    double* entry = incomes_.at(m, slot);
    std::fill_n(entry, row_, 0.0);
    less_paid(entry, m);
  }
}

void RegionBlocks::step(std::vector<double>* income, double* price, double* spending) {
  const std::size_t down = sectors_ * row_;
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t j = 0; j < sectors_; ++j) {
      row(price_, j)[n] = price[n * sectors_ + j];
      row(spending_, j)[n] = spending[n * sectors_ + j];
    }
  }
  if (together_) ask_world();
  for (std::size_t j = 0; j < sectors_; ++j) {
    std::fill_n(row(cost_, j), row_, 0.0);
    kernels_.less_products(row(cost_, j), inputs_.at(j * row_), down, price_.at(0), row_, sectors_, row_);
  }
  respond(cost_, spending_, output_);
  if (income != nullptr) clear_markets(*income);
  for (std::size_t j = 0; j < sectors_; ++j) kernels_.multiply(row(cost_, j), row(home_, j), row_);
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t j = 0; j < sectors_; ++j) {
      price[n * sectors_ + j] += row(cost_, j)[n];
      spending[n * sectors_ + j] = row(spending_, j)[n];
    }
  }
  if (together_) follow_world(income, price, spending);
}

/// The incomes that clear what prices and purchases leave open, and what they do to both.
void RegionBlocks::clear_markets(std::vector<double>& income) {
  const std::size_t down = sectors_ * row_;
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    double* own = excess_.at(slot * row_);
    std::fill_n(own, row_, 0.0);
    less_paid(own, slot);
    kernels_.multiply(own, demand_.at(slot * row_), row_);
    for (std::size_t n = 0; n < regions_; ++n) own[n] -= slot < market_[n].size() ? income[market_[n][slot]] : 0;
  }
  for (std::size_t m = 0; m < income.size(); ++m)
    excess_.at(world_slot_[m] * row_)[regions_] -= reach_share_[m] * income[m];
  incomes_.solve(excess_.at(0));  // less than nothing, as the kernel wants it
  double numeraire = 0;           // the world's income
  for (std::size_t slot = 0; slot < world_share_.size(); ++slot)
    numeraire += world_share_[slot] * excess_.at(slot * row_)[regions_];
  for (std::size_t slot = 0; slot < world_share_.size(); ++slot) excess_.at(slot * row_)[regions_] -= numeraire;
  for (std::size_t j = 0; j < sectors_; ++j) {
    kernels_.less_products(row(cost_, j), slot_row(cost_of_, 0, j), down, excess_.at(0), row_, slots_, row_);
    kernels_.less_products(row(spending_, j), slot_row(spending_of_, 0, j), down, excess_.at(0), row_, slots_, row_);
  }
  for (std::size_t n = 0; n < regions_; ++n) {
    for (std::size_t slot = 0; slot < market_[n].size(); ++slot) income[market_[n][slot]] = -excess_.at(slot * row_)[n];
  }
}

/// What a sweep misses in the world: where prices and spending lie in rows.
void RegionBlocks::ask_world() {
  for (std::size_t j = 0; j < sectors_; ++j) {
    row(price_, j)[regions_] = kernels_.dot(row(price_, j), row(bought_, j), regions_);
    double all = 0;
    for (std::size_t n = 0; n < regions_; ++n) all += row(spending_, j)[n];
    row(spending_, j)[regions_] = all;
  }
}

/// Moves all regions alike, so that together they go where the world goes.
void RegionBlocks::follow_world(std::vector<double>* income, double* price, double* spending) const {
  for (std::size_t j = 0; j < sectors_; ++j) {
    const double* bought = bought_.at(j * row_);
    double dearer = price_.at(j * row_)[regions_] + cost_.at(j * row_)[regions_];
    double more = spending_.at(j * row_)[regions_];
    for (std::size_t n = 0; n < regions_; ++n) {
      dearer -= bought[n] * price[n * sectors_ + j];
      more -= spending[n * sectors_ + j];
    }
    for (std::size_t n = 0; n < regions_; ++n) {
      price[n * sectors_ + j] += bought[n] > 0 ? dearer : 0;
      spending[n * sectors_ + j] += bought[n] * more;
    }
  }
  if (income == nullptr) return;
  std::vector<double> richer(world_share_.size());
  for (std::size_t slot = 0; slot < world_share_.size(); ++slot) richer[slot] = -excess_.at(slot * row_)[regions_];
  for (std::size_t m = 0; m < income->size(); ++m) richer[world_slot_[m]] -= demand_share_[m] * (*income)[m];
  for (std::size_t m = 0; m < income->size(); ++m) {
    if (demand_share_[m] > 0) (*income)[m] += reach_share_[m] / demand_share_[m] * richer[world_slot_[m]];
  }
}

}  // namespace tidu::economy
