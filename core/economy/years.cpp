// SPDX-License-Identifier: Apache-2.0
#include "core/economy/years.h"

#include <algorithm>

#include "core/economy/checks.h"
#include "core/economy/welfare.h"

namespace tidu::economy {
namespace {

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

Result<void> check_capital(const YearsOptions& options, std::size_t regions) {
  const Accumulation& rule = options.accumulation;
  if (!options.investment.empty()) {
    if (!options.real_rental.empty())
      return refuse(ErrorCode::domain, "economy.two_capitals", "economy.two_capitals.hint");
    if (auto ok = check_size("investment", options.investment.size(), regions); !ok) return ok;
    for (std::size_t n = 0; n < regions; ++n) {
      if (auto ok = check_value("investment", {n}, options.investment[n], Bound::at_least_zero); !ok) return ok;
    }
    return check_value("depreciation", {}, rule.depreciation, Bound::at_most_one);
  }
  if (options.real_rental.empty()) return {};
  if (auto ok = check_series("real_rental", {options.real_rental}, 1, regions); !ok) return ok;
  if (auto ok = check_value("discount", {}, rule.discount, Bound::at_most_one); !ok) return ok;
  if (auto ok = check_value("discount", {}, rule.discount, Bound::above_zero); !ok) return ok;
  return check_value("depreciation", {}, rule.depreciation, Bound::at_most_one);
}

Result<void> check_years(const BaseYear& base, const Drivers& drivers, const YearsOptions& options) {
  const Economy& e = base.economy;
  const bool moves = options.moves.size() != 0;
  if (e.skills() != 1 || !all_regional(e.labour_market) || !all_regional(e.structures_market) ||
      (moves && e.people.empty()))
    return refuse(ErrorCode::missing, "economy.place_base", "economy.place_base.hint");
  if (auto ok = check_value("years", {}, static_cast<double>(options.years), Bound::above_zero); !ok) return ok;
  if (!drivers.productivity.empty()) {
    if (auto ok = check_size("productivity", drivers.productivity.size(), options.years); !ok) return ok;
  }
  if (auto ok = check_series("workers", drivers.workers, options.years, e.regions()); !ok) return ok;
  if (auto ok = check_series("amenity", drivers.amenity, options.years, e.regions()); !ok) return ok;
  if (moves) {
    if (auto ok = check_extents("moves", options.moves, {e.regions(), e.regions()}); !ok) return ok;
  }
  return check_capital(options, e.regions());
}

RegionSector spread(const std::vector<double>& hats, std::size_t sectors) {
  RegionSector out({hats.size(), sectors});
  for (std::size_t n = 0; n < hats.size(); ++n) {
    for (std::size_t j = 0; j < sectors; ++j) out(n, j) = hats[n];
  }
  return out;
}

/// People of the next year, as hats: natural growth where they were born, then moves.
Result<std::vector<double>> people_after(const BaseYear& base, const Drivers& drivers, const YearsOptions& options,
                                         std::size_t year, std::vector<double> hats,
                                         const std::vector<double>& real_wage) {
  const std::size_t regions = hats.size();
  if (!drivers.workers.empty()) {
    for (std::size_t n = 0; n < regions; ++n) hats[n] *= drivers.workers[year][n];
  }
  if (options.moves.size() == 0) return hats;
  std::vector<double> utility = real_wage;
  std::vector<double> people = base.economy.people;
  for (std::size_t n = 0; n < regions; ++n) {
    if (!drivers.amenity.empty()) utility[n] *= drivers.amenity[year][n];
    people[n] *= hats[n];
  }
  const auto moves = moves_after(options.moves, options.rule, utility);
  if (!moves) return tl::unexpected(moves.error());
  auto out = moved(*moves, people);
  if (!out) return out;
  for (std::size_t n = 0; n < regions; ++n) (*out)[n] /= base.economy.people[n];
  return out;
}

}  // namespace

double capital_by_investment(double depreciation, double investment, double capital, double real_income) {
  return (1 - depreciation) * capital + investment * real_income;
}

double capital_after(const Accumulation& rule, double capital, double real_rental) {
  return rule.discount * (1 - rule.depreciation + real_rental) * capital;
}

Result<Years> run_years(const BaseYear& base, const Drivers& drivers, const YearsOptions& options, Executor& executor) {
  if (auto ok = check_years(base, drivers, options); !ok) return tl::unexpected(ok.error());
  const std::size_t regions = base.economy.regions();
  const std::size_t sectors = base.economy.sectors();
  std::vector<double> people(regions, 1.0);
  std::vector<double> capital(regions, 1.0);
  std::vector<double> real_wage(regions);
  SolveOptions inner = options.solve;
  Equilibrium earlier;
  Equilibrium now;
  Years out;
  for (std::size_t t = 0; t < options.years; ++t) {
    Shock shock{.labour = {spread(people, sectors)}, .structures = spread(capital, sectors), .people = people};
    if (!drivers.productivity.empty()) shock.productivity = drivers.productivity[t];
    auto solved = solve(base, shock, inner, executor);
    if (!solved) return tl::unexpected(solved.error());
    std::swap(earlier, now);
    now = std::move(*solved);
    inner.before = inner.start == nullptr ? nullptr : &earlier;
    inner.start = &now;
    out.converged = out.converged && now.converged;
    out.sweeps += now.sweeps;
    for (std::size_t n = 0; n < regions; ++n) real_wage[n] = now.wage[0](n, 0) / now.consumer_price[n];
    out.people_hat.push_back(people);
    out.capital_hat.push_back(capital);
    out.real_income.push_back(now.real_income);
    out.real_wage.push_back(real_wage);
    out.value_added.push_back(now.value_added);
    out.product.push_back(real_product(base, now, shock.productivity));
    auto next = people_after(base, drivers, options, t, people, real_wage);
    if (!next) return tl::unexpected(next.error());
    people = std::move(*next);
    for (std::size_t n = 0; n < regions && !options.real_rental.empty(); ++n)
      capital[n] = capital_after(options.accumulation, capital[n],
                                 options.real_rental[n] * now.rental(n, 0) / now.final_price[n]);
    for (std::size_t n = 0; n < regions && !options.investment.empty(); ++n)
      capital[n] = capital_by_investment(options.accumulation.depreciation, options.investment[n], capital[n],
                                         now.real_income[n]);
  }
  return out;
}

}  // namespace tidu::economy
