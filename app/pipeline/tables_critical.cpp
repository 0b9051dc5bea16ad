// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/diffusion/network/bass.h"
#include "core/diffusion/network/critical_seed.h"
#include "core/simulate/critical.h"

namespace tidu::app {
namespace {

using simulate::Place;

constexpr int kFewestContacts = 2;
constexpr int kMostContacts = 4;

struct Mark {
  double time = 0;
  double share = 0;
};

// Quantiles of the draws that have the mark, by place.
void add_rows(const AdoptionContext& context, std::string_view mark, std::size_t draws, const auto& mark_of,
              TableBuilder& table) {
  for (std::size_t place = 0; place <= context.loaded.region_count(); ++place) {
    std::vector<double> times;
    std::vector<double> shares;
    for (std::size_t m = 0; m < draws; ++m) {
      const Mark found = mark_of(m, place);
      if (std::isnan(found.time)) continue;
      times.push_back(found.time);
      shares.push_back(100 * found.share);
    }
    const auto q = [](std::vector<double>& values, double p) {
      return values.empty() ? data::kNoValue : simulate::quantile(values, p);
    };
    const bool nation = place == context.loaded.region_count();
    table.row({nation ? std::string(kNation) : context.loaded.regions.rows[place].code, std::string(mark),
               q(times, 0.05), q(times, 0.5), q(times, 0.95), q(shares, 0.05), q(shares, 0.5), q(shares, 0.95),
               100 * static_cast<double>(times.size()) / static_cast<double>(draws)});
  }
}

std::vector<simulate::ParameterDraw> some_members(const AdoptionContext& context, std::uint64_t wanted) {
  const std::size_t count = std::min(context.members.size(), static_cast<std::size_t>(wanted));
  std::vector<simulate::ParameterDraw> members;
  for (std::size_t m = 0; m < count; ++m) members.push_back(context.members[m * context.members.size() / count]);
  return members;
}

Result<void> add_critical_mass(const AdoptionContext& context, data::ResultSet& results, Executor& executor) {
  OriginBuilder origin = model_origin(context);
  origin.formulas({"critical_crossing", "critical_take_off", "critical_switch_off"});
  TableBuilder table("critical_mass",
                     {label("region"), label("mark"), real("time_p05", "year", 1), real("time_p50", "year", 1),
                      real("time_p95", "year", 1), real("share_p05", "percent", 1), real("share_p50", "percent", 1),
                      real("share_p95", "percent", 1), real("reached", "percent", 0)},
                     origin.take());
  const auto& options = context.simulate_options;
  const auto members = some_members(context, options.support_draws);
  const auto course = simulate::course_marks({context.links, members, options}, executor);
  if (!course) return tl::unexpected(course.error());
  add_rows(
      context, "crossing", members.size(),
      [&](std::size_t m, std::size_t place) {
        return Mark{course->crossing(m, place).time, course->crossing(m, place).share};
      },
      table);
  add_rows(
      context, "take_off", members.size(),
      [&](std::size_t m, std::size_t place) {
        return Mark{course->take_off(m, place).time, course->take_off(m, place).share};
      },
      table);
  const auto few = some_members(context, options.critical_draws);
  for (int contacts = kFewestContacts; contacts <= kMostContacts; ++contacts) {
    const auto marks = simulate::switch_off_marks({context.links, few, options}, contacts, executor);
    if (!marks) return tl::unexpected(marks.error());
    add_rows(
        context, "kappa_" + std::to_string(contacts), few.size(),
        [&](std::size_t m, std::size_t place) { return Mark{(*marks)(m, place).time, (*marks)(m, place).share}; },
        table);
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

// How many of its contacts everybody must need for a critical mass of so many percent.
Result<void> add_contacts_needed(const AdoptionContext& context, data::ResultSet& results) {
  OriginBuilder origin(context.loaded);
  origin.formulas({"cascade_critical_seed"})
      .assumptions({"adoption.contacts_local", "adoption.contacts_chain", "adoption.contacts_online"});
  TableBuilder table("contacts_needed", {integer("degree"), integer("contacts"), real("critical_seed", "percent", 2)},
                     origin.take());
  std::size_t degree = 0;
  for (const std::uint8_t contacts : degrees_of(context.members.front().process)) degree += contacts;
  for (const std::size_t d : {degree, 2 * degree}) {
    const auto needed = diffusion::network::contacts_needed(d);
    if (!needed) return tl::unexpected(needed.error());
    for (const auto& seed : *needed) {
      if (seed.outcome == diffusion::network::SeedOutcome::never) continue;
      table.row({static_cast<double>(d), static_cast<double>(seed.contacts), 100 * seed.seed});
    }
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

}  // namespace

Result<void> add_critical_tables(const AdoptionContext& context, data::ResultSet& results, Executor& executor) {
  if (auto done = add_critical_mass(context, results, executor); !done) return done;
  if (auto done = add_contacts_needed(context, results); !done) return done;
  const auto ratio = [](double share) {
    const auto value = diffusion::network::ratio_of_take_off(share);
    return value ? *value : data::kNoValue;
  };
  results.remarks.push_back({"critical_mass", "remark.critical_identity", {ratio(0.2), ratio(0.05)}});
  results.remarks.push_back({"critical_mass",
                             "remark.critical_conditional",
                             {static_cast<std::int64_t>(context.simulate_options.critical_years),
                              static_cast<std::int64_t>(context.simulate_options.critical_draws)}});
  return {};
}

}  // namespace tidu::app
