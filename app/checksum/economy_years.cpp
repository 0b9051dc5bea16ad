// SPDX-License-Identifier: Apache-2.0
#include "app/checksum/economy_years.h"

#include "core/base/draws.h"
#include "core/base/math.h"

namespace tidu::checksum {
namespace {

using namespace economy;

/// Numbers that depend on nothing but their order.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : rng_(seed) {}
  double operator()(double low, double high) {
    return low + (high - low) * uniform(rng_, {.entity = next_++, .purpose = Purpose::test});
  }

 private:
  Rng rng_;
  std::uint64_t next_ = 0;
};

}  // namespace

Economy random_economy(std::size_t regions, std::size_t sectors) {
  Draws draw(1);
  Economy e;
  e.trade_share = TradeArray({sectors, regions, regions});
  e.value_added_share = e.final_share = RegionSector({regions, sectors});
  e.input_share = Array<double, Region, Sector, OtherSector>({regions, sectors, sectors});
  e.labour_income.assign(1, e.final_share);
  e.structures_income = e.final_share;
  for (std::size_t j = 0; j < sectors; ++j) {
    e.theta.push_back(j == 0 ? 50 : draw(2, 10));  // one as stiff as petroleum
    for (std::size_t n = 0; n < regions; ++n) {
      double total = 0;
      for (std::size_t i = 0; i < regions; ++i)
        total += e.trade_share(j, n, i) = (n == i ? static_cast<double>(regions) : 1) * draw(0.05, 1.05);
      for (std::size_t i = 0; i < regions; ++i) e.trade_share(j, n, i) /= total;
    }
  }
  for (std::size_t n = 0; n < regions; ++n) {
    double spent = 0;
    for (std::size_t j = 0; j < sectors; ++j) spent += e.final_share(n, j) = draw(0.1, 1.1);
    for (std::size_t j = 0; j < sectors; ++j) {
      e.final_share(n, j) /= spent;
      const double own = e.value_added_share(n, j) = draw(0.3, 0.6);
      e.labour_income[0](n, j) = 0.7 * own * e.final_share(n, j);
      e.structures_income(n, j) = 0.3 * own * e.final_share(n, j);
      double inputs = 0;
      for (std::size_t k = 0; k < sectors; ++k) inputs += e.input_share(n, k, j) = draw(0.1, 1.1);
      for (std::size_t k = 0; k < sectors; ++k) e.input_share(n, k, j) *= (1 - own) / inputs;
    }
  }
  return e;
}

BaseYear balanced(const Economy& economy) {
  const auto given = prepare(economy);
  const auto own = solve(*given, {});
  return *as_base(*given, {}, *own);
}

YearsScene years_scene(std::size_t regions, std::size_t sectors, std::size_t years) {
  Draws draw(2);
  YearsScene out{.base = balanced(random_economy(regions, sectors)), .drivers = {}, .options = {.years = years}};
  const RegionSector unit({regions, sectors}, 1);
  out.drivers.productivity.assign(years, unit);
  out.drivers.workers.assign(years, std::vector<double>(regions));
  for (std::size_t n = 0; n < regions; ++n) {
    const double workers = math::exp(draw(-0.01, 0.02));
    for (auto& year : out.drivers.workers) year[n] = workers;
    for (std::size_t j = 0; j < sectors; ++j) {
      const double rate = draw(0, 0.03);
      for (std::size_t t = 0; t < years; ++t)
        out.drivers.productivity[t](n, j) = math::exp(rate * static_cast<double>(t));
    }
    out.options.real_rental.push_back(out.options.accumulation.steady_rental() * draw(0.9, 1.3));
  }
  return out;
}

void add(Hash& hash, const Years& found) {
  hash.add(std::uint64_t{found.converged});
  hash.add(std::uint64_t{found.sweeps});
  for (const auto* series : {&found.people_hat, &found.capital_hat, &found.real_income, &found.value_added}) {
    for (const std::vector<double>& year : *series) hash.add(year);
  }
}

}  // namespace tidu::checksum
