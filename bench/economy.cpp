// SPDX-License-Identifier: Apache-2.0
#include "bench/economy.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/checksum/economy_years.h"
#include "app/pipeline/baseline_setup.h"
#include "bench/timing.h"
#include "core/base/draws.h"
#include "core/economy/equilibrium.h"
#include "core/simulate/economy/ensemble.h"
#include "exec/cancel.h"
#include "exec/executors.h"
#include "exec/progress.h"

namespace tidu::bench {
namespace {

using economy::BaseYear;
using economy::Economy;
using economy::RegionSector;
using economy::Shock;
using economy::TradeArray;

/// A random economy with tariffs that is its own equilibrium; then, if so wanted, labour that cannot leave its sector.
BaseYear random_base(std::size_t regions, std::size_t sectors, bool by_sector) {
  const Rng rng(3);
  std::uint64_t next = 0;
  Economy e = checksum::random_economy(regions, sectors);
  e.tariff = e.trade_share;
  for (std::size_t j = 0; j < sectors; ++j) {
    for (std::size_t n = 0; n < regions; ++n) {
      for (std::size_t i = 0; i < regions; ++i)
        e.tariff(j, n, i) = n == i ? 0 : 0.2 * uniform(rng, {.entity = next++, .purpose = Purpose::test});
    }
  }
  BaseYear out = checksum::balanced(e);
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

/// What the second of some years takes for granted: the first that is not the base year.
Shock second_year(const checksum::YearsScene& scene, const economy::Years& years) {
  const Economy& e = scene.base.economy;
  Shock out;
  out.productivity = scene.drivers.productivity[1];
  out.labour.assign(1, out.productivity);
  out.structures = out.productivity;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      out.labour[0](n, j) = years.people_hat[1][n];
      out.structures(n, j) = years.capital_hat[1][n];
    }
  }
  return out;
}

/// The textbook's nested loops: for given wages, prices by iteration to the last digit, then spending by iteration to
/// the last digit, then incomes moved by a part of their excess demand. Trade balanced, value added of one composition
/// in each region.   [Caliendo & Parro 2015, appendix; Alvarez & Lucas 2007]
class Plain {
 public:
  Plain(const BaseYear& base, const Shock& shock)
      : base_(base),
        e_(base.economy),
        tariff_(shock.tariff.size() > 0 ? shock.tariff : e_.tariff),
        n_(e_.regions()),
        j_(e_.sectors()),
        tied_(e_.labour_market[0] == economy::Mobility::by_sector),
        income_({n_, j_}, 1),
        supply_({n_, j_}, 1),
        price_({n_, j_}, 1),
        cost_({n_, j_}, 1),
        weight_(cost_),
        spending_(base.expenditure),
        kernel_(e_.trade_share),
        share_(e_.trade_share) {
    for (std::size_t at = 0; at < supply_.size(); ++at) {
      const double labour = e_.labour_income[0].values()[at];
      const double part = labour / (labour + e_.structures_income.values()[at]);
      if (shock.labour.empty()) continue;
      supply_.values()[at] = std::pow(shock.labour[0].values()[at], part) *
                             std::pow(shock.structures.values()[at], 1 - part) * shock.productivity.values()[at];
    }
    for (std::size_t j = 0; j < j_; ++j) {
      for (std::size_t n = 0; n < n_; ++n) {
        for (std::size_t i = 0; i < n_; ++i)
          kernel_(j, n, i) *= std::pow((1 + tariff_(j, n, i)) / (1 + e_.tariff(j, n, i)), -e_.theta[j]);
      }
    }
  }

  /// Hats of the incomes of value added.
  RegionSector solve(double tolerance) {
    for (std::size_t step = 0; step < 5000; ++step) {
      while (prices() > 1e-12) {
      }
      shares();
      while (spend() > 1e-12) {
      }
      if (move() <= tolerance) break;
    }
    return income_;
  }

 private:
  double earned(std::size_t n, std::size_t j) const { return e_.labour_income[0](n, j) + e_.structures_income(n, j); }

  double move() {
    double worst = 0;
    for (std::size_t n = 0; n < n_; ++n) {
      double paid = 0;
      double elasticity = 0;
      for (std::size_t j = 0; j < j_; ++j) {
        elasticity += earned(n, j) * e_.theta[j] * e_.value_added_share(n, j) / base_.value_added[n];
        const double own = e_.value_added_share(n, j) * sales(n, j);
        paid += own;
        if (!tied_) continue;
        const double excess = own / (income_(n, j) * earned(n, j)) - 1;
        worst = std::max(worst, std::fabs(excess));
        income_(n, j) *= 1 + excess / (1 + e_.theta[j] * e_.value_added_share(n, j));
      }
      if (tied_) continue;
      const double excess = paid / (income_(n, 0) * base_.value_added[n]) - 1;
      worst = std::max(worst, std::fabs(excess));
      for (std::size_t j = 0; j < j_; ++j) income_(n, j) *= 1 + excess / (1 + elasticity);
    }
    return worst;
  }

  double prices() {
    double change = 0;
    for (std::size_t n = 0; n < n_; ++n) {
      for (std::size_t j = 0; j < j_; ++j) {
        double cost = e_.value_added_share(n, j) * std::log(income_(n, j) / supply_(n, j));
        for (std::size_t k = 0; k < j_; ++k) cost += e_.input_share(n, k, j) * std::log(price_(n, k));
        cost_(n, j) = std::exp(cost);
        weight_(n, j) = std::pow(cost_(n, j), -e_.theta[j]);
      }
    }
    for (std::size_t j = 0; j < j_; ++j) {
      for (std::size_t n = 0; n < n_; ++n) {
        double sum = 0;
        for (std::size_t i = 0; i < n_; ++i) sum += kernel_(j, n, i) * weight_(i, j);
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
        const double scale = std::pow(price_(n, j), e_.theta[j]);
        for (std::size_t i = 0; i < n_; ++i) share_(j, n, i) = kernel_(j, n, i) * weight_(i, j) * scale;
      }
    }
  }

