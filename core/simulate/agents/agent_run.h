// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/diffusion/agents/agents.h"
#include "core/simulate/agents/calendar.h"
#include "core/simulate/agents/domain_map.h"
#include "core/simulate/agents/records.h"
#include "core/simulate/agents/unit_decisions.h"

namespace tidu::simulate {

/// Rates of every cell over time: what a scenario, an event or the calendar changes.
class RateSource {
 public:
  virtual ~RateSource() = default;
  /// Differs between two steps of a run wherever their rates do.
  virtual std::uint64_t epoch(const CalendarStep& step) const = 0;
  /// Rates during the step, one a cell. Asked once for each run of steps with the same epoch and dt.
  virtual std::vector<diffusion::ProcessRates> at(const CalendarStep& step) const = 0;
};

/// What a run is made of. Layout and rates outlive it.
struct AgentPlan {
  const diffusion::agents::Layout& layout;
  diffusion::CellShape shape;
  const RateSource& rates;
  std::vector<CalendarStep> steps;
  diffusion::agents::AgentSettings settings;
  std::uint64_t rates_hash = 0;              ///< of everything that the rates follow from, for checkpoints
  const GraphMixing* mixing = nullptr;       ///< of agents on an explicit graph: whom their map sees. Outlives the run
  const UnitDecisions* decisions = nullptr;  ///< of units that decide collectively or by order. Outlives the run
};

/// Agents one by one from the beginning, when everybody is unaware, step by step. Same bits for any executor. Executors
/// given to step() must not be cancelled within it: half a step is no state that a run can go on from.
class AgentRun {
 public:
  /// memory  padded_agents() bytes each; without contacts agents see what their cell would expect to see (DomainMap)
  AgentRun(const AgentPlan& plan, diffusion::agents::AgentMemory memory);

  void start(Executor& executor);
  /// Goes on from bytes that stand in the memory.
  /// records  record_words of the years that had ended
  /// errors   those of Agents::resume; diffusion.checkpoint.records (io: years that do not fit the step)
  Result<void> resume(const diffusion::agents::Snapshot& from, std::span<const std::uint64_t> records,
                      Executor& executor);

  bool over() const { return done_ == plan_.steps.size(); }
  std::uint32_t steps_done() const { return done_; }
  void step(Executor& executor);

  std::span<const YearRecord> records() const { return records_; }
  /// Of each cell, after the last step.
  std::span<const diffusion::agents::StageCounts> counts() const { return agents_.counts(); }
  diffusion::agents::Snapshot snapshot(Executor& executor);
  diffusion::agents::RunIdentity identity() const { return agents_.identity(plan_.rates_hash); }
  /// Words of records that a checkpoint after `steps` steps holds.
  std::uint64_t record_size(std::uint32_t steps) const;
  std::uint64_t checksum(Executor& executor) { return agents_.checksum(executor); }

 private:
  void use_rates(const CalendarStep& step, Executor& executor);
  std::vector<UnitState> units_in(const CalendarStep& step);
  void sort_kinds(std::span<const diffusion::ProcessRates> rates);
  void make_tables(Executor& executor);
  void count();

  AgentPlan plan_;
  bool with_contacts_;
  diffusion::agents::Agents agents_;
  DomainMap field_;
  // Cells of a region with the same rates have the same tables: sectors and sizes have no rates of their own.
  std::vector<std::uint32_t> kind_;                                   // of each cell
  std::vector<std::size_t> first_of_kind_;                            // a cell of each kind
  std::vector<std::optional<diffusion::agents::TableMaker>> makers_;  // by kind
  std::vector<diffusion::agents::CellTable> tables_;                  // by kind, of the step at hand
  std::optional<std::uint64_t> epoch_;
  std::vector<UnitState> units_;  ///< of the step at hand
  double dt_ = 0;
  std::uint32_t done_ = 0;
  std::vector<double> counts_;  ///< cells x kStages
  std::vector<YearRecord> records_;
};

/// The settings of agents that their map has too.
DomainMapSettings map_settings(const diffusion::agents::AgentSettings& settings);

/// The aggregate map over the same steps: the twin with which agents are compared. Stops early when cancelled.
std::vector<YearRecord> run_map(const AgentPlan& plan, Executor& executor);

}  // namespace tidu::simulate
