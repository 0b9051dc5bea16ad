// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/run.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/diffusion/critical/switch_off.h"

namespace tidu::simulate {
namespace {

using diffusion::Cell;
using diffusion::DecisionMap;
using diffusion::kGroups;
using diffusion::kGroupShares;
using diffusion::Stage;
using diffusion::StageAxis;

constexpr double kSameStep = 1e-9;  // times on the grid are k / steps_per_year up to rounding

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

diffusion::CellShape shape_of(std::size_t regions) { return {.regions = regions, .groups = kGroups}; }

DecisionMap make_map(const diffusion::RegionLinks& links, const ParameterDraw& draw) {
  const diffusion::CellShape shape = shape_of(links.regions());
  std::vector<double> people(shape.cells());
  for (std::size_t c = 0; c < people.size(); ++c) {
    people[c] = links.share[c / kGroups] * kGroupShares[c % kGroups] * draw.spread.market;
  }
  auto map = DecisionMap::make({.shape = shape,
                                .decided_visible = draw.process.decided_visible,
                                .degrees = degrees_of(draw.process),
                                .mixing = region_layers(draw.process, draw.spread, links),
                                .scheme = diffusion::StepScheme::midpoint},
                               people);
  TIDU_ASSERT(map);
  return std::move(*map);
}

double users_of(View<const double, StageAxis, Cell> state, std::size_t cell) {
  return state(at(Stage::implementing), cell) + state(at(Stage::confirmed), cell);
}

}  // namespace

AdoptionRun::AdoptionRun(const diffusion::RegionLinks& links, const ParameterDraw& draw, int steps_per_year)
    : draw_(draw),
      share_(links.share),
      per_year_(steps_per_year),
      time_(draw.spread.start),
      conditions_(links.regions() * kGroups),
      market_(conditions_.size(), draw.spread.market),
      map_(make_map(links, draw)) {
  for (std::size_t c = 0; c < conditions_.size(); ++c) {
    conditions_[c].residual = math::log(draw.speed[c / kGroups]);
    conditions_[c].incidents = draw.spread.incidents;
  }
  rates_ = make_process_rates(draw_.process, shape_of(regions()), {}, conditions_);
}

void AdoptionRun::run_until(double time) {
  while (time_ < time - kSameStep) {
    const double next_on_grid = (std::floor(time_ * per_year_ + kSameStep * per_year_) + 1) / per_year_;
    const double end = std::min(next_on_grid, time);
    const double dt = end - time_;
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
  diffusion::pull(strength, sizes, kGroups, conditions, market);
  rates_ = make_process_rates(draw_.process, shape_of(regions()), {}, conditions);
  dt_ = 0;
  const auto state = map_.state();
  Array<double, StageAxis, Cell> grown({diffusion::kStages, market.size()});
  std::copy(state.begin(), state.end(), grown.values().begin());
  bool changed = false;
  for (std::size_t c = 0; c < market.size(); ++c) {
    if (!(market[c] > market_[c])) continue;
    grown(at(Stage::unaware), c) += (market[c] - market_[c]) * share_[c / kGroups] * kGroupShares[c % kGroups];
    market_[c] = market[c];
    changed = true;
  }
  if (changed) map_.set_state(grown.view());
}

void AdoptionRun::switch_off() {
  diffusion::switch_off(rates_);
  dt_ = 0;
}

double AdoptionRun::users(std::size_t region) const {
  double users = 0;
  for (std::size_t a = 0; a < kGroups; ++a) users += users_of(map_.state(), region * kGroups + a);
  return users / share_[region];
}

double AdoptionRun::users(std::size_t region, std::size_t group) const {
  return users_of(map_.state(), region * kGroups + group) / (share_[region] * kGroupShares[group]);
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
