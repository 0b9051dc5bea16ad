// SPDX-License-Identifier: Apache-2.0
#include "bench/economy.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/timing.h"
#include "core/base/draws.h"
#include "core/economy/equilibrium.h"
#include "core/economy/years.h"

namespace tidu::bench {
namespace {

using economy::BaseYear;
using economy::Economy;
using economy::RegionSector;
using economy::Shock;
using economy::TradeArray;

/// An economy of any size with random shares; balanced by taking its own equilibrium as the base.
BaseYear random_base(std::size_t regions, std::size_t sectors, bool by_sector) {
  const Rng rng(1);
  std::uint64_t next = 0;
  const auto unit = [&] { return uniform(rng, {.entity = next++, .purpose = Purpose::test}); };
  Economy e;
  e.trade_share = TradeArray({sectors, regions, regions});
  e.tariff = e.trade_share;
  e.value_added_share = e.final_share = RegionSector({regions, sectors});
  e.input_share = Array<double, Region, economy::Sector, economy::OtherSector>({regions, sectors, sectors});
  e.labour_income.assign(1, e.final_share);
  e.structures_income = e.final_share;
  for (std::size_t j = 0; j < sectors; ++j) {
    e.theta.push_back(j == 0 ? 50 : 2 + 8 * unit());  // one stiff sector, as petroleum
    for (std::size_t n = 0; n < regions; ++n) {
      double total = 0;
      for (std::size_t i = 0; i < regions; ++i) {
        total += e.trade_share(j, n, i) = (n == i ? static_cast<double>(regions) : 1) * (0.05 + unit());
        e.tariff(j, n, i) = n == i ? 0 : 0.2 * unit();
      }
      for (std::size_t i = 0; i < regions; ++i) e.trade_share(j, n, i) /= total;
    }
  }
  for (std::size_t n = 0; n < regions; ++n) {
    double spent = 0;
    for (std::size_t j = 0; j < sectors; ++j) spent += e.final_share(n, j) = 0.1 + unit();
    for (std::size_t j = 0; j < sectors; ++j) {
      e.final_share(n, j) /= spent;
      const double own = e.value_added_share(n, j) = 0.3 + 0.3 * unit();
      e.labour_income[0](n, j) = 0.7 * own * e.final_share(n, j);
      e.structures_income(n, j) = 0.3 * own * e.final_share(n, j);
      double inputs = 0;
      for (std::size_t k = 0; k < sectors; ++k) inputs += e.input_share(n, k, j) = 0.1 + unit();
      for (std::size_t k = 0; k < sectors; ++k) e.input_share(n, k, j) *= (1 - own) / inputs;
    }
  }
  const auto first = economy::prepare(e);
  const auto balanced = economy::solve(*first, {});
  BaseYear out = *economy::as_base(*first, {}, *balanced);
  if (!by_sector) return out;
  Economy tied = out.economy;
  tied.labour_market.assign(regions, economy::Mobility::by_sector);
  tied.structures_market = tied.labour_market;
  return *economy::prepare(tied);
}

/// Tariffs among the first three regions fall to nothing.
TradeArray without_tariffs(const Economy& e) {
  TradeArray out = e.tariff;
  for (std::size_t j = 0; j < e.sectors(); ++j) {
    for (std::size_t n = 0; n < 3; ++n) {
      for (std::size_t i = 0; i < 3; ++i) out(j, n, i) = 0;
    }
  }
  return out;
}

struct Scene {
  BaseYear base;
  TradeArray tariff;
  const char* name;
};

/// Caliendo & Parro's NAFTA with deficits taken away, where their data are; else a random economy of the same size.
Scene nafta() {
  constexpr std::size_t kSectors = 40;
  constexpr std::size_t kRegions = 31;
  const char* folder = std::getenv("TIDU_GOLDEN_DIR");
  const std::filesystem::path path =
      std::filesystem::path(folder != nullptr ? folder : "../shared/golden") / "cp2015" / "cp2015.bin";
  if (!std::filesystem::exists(path)) {
    Scene out{.base = random_base(kRegions, kSectors, false), .tariff = {}, .name = "31 x 40, random shares, to 1e-8"};
    out.tariff = without_tariffs(out.base.economy);
    return out;
  }
  std::ifstream file(path, std::ios::binary);
  const auto take = [&file](std::size_t count) {
    std::vector<double> out(count);
    file.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(count * sizeof(double)));
    return out;
  };
  Economy e;
  TradeArray after({kSectors, kRegions, kRegions});
  e.trade_share = e.tariff = after;
  e.trade_share.values() = take(after.size());
  e.tariff.values() = take(after.size());
  after.values() = take(after.size());
  take(after.size());
  for (double& rate : e.tariff.values()) rate -= 1;
  for (double& rate : after.values()) rate -= 1;
  const auto materials = take(kRegions * kSectors * kSectors);
  const auto own = take(kSectors * kRegions);
  e.theta = take(kSectors);
  const auto consumed = take(kSectors * kRegions);
  const auto value_added = take(kRegions);
  e.deficit = take(kRegions);
  for (double& surplus : e.deficit) surplus = -surplus;
  e.value_added_share = e.final_share = RegionSector({kRegions, kSectors});
  e.labour_income.assign(1, e.final_share);
  e.input_share = Array<double, Region, economy::Sector, economy::OtherSector>({kRegions, kSectors, kSectors});
  for (std::size_t n = 0; n < kRegions; ++n) {
    for (std::size_t j = 0; j < kSectors; ++j) {
      const double share = e.value_added_share(n, j) = own[j * kRegions + n];
      e.final_share(n, j) = consumed[j * kRegions + n];
      e.labour_income[0](n, j) = value_added[n] / kSectors;
      for (std::size_t k = 0; k < kSectors; ++k)
        e.input_share(n, k, j) = (1 - share) * materials[(n * kSectors + k) * kSectors + j];
    }
  }
  const auto data = economy::prepare(e);
  const Shock balance{.closure = {.keep = 0}};
  const auto without = economy::solve(*data, balance);
  return {.base = *economy::as_base(*data, balance, *without), .tariff = after, .name = "NAFTA, 31 x 40, to 1e-8"};
}

/// The textbook's nested loops: for given wages, prices by iteration to the last digit, then spending by iteration to
/// the last digit, then wages moved by a third of their excess demand. One wage a region, no structures, trade
/// balanced; powers where the formula has powers.   [Caliendo & Parro 2015, appendix; Alvarez & Lucas 2007]
class Plain {
 public:
  Plain(const BaseYear& base, const TradeArray& tariff)
      : base_(base),
        e_(base.economy),
        tariff_(tariff),
        n_(e_.regions()),
        j_(e_.sectors()),
        wage_(n_, 1),
        price_({n_, j_}, 1),
        cost_({n_, j_}, 1),
        spending_(base.expenditure),
        share_(e_.trade_share) {}

