// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/run.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/diffusion/critical/switch_off.h"
#include "core/simulate/decision_units.h"

namespace tidu::simulate {
namespace {

using diffusion::Cell;
using diffusion::DecisionMap;
using diffusion::kGroups;
using diffusion::kGroupShares;
using diffusion::Stage;
using diffusion::StageAxis;

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

// Units are the index of sizes, as they part the sizes of agents.
diffusion::CellShape shape_of(std::size_t regions, const SectorParts& parts, std::size_t units) {
  return {.regions = regions, .sectors = parts.count, .sizes = units, .groups = kGroups};
}

// Who decides how, and who works where, is no matter to whom one meets.
std::array<diffusion::LayerMixing, diffusion::kLayers> layers_of(const diffusion::RegionLinks& links,
                                                                 const ParameterDraw& draw, const SectorParts& parts,
                                                                 const std::vector<DecisionUnit>& units) {
  auto layers = region_layers(draw.process, draw.spread, links);
  std::vector<double> shares;
  for (const DecisionUnit& unit : units) shares.push_back(unit.share);
  for (auto& layer : layers) {
    if (parts.count > 1) layer.sector = diffusion::regional_factor(parts.share);
    if (units.size() > 1) layer.size = diffusion::everybody_factor(shares);
  }
  return layers;
}

DecisionMap make_map(const diffusion::RegionLinks& links, const ParameterDraw& draw, const SectorParts& parts,
                     const std::vector<DecisionUnit>& units) {
  const diffusion::CellShape shape = shape_of(links.regions(), parts, units.size());
  std::vector<double> people(shape.cells());
  for (std::size_t c = 0; c < people.size(); ++c) {
    people[c] = links.share[c / shape.per_region()] * kGroupShares[c % kGroups] * draw.spread.market;
    if (units.size() > 1) people[c] *= units[c / kGroups % units.size()].share;
    people[c] *= parts.share_of(c / shape.per_region(), c / (units.size() * kGroups) % parts.count);
  }
  auto map = DecisionMap::make({.shape = shape,
                                .decided_visible = draw.process.decided_visible,
                                .degrees = degrees_of(draw.process),
                                .mixing = layers_of(links, draw, parts, units),
                                .scheme = diffusion::StepScheme::midpoint},
                               people);
  TIDU_ASSERT(map);
  return std::move(*map);
}

double users_of(View<const double, StageAxis, Cell> state, std::size_t cell) {
  return state(at(Stage::implementing), cell) + state(at(Stage::confirmed), cell);
}

}  // namespace

AdoptionRun::AdoptionRun(const diffusion::RegionLinks& links, const ParameterDraw& draw, int steps_per_year,
                         const SectorParts& parts)
    : draw_(draw),
      units_(all_units(draw)),
      parts_(parts),
      share_(links.share),
      per_year_(steps_per_year),
      time_(draw.spread.start),
      conditions_(links.regions() * per_region()),
      market_(conditions_.size(), draw.spread.market),
      map_(make_map(links, draw, parts_, units_)) {
  for (std::size_t c = 0; c < conditions_.size(); ++c) {
    conditions_[c].residual = math::log(draw.speed[region_of(c)]);
    conditions_[c].incidents = draw.spread.incidents;
    if (!draw.attributes.empty()) conditions_[c].attributes = draw.attributes[region_of(c)];
  }
  rates_ = make_process_rates(draw_.process, shape_of(regions(), parts_, units_.size()), {}, conditions_);
}

// Those of the population, whether they may adopt or not.
double AdoptionRun::people_of(std::size_t cell) const {
  double people = share_[region_of(cell)] * kGroupShares[cell % kGroups];
  if (units_.size() > 1) people *= units_[unit_of(cell)].share;
  return people * parts_.share_of(region_of(cell), part_of(cell));
}

// Orders that have begun, and units of a region that decide together in the step to come.
void AdoptionRun::decide() {
  if (units_.size() == 1) return;
  std::vector<double> visible(rates_.size());
  map_.visible_shares(visible);
  for (std::size_t r = 0; r < regions(); ++r) {
    for (std::size_t u = 0; u < units_.size(); ++u) decide(r, u, visible);
  }
}

// A unit decides as one whatever the sectors of its members.
void AdoptionRun::decide(std::size_t region, std::size_t place, std::span<const double> visible) {
  const DecisionUnit& unit = units_[place];
  const bool begun = time_ >= unit.from - kSameStep;
  const auto first = [&](std::size_t part) { return region * per_region() + part * per_part() + place * kGroups; };
  double share = 0;
  for (std::size_t p = 0; p < parts_.count; ++p) {
    const double part = parts_.share_of(region, p);
    for (std::size_t a = 0; a < kGroups; ++a) share += kGroupShares[a] * visible[first(p) + a] * part;
  }
  const bool together = begun && unit.kind == DecisionKind::collective && share > draw_.process.collective_share;
  const double order = begun && unit.kind == DecisionKind::authority && !off_ ? draw_.process.authority : 0;
  for (std::size_t k = 0; k < parts_.count * kGroups; ++k) {
    diffusion::ProcessRates& rates = rates_[first(k / kGroups) + k % kGroups];
    if (rates.collective == together && rates.authority == order) continue;
    rates.collective = together;
    rates.authority = order;
    dt_ = 0;
  }
}

void AdoptionRun::run_until(double time) {
  while (time_ < time - kSameStep) {
    const double next_on_grid = (std::floor(time_ * per_year_ + kSameStep * per_year_) + 1) / per_year_;
    const double end = std::min(next_on_grid, time);
    const double dt = end - time_;
    decide();
    if (std::fabs(dt - dt_) > kSameStep) {
      map_.set_rates(rates_, dt);
      dt_ = dt;
    }
    map_.set_media(media_factor(draw_.spread, time_, dt));
    map_.step();
    time_ = end;
  }
}

void AdoptionRun::pull(View<const double, diffusion::Lever, Cell> strength, const diffusion::LeverSizes& sizes) {
  std::vector<diffusion::CellConditions> conditions = conditions_;
  std::vector<double> market(market_.size(), draw_.spread.market);
  Array<double, diffusion::Lever, Cell> by_unit({strength.extent<diffusion::Lever>(), conditions.size()});
  for (std::size_t l = 0; l < strength.extent<diffusion::Lever>(); ++l) {
    for (std::size_t c = 0; c < conditions.size(); ++c) {
      by_unit(l, c) = strength(l, (region_of(c) * parts_.count + part_of(c)) * kGroups + c % kGroups);
    }
  }
  diffusion::pull(by_unit.view(), sizes, kGroups, conditions, market);
  rates_ = make_process_rates(draw_.process, shape_of(regions(), parts_, units_.size()), {}, conditions);
  dt_ = 0;
  const auto state = map_.state();
  Array<double, StageAxis, Cell> grown({diffusion::kStages, market.size()});
  std::copy(state.begin(), state.end(), grown.values().begin());
  bool changed = false;
  for (std::size_t c = 0; c < market.size(); ++c) {
    if (!(market[c] > market_[c])) continue;
    double share = (market[c] - market_[c]) * share_[region_of(c)] * kGroupShares[c % kGroups];
    if (units_.size() > 1) share *= units_[unit_of(c)].share;
    share *= parts_.share_of(region_of(c), part_of(c));
    grown(at(Stage::unaware), c) += share;
    market_[c] = market[c];
    changed = true;
  }
  if (changed) map_.set_state(grown.view());
}

void AdoptionRun::switch_off() {
  diffusion::switch_off(rates_);
  off_ = true;
  dt_ = 0;
}

double AdoptionRun::users(std::size_t region) const {
  double users = 0;
  const std::size_t cells = per_region();
  for (std::size_t c = region * cells; c < (region + 1) * cells; ++c) users += users_of(map_.state(), c);
  return users / share_[region];
}

double AdoptionRun::users(std::size_t region, std::size_t group) const {
  double users = 0;
  for (std::size_t c = region * per_region() + group; c < (region + 1) * per_region(); c += kGroups) {
    users += users_of(map_.state(), c);
  }
  return users / (share_[region] * kGroupShares[group]);
}

double AdoptionRun::unit_users(std::size_t unit) const {
  double users = 0;
  double people = 0;
  for (std::size_t c = 0; c < market_.size(); ++c) {
    if (unit_of(c) != unit) continue;
    users += users_of(map_.state(), c);
    people += people_of(c);
  }
  return people > 0 ? users / people : 0;
}

double AdoptionRun::part_users(std::size_t region, std::size_t part) const {
  const double people = share_[region] * parts_.share_of(region, part);
  double users = 0;
  const std::size_t first = region * per_region() + part * per_part();
  for (std::size_t c = first; c < first + per_part(); ++c) users += users_of(map_.state(), c);
  return people > 0 ? users / people : 0;
}

double AdoptionRun::users() const {
  double users = 0;
  for (std::size_t c = 0; c < market_.size(); ++c) users += users_of(map_.state(), c);
  return users;
}

double AdoptionRun::aware() const {
  const StageShares shares = stages();
  double aware = 0;
  for (std::size_t k = 0; k < shares.size(); ++k) aware += k == at(Stage::unaware) ? 0 : shares[k];
  return aware;
}

StageShares AdoptionRun::stages() const {
  const auto state = map_.state();
  StageShares shares{};
  for (std::size_t c = 0; c < market_.size(); ++c) {
    for (std::size_t k = 0; k < shares.size(); ++k) shares[k] += state(k, c);
  }
  return shares;
}

}  // namespace tidu::simulate
