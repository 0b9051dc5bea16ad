// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/scheduled_rates.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/rng.h"

namespace tidu::simulate {
namespace {

using diffusion::Cell;
using diffusion::CellConditions;
using diffusion::kGroups;
using diffusion::Lever;
using diffusion::ProcessRates;

constexpr double kSameTime = 1e-9;  // steps begin at k / steps_per_year up to rounding

std::vector<CellConditions> conditions_of(const ParameterDraw& draw, std::size_t parts) {
  std::vector<CellConditions> conditions(draw.speed.size() * parts * kGroups);
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    const std::size_t region = c / (parts * kGroups);
    conditions[c].residual = math::log(draw.speed[region]);
    conditions[c].incidents = draw.spread.incidents;
    if (!draw.attributes.empty()) conditions[c].attributes = draw.attributes[region];
  }
  return conditions;
}

// The first and the next years of all pulls: rising, each once.
std::vector<int> years_of(const Schedule& schedule) {
  std::vector<int> years;
  for (const LeverPull& pull : schedule) years.insert(years.end(), {pull.first_year, pull.last_year + 1});
  std::sort(years.begin(), years.end());
  years.erase(std::unique(years.begin(), years.end()), years.end());
  return years;
}

// Somebody who cannot have it: no news reaches him.
ProcessRates outside(ProcessRates rates) {
  rates.media = 0;
  rates.word_of_mouth = {};
  return rates;
}

}  // namespace

std::vector<RateTurn> turns_of(const ParameterDraw& draw, const Schedule& schedule, const diffusion::LeverSizes& sizes,
                               const SectorParts& parts) {
  const diffusion::CellShape shape{.regions = draw.speed.size(), .sectors = parts.count, .groups = kGroups};
  const auto plain = conditions_of(draw, parts.count);
  std::vector<double> market(plain.size(), draw.spread.market);
  std::vector<RateTurn> turns{{0, make_process_rates(draw.process, shape, {}, plain), market}};
  Array<double, Lever, Cell> strength({diffusion::levers().size(), plain.size()});
  for (const int year : years_of(schedule)) {
    strengths_in(schedule, year, parts, strength.view());
    auto conditions = plain;
    std::vector<double> now(plain.size(), draw.spread.market);
    diffusion::pull(strength.view(), sizes, kGroups, conditions, now);
    for (std::size_t c = 0; c < now.size(); ++c) market[c] = std::max(market[c], now[c]);
    turns.push_back({year, make_process_rates(draw.process, shape, {}, conditions), market});
  }
  return turns;
}

MarketLevels market_levels(const ParameterDraw& draw, std::span<const Schedule> schedules,
                           const diffusion::LeverSizes& sizes, const SectorParts& parts) {
  MarketLevels levels(draw.speed.size() * parts.count * kGroups);
  for (const Schedule& schedule : schedules) {
    for (const RateTurn& turn : turns_of(draw, schedule, sizes, parts)) {
      for (std::size_t c = 0; c < levels.size(); ++c) {
        if (turn.market[c] > draw.spread.market) levels[c].push_back(turn.market[c]);
      }
    }
  }
  for (auto& each : levels) {
    std::sort(each.begin(), each.end());
    each.erase(std::unique(each.begin(), each.end()), each.end());
  }
  return levels;
}

std::size_t waves_of(const MarketLevels& levels) {
  std::size_t waves = 0;
  for (const auto& each : levels) waves = std::max(waves, each.size());
  return waves;
}

ScheduledRates::ScheduledRates(const ParameterDraw& draw, const diffusion::CellShape& shape, const Schedule& schedule,
                               const diffusion::LeverSizes& sizes, MarketLevels levels, const SectorParts& parts)
    : spread_(draw.spread),
      shape_(shape),
      parts_(parts),
      turns_(turns_of(draw, schedule, sizes, parts)),
      levels_(std::move(levels)) {
  TIDU_ASSERT(shape.regions == draw.speed.size() && shape.groups == kGroups);
  TIDU_ASSERT(parts.count == 1 || parts.part_of.size() == shape.sectors);
  TIDU_ASSERT(levels_.empty() ||
              (levels_.size() == shape.regions * parts.count * kGroups && shape.sizes == waves_of(levels_) + 1));
}

// Where a cell's rates stand in a turn.
std::size_t ScheduledRates::place_of(std::size_t cell) const {
  const std::size_t sector = cell / (shape_.groups * shape_.sizes) % shape_.sectors;
  const std::size_t part = parts_.count == 1 ? 0 : parts_.part_of[sector];
  return (cell / shape_.per_region() * parts_.count + part) * kGroups + cell % kGroups;
}

std::size_t ScheduledRates::turn_at(const CalendarStep& step) const {
  const auto after = std::find_if(turns_.begin() + 1, turns_.end(),
                                  [&](const RateTurn& turn) { return step.time < turn.year - kSameTime; });
  return static_cast<std::size_t>(after - turns_.begin()) - 1;
}

bool ScheduledRates::is_in(std::size_t cell, const RateTurn& turn) const {
  const std::size_t wave = levels_.empty() ? 0 : cell / shape_.groups % shape_.sizes;
  if (wave == 0) return true;
  const std::size_t place = place_of(cell);
  return wave <= levels_[place].size() && turn.market[place] >= levels_[place][wave - 1];
}

std::uint64_t ScheduledRates::epoch(const CalendarStep& step) const {
  const double media = diffusion::media_factor(spread_, step.time, step.dt);
  return hash64(std::bit_cast<std::uint64_t>(media), turn_at(step));
}

std::vector<ProcessRates> ScheduledRates::at(const CalendarStep& step) const {
  const RateTurn& turn = turns_[turn_at(step)];
  const double media = diffusion::media_factor(spread_, step.time, step.dt);
  std::vector<ProcessRates> rates(shape_.cells());
  for (std::size_t c = 0; c < rates.size(); ++c) {
    const ProcessRates& own = turn.rates[place_of(c)];
    rates[c] = is_in(c, turn) ? own : outside(own);
    rates[c].media *= media;
  }
  return rates;
}

}  // namespace tidu::simulate
