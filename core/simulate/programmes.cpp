// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/programmes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/assert.h"

namespace tidu::simulate {
namespace {

using diffusion::kGroups;
using diffusion::LeverPlace;

// Levers that reach persons one by one, so that one group can have them alone.
bool can_choose_persons(LeverPlace place) {
  switch (place) {
    case LeverPlace::relative_advantage:
    case LeverPlace::complexity:
    case LeverPlace::trialability:
    case LeverPlace::media:
    case LeverPlace::demonstration:
      return true;
    default:
      return false;
  }
}

// Share of a region's people who work in the sectors of a programme.
double in_sectors(const Programme& programme, const SectorShares& sectors, std::size_t region) {
  if (programme.sectors.empty()) return 1;
  double share = 0;
  for (std::size_t s = 0; s < sectors.count; ++s)
    share += programme.sectors[s] != 0 ? sectors.share[region * sectors.count + s] : 0;
  return share;
}

// Share of the population that a programme reaches: those who may adopt; infrastructure is for those who may not yet.
double reached(const Programme& programme, const ProgrammeInput& input, const ParameterDraw& draw) {
  double share = programme.group ? diffusion::kGroupShares[*programme.group] : 1;
  if (!programme.sectors.empty()) {
    double inside = 0;
    for (std::size_t r = 0; r < input.links.regions(); ++r)
      inside += input.links.share[r] * in_sectors(programme, input.sectors, r);
    share *= inside;
  }
  const bool outside = diffusion::levers()[programme.lever].place == LeverPlace::market;
  return share * (outside ? 1 - draw.spread.market : draw.spread.market);
}

// Users gained among those whom a programme is for, and among the others.
void tell_sectors_apart(const ProgrammeInput& input, const Ensemble& ensemble, ProgrammeEffects& effects) {
  const std::size_t end = ensemble.nation.extent<Year>() - 1;
  const SectorParts& parts = ensemble.parts;
  const auto extents = effects.gained.extents();
  effects.own = effects.spillover = Array<double, Draw, ProgrammeAxis>(extents);
  for (std::size_t i = 0; i < extents[1]; ++i) {
    const auto reach = reached_parts({.sectors = input.programmes[i].sectors}, parts);
    for (std::size_t m = 0; m < extents[0]; ++m) {
      std::array<double, 2> gained{};
      std::array<double, 2> people{};
      for (std::size_t r = 0; r < input.links.regions(); ++r) {
        for (std::size_t p = 0; p < parts.count; ++p) {
          const double share = input.links.share[r] * parts.share_of(r, p);
          people[reach[p]] += share;
          gained[reach[p]] += share * (ensemble.sectors(m, i + 1, end, r, p) - ensemble.sectors(m, 0, end, r, p));
        }
      }
      effects.own(m, i) = people[1] > 0 ? gained[1] / people[1] : 0;
      effects.spillover(m, i) = people[0] > 0 ? gained[0] / people[0] : 0;
    }
  }
}

constexpr FormulaRecord kFormulas[] = {
    {"unit_effect", "eᵢ = (users with i − users without)/(people reached · years)", "Tidu"},
    {"sector_parts", "n_rpg = n_r·s_rp·g,  V_rg = Σₚ s_rp·V_rpg", "Tidu"},
    {"break_even", "xᵢⱼ = eᵢ/eⱼ", "Tidu"},
};

}  // namespace

std::vector<Programme> support_programmes() {
  std::vector<Programme> programmes;
  const auto levers = diffusion::levers();
  for (std::size_t l = 0; l < levers.size(); ++l) programmes.push_back({l, {}});
  for (std::size_t l = 0; l < levers.size(); ++l) {
    if (!can_choose_persons(levers[l].place)) continue;
    for (std::size_t a = 0; a < kGroups; ++a) programmes.push_back({l, a});
  }
  return programmes;
}

std::vector<Programme> sector_programmes(const SectorParts& parts) {
  std::vector<Programme> programmes;
  if (parts.count == 1) return programmes;
  for (std::size_t l = 0; l < diffusion::levers().size(); ++l) programmes.push_back({l, {}});
  for (std::size_t p = 0; p < parts.count; ++p) {
    for (std::size_t l = 0; l < diffusion::levers().size(); ++l) {
      Programme& programme = programmes.emplace_back(Programme{l, {}});
      for (const std::size_t part : parts.part_of) programme.sectors.push_back(part == p ? 1 : 0);
    }
  }
  return programmes;
}

Schedule programme_schedule(const Programme& programme, std::size_t regions, int first_year, int last_year) {
  LeverPull pull{.lever = programme.lever,
                 .strength = 1,
                 .cells = std::vector<std::uint8_t>(regions * kGroups),
                 .first_year = first_year,
                 .last_year = last_year,
                 .sectors = programme.sectors};
  for (std::size_t c = 0; c < pull.cells.size(); ++c) {
    pull.cells[c] = !programme.group || c % kGroups == *programme.group ? 1 : 0;
  }
  return {std::move(pull)};
}

Result<ProgrammeEffects> programme_effects(const ProgrammeInput& input, Executor& executor) {
  const SimulateOptions& options = input.options;
  SimulateOptions run = options;
  run.last_year = std::min(options.last_year, options.policy_year + options.support_years - 1);
  std::vector<Schedule> scenarios(1);
  for (const Programme& programme : input.programmes) {
    scenarios.push_back(programme_schedule(programme, input.links.regions(), options.policy_year, run.last_year));
  }
  const auto ensemble =
      run_ensemble({input.links, input.assumptions, input.members, scenarios, run, input.sectors}, executor);
  if (!ensemble) return tl::unexpected(ensemble.error());
  const std::size_t count = input.programmes.size();
  const std::size_t members = input.members.size();
  const std::size_t end = ensemble->nation.extent<Year>() - 1;
  const double years = run.last_year - options.policy_year + 1;
  ProgrammeEffects effects{.last_year = run.last_year,
                           .gained = Array<double, Draw, ProgrammeAxis>({members, count}),
                           .reached = Array<double, Draw, ProgrammeAxis>({members, count}),
                           .unit_effect = Array<double, Draw, ProgrammeAxis>({members, count}),
                           .own = {},
                           .spillover = {}};
  for (std::size_t m = 0; m < members; ++m) {
    for (std::size_t i = 0; i < count; ++i) {
      effects.gained(m, i) = ensemble->nation(m, i + 1, end) - ensemble->nation(m, 0, end);
      effects.reached(m, i) = reached(input.programmes[i], input, input.members[m]);
      const double units = effects.reached(m, i) * years;
      effects.unit_effect(m, i) = units > 0 ? effects.gained(m, i) / units : 0;
    }
  }
  if (ensemble->parts.count > 1) tell_sectors_apart(input, *ensemble, effects);
  return effects;
}

std::vector<double> break_even(const ProgrammeEffects& effects, std::size_t i, std::size_t j) {
  std::vector<double> ratios;
  for (std::size_t m = 0; m < effects.unit_effect.extent<Draw>(); ++m) {
    const double one = effects.unit_effect(m, i);
    const double other = effects.unit_effect(m, j);
    if (other > 0) {
      ratios.push_back(one / other);
    } else if (one > 0) {
      ratios.push_back(HUGE_VAL);
    }
  }
  return ratios;
}

std::span<const FormulaRecord> programme_formulas() { return kFormulas; }

}  // namespace tidu::simulate
