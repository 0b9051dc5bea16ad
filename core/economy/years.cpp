// SPDX-License-Identifier: Apache-2.0
#include "core/economy/years.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "core/base/math.h"
#include "core/economy/checks.h"
#include "core/economy/solver.h"
#include "core/economy/welfare.h"

namespace tidu::economy {
namespace {

constexpr double kEndlessReturn = 1e6;  ///< r / P beyond which no landlord is looked for
constexpr std::size_t kRemembered = 3;  ///< years that say where the next one begins
constexpr int kHalvings = 60;
constexpr std::size_t kInvestmentPasses = 100;  ///< solves of one year until investment is what landlords add

Result<void> check_series(std::string_view name, const std::vector<std::vector<double>>& series, std::size_t years,
                          std::size_t regions) {
  if (series.empty()) return {};
  if (auto ok = check_size(name, series.size(), years); !ok) return ok;
  for (std::size_t t = 0; t < years; ++t) {
    if (auto ok = check_size(name, series[t].size(), regions); !ok) return ok;
    for (std::size_t n = 0; n < regions; ++n) {
      if (auto ok = check_value(name, {t, n}, series[t][n], Bound::above_zero); !ok) return ok;
    }
  }
  return {};
}

bool all_regional(const std::vector<Mobility>& markets) {
  return std::all_of(markets.begin(), markets.end(), [](Mobility market) { return market == Mobility::regional; });
}

Result<void> check_productivity(const std::vector<RegionSector>& productivity, std::size_t years, const Economy& e) {
  if (productivity.empty()) return {};
  if (auto ok = check_size("productivity", productivity.size(), years); !ok) return ok;
  for (std::size_t t = 0; t < years; ++t) {
    if (productivity[t].size() == 0) continue;
    if (auto ok = check_extents("productivity", productivity[t], {e.regions(), e.sectors()}); !ok) return ok;
    for (std::size_t n = 0; n < e.regions(); ++n) {
      for (std::size_t j = 0; j < e.sectors(); ++j) {
        if (auto ok = check_value("productivity", {t, n, j}, productivity[t](n, j), Bound::above_zero); !ok) return ok;
      }
    }
  }
  return {};
}

Result<void> check_accumulation(const Accumulation& rule) {
  if (auto ok = check_value("discount", {}, rule.discount, Bound::at_most_one); !ok) return ok;
  if (auto ok = check_value("discount", {}, rule.discount, Bound::above_zero); !ok) return ok;
  if (auto ok = check_value("elasticity", {}, rule.elasticity, Bound::above_zero); !ok) return ok;
  return check_value("depreciation", {}, rule.depreciation, Bound::at_most_one);
}

Result<void> check_capital(const YearsOptions& options, std::size_t regions) {
  const Accumulation& rule = options.accumulation;
  if (!options.investment_rate.empty()) {
    if (!options.real_rental.empty())
      return refuse(ErrorCode::domain, "economy.two_capitals", "economy.two_capitals.hint");
    if (auto ok = check_size("investment_rate", options.investment_rate.size(), regions); !ok) return ok;
    for (std::size_t n = 0; n < regions; ++n) {
      if (auto ok = check_value("investment_rate", {n}, options.investment_rate[n], Bound::at_least_zero); !ok)
        return ok;
    }
  }
  if (options.real_rental.empty()) {
    if (options.landlords_invest)
      return refuse(ErrorCode::missing, "economy.invest_rental", "economy.invest_rental.hint");
    return options.investment_rate.empty() ? Result<void>() : check_accumulation(rule);
  }
  if (auto ok = check_series("real_rental", {options.real_rental}, 1, regions); !ok) return ok;
  return check_accumulation(rule);
}

RegionSector spread(const std::vector<double>& hats, std::size_t sectors) {
  RegionSector out({hats.size(), sectors});
  for (std::size_t n = 0; n < hats.size(); ++n) {
    for (std::size_t j = 0; j < sectors; ++j) out(n, j) = hats[n];
  }
  return out;
}

/// What density adds to the productivity of a year.
void add_density(double alpha, const std::vector<double>& people_hat, std::size_t sectors, RegionSector& productivity) {
  if (alpha == 0) return;
  if (productivity.size() == 0) productivity = RegionSector({people_hat.size(), sectors}, 1);
  for (std::size_t n = 0; n < people_hat.size(); ++n) {
    const double gain = math::pow(people_hat[n], alpha);
    for (std::size_t j = 0; j < sectors; ++j) productivity(n, j) *= gain;
  }
}

/// Utility hats: real wages, less what density takes away.
std::vector<double> utility_of(std::vector<double> real_wage, double beta, const std::vector<double>& people_hat) {
  if (beta == 0) return real_wage;
  for (std::size_t n = 0; n < real_wage.size(); ++n) real_wage[n] *= math::pow(people_hat[n], beta);
  return real_wage;
}

/// People of one skill before anyone moves, as hats: natural growth where they were born.
void grow_people(const Drivers& drivers, std::size_t year, std::size_t skill, std::vector<double>& hats) {
  for (std::size_t n = 0; n < hats.size(); ++n) {
    if (!drivers.workers.empty()) hats[n] *= drivers.workers[year][n];
    if (!drivers.skill_workers.empty()) hats[n] *= drivers.skill_workers[year][skill][n];
  }
}

/// People of one skill after a year's moves, as hats.
Result<std::vector<double>> people_after(const std::vector<double>& base_people, const Drivers& drivers,
                                         const YearsOptions& options, std::size_t year, std::size_t skill,
                                         std::vector<double> hats, std::vector<double> utility) {
  if (options.moves.empty()) return hats;
  std::vector<double> people = base_people;
  for (std::size_t n = 0; n < hats.size(); ++n) {
    if (!drivers.amenity.empty()) utility[n] *= drivers.amenity[year][n];
    people[n] *= hats[n];
  }
  const auto moves = moves_after(options.moves[skill], options.rule, utility);
  if (!moves) return tl::unexpected(moves.error());
  auto out = moved(*moves, people);
  if (!out) return out;
  for (std::size_t n = 0; n < hats.size(); ++n) (*out)[n] /= base_people[n];
  return out;
}

/// What moves changed, as a share.
std::vector<double> inflow_of(const std::vector<double>& before, std::vector<double> after) {
  for (std::size_t n = 0; n < after.size(); ++n) after[n] = after[n] / before[n] - 1;
  return after;
}

/// People by skill, as hats, and what moves of the year before changed.
struct Peopled {
  std::vector<std::vector<double>> hats, skill_inflow;
  std::vector<double> inflow;
};

/// A year goes by: people grow, then they move by real wages and by how dense regions are (hats of all people).
Result<void> next_people(const std::vector<std::vector<double>>& base_people, const Drivers& drivers,
                         const YearsOptions& options, std::size_t t, const std::vector<std::vector<double>>& real_wage,
                         Peopled& people) {
  const std::vector<double> dense = hats_together(people.hats, base_people);
  for (std::size_t g = 0; g < people.hats.size(); ++g) grow_people(drivers, t, g, people.hats[g]);
  const std::vector<double> stayed = hats_together(people.hats, base_people);
  for (std::size_t g = 0; g < people.hats.size(); ++g) {
    auto next = people_after(base_people[g], drivers, options, t, g, people.hats[g],
                             utility_of(real_wage[g], options.density.amenity, dense));
    if (!next) return tl::unexpected(next.error());
    people.skill_inflow[g] = inflow_of(people.hats[g], *next);
    people.hats[g] = std::move(*next);
  }
  people.inflow = inflow_of(stayed, hats_together(people.hats, base_people));
  return {};
}

/// Price hat of what capital of a region is made of.
double capital_price(const Economy& e, const YearsOptions& options, const Equilibrium& now, std::size_t n) {
  if (!options.landlords_invest || e.investment_share[n] == 0) return now.final_price[n];
  double log_price = 0;
  for (std::size_t k = 0; k < e.sectors(); ++k) log_price += e.investment_basket(n, k) * math::log(now.price(n, k));
  return math::exp(log_price);
}

double structures_income(const Economy& e, std::size_t n) {
  double out = 0;
  for (std::size_t j = 0; j < e.sectors(); ++j) out += e.structures_income(n, j);
  return out;
}

/// Share of income that landlords' additions to capital cost in a year.
Result<std::vector<double>> added_share(const Economy& e, const YearsOptions& options, const Equilibrium& now,
                                        const std::vector<double>& capital, std::size_t year) {
  const Accumulation& rule = options.accumulation;
  std::vector<double> out(e.regions(), 0.0);
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (e.investment_share[n] == 0) continue;
    const double price = capital_price(e, options, now, n);
    const double rental = options.real_rental[n] * now.rental(n, 0) / price;
    const double stock = structures_income(e, n) / options.real_rental[n] * capital[n];
    out[n] = price * (capital_after(rule, 1, rental) - (1 - rule.depreciation)) * stock / now.income[n];
    if (!(out[n] >= 0 && out[n] < 1))
      return refuse(ErrorCode::domain, "economy.invested_share", "economy.invested_share.hint", n + 1, year + 1,
                    out[n]);
  }
  return out;
}

/// A year's equilibrium; with `landlords_invest`, the one whose investment is what landlords add.
Result<Equilibrium> equilibrium_of(Solver& solver, const BaseYear& base, const YearsOptions& options,
                                   const std::vector<double>& capital, std::size_t year, const SolveOptions& begin,
                                   Shock& shock) {
  auto now = solver.solve(shock, begin);
  if (!options.landlords_invest) return now;
  for (std::size_t pass = 0; now; ++pass) {
    const auto share = added_share(base.economy, options, *now, capital, year);
    if (!share) return tl::unexpected(share.error());
    double gap = 0;
    for (std::size_t n = 0; n < share->size(); ++n)
      gap = std::max(gap, std::fabs((*share)[n] - shock.investment_share[n]));
    now->converged = now->converged && gap <= options.solve.tolerance;
    if (gap <= options.solve.tolerance || pass == kInvestmentPasses) return now;
    shock.investment_share = *share;
    const Equilibrium from = std::move(*now);
    SolveOptions again = begin;
    again.start = {&from};
    now = solver.solve(shock, again);
    if (now) now->sweeps += from.sweeps;
  }
  return now;
}

Result<void> grow_capital(const Economy& e, const YearsOptions& options, const Equilibrium& now, std::size_t year,
                          std::vector<double>& capital) {
  const Accumulation& rule = options.accumulation;
  const std::vector<double>& real_rental = options.real_rental;
  for (std::size_t n = 0; n < real_rental.size(); ++n) {
    const double rental = real_rental[n] * now.rental(n, 0) / capital_price(e, options, now, n);
    const double next = capital_after(rule, capital[n], rental);
    const double wealth = (1 - rule.depreciation + rental) * capital[n];
    if (!(next < wealth))
      return refuse(ErrorCode::domain, "economy.saving", "economy.saving.hint", n + 1, year + 1, next / wealth);
    capital[n] = next;
  }
  for (std::size_t n = 0; n < options.investment_rate.size(); ++n)
    capital[n] = capital_by_investment(rule.depreciation, options.investment_rate[n], capital[n], now.real_income[n]);
  return {};
}

}  // namespace

