// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/map.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/assert.h"
#include "core/base/sum.h"

namespace tidu::diffusion {
namespace {

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

using Numbers = std::array<double, kStages>;

Numbers numbers_of(std::span<const double> state, std::size_t cell) {
  Numbers n;
  std::copy_n(state.data() + cell * kStages, kStages, n.begin());
  return n;
}

// Moves those who leave stage k, in place.
void leave(std::size_t k, const Exits& exits, const StepChances& chances, Numbers& n) {
  const double first = n[k] * chances[k][0];
  const double second = n[k] * chances[k][1];
  n[k] = std::max(0.0, n[k] - first - second);
  n[at(exits[k][0])] += first;
  n[at(exits[k][1])] += second;
}

// P^T n: all leave at once.
Numbers leave_together(const Exits& exits, const StepChances& chances, const Numbers& n) {
  Numbers next;
  for (std::size_t k = 0; k < kStages; ++k) {
    next[k] = std::max(0.0, n[k] - n[k] * chances[k][0] - n[k] * chances[k][1]);
  }
  for (std::size_t k = 0; k < kStages; ++k) {
    next[at(exits[k][0])] += n[k] * chances[k][0];
    next[at(exits[k][1])] += n[k] * chances[k][1];
  }
  return next;
}

// Rounding neither makes nor loses people: what is missing of N goes to the first stage that holds an eighth of it.
void conserve(double people, Numbers& n) {
  std::size_t large = 0;
  while (large + 1 < kStages && n[large] < people / kStages) ++large;
  n[large] += people - (((n[0] + n[1]) + (n[2] + n[3])) + ((n[4] + n[5]) + (n[6] + n[7])));
}

constexpr FormulaRecord kFormulas[] = {
    {"cell_map", "n′ = P(x)ᵀ·n,  x = W·V + (1 − W·V)·w,  V = (v·n_D + n_I + n_C)/N", "Tidu; stages after Rogers 2003"},
};

}  // namespace

Result<DecisionMap> DecisionMap::make(DecisionSettings settings, std::span<const double> people) {
  TIDU_ASSERT(settings.decided_visible >= 0 && settings.decided_visible <= 1);
  if (people.size() != settings.shape.cells()) {
    return failure(ErrorCode::shape, text("diffusion.map.cells", people.size(), settings.shape.cells()),
                   text("diffusion.map.cells.hint"));
  }
  for (std::size_t c = 0; c < people.size(); ++c) {
    if (people[c] >= 0 && std::isfinite(people[c])) continue;
    return failure(ErrorCode::domain, text("diffusion.map.people", c + 1, people[c]),
                   text("diffusion.map.people.hint"));
  }
  for (const LayerMixing& layer : settings.mixing) {
    if (auto fits = check_mixing(layer, settings.shape); !fits) return tl::unexpected(fits.error());
  }
  return DecisionMap(std::move(settings), people);
}

DecisionMap::DecisionMap(DecisionSettings settings, std::span<const double> people)
    : settings_(std::move(settings)), blocks_(settings_.shape), people_(people.begin(), people.end()) {
  const std::size_t cells = people.size();
  for (const LayerMixing& layer : settings_.mixing) mixing_.emplace_back(layer, settings_.shape, people);
  state_.resize(cells * kStages);
  next_.resize(cells * kStages);
  if (settings_.scheme == StepScheme::midpoint) half_.resize(cells * kStages);
  visible_.resize(cells);
  for (auto& layer : exposure_) layer.resize(cells);
  around_.resize(settings_.shape.regions);
  start(Stage::unaware);
}

void DecisionMap::start(Stage stage) {
  std::fill(state_.begin(), state_.end(), 0.0);
  for (std::size_t c = 0; c < people_.size(); ++c) state_[c * kStages + at(stage)] = people_[c];
  set_state(state());
}

void DecisionMap::set_state(View<const double, Cell, StageAxis> state) {
  TIDU_ASSERT(state.size() == state_.size());
  if (state.data() != state_.data()) std::copy(state.begin(), state.end(), state_.begin());
  for (std::size_t c = 0; c < people_.size(); ++c) people_[c] = sum({state_.data() + c * kStages, kStages});
  const std::size_t cells = settings_.shape.per_region();
  region_people_.clear();
  for (std::size_t r = 0; r < settings_.shape.regions; ++r) {
    region_people_.push_back(sum({people_.data() + r * cells, cells}));
  }
}

void DecisionMap::set_rates(std::span<const ProcessRates> rates, double dt) {
  TIDU_ASSERT(rates.size() == people_.size() && dt > 0);
  rates_.assign(rates.begin(), rates.end());
  dt_ = settings_.scheme == StepScheme::midpoint ? dt / 2 : dt;
  fixed_.resize(rates.size());
  for (std::size_t c = 0; c < rates.size(); ++c) {
    fixed_[c] = {plain_chances(rates[c], dt_), exit_chances(rates[c].elaboration, 0, dt_)[0]};
  }
}

double DecisionMap::visible(std::span<const double> state, std::size_t cell) const {
  const double* n = state.data() + cell * kStages;
  return settings_.decided_visible * n[at(Stage::decided)] + n[at(Stage::implementing)] + n[at(Stage::confirmed)];
}

// Visible shares and surroundings, then what each cell sees in each layer.
void DecisionMap::expose(std::span<const double> state, Executor& executor) {
  const std::size_t cells = settings_.shape.per_region();
  executor.for_blocks(blocks_.count(), [&](std::size_t block) {
    for (std::size_t r = blocks_.begin(block); r < blocks_.end(block); ++r) {
      double users = 0;
      double discontinuers = 0;
      for (std::size_t c = r * cells; c < (r + 1) * cells; ++c) {
        const double seen = visible(state, c);
        visible_[c] = people_[c] > 0 ? seen / people_[c] : 0;
        users += seen;
        discontinuers += state[c * kStages + at(Stage::discontinued)];
      }
      const double people = region_people_[r];
      around_[r] = people > 0 ? Surroundings{users / people, discontinuers / people} : Surroundings{};
    }
  });
  for (std::size_t l = 0; l < kLayers; ++l) mixing_[l].apply(visible_, exposure_[l], executor);
}

StepChances DecisionMap::chances_of(std::size_t cell, const Surroundings& around) const {
  const ProcessRates& rates = rates_[cell];
  const Fixed& fixed = fixed_[cell];
  ByLayer x;
  for (std::size_t l = 0; l < kLayers; ++l) {
    x[l] = std::min(1.0, exposure_[l][cell]);  // rounding of rows that sum to 1
    x[l] += (1 - x[l]) * rates.demonstration;
  }
  const bool linear = rates.contagion == Contagion::linear;
  ContactRates contacts = contact_rates(rates, x, linear ? x : contagion_of(rates, settings_.degrees, x), around);
  if (media_ != 1) contacts.knowledge += (media_ - 1) * rates.media;
  StepChances chances = fixed.chances;
  chances[at(Stage::unaware)] = {exit_chances(contacts.knowledge, 0, dt_)[0], 0};
  chances[at(Stage::persuasion)] = {decision_chance(contacts, dt_), 0};
  chances[at(Stage::knowledge)] = {contacts.favourable * fixed.formed, (1 - contacts.favourable) * fixed.formed};
  return chances;
}

// next = a step from state_, or half a one, with the exposures at hand.
void DecisionMap::advance(std::span<double> next, bool predict, Executor& executor) {
  const Exits& exits = settings_.exits;
  const std::size_t cells = settings_.shape.per_region();
  executor.for_blocks(blocks_.count(), [&](std::size_t block) {
    for (std::size_t r = blocks_.begin(block); r < blocks_.end(block); ++r) {
      for (std::size_t c = r * cells; c < (r + 1) * cells; ++c) {
        const StepChances chances = chances_of(c, around_[r]);
        Numbers n = numbers_of(state_, c);
        if (settings_.scheme == StepScheme::start_of_step) {
          n = leave_together(exits, chances, n);
        } else {
          for (std::size_t k = 0; k < kStages; ++k) leave(k, exits, chances, n);
          for (std::size_t k = kStages; !predict && k > 0; --k) leave(k - 1, exits, chances, n);
        }
        conserve(people_[c], n);
        std::copy(n.begin(), n.end(), next.data() + c * kStages);
      }
    }
  });
}

bool DecisionMap::step(Executor& executor) {
  TIDU_ASSERT(rates_.size() == people_.size());
  expose(state_, executor);
  if (settings_.scheme == StepScheme::midpoint) {
    advance(half_, true, executor);
    expose(half_, executor);
  }
  advance(next_, false, executor);
  if (executor.cancelled()) return false;
  std::swap(state_, next_);
  return true;
}

void DecisionMap::chances(std::span<StepChances> out, Executor& executor) {
  TIDU_ASSERT(settings_.scheme == StepScheme::start_of_step && out.size() == rates_.size());
  expose(state_, executor);
  const std::size_t cells = settings_.shape.per_region();
  executor.for_blocks(blocks_.count(), [&](std::size_t block) {
    for (std::size_t c = blocks_.begin(block) * cells; c < blocks_.end(block) * cells; ++c) {
      out[c] = chances_of(c, around_[c / cells]);
    }
  });
}

void DecisionMap::visible_shares(std::span<double> out) const {
  TIDU_ASSERT(out.size() == people_.size());
  for (std::size_t c = 0; c < out.size(); ++c) out[c] = people_[c] > 0 ? visible(state_, c) / people_[c] : 0;
}

void DecisionMap::region_stages(View<double, Region, StageAxis> out) const {
  const std::size_t cells = settings_.shape.per_region();
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t c = 0; c < people_.size(); ++c) {
    for (std::size_t k = 0; k < kStages; ++k) out(c / cells, k) += state_[c * kStages + k];
  }
}

double DecisionMap::share(Stage stage) const {
  double in = 0;
  double all = 0;
  for (std::size_t c = 0; c < people_.size(); ++c) {
    in += state_[c * kStages + at(stage)];
    all += people_[c];
  }
  return all > 0 ? in / all : 0;
}

std::span<const FormulaRecord> map_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