  std::vector<double> solve(double tolerance) {
    for (std::size_t step = 0; step < 2000; ++step) {
      while (prices() > 1e-12) {
      }
      shares();
      while (spend() > 1e-12) {
      }
      double worst = 0;
      for (std::size_t n = 0; n < n_; ++n) {
        double paid = 0;
        for (std::size_t j = 0; j < j_; ++j) paid += e_.value_added_share(n, j) * sales(n, j);
        const double excess = paid / (wage_[n] * base_.value_added[n]) - 1;
        worst = std::max(worst, std::fabs(excess));
        wage_[n] *= 1 + excess / 3;
      }
      if (worst <= tolerance) break;
    }
    return wage_;
  }

 private:
  double prices() {
    double change = 0;
    for (std::size_t n = 0; n < n_; ++n) {
      for (std::size_t j = 0; j < j_; ++j) {
        double cost = std::pow(wage_[n], e_.value_added_share(n, j));
        for (std::size_t k = 0; k < j_; ++k) cost *= std::pow(price_(n, k), e_.input_share(n, k, j));
        cost_(n, j) = cost;
      }
    }
    for (std::size_t j = 0; j < j_; ++j) {
      for (std::size_t n = 0; n < n_; ++n) {
        double sum = 0;
        for (std::size_t i = 0; i < n_; ++i)
          sum += e_.trade_share(j, n, i) * std::pow(hat(j, n, i) * cost_(i, j), -e_.theta[j]);
        const double price = std::pow(sum, -1 / e_.theta[j]);
        change = std::max(change, std::fabs(price - price_(n, j)));
        price_(n, j) = price;
      }
    }
    return change;
  }

  void shares() {
    for (std::size_t j = 0; j < j_; ++j) {
      for (std::size_t n = 0; n < n_; ++n) {
        for (std::size_t i = 0; i < n_; ++i)
          share_(j, n, i) = e_.trade_share(j, n, i) * std::pow(hat(j, n, i) * cost_(i, j) / price_(n, j), -e_.theta[j]);
      }
    }
  }