Result<void> check_years(const BaseYear& base, const Drivers& drivers, const YearsOptions& options) {
  const Economy& e = base.economy;
  const bool several = e.skills() > 1;
  if (!all_regional(e.labour_market) || !all_regional(e.structures_market) ||
      (!options.moves.empty() && options.people.empty() && (several || e.people.empty())))
    return refuse(ErrorCode::missing, "economy.years_base", "economy.years_base.hint");
  if (auto ok = check_value("years", {}, static_cast<double>(options.years), Bound::above_zero); !ok) return ok;
  if (auto ok = check_productivity(drivers.productivity, options.years, e); !ok) return ok;
  if (auto ok = check_series("workers", drivers.workers, options.years, e.regions()); !ok) return ok;
  if (!drivers.skill_workers.empty()) {
    if (auto ok = check_size("skill_workers", drivers.skill_workers.size(), options.years); !ok) return ok;
  }
  for (const auto& year : drivers.skill_workers) {
    if (auto ok = check_series("skill_workers", year, e.skills(), e.regions()); !ok) return ok;
  }
  if (auto ok = check_series("amenity", drivers.amenity, options.years, e.regions()); !ok) return ok;
  if (auto ok = check_series("people", options.people, e.skills(), e.regions()); !ok) return ok;
  if (!options.moves.empty()) {
    if (auto ok = check_size("moves", options.moves.size(), e.skills()); !ok) return ok;
  }
  for (const MoveShares& moves : options.moves) {
    if (auto ok = check_extents("moves", moves, {e.regions(), e.regions()}); !ok) return ok;
  }
  if (!options.closure.empty()) {
    if (auto ok = check_size("closure", options.closure.size(), options.years); !ok) return ok;
  }
  return check_capital(options, e.regions());
}

