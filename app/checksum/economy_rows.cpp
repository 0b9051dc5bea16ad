// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "app/checksum/context.h"
#include "app/checksum/economy_years.h"
#include "core/economy/accounts/accounts.h"
#include "core/economy/accounts/audit.h"
#include "core/economy/equilibrium.h"
#include "core/economy/persistence.h"
#include "core/economy/welfare.h"
#include "core/simulate/economy/ensemble.h"

namespace tidu::checksum {
namespace {

using namespace economy;

constexpr std::size_t kRegions = 7;
constexpr std::size_t kSectors = 5;

RegionSector by_sector(Context& context, double low, double high) {
  RegionSector out({kRegions, kSectors});
  const std::span<const double> x = context.uniforms(out.size(), low, high);
  out.values().assign(x.begin(), x.end());
  return out;
}

TradeArray by_pair(Context& context, double low, double high) {
  TradeArray out({kSectors, kRegions, kRegions});
  const std::span<const double> x = context.uniforms(out.size(), low, high);
  out.values().assign(x.begin(), x.end());
  return out;
}

void divide_by_sum(std::span<double> x, double wanted = 1) {
  double total = 0;
  for (const double value : x) total += value;
  for (double& value : x) value *= wanted / total;
}

/// Random shares, two skills, structures; labour tied to sectors in every second region. It balances nowhere.
Economy random_shares(Context& context) {
  Economy e;
  e.trade_share = by_pair(context, 0.05, 1);
  e.tariff = by_pair(context, 0, 0.3);
  e.value_added_share = by_sector(context, 0.3, 0.6);
  e.final_share = by_sector(context, 0.1, 1);
  e.input_share = Array<double, Region, Sector, OtherSector>({kRegions, kSectors, kSectors});
  const std::span<const double> theta = context.uniforms(kSectors, 2, 12);
  e.theta.assign(theta.begin(), theta.end());
  for (int factor = 0; factor < 2; ++factor) e.labour_income.push_back(by_sector(context, 0.2, 1));
  e.structures_income = by_sector(context, 0.2, 1);
  for (std::size_t n = 0; n < kRegions; ++n) {
    divide_by_sum({&e.final_share(n, 0), kSectors});
    e.labour_market.push_back(n % 2 == 0 ? Mobility::by_sector : Mobility::regional);
    for (std::size_t j = 0; j < kSectors; ++j) {
      divide_by_sum({&e.trade_share(j, n, 0), kRegions});
      std::vector<double> inputs(kSectors);
      const std::span<const double> x = context.uniforms(kSectors, 0.1, 1);
      inputs.assign(x.begin(), x.end());
      divide_by_sum(inputs, 1 - e.value_added_share(n, j));
      for (std::size_t k = 0; k < kSectors; ++k) e.input_share(n, k, j) = inputs[k];
    }
  }
  return e;
}

void add(Context& context, const BaseYear& base, const Shock& shock) {
  context.add(solve(base, shock, {}, context.executor()), [&](const Equilibrium& after) {
    context.hash().add(std::uint64_t{after.converged});
    context.hash().add(std::uint64_t{after.sweeps});
    context.hash().add(after.log_income);
    context.hash().add(after.real_income);
    context.hash().add(after.trade_share.values());
    context.hash().add(after.expenditure.values());
    context.hash().add(after.rental.values());
    context.hash().add(first_order_welfare(base, after).total);
  });
}

void equilibrium(Context& context) {
  Economy e = random_shares(context);
  const Shock shock{.trade_cost = by_pair(context, 0.8, 1.2),
                    .tariff = by_pair(context, 0, 0.2),
                    .productivity = by_sector(context, 0.8, 1.2),
                    .technology = by_sector(context, 0.8, 1.2)};
  for (const double elasticity : {1.0, 0.6}) {
    e.final_elasticity = e.input_elasticity = elasticity;
    context.add(prepare(e), [&](const BaseYear& base) {
      context.hash().add(base.expenditure.values());
      add(context, base, shock);
    });
  }
}

/// Tables whose outflow may exceed output.
accounts::RegionalTables random_tables(Context& context) {
  accounts::RegionalTables t{.gross_output = by_sector(context, 10, 40)};
  t.input_coefficient = Array<double, Region, Sector, OtherSector>({kRegions, kSectors, kSectors});
  const std::span<const double> share = context.uniforms(t.input_coefficient.size(), 0.02, 0.14);
  t.input_coefficient.values().assign(share.begin(), share.end());
  t.value_added = t.gross_output;
  for (std::size_t n = 0; n < kRegions; ++n) {
    for (std::size_t j = 0; j < kSectors; ++j) {
      for (std::size_t k = 0; k < kSectors; ++k)
        t.value_added(n, j) -= t.input_coefficient(n, k, j) * t.gross_output(n, j);
    }
  }
  t.compensation = t.value_added;
  t.capital_income = by_sector(context, 1, 4);
  t.production_taxes = by_sector(context, -0.5, 1);
  t.households = by_sector(context, 1, 10);
  t.government = by_sector(context, 0, 3);
  t.fixed_capital = by_sector(context, 0, 4);
  t.inventories = by_sector(context, -2, 2);
  t.exported = by_sector(context, 0, 3);
  t.imported = by_sector(context, 0, 3);
  t.outflow = by_sector(context, 0, 50);
  t.inflow = by_sector(context, 0, 50);
  return t;
}

accounts::Geography random_places(Context& context) {
  accounts::Geography places{.distance = Array<double, Region, OtherRegion>({kRegions, kRegions})};
  const std::span<const double> km = context.uniforms(places.distance.size(), 100, 3000);
  places.distance.values().assign(km.begin(), km.end());
  const std::span<const double> area = context.uniforms(kRegions, 1e4, 1e6);
  places.area.assign(area.begin(), area.end());
  return places;
}

void base_accounts(Context& context) {
  const accounts::RegionalTables tables = random_tables(context);
  const accounts::Geography places = random_places(context);
  const auto made = accounts::make_accounts(tables, tables.value_added, places, {.world_size = 20});
  context.add(made, [&](const accounts::Accounts& a) {
    context.hash().add(a.trade.values());
    context.hash().add(a.use.values());
    context.hash().add(a.output.values());
    context.hash().add(accounts::deficits(a));
    context.hash().add(accounts::social_accounts(a).values());
    context.hash().add(accounts::economy_of(a, 4).labour_income.front().values());
  });
}

void years(Context& context) {
  const YearsScene scene = years_scene(32, 14, 30);
  context.add(run_years(scene.base, scene.drivers, scene.options, context.executor()),
              [&](const Years& found) { add(context.hash(), found); });
}

std::vector<double> numbers(Context& context, std::size_t n, double low, double high) {
  const std::span<const double> x = context.uniforms(n, low, high);
  return {x.begin(), x.end()};
}

Trend random_trend(Context& context) {
  return {.mean = 3,
          .region = numbers(context, kRegions, 1, 5),
          .region_error = numbers(context, kRegions, 0.1, 0.4),
          .mean_error = 0.4,
          .region_year = 0.5,
          .year = 1};
}

/// Two skills in regions that people leave for each other, and a rest of the world.
simulate::BaselineInput random_baseline(Context& context) {
  simulate::BaselineInput out{.tables = random_tables(context), .years = 4};
  out.value_added = out.tables.value_added;
  out.geography = random_places(context);
  out.efficiency = random_trend(context);
  out.labour = random_trend(context);
  out.people = numbers(context, kRegions, 1, 4);
  for (std::size_t n = 0; n < kRegions; ++n) out.group.push_back(n % 3);
  accounts::SkillShares skills{.intensity = Array<double, Group, Sector>({2, kSectors}),
                               .people = Array<double, Region, Group>({kRegions + 1, 2}),
                               .wage = {1.8, 1}};
  for (std::size_t j = 0; j < kSectors; ++j) {
    skills.intensity(0, j) = context.uniforms(1, 0.1, 0.6).front();
    skills.intensity(1, j) = 1 - skills.intensity(0, j);
  }
  for (std::size_t n = 0; n <= kRegions; ++n) {
    skills.people(n, 0) = context.uniforms(1, 0.1, 0.4).front();
    skills.people(n, 1) = 1 - skills.people(n, 0);
  }
  out.skills = std::move(skills);
  MoveTotals totals{.people = out.people, .out = numbers(context, kRegions, 0.05, 0.1)};
  totals.in = totals.out;
  totals.distance = out.geography.distance;
  out.move_totals = std::move(totals);
  return out;
}

template <class P>
std::vector<Range> ranges_of(std::span<const Option<P>> options) {
  std::vector<Range> out;
  for (const Option<P>& option : options) {
    const bool world = option.record.key == "economy.world_size";  // large beside random imports
    out.push_back(world ? Range{20, 30} : Range{option.record.low, option.record.high});
  }
  return out;
}

void baseline(Context& context) {
  const simulate::BaselineInput input = random_baseline(context);
  const simulate::BaselineAssumptions assumptions{.accounts = ranges_of(accounts::accounts_options()),
                                                  .statics = ranges_of(statics_options()),
                                                  .skills = ranges_of(accounts::skill_options()),
                                                  .step = ranges_of(step_options()),
                                                  .density = ranges_of(density_options()),
                                                  .seed = 7};
  const auto ensemble = simulate::run_baselines(input, assumptions, {.draws = 12, .rows = 6}, context.executor());
  context.add(ensemble, [&](const simulate::BaselineEnsemble& found) {
    context.hash().add(std::uint64_t{found.refused});
    context.hash().add(found.region.values());
    context.hash().add(found.nation.values());
    context.hash().add(found.skill.values());
    context.add(simulate::baseline_variance(input, assumptions, found, context.executor()),
                [&](const simulate::BaselineVariance& shares) {
                  for (const auto& headline : shares.headline) {
                    context.hash().add(std::uint64_t{headline.has_value()});
                    if (!headline) continue;
                    for (const auto& factor : headline->factors) context.hash().add(factor.total);
                  }
                });
  });
}

void persistence(Context& context) {
  constexpr std::size_t kYears = 6;
  Array<double, Region, Year> growth({kRegions, kYears});
  const std::span<const double> x = context.uniforms(growth.size(), -2, 8);
  growth.values().assign(x.begin(), x.end());
  context.add(persistent_trend(growth.view()), [&](const PersistentTrend& found) {
    for (const RegionPersistence& at : found.region) {
      context.hash().add(std::vector{at.probability, at.shock, at.shrinkage});
      context.hash().add(at.deviation);
      context.hash().add(at.error);
    }
    for (const CommonPersistence& at : found.common)
      context.hash().add(std::vector{at.probability, at.shock, at.mean, at.mean_error});
    for (const std::vector<double>& year : expected_growth(found, 3).together()) context.hash().add(year);
  });
}

constexpr std::array kRows{KernelRow{"economy.accounts", base_accounts}, KernelRow{"economy.baseline", baseline},
                           KernelRow{"economy.equilibrium", equilibrium}, KernelRow{"economy.persistence", persistence},
                           KernelRow{"economy.years", years}};

}  // namespace

std::span<const KernelRow> economy_rows() { return kRows; }

}  // namespace tidu::checksum
