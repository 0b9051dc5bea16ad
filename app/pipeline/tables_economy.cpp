// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/pipeline/economy_people.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/base/math.h"
#include "core/economy/equilibrium.h"
#include "core/economy/first_order.h"
#include "core/economy/welfare.h"
#include "study/registry.h"
#include "study/suggestion.h"

namespace tidu::app {
namespace {

using economy::Closure;
using economy::ClosureRule;
using economy::Equilibrium;
using economy::Shock;
using study::EconomyShock;

constexpr std::string_view kNation = "ALL";
constexpr double kSmallShock = 0.01;  ///< of productivity, for spillovers

struct NamedClosure {
  std::string_view name;
  Closure closure;
};

std::vector<NamedClosure> closures() {
  return {{"share_of_nation", {.rule = ClosureRule::share_of_nation}},
          {"per_head", {.rule = ClosureRule::per_head}},
          {"share_of_world", {.rule = ClosureRule::share_of_world}},
          {"balanced", {.rule = ClosureRule::share_of_nation, .keep = 0}}};
}

/// Whether something is among those named; all are, where nothing is named.
bool is_named(const std::vector<std::string>& named, std::string_view id) {
  return named.empty() || std::find(named.begin(), named.end(), id) != named.end();
}

std::vector<std::size_t> struck_regions(const StudyEconomy& e, const EconomyShock& said) {
  std::vector<std::size_t> out;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (is_named(said.regions, e.code(n))) out.push_back(n);
  }
  return out;
}

/// A shock as the study says it, or what of it strikes one region alone.
Shock shock_of(const StudyEconomy& e, const EconomyShock& said, std::optional<std::size_t> alone = std::nullopt) {
  const std::size_t places = e.places();
  const std::size_t sectors = e.sectors();
  std::vector<bool> struck(places, false);
  for (const std::size_t n : struck_regions(e, said)) struck[n] = !alone || *alone == n;
  Shock shock{.closure = closure_of(e.options)};
  if (said.productivity != 0) shock.productivity = economy::RegionSector({places, sectors}, 1);
  if (said.trade_cost != 0) shock.trade_cost = economy::TradeArray({sectors, places, places}, 1);
  if (said.labour != 0) {
    shock.labour.assign(e.base.economy.skills(), economy::RegionSector({places, sectors}, 1));
    shock.people.assign(places, 1);
  }
  for (std::size_t j = 0; j < sectors; ++j) {
    const bool of_sector = is_named(said.sectors, e.loaded.sector_margins->sectors[j]);
    for (std::size_t n = 0; n < e.regions(); ++n) {
      if (struck[n] && of_sector && said.productivity != 0) shock.productivity(n, j) += said.productivity;
      if (struck[n] && said.labour != 0) {
        shock.people[n] = 1 + said.labour;
        for (economy::RegionSector& of_skill : shock.labour) of_skill(n, j) = 1 + said.labour;
      }
      for (std::size_t i = 0; i < e.regions() && said.trade_cost != 0; ++i) {
        if (i != n && of_sector && (struck[n] || struck[i])) shock.trade_cost(j, n, i) += said.trade_cost;
      }
    }
  }
  return shock;
}

Result<Equilibrium> solved(const StudyEconomy& e, const Shock& shock) {
  auto after = economy::solve(e.base, shock);
  if (!after) return after;
  if (auto done = economy::require_converged(*after, {}); !done) return tl::unexpected(done.error());
  return after;
}

/// Solves one shock for each of some regions, side by side; the first failure is told.
Result<std::vector<Equilibrium>> solved_by_region(const StudyEconomy& e, const std::vector<std::size_t>& regions,
                                                  FunctionRef<Shock(std::size_t)> shock, Executor& executor) {
  std::vector<Result<Equilibrium>> found(regions.size());
  executor.for_blocks(found.size(), [&](std::size_t k) { found[k] = solved(e, shock(regions[k])); });
  std::vector<Equilibrium> out;
  for (Result<Equilibrium>& each : found) {
    if (!each) return tl::unexpected(each.error());
    out.push_back(std::move(*each));
  }
  return out;
}

double percent(double hat) { return 100 * (hat - 1); }

/// Mean over the nation's regions, weighed by their base incomes.
double of_nation(const StudyEconomy& e, FunctionRef<double(std::size_t)> value) {
  double total = 0;
  double weight = 0;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    total += e.base.income[n] * value(n);
    weight += e.base.income[n];
  }
  return total / weight;
}