std::vector<std::vector<double>> people_by_skill(const BaseYear& base, const YearsOptions& options) {
  const Economy& e = base.economy;
  if (!options.people.empty()) return options.people;
  std::vector<std::vector<double>> out(e.skills(), e.people);
  // Nobody moves: any people do, as long as they are the same everywhere.
  if (e.people.empty()) out.assign(e.skills(), std::vector<double>(e.regions(), 1.0));
  return out;
}

double capital_by_investment(double depreciation, double investment_rate, double capital, double real_income) {
  return (1 - depreciation) * capital + investment_rate * real_income;
}

double capital_after(const Accumulation& rule, double capital, double real_rental) {
  const double kept = rule.discount * (1 - rule.depreciation + real_rental);
  return (rule.elasticity == 1 ? kept : math::pow(kept, rule.elasticity)) * capital;
}

Result<std::vector<double>> invested_rental(const BaseYear& base, const Accumulation& rule) {
  if (auto ok = check_accumulation(rule); !ok) return tl::unexpected(ok.error());
  const Economy& e = base.economy;
  std::vector<double> out(e.regions());
  for (std::size_t n = 0; n < e.regions(); ++n) {
    const double rentals = structures_income(e, n);
    const double share = rentals > 0 ? e.investment_share[n] * base.income[n] / rentals : 0;
    // Per unit of capital, landlords add more than the accounts invest where this is above 0. At no return at all they
    // only take away.
    const auto excess = [&](double rental) {
      return capital_after(rule, 1, rental) - (1 - rule.depreciation) - share * rental;
    };
    double low = 0;
    // Small steps: with an elasticity below 1 the excess rises, then falls, and the lower root is the one.
    double high = rule.steady_rental() / 64;
    while (share > 0 && excess(high) < 0 && high < kEndlessReturn) high *= 1.1;
    if (!(share > 0 && excess(low) < 0 && excess(high) >= 0))
      return refuse(ErrorCode::domain, "economy.investment", "economy.investment.hint", n + 1, share);
    for (int step = 0; step < kHalvings; ++step) {
      const double middle = 0.5 * (low + high);
      (excess(middle) < 0 ? low : high) = middle;
    }
    out[n] = 0.5 * (low + high);
  }
  return out;
}

