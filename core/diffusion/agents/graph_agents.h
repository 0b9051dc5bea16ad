// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/diffusion/agents/agents.h"
#include "core/diffusion/agents/block_sort.h"
#include "core/diffusion/agents/census.h"
#include "core/diffusion/agents/graph.h"
#include "core/diffusion/agents/graph_table.h"
#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {

/// Fills the table of a cell for table.degrees(); called at the same time for different cells.
using GraphTableOf = FunctionRef<void(std::size_t cell, GraphTable& table)>;

/// Agents on an explicit graph: the stage machine and the random numbers of Agents, with counts of contacts in 16 bits.
/// On a copy of the matchings of a layout with one layer it is that run, byte for byte.
///
/// Whoever appears or disappears tells those who see it, in two phases without atomics: each block of agents sorts what
/// it sends by the receivers' block, then each block adds up what it was sent. Sums of integers: same bits for any
/// executor. Cost: agents a step, and the directions of those who changed.
class GraphAgents {
 public:
  /// layout    cells, groups and regions; its matchings are not used. Both outlive the agents, and graph.agents() is
  ///           layout.agents().
  /// settings  heterophily of Layer::local applies to all contacts
  GraphAgents(const Layout& layout, const Graph& graph, const AgentSettings& settings);

  // As Agents: the contracts stand there.
  void start(Stage stage, Executor& executor);
  void seed_adopters(FunctionRef<double(std::size_t cell)> share, Executor& executor);
  void step(std::uint32_t number, GraphTableOf table, Executor& executor);
  std::span<const StageCounts> counts() const { return census_.cells; }
  Surroundings surroundings(std::size_t region) const { return census_.surroundings(region); }
  std::uint64_t checksum(Executor& executor) const;
  std::uint64_t changes() const { return changes_; }

  std::span<const std::uint8_t> state() const { return state_; }         ///< as table.h packs it
  std::span<const std::uint16_t> contacts() const { return contacts_; }  ///< users whom each agent sees

 private:
  /// What the agents of a block send to those who see them.
  struct Sent {
    std::vector<std::uint32_t> agent;
    std::vector<std::uint32_t> label;
    BlockSort sorted;
  };

  void cut_blocks();
  std::size_t blocks() const { return first_segment_.size() - 1; }
  void sweep(Purpose purpose, std::uint32_t number, GraphTableOf table, Executor& executor);
  void sweep_segment(const StepRule& rule, std::size_t segment, const GraphTable& table,
                     std::vector<std::uint32_t>& changed);
  void gather_counts();
  void push(Executor& executor);
  void emit(std::size_t block, Sent& outbox) const;
  void apply(std::size_t block, std::span<const Sent> outboxes);
  bool arrives(std::uint32_t from, std::uint32_t to) const;

  const Layout& layout_;
  const Graph& graph_;
  AgentSettings settings_;
  Census census_;
  std::vector<std::uint8_t> state_;
  std::vector<std::uint16_t> contacts_;
  std::vector<Segment> segments_;  // of cells in blocks
  std::vector<std::size_t> first_segment_;
  std::vector<std::vector<std::uint16_t>> segment_degrees_;  // that occur, rising
  std::vector<StageCounts> segment_counts_;
  std::vector<std::int64_t> segment_leaders_;
  std::vector<std::vector<std::uint32_t>> changed_;  // by block
  std::vector<std::uint64_t> told_;                  // by block: directions of those who changed
  std::vector<Sent> outboxes_;
  Arrivals arrival_;
  std::uint64_t changes_ = 0;
};

}  // namespace tidu::diffusion::agents
