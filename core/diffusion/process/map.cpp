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

// Moves those who leave stage k, in place.
void leave(std::size_t k, const Exits& exits, const StepChances& chances, Numbers& n) {
  const double first = n[k] * chances[k][0];
  const double second = n[k] * chances[k][1];
  n[k] = std::max(0.0, n[k] - first - second);
  n[at(exits[k][0])] += first;
  n[at(exits[k][1])] += second;
}

// The stages one after another, U to X and, unless it is only half a step, back again. Returns who decided.
double leave_in_turn(const Exits& exits, const StepChances& chances, bool half, Numbers& n) {
  constexpr std::size_t kPersuasion = at(Stage::persuasion);
  double decided = 0;
  for (std::size_t k = 0; k < kStages; ++k) {
    if (k == kPersuasion) decided = n[k] * chances[k][0];
    leave(k, exits, chances, n);
  }
  if (half) return decided;
  for (std::size_t k = kStages; k > 0; --k) {
    if (k - 1 == kPersuasion) decided += n[k - 1] * chances[k - 1][0];
    leave(k - 1, exits, chances, n);
  }
  return decided;
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

// The share of an agent's chance to decide that is owed to each: what contacts add to the rate, then what leaders have
// in the rest.
Decisions origin_of(const ProcessRates& rates, const ContactRates& contacts, double leaders, double dt) {
  if (rates.gate_closed) return {};
  if (rates.collective) return {.collective = 1};
  const double by_leaders = contacts.alone > 0 ? std::min(1.0, rates.leaders * leaders / contacts.alone) : 0;
  double by_contacts = contacts.decision > contacts.alone ? 1 - contacts.alone / contacts.decision : 0;
  if (contacts.reached < 1 && by_contacts > 0) {
    const double chance = decision_chance(contacts, dt);
    const double reached = contacts.reached * exit_chances(contacts.decision, 0, dt)[0];
    by_contacts = chance > 0 ? std::min(1.0, by_contacts * reached / chance) : 0;
  }
  const double rest = 1 - by_contacts;
  return {.alone = rest * (1 - by_leaders), .leaders = rest * by_leaders, .contacts = by_contacts};
}

void add(const Decisions& origin, double decided, Decisions& to) {
  to.alone += origin.alone * decided;
  to.leaders += origin.leaders * decided;
  to.contacts += origin.contacts * decided;
  to.collective += origin.collective * decided;
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
  leaders_.resize(cells);
  discontinuers_.resize(cells);
  start(Stage::unaware);
}

void DecisionMap::start(Stage stage) {
  std::fill(state_.begin(), state_.end(), 0.0);
  for (std::size_t c = 0; c < people_.size(); ++c) state_[at(stage) * people_.size() + c] = people_[c];
  set_state(state());
}

void DecisionMap::set_state(View<const double, StageAxis, Cell> state) {
  TIDU_ASSERT(state.size() == state_.size());
  if (state.data() != state_.data()) std::copy(state.begin(), state.end(), state_.begin());
  for (std::size_t c = 0; c < people_.size(); ++c) {
    const Numbers n = numbers_of(state_, c);
    people_[c] = sum(n);
  }
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
  table_.set(rates, dt_);
}

DecisionMap::Numbers DecisionMap::numbers_of(std::span<const double> state, std::size_t cell) const {
  Numbers n;
  for (std::size_t k = 0; k < kStages; ++k) n[k] = state[k * people_.size() + cell];
  return n;
}

double DecisionMap::visible(std::span<const double> state, std::size_t cell) const {
  const auto in = [&](Stage stage) { return state[at(stage) * people_.size() + cell]; };
  return settings_.decided_visible * in(Stage::decided) + in(Stage::implementing) + in(Stage::confirmed);
}

// Visible shares and surroundings, then what each cell sees in each layer.
void DecisionMap::expose(std::span<const double> state, Executor& executor) {
  const std::size_t cells = settings_.shape.per_region();
  const double* given_up = state.data() + at(Stage::discontinued) * people_.size();
  executor.for_blocks(blocks_.count(), [&](std::size_t block) {
    for (std::size_t r = blocks_.begin(block); r < blocks_.end(block); ++r) {
      double users = 0;
      double discontinuers = 0;
      for (std::size_t c = r * cells; c < (r + 1) * cells; ++c) {
        const double seen = visible(state, c);
        visible_[c] = people_[c] > 0 ? seen / people_[c] : 0;
        users += seen;
        discontinuers += given_up[c];
      }
      const double people = region_people_[r];
      std::fill_n(leaders_.begin() + static_cast<std::ptrdiff_t>(r * cells), cells, people > 0 ? users / people : 0);
      std::fill_n(discontinuers_.begin() + static_cast<std::ptrdiff_t>(r * cells), cells,
                  people > 0 ? discontinuers / people : 0);
    }
  });
  for (std::size_t l = 0; l < kLayers; ++l) mixing_[l].apply(visible_, exposure_[l], executor);
}

void DecisionMap::count_decisions(bool on) { decisions_.assign(on ? settings_.shape.regions : 0, Decisions{}); }

StepChances DecisionMap::chances_of(std::size_t cell, Decisions* origin) const {
  const ProcessRates& rates = rates_[cell];
  const Surroundings around{leaders_[cell], discontinuers_[cell]};
  ByLayer x;
  for (std::size_t l = 0; l < kLayers; ++l) {
    x[l] = std::min(1.0, exposure_[l][cell]);  // rounding of rows that sum to 1
    x[l] += (1 - x[l]) * rates.demonstration;
  }
  const bool linear = rates.contagion == Contagion::linear;
  ContactRates contacts = contact_rates(rates, x, linear ? x : contagion_of(rates, settings_.degrees, x), around);
  if (media_ != 1) contacts.knowledge += (media_ - 1) * rates.media;
  const double formed = table_(RateRow::formed, cell);
  if (origin != nullptr) *origin = origin_of(rates, contacts, around.leaders, dt_);
  return {{{exit_chances(contacts.knowledge, 0, dt_)[0], 0},
           {contacts.favourable * formed, (1 - contacts.favourable) * formed},
           {decision_chance(contacts, dt_), 0},
           {table_(RateRow::reconsidered, cell), 0},
           {table_(RateRow::implemented, cell), table_(RateRow::abandoned, cell)},
           {table_(RateRow::confirmed, cell), table_(RateRow::disenchanted, cell)},
           {table_(RateRow::discontinued, cell), 0},
           {table_(RateRow::readopted, cell), 0}}};
}

// One cell after another: [begin, end). Returns who decided, if that is counted.
Decisions DecisionMap::advance_cells(std::size_t begin, std::size_t end, std::span<double> next, bool half,
                                     bool counted) {
  Decisions decisions;
  for (std::size_t c = begin; c < end; ++c) {
    Decisions origin;
    const StepChances chances = chances_of(c, counted ? &origin : nullptr);
    Numbers n = numbers_of(state_, c);
    double decided = n[at(Stage::persuasion)] * chances[at(Stage::persuasion)][0];
    if (settings_.scheme == StepScheme::start_of_step) {
      n = leave_together(settings_.exits, chances, n);
    } else {
      decided = leave_in_turn(settings_.exits, chances, half, n);
    }
    if (counted) add(origin, decided, decisions);
    conserve(people_[c], n);
    for (std::size_t k = 0; k < kStages; ++k) next[k * people_.size() + c] = n[k];
  }
  return decisions;
}

StepJob DecisionMap::job_of(std::span<double> next) const {
  StepJob job{.cells = people_.size(),
              .rates = table_.data(),
              .leaders = leaders_.data(),
              .discontinuers = discontinuers_.data(),
              .people = people_.data(),
              .state = state_.data(),
              .next = next.data(),
              .media = media_,
              .dt = dt_};
  for (std::size_t l = 0; l < kLayers; ++l) job.exposure[l] = exposure_[l].data();
  return job;
}

// next = a step from state_, or half a one, with the exposures at hand.
void DecisionMap::advance(std::span<double> next, bool half, Executor& executor) {
  const bool counted = !half && !decisions_.empty();
  const bool plain = table_.plain() && settings_.exits == rogers_exits() && !counted;
  const auto way = settings_.scheme == StepScheme::start_of_step ? StepWay::together
                   : half                                        ? StepWay::forward
                                                                 : StepWay::forward_and_back;
  const std::size_t cells = settings_.shape.per_region();
  executor.for_blocks(blocks_.count(), [&](std::size_t block) {
    const std::size_t begin = blocks_.begin(block) * cells;
    const std::size_t end = blocks_.end(block) * cells;
    const StepKernel kernel = plain ? kernel_for(end - begin, way) : nullptr;
    if (kernel != nullptr) {
      StepJob job = job_of(next);
      job.begin = begin;
      job.end = end;
      return kernel(job);
    }
    for (std::size_t c = begin; c < end; c += cells) {
      const Decisions decisions = advance_cells(c, c + cells, next, half, counted);
      if (counted) decisions_[c / cells] = decisions;
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
      out[c] = chances_of(c);
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
    for (std::size_t k = 0; k < kStages; ++k) out(c / cells, k) += state_[k * people_.size() + c];
  }
}

double DecisionMap::share(Stage stage) const {
  double in = 0;
  double all = 0;
  for (std::size_t c = 0; c < people_.size(); ++c) {
    in += state_[at(stage) * people_.size() + c];
    all += people_[c];
  }
  return all > 0 ? in / all : 0;
}

std::span<const FormulaRecord> map_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
