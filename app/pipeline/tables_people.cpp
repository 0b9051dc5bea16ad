// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/pipeline/economy_people.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/base/order.h"
#include "core/economy/certificate.h"
#include "core/economy/siphon.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using economy::Place;

constexpr std::size_t kModes = 10;  ///< that the page shows
constexpr double kThousand = 1000;
constexpr double kSettled = 1e-8;          ///< tolerance of a search that asks where people end, not how exactly
constexpr std::size_t kSearchSteps = 400;  ///< solves from one beginning
constexpr double kApart = 1e-4;            ///< of ln people: settlements that are two

double finite(double value) { return std::isfinite(value) ? value : data::kNoValue; }

std::string people_unit(const LoadedStudy& loaded) {
  return loaded.panel.units[*loaded.panel.find(loaded.study.analysis.population)];
}

data::Origin moves_origin(const StudyEconomy& e, const StudyPeople& people) {
  OriginBuilder origin(e.loaded);
  add_moves_origin(e, people, origin);
  return origin.take();
}

void add_moves(const StudyEconomy& e, const StudyPeople& people, data::ResultSet& results) {
  const std::string unit = people_unit(e.loaded);
  TableBuilder flows(
      "economy_moves",
      {label("region"), label("region_to"), real("movers", unit, 2), real("movers_rate", "per thousand", 2)},
      moves_origin(e, people));
  TableBuilder sums("economy_moves_sums",
                    {label("region"), real("leavers", unit, 1), real("comers", unit, 1), real("net_comers", unit, 1),
                     real("net_rate", "per thousand", 2)},
                    moves_origin(e, people));
  const std::vector<double>& all = e.base.economy.people;
  const economy::MoveShares& yearly = people.migration->yearly;
  for (std::size_t s = 0; s < e.regions(); ++s) {
    double left = 0;
    double came = 0;
    for (std::size_t t = 0; t < e.regions(); ++t) {
      if (s == t) continue;
      const double go = yearly(s, t) * all[s];
      flows.row({e.code(s), e.code(t), go, kThousand * go / all[s]});
      left += go;
      came += yearly(t, s) * all[t];
    }
    sums.row({e.code(s), left, came, came - left, kThousand * (came - left) / all[s]});
  }
  results.tables.push_back(std::move(flows).take());
  results.tables.push_back(std::move(sums).take());
  const Migration& m = *people.migration;
  const double differ = 100 * std::fabs(m.in_given / m.out_given - 1);
  const std::string key = m.from_totals ? "remark.economy_moves_totals" : "remark.economy_moves_given";
  for (const std::string_view table : {"economy_moves", "economy_moves_sums"})
    results.remarks.push_back({std::string(table), key, text("", m.year, differ).args});
}

/// What regions sell each other and abroad, all sectors together.
void add_trade(const StudyEconomy& e, data::ResultSet& results) {
  data::Source money{.id = e.loaded.study.accounts->product};
  name_source(e.loaded, money);
  TableBuilder table("economy_trade",
                     {label("region"), label("region_to"), real("sales", money.unit.empty() ? "1" : money.unit, 1)},
                     accounts_origin(e.loaded, e.made).take());
  const auto& trade = e.made.accounts.trade;
  for (std::size_t i = 0; i < e.places(); ++i) {
    for (std::size_t n = 0; n < e.places(); ++n) {
      if (n == i) continue;
      double sales = 0;
      for (std::size_t j = 0; j < e.sectors(); ++j) sales += trade(j, n, i);
      table.row({e.code(i), e.code(n), sales});
    }
  }
  results.tables.push_back(std::move(table).take());
}

/// The yearly step with people, capital at rest in the base year, or both.
economy::YearsOptions step_of(const StudyEconomy& e, const StudyPeople& people, bool move, bool save) {
  economy::YearsOptions out = years_options(e, people, 1);
  if (!move) out.moves.clear();
  if (save) out.real_rental.assign(e.places(), out.accumulation.steady_rental());
  return out;
}

