// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/baseline.h"

#include <algorithm>
#include <cmath>

#include "core/base/draws.h"
#include "core/base/option_draws.h"
#include "core/base/sum.h"
#include "core/simulate/economy/trend_draws.h"

namespace tidu::simulate {
namespace {

using economy::GrowthPaths;

std::optional<economy::accounts::SkillShares> skills_of(const BaselineInput& input,
                                                        const economy::accounts::SkillOptions& options) {
  auto out = input.skills;
  if (!out) return out;
  out->wage = {1 + options.premium, 1};
  out->contrast = options.contrast;
  return out;
}

/// People by skill, the rest of the world at the end.
std::vector<std::vector<double>> people_of(const BaselineInput& input, const std::vector<double>& people) {
  if (!input.skills) return {people};
  std::vector<std::vector<double>> out(input.skills->wage.size(), people);
  for (std::size_t g = 0; g < out.size(); ++g) {
    for (std::size_t n = 0; n < people.size(); ++n) out[g][n] *= input.skills->people(n, g);
  }
  return out;
}

Result<economy::BaseYear> base_of(const BaselineInput& input, const BaselinePoint& point) {
  auto accounts =
      input.interregional
          ? economy::accounts::accounts_of(*input.interregional, input.tables, point.accounts)
          : economy::accounts::make_accounts(input.tables, input.value_added, input.geography, point.accounts);
  if (!accounts) return tl::unexpected(accounts.error());
  economy::Economy e = economy::accounts::economy_of(*accounts, point.accounts.trade_elasticity);
  e.people = input.people;
  e.people.push_back(sum(input.people));  // of the rest of the world, whose rule looks at the change alone
  if (const auto skills = skills_of(input, point.skills)) {
    auto incomes = economy::accounts::labour_by_skill(e.labour_income.front(), *skills);
    if (!incomes) return tl::unexpected(incomes.error());
    e.labour_income = std::move(*incomes);
  }
  return economy::prepare(e);
}

/// People by their trend, as hats: T + 2 years, the base year first.
std::vector<std::vector<double>> trend_people(const GrowthPaths& paths) {
  std::vector<std::vector<double>> out(1, std::vector<double>(paths.capital.size(), 1));
  for (std::size_t t = 0; t <= paths.labour.size(); ++t) {
    // the year after the last is asked for by nobody but the drivers' length
    const std::vector<double>& growth = paths.labour[std::min(t, paths.labour.size() - 1)];
    out.push_back(out.back());
    for (std::size_t n = 0; n < growth.size(); ++n) out.back()[n] *= math::exp(growth[n] / 100);
  }
  return out;
}

/// Takes what density does to people along their trend off productivity and amenities, since trends contain it.
void take_trend_density(const economy::DensityFeedback& density, const std::vector<std::vector<double>>& trend,
                        economy::Drivers& drivers) {
  for (std::size_t t = 0; t < drivers.productivity.size(); ++t) {
    economy::RegionSector& productivity = drivers.productivity[t];
    for (std::size_t n = 0; density.productivity != 0 && n < trend[t].size(); ++n) {
      const double gain = math::pow(trend[t][n], density.productivity);
      for (std::size_t j = 0; j < productivity.extent<economy::Sector>(); ++j) productivity(n, j) /= gain;
    }
    if (density.amenity == 0) continue;
    std::vector<double>& amenity = drivers.amenity.emplace_back(trend[t]);
    for (double& hat : amenity) hat = math::pow(hat, -density.amenity);
  }
}

/// Yearly flows between the regions, and a rest of the world that nobody leaves or reaches.
Result<economy::MoveShares> moves_of_all(const BaselineInput& input, const economy::StepOptions& step) {
  const std::size_t regions = input.people.size();
  economy::MoveShares yearly;
  if (input.moves) {
    yearly = *input.moves;
  } else {
    economy::MoveTotals totals = *input.move_totals;
    totals.distance_elasticity = step.migration_distance;
    auto made = economy::moves_from_totals(totals);
    if (!made) return tl::unexpected(made.error());
    yearly = std::move(made->yearly);
  }
  economy::MoveShares out({regions + 1, regions + 1});
  for (std::size_t s = 0; s < regions; ++s) {
    for (std::size_t t = 0; t < regions; ++t) out(s, t) = yearly(s, t);
  }
  out(regions, regions) = 1;
  return out;
}

/// Flows by skill. Empty: nobody moves.
Result<std::vector<economy::MoveShares>> moves_of(const BaselineInput& input, const BaselinePoint& point) {
  if (!input.moves && !input.move_totals) return std::vector<economy::MoveShares>();
  auto all = moves_of_all(input, point.step);
  if (!all) return tl::unexpected(all.error());
  const auto skills = skills_of(input, point.skills);
  if (!skills) return std::vector{std::move(*all)};
  return economy::accounts::moves_by_skill(*all, *skills, std::vector{point.skills.mobility, 1.0},
                                           point.skills.sorting);
}

/// Natural growth w of a skill with which the flows of the base year lead its people along the trend:
///   moves' (w L trend[t]) = L trend[t + 1],
/// by fixed-point iteration, since nearly all stay.
std::vector<double> natural_growth(const economy::MoveShares& moves, const std::vector<double>& base,
                                   const std::vector<double>& now, const std::vector<double>& next) {
  constexpr int kPasses = 60;  // what moves in a year is below a tenth: 1e-12 after some 12
  std::vector<double> w(base.size(), 1);
  for (int pass = 0; pass < kPasses; ++pass) {
    std::vector<double> there(base.size(), 0);
    for (std::size_t s = 0; s < base.size(); ++s) {
      for (std::size_t n = 0; n < base.size(); ++n) there[n] += moves(s, n) * w[s] * now[s] * base[s];
    }
    double miss = 0;
    for (std::size_t n = 0; n < base.size(); ++n) {
      const double lacking = base[n] * next[n] - there[n];
      miss = std::max(miss, std::fabs(lacking) / there[n]);
      w[n] += lacking / (base[n] * now[n]);
    }
    if (miss < 1e-14) break;
  }
  return w;
}

/// Natural growth by skill, in the place of the trend that regions' people follow.
void set_natural_growth(const std::vector<economy::MoveShares>& moves, const std::vector<std::vector<double>>& people,
                        const std::vector<std::vector<double>>& trend, economy::Drivers& drivers) {
  drivers.skill_workers.resize(drivers.workers.size());
  for (std::size_t t = 0; t < drivers.workers.size(); ++t) {
    for (std::size_t g = 0; g < people.size(); ++g)
      drivers.skill_workers[t].push_back(natural_growth(moves[g], people[g], trend[t], trend[t + 1]));
  }
  drivers.workers.clear();
}

BaseLevels levels_of(const BaselineInput& input, const economy::BaseYear& base) {
  const std::size_t regions = input.people.size();
  const auto count = static_cast<std::ptrdiff_t>(regions);
  return {.product = {base.value_added.begin(), base.value_added.begin() + count},
          .income = {base.income.begin(), base.income.begin() + count},
          .people = input.people,
          .group = input.group};
}

}  // namespace

BaselinePoint draw_point(const BaselineInput& input, const BaselineAssumptions& assumptions, const DrawNumbers& draws) {
  const Rng rng(assumptions.seed);
  std::uint16_t asked = 0;
  const auto next = [&](const OptionRecord& record) {
    const std::uint64_t draw = record.kind == SourceKind::data         ? draws.data
                               : record.kind == SourceKind::literature ? draws.literature
                                                                       : draws.assumption;
    return uniform(rng, {.entity = draw, .draw = asked++, .purpose = Purpose::baseline_option});
  };
  BaselinePoint out;
  out.accounts = fields_at(economy::accounts::accounts_options(), assumptions.accounts, next);
  out.statics = fields_at(economy::statics_options(), assumptions.statics, next);
  out.skills = fields_at(economy::accounts::skill_options(), assumptions.skills, next);
  out.step = fields_at(economy::step_options(), assumptions.step, next);
  out.density = fields_at(economy::density_options(), assumptions.density, next);
  out.paths =
      draw_paths(input, {.years = input.years, .shocks = assumptions.yearly_shocks}, assumptions.seed, draws.data);
  return out;
}

Result<Outcomes> run_baseline(const BaselineInput& input, const BaselinePoint& point) {
  const auto base = base_of(input, point);
  if (!base) return tl::unexpected(base.error());
  economy::GrowthPaths paths = point.paths;
  paths.depreciation = point.step.depreciation;
  auto made = economy::growth_years(*base, paths);
  if (!made) return tl::unexpected(made.error());
  auto moves = moves_of(input, point);
  if (!moves) return tl::unexpected(moves.error());
  const auto trend = trend_people(paths);
  made->options.closure = economy::closure_path(point.statics, input.years);
  made->options.density = {.productivity = point.density.agglomeration, .amenity = point.density.congestion};
  take_trend_density(made->options.density, trend, made->drivers);
  made->options.people = people_of(input, base->economy.people);
  if (!moves->empty()) {
    set_natural_growth(*moves, made->options.people, trend, made->drivers);
    made->options.moves = std::move(*moves);
    made->options.rule = economy::move_rule(point.step);
  }
  const auto run = economy::run_years(*base, made->drivers, made->options);
  if (!run) return tl::unexpected(run.error());
  if (!run->converged)
    return failure(ErrorCode::no_convergence, text("economy.years_converged"), text("economy.years_converged.hint"));
  return outcomes_of(*run, levels_of(input, *base));
}

}  // namespace tidu::simulate