/// Real wages of all skills together, weighed by what they earn in the base year.
double mean_wage(const StudyEconomy& e, const std::vector<economy::RegionSector>& wages, std::size_t n) {
  double total = 0;
  double weight = 0;
  for (std::size_t g = 0; g < wages.size(); ++g) {
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      total += e.base.economy.labour_income[g](n, j) * wages[g](n, j);
      weight += e.base.economy.labour_income[g](n, j);
    }
  }
  return total / weight;
}

/// What a shock does in a place, in percent.
struct Incidence {
  double income = 0, wage = 0, prices = 0, own = 0, first_order = 0;
};

/// Who gains: real wages by skill, whom a shock strikes alike everywhere in a region's sectors.
void add_skill_rows(const StudyEconomy& e, const EconomyShock& said, const Equilibrium& after, TableBuilder& table) {
  const auto wages = economy::real_wages(after);
  const std::vector<std::string> skills = skill_ids(e.loaded);
  for (std::size_t g = 0; g < skills.size(); ++g) {
    const auto in = [&](std::size_t n) { return percent(wages[g](n, 0)); };
    table.row({said.id, std::string(kNation), skills[g], of_nation(e, in)});
    for (std::size_t n = 0; n < e.places(); ++n) table.row({said.id, e.code(n), skills[g], in(n)});
  }
}

/// A shock that cannot be solved is told where it stands.
void add_shocks(const StudyEconomy& e, const MeasureContext& context, data::ResultSet& results) {
  TableBuilder table(
      "economy_shocks",
      {label("shock"), label("region"), real("real_income", "percent", 3), real("own_effect", "percent", 3),
       real("others_effect", "percent", 3), real("real_wage", "percent", 3), real("consumer_price", "percent", 3),
       real("first_order_welfare", "percent", 3)},
      economy_origin(e).formulas({"economy_first_order"}).take());
  TableBuilder by_skill("economy_shock_skills",
                        {label("shock"), label("region"), label("workers"), real("real_wage", "percent", 3)},
                        economy_origin(e).take());
  for (const EconomyShock& said : e.loaded.study.shocks) {
    const auto after = solved(e, shock_of(e, said));
    const std::vector<std::size_t> struck = struck_regions(e, said);
    const auto alone =
        solved_by_region(e, struck, [&](std::size_t n) { return shock_of(e, said, n); }, context.executor);
    if (!after || !alone) {
      context.diagnostics.add(with_names(e.loaded, after ? alone.error() : after.error()), said.where);
      continue;
    }
    add_skill_rows(e, said, *after, by_skill);
    std::vector<double> own(e.places(), 0);
    for (std::size_t k = 0; k < struck.size(); ++k) own[struck[k]] = percent((*alone)[k].real_income[struck[k]]);
    const auto first = economy::first_order_welfare(e.base, *after);
    const auto wages = economy::real_wages(*after);
    const auto in = [&](std::size_t n) {
      return Incidence{.income = percent(after->real_income[n]),
                       .wage = percent(mean_wage(e, wages, n)),
                       .prices = percent(after->consumer_price[n]),
                       .own = own[n],
                       .first_order = 100 * first.total[n]};
    };
    const auto row = [&](const std::string& region, const Incidence& i) {
      table.row({said.id, region, i.income, i.own, i.income - i.own, i.wage, i.prices, i.first_order});
    };
    const auto mean = [&](double Incidence::* field) {
      return of_nation(e, [&](std::size_t n) { return in(n).*field; });
    };
    row(std::string(kNation), {.income = mean(&Incidence::income),
                               .wage = mean(&Incidence::wage),
                               .prices = mean(&Incidence::prices),
                               .own = mean(&Incidence::own),
                               .first_order = mean(&Incidence::first_order)});
    for (std::size_t n = 0; n < e.places(); ++n) row(e.code(n), in(n));
  }
  results.tables.push_back(std::move(table).take());
  if (e.skills) results.tables.push_back(std::move(by_skill).take());
  results.remarks.push_back({"economy_shocks", "remark.economy_statics", {}});
  results.remarks.push_back({"economy_shocks", "remark.economy_first_order", {}});
}

