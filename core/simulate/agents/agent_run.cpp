// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/agent_run.h"

#include <algorithm>
#include <utility>

#include "core/base/assert.h"

namespace tidu::simulate {

using namespace diffusion;
using namespace diffusion::agents;

namespace {

constexpr std::size_t kBlockKinds = 16;

// Calls body(kind) for each, in blocks that are cut by their number alone.
template <class Body>
void for_kinds(std::size_t kinds, Executor& executor, Body body) {
  executor.for_blocks((kinds + kBlockKinds - 1) / kBlockKinds, [&](std::size_t block) {
    const std::size_t end = std::min(kinds, (block + 1) * kBlockKinds);
    for (std::size_t k = block * kBlockKinds; k < end; ++k) body(k);
  });
}

}  // namespace

DomainMapSettings map_settings(const AgentSettings& settings) {
  return {settings.exits, settings.decided_visible, settings.heterophily};
}

AgentRun::AgentRun(const AgentPlan& plan, AgentMemory memory)
    : plan_(plan),
      with_contacts_(!memory.contacts.empty()),
      agents_(plan.layout, plan.settings, memory),
      field_(plan.layout, map_settings(plan.settings)),
      counts_(plan.layout.cells().size() * kStages, 0) {
  TIDU_ASSERT(plan.shape.cells() == plan.layout.cells().size() && plan.mixing == nullptr);
}

void AgentRun::start(Executor& executor) {
  agents_.start(Stage::unaware, executor);
  done_ = 0;
  records_.clear();
}

std::uint64_t AgentRun::record_size(std::uint32_t steps) const {
  const auto end = plan_.steps.begin() + std::min(static_cast<std::ptrdiff_t>(steps), std::ssize(plan_.steps));
  const auto years = std::count_if(plan_.steps.begin(), end, [](const auto& s) { return s.closes_year != 0; });
  return static_cast<std::uint64_t>(years) * words_of_year(plan_.shape);
}

Result<void> AgentRun::resume(const Snapshot& from, std::span<const std::uint64_t> records, Executor& executor) {
  if (from.step > plan_.steps.size() || records.size() != record_size(from.step)) {
    return failure(ErrorCode::io, text("diffusion.checkpoint.records"), text("diffusion.checkpoint.damaged.hint"));
  }
  if (auto done = agents_.resume(from, executor); !done) return done;
  done_ = from.step;
  records_ = records_from(plan_.shape, records);
  return {};
}

std::vector<UnitState> AgentRun::units_in(const CalendarStep& step) {
  if (plan_.decisions == nullptr) return {};
  count();
  return plan_.decisions->at(step.time, counts_);
}

void AgentRun::use_rates(const CalendarStep& step, Executor& executor) {
  const std::uint64_t epoch = plan_.rates.epoch(step);
  std::vector<UnitState> units = units_in(step);
  if (epoch_ == epoch && dt_ == step.dt && units_ == units) return;
  epoch_ = epoch;
  dt_ = step.dt;
  units_ = std::move(units);
  std::vector<ProcessRates> rates = plan_.rates.at(step);
  if (plan_.decisions != nullptr) plan_.decisions->set(units_, rates);
  TIDU_ASSERT(rates.size() == plan_.layout.cells().size());
  if (!with_contacts_) {
    field_.set_rates(rates, step.dt);
    return;
  }
  sort_kinds(rates);
  makers_.resize(first_of_kind_.size());
  for_kinds(first_of_kind_.size(), executor,
            [&](std::size_t k) { makers_[k].emplace(rates[first_of_kind_[k]], plan_.layout.degrees(), step.dt); });
}

void AgentRun::sort_kinds(std::span<const ProcessRates> rates) {
  std::vector<std::vector<std::uint32_t>> by_region(plan_.layout.regions());
  kind_.resize(rates.size());
  first_of_kind_.clear();
  for (std::size_t c = 0; c < rates.size(); ++c) {
    std::vector<std::uint32_t>& known = by_region[plan_.layout.cells()[c].region];
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](std::uint32_t kind) { return rates[first_of_kind_[kind]] == rates[c]; });
    if (found != known.end()) {
      kind_[c] = *found;
      continue;
    }
    kind_[c] = static_cast<std::uint32_t>(first_of_kind_.size());
    known.push_back(kind_[c]);
    first_of_kind_.push_back(c);
  }
}

void AgentRun::make_tables(Executor& executor) {
  tables_.resize(first_of_kind_.size());
  for_kinds(tables_.size(), executor, [&](std::size_t k) {
    const std::uint32_t region = plan_.layout.cells()[first_of_kind_[k]].region;
    makers_[k]->make(agents_.surroundings(region), tables_[k]);
  });
}

void AgentRun::count() {
  for (std::size_t c = 0; c < agents_.counts().size(); ++c) {
    for (std::size_t k = 0; k < kStages; ++k) counts_[c * kStages + k] = static_cast<double>(agents_.counts()[c][k]);
  }
}

void AgentRun::step(Executor& executor) {
  TIDU_ASSERT(!over());
  const CalendarStep& step = plan_.steps[done_];
  use_rates(step, executor);
  const std::uint32_t number = done_;
  if (with_contacts_) {
    make_tables(executor);
    const auto table_of = [&](std::size_t cell, CellTable& table) { table = tables_[kind_[cell]]; };
    agents_.step(number, table_of, executor);
  } else {
    count();
    field_.set_state(counts_);
    const auto chances = field_.chances(executor);
    agents_.step(number, [&](std::size_t cell, CellTable& table) { set_table(chances[cell], table); }, executor);
  }
  ++done_;
  if (step.closes_year == 0) return;
  count();
  records_.push_back(record_of(plan_.shape, step.closes_year, counts_));
}

Snapshot AgentRun::snapshot(Executor& executor) { return agents_.snapshot(done_, plan_.rates_hash, executor); }

std::vector<YearRecord> run_map(const AgentPlan& plan, Executor& executor) {
  DomainMap map(plan.layout, map_settings(plan.settings), plan.mixing);
  std::optional<std::uint64_t> epoch;
  double dt = 0;
  std::vector<UnitState> units;
  std::vector<YearRecord> records;
  for (const CalendarStep& step : plan.steps) {
    if (executor.cancelled()) break;
    const std::uint64_t now = plan.rates.epoch(step);
    std::vector<UnitState> deciding;
    if (plan.decisions != nullptr) deciding = plan.decisions->at(step.time, map.state());
    if (epoch != now || dt != step.dt || units != deciding) {
      std::vector<ProcessRates> rates = plan.rates.at(step);
      if (plan.decisions != nullptr) plan.decisions->set(deciding, rates);
      map.set_rates(rates, step.dt);
      epoch = now;
      dt = step.dt;
      units = std::move(deciding);
    }
    map.step(executor);
    if (step.closes_year != 0) records.push_back(record_of(plan.shape, step.closes_year, map.state()));
  }
  return records;
}

}  // namespace tidu::simulate