  double spend() {
    double change = 0;
    RegionSector next({n_, j_});
    for (std::size_t n = 0; n < n_; ++n) {
      double income = wage_[n] * base_.value_added[n];
      for (std::size_t j = 0; j < j_; ++j) {
        for (std::size_t i = 0; i < n_; ++i)
          income += tariff_(j, n, i) * share_(j, n, i) * spending_(n, j) / (1 + tariff_(j, n, i));
      }
      for (std::size_t k = 0; k < j_; ++k) next(n, k) = e_.final_share(n, k) * income;
      for (std::size_t j = 0; j < j_; ++j) {
        const double made = sales(n, j);
        for (std::size_t k = 0; k < j_; ++k) next(n, k) += e_.input_share(n, k, j) * made;
      }
    }
    for (std::size_t at = 0; at < next.size(); ++at) {
      const double scale = std::max(std::fabs(next.values()[at]), 1e-300);
      change = std::max(change, std::fabs(next.values()[at] - spending_.values()[at]) / scale);
    }
    spending_ = next;
    return change;
  }

  double hat(std::size_t j, std::size_t n, std::size_t i) const {
    return (1 + tariff_(j, n, i)) / (1 + e_.tariff(j, n, i));
  }

  double sales(std::size_t i, std::size_t j) const {
    double out = 0;
    for (std::size_t n = 0; n < n_; ++n) out += share_(j, n, i) * spending_(n, j) / (1 + tariff_(j, n, i));
    return out;
  }

  const BaseYear& base_;
  const Economy& e_;
  const TradeArray& tariff_;
  std::size_t n_, j_;
  std::vector<double> wage_;
  RegionSector price_, cost_, spending_;
  TradeArray share_;
};

/// Thirty years in which people move, capital grows and productivity rises by 0 to 3 % a year.
void thirty_years(std::size_t regions, std::size_t sectors, const char* name, const char* goal) {
  constexpr std::size_t kYears = 30;
  BaseYear base = random_base(regions, sectors, false);
  base.economy.people.assign(regions, 1);
  economy::MoveShares moves({regions, regions}, 0.01 / static_cast<double>(regions));
  for (std::size_t n = 0; n < regions; ++n) moves(n, n) += 0.99;
  economy::Drivers drivers;
  RegionSector now({regions, sectors}, 1);
  for (std::size_t t = 0; t < kYears; ++t) {
    drivers.productivity.push_back(now);
    for (std::size_t at = 0; at < now.size(); ++at) now.values()[at] *= 1 + 0.01 * static_cast<double>(at * 7 % 4);
  }
  const economy::YearsOptions options{.years = kYears,
                                      .moves = moves,
                                      .rule = {.elasticity = 2},
                                      .real_rental = std::vector<double>(regions, 0.13),
                                      .accumulation = {}};
  const auto run = economy::run_years(base, drivers, options);
  char said[120];
  std::snprintf(said, sizeof said, "goal %s; %zu sweeps%s", goal, run->sweeps, run->converged ? "" : ", NOT CONVERGED");
  line(name, 1000 * seconds([&] { static_cast<void>(economy::run_years(base, drivers, options)); }), "ms", said);
}

}  // namespace

void economy() {
  const Scene scene = nafta();
  const Shock shock{.tariff = scene.tariff};
  const auto own = economy::solve(scene.base, shock, {.tolerance = 1e-8});
  const auto plain = Plain(scene.base, scene.tariff).solve(1e-8);
  double apart = 0;
  for (std::size_t n = 0; n < plain.size(); ++n)
    apart = std::max(apart, std::fabs(plain[n] / own->wage[0](n, 0) / (plain[0] / own->wage[0](0, 0)) - 1));
  const double time = seconds([&] { static_cast<void>(economy::solve(scene.base, shock, {.tolerance = 1e-8})); });
  const double peer = seconds([&] { static_cast<void>(Plain(scene.base, scene.tariff).solve(1e-8)); });
  char said[120];
  std::snprintf(said, sizeof said, "goal 8 ms; plain %.0f ms, %.0f times as long; wages %.0e apart", 1000 * peer,
                peer / time, apart);
  line(scene.name, 1000 * time, "ms", said);

  const BaseYear tied = random_base(87, 22, true);
  const Shock freer{.tariff = without_tariffs(tied.economy)};
  const auto after = economy::solve(tied, freer, {.tolerance = 1e-8});
  std::snprintf(said, sizeof said, "goal 12 ms; %zu steps, %zu sweeps%s", after->steps, after->sweeps,
                after->converged ? "" : ", NOT CONVERGED");
  line("87 x 22, labour tied to sectors, to 1e-8",
       1000 * seconds([&] { static_cast<void>(economy::solve(tied, freer, {.tolerance = 1e-8})); }), "ms", said);
  thirty_years(32, 14, "32 x 14, 30 years, to 1e-8", "25 ms");
  thirty_years(337, 8, "337 x 8, 30 years, to 1e-8", "300 ms");
}

}  // namespace tidu::bench