Result<void> add_closures(const StudyEconomy& e, data::ResultSet& results) {
  TableBuilder table("economy_closures",
                     {label("shock"), label("closure"), label("region"), real("real_income", "percent", 3)},
                     economy_origin(e).take());
  for (const EconomyShock& said : e.loaded.study.shocks) {
    for (const NamedClosure& each : closures()) {
      if (each.closure.rule == ClosureRule::per_head && e.base.economy.people.empty()) continue;
      Shock shock = shock_of(e, said);
      shock.closure = each.closure;
      auto after = solved(e, shock);
      if (!after && after.error().message.key == "economy.closure_income") {
        const Error why = with_names(e.loaded, after.error());
        Text remark = text("remark.closure_fails", said.id, std::string(each.name));
        remark.args.push_back(why.message.args.front());
        results.remarks.push_back({"economy_closures", std::string(remark.key), std::move(remark.args)});
        continue;
      }
      if (!after) return tl::unexpected(after.error());
      // to balance trade is a shock of its own: what is asked is what the shock does beside it
      std::vector<double> without(e.places(), 1);
      if (each.closure.keep != 1) {
        const auto balanced = solved(e, {.closure = each.closure});
        if (!balanced) return tl::unexpected(balanced.error());
        without = balanced->real_income;
      }
      const auto effect = [&](std::size_t n) { return percent(after->real_income[n] / without[n]); };
      const std::string name(each.name);
      table.row({said.id, name, std::string(kNation), of_nation(e, effect)});
      for (std::size_t n = 0; n < e.places(); ++n) table.row({said.id, name, e.code(n), effect(n)});
    }
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

/// The economy whose deficits are already what the study keeps of them: to cut them is a shock of its own.
Result<StudyEconomy> with_kept_deficits(const StudyEconomy& e) {
  StudyEconomy out = e;
  if (e.options.deficits_kept == 1) return out;
  const Shock cut{.closure = closure_of(e.options)};
  const auto after = solved(e, cut);
  if (!after) return tl::unexpected(after.error());
  auto base = economy::as_base(e.base, cut, *after);
  if (!base) return tl::unexpected(base.error());
  out.base = std::move(*base);
  out.options.deficits_kept = 1;
  return out;
}

/// Who gains from whose productivity, by a full solve for each region and to first order.
Result<void> add_spillovers(const StudyEconomy& study, Executor& executor, data::ResultSet& results) {
  const auto kept = with_kept_deficits(study);
  if (!kept) return tl::unexpected(kept.error());
  const StudyEconomy& e = *kept;
  const auto first_order = economy::friend_enemy(e.base, closure_of(e.options), executor);
  if (!first_order) return tl::unexpected(first_order.error());
  EconomyShock more{.productivity = kSmallShock};
  std::vector<std::size_t> all(e.regions());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto found = solved_by_region(e, all, [&](std::size_t n) { return shock_of(e, more, n); }, executor);
  if (!found) return tl::unexpected(found.error());
  TableBuilder table(
      "economy_spillovers",
      {label("region"), label("region_to"), real("income_elasticity", "1", 4), real("first_order_elasticity", "1", 4)},
      economy_origin(e).formulas({"economy_friend_enemy"}).take());
  TableBuilder sums("economy_spillover_sums",
                    {label("region"), real("own_elasticity", "1", 3), real("given_elasticity", "1", 4),
                     real("received_elasticity", "1", 4)},
                    economy_origin(e).take());
  const double one = math::log(1 + kSmallShock);
  const auto elasticity = [&](std::size_t of, std::size_t to) { return math::log((*found)[of].real_income[to]) / one; };
  for (std::size_t i = 0; i < e.regions(); ++i) {
    double given = 0, weight = 0, received = 0;
    for (std::size_t n = 0; n < e.places(); ++n) {
      table.row({e.code(i), e.code(n), elasticity(i, n), (*first_order)(n, i)});
      if (n == i || n == e.regions()) continue;
      given += e.base.income[n] * elasticity(i, n);
      weight += e.base.income[n];
      received += elasticity(n, i);
    }
    sums.row({e.code(i), elasticity(i, i), given / weight, received});
  }
  results.tables.push_back(std::move(table).take());
  results.tables.push_back(std::move(sums).take());
  return {};
}

/// Skills by sector as they are assumed, and as the provinces' census makes them.
void add_skills(const StudyEconomy& e, data::ResultSet& results) {
  if (!e.skills) return;
  TableBuilder table("economy_skills",
                     {label("sector"), real("assumed_share", "percent", 1), real("balanced_share", "percent", 1),
                      real("skilled_income_share", "percent", 1)},
                     economy_origin(e).take());
  const auto& incomes = e.base.economy.labour_income;
  std::vector<double> workers(e.regions(), 1);  // provinces count alike where nobody counts people
  if (!e.base.economy.people.empty()) std::copy_n(e.base.economy.people.begin(), workers.size(), workers.begin());
  const auto implied = economy::accounts::implied_intensity(incomes, *e.skills, workers);
  for (std::size_t j = 0; j < e.sectors(); ++j) {
    double own = 0;
    double all = 0;
    for (std::size_t n = 0; n < e.regions(); ++n) {
      own += incomes[0](n, j);
      for (const economy::RegionSector& of_skill : incomes) all += of_skill(n, j);
    }
    table.row(
        {e.loaded.sector_margins->sectors[j], 100 * e.skills->intensity(0, j), 100 * implied(0, j), 100 * own / all});
  }
  results.tables.push_back(std::move(table).take());
  const study::SkilledSection& skilled = *e.loaded.study.accounts->skilled;
  results.labels.push_back({skilled.id, skilled.name});
  results.remarks.push_back({"economy_skills", "remark.economy_skills", text("", skilled.source).args});
}

}  // namespace

void check_shocks(const LoadedStudy& loaded, Diagnostics& diagnostics) {
  std::vector<std::string_view> codes;
  for (const data::RegionRow& row : loaded.regions.rows) codes.push_back(row.code);
  for (const EconomyShock& shock : loaded.study.shocks) {
    for (const std::string& code : shock.regions) {
      if (std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
      diagnostics.add({ErrorCode::unknown, text("pipeline.shock_region", shock.id, code),
                       study::did_you_mean(code, codes, text("pipeline.scenario_region.hint"))},
                      shock.regions_where);
    }
  }
}

namespace {

Result<void> add_shock_tables(const StudyEconomy& e, const MeasureContext& context, data::ResultSet& results) {
  for (const EconomyShock& shock : e.loaded.study.shocks) results.labels.push_back({"shock." + shock.id, shock.name});
  add_shocks(e, context, results);
  if (context.diagnostics.has_errors()) return {};
  if (auto done = add_closures(e, results); !done) return done;
  return add_spillovers(e, context.executor, results);
}

}  // namespace

Result<void> add_economy_tables(const MeasureContext& context, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  const bool moves = says_who_moves(loaded);
  if (loaded.study.shocks.empty() && !moves) return {};
  const auto made = study_economy(loaded);
  if (!made) return tl::unexpected(made.error());
  const StudyEconomy& e = *made;
  add_skills(e, results);
  if (!loaded.study.shocks.empty()) {
    if (auto done = add_shock_tables(e, context, results); !done) return done;
  }
  if (!moves || context.diagnostics.has_errors()) return {};
  return add_people_tables(e, context.executor, results);
}

}  // namespace tidu::app