Result<void> add_half_lives(const StudyEconomy& e, const StudyPeople& people, Executor& executor,
                            data::ResultSet& results) {
  TableBuilder table("economy_half_lives",
                     {label("what_moves"), integer("pattern"), real("real_part", "1", 4),
                      real("imaginary_part", "1", 4), real("mode_size", "1", 4), real("half_life", "years", 1)},
                     people_origin(e, people).formulas({"economy_modes"}).take());
  struct Case {
    const char* name;
    bool move, save;
  };
  for (const Case& each : {Case{"people", true, false}, Case{"capital", false, true}, Case{"both", true, true}}) {
    const auto found = economy::transition(e.base, step_of(e, people, each.move, each.save), executor);
    if (!found) return tl::unexpected(found.error());
    for (std::size_t k = 0; k < std::min(kModes, found->modes.size()); ++k) {
      const economy::Mode& mode = found->modes[k];
      table.row({std::string(each.name), static_cast<double>(k + 1), mode.lambda.real(), mode.lambda.imag(),
                 std::hypot(mode.lambda.real(), mode.lambda.imag()), finite(mode.half_life)});
    }
    if (each.move && each.save)
      results.remarks.push_back({"economy_half_lives", "remark.economy_half_lives",
                                 text("", found->modes.size(), 100 * found->largest_drift).args});
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

Place place_of(const StudyEconomy& e, const StudyPeople& people) {
  const auto density = study::parameters(e.loaded.study, economy::density_options());
  Place out{.productivity = density.agglomeration,
            .amenity = density.congestion,
            .dispersion = study::parameters(e.loaded.study, economy::settling_options()).dispersion,
            .people = people.people,
            .settled = std::vector<bool>(e.places(), false)};
  out.settled.back() = true;  // the rest of the world
  return out;
}

data::Origin settling_origin(const StudyEconomy& e, const StudyPeople& people) {
  return people_origin(e, people)
      .all_assumptions(economy::density_options())
      .all_assumptions(economy::settling_options())
      .formulas({"economy_certificate"})
      .take();
}

/// The base year's settlement, and each of the most populous regions five times as full in turn.
economy::SearchOptions search_of(const StudyEconomy& e, std::size_t beginnings) {
  economy::SearchOptions out{.starts = {std::vector<double>(e.places(), 1)}, .apart = kApart};
  std::vector<std::size_t> order(e.regions());
  std::iota(order.begin(), order.end(), std::size_t{0});
  stable_sort(order, [&](std::size_t a, std::size_t b) { return e.base.economy.people[a] > e.base.economy.people[b]; });
  order.resize(std::min(order.size(), beginnings - 1));
  for (const std::size_t n : order) {
    out.starts.emplace_back(e.places(), 1);
    out.starts.back()[n] = out.favour;
  }
  return out;
}

Result<void> add_certificate(const StudyEconomy& e, const StudyPeople& people, Executor& executor,
                             data::ResultSet& results) {
  const Place place = place_of(e, people);
  const auto found = economy::certify(e.base, place, {.rule = closure_of(e.options).rule}, executor);
  if (!found) return tl::unexpected(found.error());
  const auto threshold = economy::agglomeration_threshold(e.base, place, 2, executor);
  if (!threshold) return tl::unexpected(threshold.error());
  TableBuilder table("economy_certificate", {label("certified"), real("value", "1", 4)}, settling_origin(e, people));
  const auto row = [&](const char* name, double value) { table.row({std::string(name), value}); };
  row("absolute_radius", found->absolute_radius);
  row("markets_slowest", found->markets_slowest);
  row("places_slowest", found->places_slowest);
  row("agglomeration", place.productivity);
  row("agglomeration_threshold", finite(*threshold));
  results.tables.push_back(std::move(table).take());
  return {};
}

/// Where people settle from several beginnings.
Result<void> add_settlements(const StudyEconomy& e, const StudyPeople& people, Executor& executor,
                             data::ResultSet& results) {
  const auto options = study::parameters(e.loaded.study, economy::settling_options());
  if (options.beginnings == 0) return {};
  const auto search = search_of(e, static_cast<std::size_t>(options.beginnings));
  const auto found = economy::settlements(e.base, {}, place_of(e, people), search,
                                          {.tolerance = kSettled, .max_steps = kSearchSteps}, {}, executor);
  if (!found) return tl::unexpected(found.error());
  TableBuilder table("economy_settlements",
                     {integer("beginnings"), integer("reached_base"), integer("other_settlements"), integer("lost")},
                     settling_origin(e, people));
  const double others = found->distinct.empty() ? 0 : static_cast<double>(found->distinct.size() - 1);
  table.row({static_cast<double>(search.starts.size()),
             found->reached.empty() ? 0 : static_cast<double>(found->reached.front()), others,
             static_cast<double>(found->lost)});
  results.tables.push_back(std::move(table).take());
  return {};
}

Result<void> add_siphon(const StudyEconomy& e, const StudyPeople& people, Executor& executor,
                        data::ResultSet& results) {
  const auto found = economy::siphon(e.base, step_of(e, people, true, false), executor);
  if (!found) return tl::unexpected(found.error());
  TableBuilder table("economy_siphon",
                     {label("region"), real("net_outflow", "per thousand", 2), real("own_share", "percent", 1),
                      real("loading", "1", 3)},
                     people_origin(e, people).formulas({"economy_siphon"}).take());
  for (std::size_t n = 0; n < e.regions(); ++n)
    table.row({e.code(n), found->net_outflow[n], 100 * found->own_share[n],
               found->loading.empty() ? data::kNoValue : found->loading[n]});
  results.tables.push_back(std::move(table).take());
  return {};
}

}  // namespace

Result<void> add_people_tables(const StudyEconomy& e, Executor& executor, data::ResultSet& results) {
  const auto people = study_people(e);
  if (!people) return tl::unexpected(people.error());
  add_moves(e, *people, results);
  add_trade(e, results);
  if (auto done = add_half_lives(e, *people, executor, results); !done) return done;
  if (auto done = add_certificate(e, *people, executor, results); !done) return done;
  if (auto done = add_settlements(e, *people, executor, results); !done) return done;
  return add_siphon(e, *people, executor, results);
}

}  // namespace tidu::app