Result<Years> run_years(const BaseYear& base, const Drivers& drivers, const YearsOptions& options, Executor& executor) {
  if (auto ok = check_years(base, drivers, options); !ok) return tl::unexpected(ok.error());
  const std::size_t regions = base.economy.regions();
  const std::size_t sectors = base.economy.sectors();
  const std::size_t skills = base.economy.skills();
  const std::vector<std::vector<double>> base_people = people_by_skill(base, options);
  std::vector<std::vector<double>> real_wage(skills, std::vector<double>(regions, 1.0));
  const std::vector<double> nobody(regions, 0.0);
  Peopled people{.hats = real_wage, .skill_inflow = std::vector(skills, nobody), .inflow = nobody};
  std::vector<double> capital(regions, 1.0);
  std::vector<double> invested = options.landlords_invest ? base.economy.investment_share : std::vector<double>();
  Solver solver(base, executor);
  SolveOptions inner = options.solve;
  inner.shares = false;
  std::deque<Equilibrium> earlier;  // newest first
  Years out;
  for (std::size_t t = 0; t < options.years; ++t) {
    Shock shock{.structures = spread(capital, sectors), .people = hats_together(people.hats, base_people)};
    for (const auto& hats : people.hats) shock.labour.push_back(spread(hats, sectors));
    if (!drivers.productivity.empty()) shock.productivity = drivers.productivity[t];
    add_density(options.density.productivity, shock.people, sectors, shock.productivity);
    if (!options.closure.empty()) shock.closure = options.closure[t];
    shock.investment_share = invested;
    auto solved = equilibrium_of(solver, base, options, capital, t, inner, shock);
    if (!solved) return tl::unexpected(solved.error());
    invested = shock.investment_share;
    if (options.landlords_invest) out.investment_share.push_back(invested);
    earlier.push_front(std::move(*solved));
    if (earlier.size() > kRemembered) earlier.pop_back();
    inner.start.clear();
    for (const Equilibrium& year : earlier) inner.start.push_back(&year);
    const Equilibrium& now = earlier.front();
    out.converged = out.converged && now.converged;
    out.sweeps += now.sweeps;
    for (std::size_t g = 0; g < skills; ++g) {
      for (std::size_t n = 0; n < regions; ++n) real_wage[g][n] = now.wage[g](n, 0) / now.consumer_price[n];
    }
    out.people_hat.push_back(shock.people);
    out.capital_hat.push_back(capital);
    out.real_income.push_back(now.real_income);
    out.value_added.push_back(now.value_added);
    out.product.push_back(real_product(base, now, shock.productivity));
    out.net_inflow.push_back(people.inflow);
    out.skill_people_hat.push_back(people.hats);
    out.skill_net_inflow.push_back(people.skill_inflow);
    out.real_wage.push_back(real_wage);
    if (auto ok = next_people(base_people, drivers, options, t, real_wage, people); !ok)
      return tl::unexpected(ok.error());
    if (auto ok = grow_capital(base.economy, options, now, t, capital); !ok) return tl::unexpected(ok.error());
  }
  return out;
}

}  // namespace tidu::economy