  double spend() {
    double change = 0;
    RegionSector next({n_, j_});
    for (std::size_t n = 0; n < n_; ++n) {
      double income = 0;
      for (std::size_t j = 0; j < j_; ++j) income += income_(n, j) * earned(n, j);
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

  double sales(std::size_t i, std::size_t j) const {
    double out = 0;
    for (std::size_t n = 0; n < n_; ++n) out += share_(j, n, i) * spending_(n, j) / (1 + tariff_(j, n, i));
    return out;
  }

  const BaseYear& base_;
  const Economy& e_;
  const TradeArray& tariff_;
  std::size_t n_, j_;
  bool tied_;
  RegionSector income_, supply_, price_, cost_, weight_, spending_;
  TradeArray kernel_, share_;
};

/// Largest difference of incomes, each relative to the first.
double apart(const RegionSector& plain, const BaseYear& base, const std::vector<double>& value_added) {
  double out = 0;
  const auto hat = [&](std::size_t n) { return value_added[n] / base.value_added[n]; };
  const auto plain_hat = [&](std::size_t n) {
    const Economy& e = base.economy;
    double value = 0;
    for (std::size_t j = 0; j < e.sectors(); ++j)
      value += plain(n, j) * (e.labour_income[0](n, j) + e.structures_income(n, j));
    return value / base.value_added[n];
  };
  for (std::size_t n = 0; n < base.economy.regions(); ++n)
    out = std::max(out, std::fabs(plain_hat(n) / plain_hat(0) / (hat(n) / hat(0)) - 1));
  return out;
}

double once(auto body) {
  const auto begin = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void one_shock(const char* name, const BaseYear& base, const Shock& shock, const char* goal) {
  const economy::SolveOptions options{.tolerance = 1e-8};
  const auto own = economy::solve(base, shock, options);
  RegionSector plain;
  const double peer = once([&] { plain = Plain(base, shock).solve(1e-8); });
  const double time = seconds([&] { static_cast<void>(economy::solve(base, shock, options)); });
  char said[160];
  std::snprintf(said, sizeof said,
                "goal %s; plain loops %.0f times as long; %zu steps, %zu sweeps, incomes %.0e apart%s", goal,
                peer / time, own->steps, own->sweeps, apart(plain, base, own->value_added),
                own->converged ? "" : ", NOT CONVERGED");
  line(name, 1000 * time, "ms", said);
}

/// Thirty years; plain loops are held beside one of them, from the base.
void thirty_years(const char* name, std::size_t regions, std::size_t sectors, const char* goal) {
  const checksum::YearsScene scene = checksum::years_scene(regions, sectors, 30);
  economy::Years own;
  const double time = seconds([&] { own = *economy::run_years(scene.base, scene.drivers, scene.options); });
  const Shock shock = second_year(scene, own);
  RegionSector plain;
  const double peer = once([&] { plain = Plain(scene.base, shock).solve(1e-8); });
  checksum::Hash hash;
  checksum::add(hash, own);
  char said[200];
  std::snprintf(said, sizeof said,
                "goal %s; plain loops %.0f times as long a year; %zu sweeps, incomes %.0e apart%s; bits %s", goal,
                30 * peer / time, own.sweeps, apart(plain, scene.base, own.value_added[1]),
                own.converged ? "" : ", NOT CONVERGED", hash.str().c_str());
  line(name, 1000 * time, "ms", said);
}

constexpr std::size_t kDraws = 400;  ///< that stand for 10,000
constexpr double kAskedDraws = 10'000;

/// The bundled study's baseline to 2035: each draw makes its accounts and runs 13 years of two skills and 32 places.
void ahead() {
  if (!std::filesystem::exists("cases/china/study.toml")) return;
  const auto loaded = app::load("cases/china");
  const auto baseline = app::study_baseline(**loaded.value);
  const auto run = [&](std::size_t draws, Executor& executor) {
    return once([&] {
      static_cast<void>(simulate::run_baselines(baseline->input, baseline->assumptions, {.draws = draws}, executor));
    });
  };
  const auto sink = exec::make_progress_sink(exec::ProgressMode::none, {});
  const exec::CancelToken never;
  exec::TbbExecutor two(2, *sink, never);
  const double one_core = run(kDraws / 4, serial_executor()) / (kDraws / 4);
  const double time = run(kDraws, two) / kDraws * kAskedDraws;
  char said[160];
  std::snprintf(said, sizeof said, "goal 150 s on two cores; from %zu draws; %.1f ms a draw on one core", kDraws,
                1000 * one_core);
  line("baseline to 2035, 10,000 draws, two threads", time, "s", said);
}

}  // namespace

void economy() {
  const Scene scene = nafta();
  one_shock(scene.name, scene.base, {.tariff = scene.tariff}, "8 ms");
  const BaseYear tied = random_base(87, 22, true);
  one_shock("87 x 22, labour tied to sectors, to 1e-8", tied, {.tariff = without_tariffs(tied.economy)}, "12 ms");
  thirty_years("32 x 14, 30 years, to 1e-8", 32, 14, "25 ms");
  thirty_years("337 x 8, 30 years, to 1e-8", 337, 8, "300 ms");
  ahead();
}

}  // namespace tidu::bench
