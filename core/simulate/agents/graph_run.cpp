// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/graph_run.h"

#include "core/base/assert.h"

namespace tidu::simulate {

using namespace diffusion;
using namespace diffusion::agents;

namespace {

ByLayer in_one(const ByLayer& rates) { return {rates[0] + rates[1] + rates[2], 0, 0}; }

}  // namespace

std::vector<ProcessRates> OneLayerRates::at(const CalendarStep& step) const {
  std::vector<ProcessRates> rates = source_.at(step);
  for (ProcessRates& each : rates) {
    each.word_of_mouth = in_one(each.word_of_mouth);
    each.attitude_contacts = in_one(each.attitude_contacts);
    each.imitation = in_one(each.imitation);
  }
  return rates;
}

GraphRun::GraphRun(const AgentPlan& plan, const Graph& graph, bool with_contacts)
    : plan_(plan),
      with_contacts_(with_contacts),
      agents_(plan.layout, graph, plan.settings),
      field_(plan.layout, map_settings(plan.settings), plan.mixing),
      counts_(plan.layout.cells().size() * kStages, 0) {
  TIDU_ASSERT(plan.shape.cells() == plan.layout.cells().size() && plan.mixing != nullptr);
}

void GraphRun::start(Executor& executor) {
  agents_.start(Stage::unaware, executor);
  done_ = 0;
  records_.clear();
}

void GraphRun::use_rates(const CalendarStep& step) {
  const std::uint64_t epoch = plan_.rates.epoch(step);
  if (epoch_ == epoch && dt_ == step.dt) return;
  epoch_ = epoch;
  dt_ = step.dt;
  const std::vector<ProcessRates> rates = plan_.rates.at(step);
  TIDU_ASSERT(rates.size() == plan_.layout.cells().size());
  field_.set_rates(rates, step.dt);
  makers_.clear();
  for (const ProcessRates& each : rates)
    makers_.emplace_back(each, ContactsNeeded{.contacts = each.threshold}, step.dt);
}

void GraphRun::step_by_contacts(std::uint32_t number, Executor& executor) {
  const auto table_of = [&](std::size_t cell, GraphTable& table) {
    makers_[cell].make(agents_.surroundings(plan_.layout.cells()[cell].region), table);
  };
  agents_.step(number, table_of, executor);
}

void GraphRun::step_by_mean(std::uint32_t number, Executor& executor) {
  count();
  field_.set_state(counts_);
  const auto chances = field_.chances(executor);
  agents_.step(number, [&](std::size_t cell, GraphTable& table) { set_graph_table(chances[cell], table); }, executor);
}

void GraphRun::count() {
  for (std::size_t c = 0; c < agents_.counts().size(); ++c) {
    for (std::size_t k = 0; k < kStages; ++k) counts_[c * kStages + k] = static_cast<double>(agents_.counts()[c][k]);
  }
}

void GraphRun::step(Executor& executor) {
  TIDU_ASSERT(!over());
  const CalendarStep& step = plan_.steps[done_];
  use_rates(step);
  const auto number = static_cast<std::uint32_t>(done_);
  if (with_contacts_) {
    step_by_contacts(number, executor);
  } else {
    step_by_mean(number, executor);
  }
  ++done_;
  if (step.closes_year == 0) return;
  count();
  records_.push_back(record_of(plan_.shape, step.closes_year, counts_));
}

}  // namespace tidu::simulate
