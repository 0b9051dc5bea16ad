// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/diffusion/agents/graph_agents.h"
#include "core/simulate/agents/agent_run.h"

namespace tidu::simulate {

/// Rates of agents whose contacts are of one kind: what the layers of another source add up to stands in Layer::local.
/// With the same share of users in all layers both say the same.                                             [Tidu]
class OneLayerRates final : public RateSource {
 public:
  /// source  outlives this
  explicit OneLayerRates(const RateSource& source) : source_(source) {}

  std::uint64_t epoch(const CalendarStep& step) const override { return source_.epoch(step); }
  std::vector<diffusion::ProcessRates> at(const CalendarStep& step) const override;

 private:
  const RateSource& source_;
};

/// Agents on an explicit graph from the beginning, when everybody is unaware, step by step: AgentRun's calendar, rates
/// and records. Same bits for any executor. ProcessRates::threshold counts contacts.
class GraphRun {
 public:
  /// plan           its mixing is that of the graph, its rates stand in Layer::local
  /// with_contacts  false: agents see what their cell would expect to see
  GraphRun(const AgentPlan& plan, const diffusion::agents::Graph& graph, bool with_contacts = true);

  void start(Executor& executor);
  bool over() const { return done_ == plan_.steps.size(); }
  std::size_t steps_done() const { return done_; }
  void step(Executor& executor);

  std::span<const YearRecord> records() const { return records_; }
  std::uint64_t checksum(Executor& executor) const { return agents_.checksum(executor); }

 private:
  void use_rates(const CalendarStep& step);
  void step_by_contacts(std::uint32_t number, Executor& executor);
  void step_by_mean(std::uint32_t number, Executor& executor);
  void count();

  AgentPlan plan_;
  bool with_contacts_;
  diffusion::agents::GraphAgents agents_;
  DomainMap field_;
  std::vector<diffusion::agents::GraphTableMaker> makers_;  // by cell
  std::optional<std::uint64_t> epoch_;
  double dt_ = 0;
  std::size_t done_ = 0;
  std::vector<double> counts_;  // cells x kStages
  std::vector<YearRecord> records_;
};

}  // namespace tidu::simulate
