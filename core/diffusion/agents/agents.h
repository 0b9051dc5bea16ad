// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/base/rng.h"
#include "core/diffusion/agents/census.h"
#include "core/diffusion/agents/checkpoint.h"
#include "core/diffusion/agents/kernels.h"
#include "core/diffusion/agents/layout.h"
#include "core/diffusion/agents/memory.h"
#include "core/diffusion/agents/outbox.h"
#include "core/diffusion/agents/ranks.h"
#include "core/diffusion/agents/table.h"

namespace tidu::diffusion::agents {

// Firm by firm: one agent, two bytes. A step has two halves.
//   sweep  every agent draws 24 bits and moves by the table of its cell: its stage, the counts of its contacts as they
//          stood when the step began, and what its region looks like                              [agent_step]
//   push   whoever others now see as a user, or see no more, adds or takes 1 at each of its contacts: once in its life
//          instead of being asked in each step. Sums of integers: no order matters.
// Same bits for any executor, any processor and any number of ranks.

struct AgentSettings {
  std::uint64_t seed = 0;
  std::uint16_t replicate = 0;
  Exits exits = rogers_exits();
  double decided_visible = 1;  ///< share of those who have decided whom others see as users, in [0, 1]
  double leader_share = 0.01;  ///< of agents who are opinion leaders, in [0, 1]
  ByLayer heterophily{};       ///< gamma: a push between groups at distance d arrives with probability exp(-gamma d^2)
  bool fixed_draws = false;    ///< the same random number in every step: a threshold of one's own (Granovetter 1978)
};

/// What the agents live in: padded_agents() bytes each, aligned to 64, filled with zeros. Without contacts the agents
/// see their cell's mean field. Of several ranks each holds the agents of its own blocks alone. What a step sends to
/// contacts is added when the next step comes to them, while they are in a cache anyway: whoever reads the bytes of
/// contacts after a step calls settle() or snapshot() before.
struct AgentMemory {
  std::span<std::uint8_t> state;
  std::span<std::uint8_t> contacts;
};

/// N, rounded up to whole tiles.
std::size_t padded_agents(const Layout& layout);
/// Those of a rank's blocks, rounded up as well.
std::size_t padded_agents(const BlockRange& blocks);

/// Fills the table of a cell; called at the same time for different cells.
using TableOf = FunctionRef<void(std::size_t cell, CellTable& table)>;

/// The rule of a step: `number` addresses its random numbers.
StepRule step_rule(const AgentSettings& settings, Purpose purpose, std::uint32_t number);

/// Probabilities that a push of a layer arrives, by distance of groups, as thresholds of a trait of the edge.
using Arrivals = std::array<std::array<std::uint32_t, 8>, kLayers>;
Arrivals arrivals_of(const AgentSettings& settings);

// Keys of what never changes about an agent or an edge.
std::uint64_t leader_trait_key(std::uint64_t seed);
std::uint64_t edge_trait_key(std::uint64_t seed, std::size_t matching);

/// Of several ranks each calls the same functions with the same arguments in the same order, from the constructor on;
/// the results are the same on all of them, and those of one rank.
class Agents {
 public:
  Agents(const Layout& layout, const AgentSettings& settings, AgentMemory memory,
         const Kernels& kernels = agents::kernels().back(), Exchange& exchange = alone());

  /// Puts everybody into a stage from which nobody is seen, and makes opinion leaders.
  void start(Stage stage, Executor& executor);

  /// Those in stage persuasion decide with the probability `share(cell)`, by a trait of theirs: the first users.
  void seed_adopters(FunctionRef<double(std::size_t cell)> share, Executor& executor);

  /// One step. `number` addresses the random numbers; tables from TableMaker or set_table.
  void step(std::uint32_t number, TableOf table, Executor& executor);

  /// Of each cell. Sums to the cell's agents at any time.
  std::span<const StageCounts> counts() const { return census_.cells; }

  /// What cells of a region see of it: share of its leaders who are seen as users, share of its agents who gave up.
  Surroundings surroundings(std::size_t region) const { return census_.surroundings(region); }

  /// Adds what the last step has sent to contacts. cost    a tenth of a step
  void settle(Executor& executor);

  /// A hash of every agent's bytes and place. Parallel over blocks; any order.
  std::uint64_t checksum(Executor& executor);

  /// What happened in the last step: agents whom others began or ceased to see as users.
  std::uint64_t changes() const { return changes_; }

  /// What must be kept besides the agents' bytes in each memory, in order of ranks, to go on after `steps` steps. On
  /// however many ranks it goes on.
  /// rates  the caller's hash of what its tables are made from
  Snapshot snapshot(std::uint32_t steps, std::uint64_t rates, Executor& executor);
  RunIdentity identity(std::uint64_t rates) const;

  /// Goes on from the bytes that stand in the memory, instead of start(): counts the census anew and compares it. The
  /// next step is step(from.step, ...). After an error the agents can be started or resumed again.
  /// errors  check_same_run; diffusion.checkpoint.agent (io: bytes that this agent cannot have), .census, .checksum
  /// (io) cost    as two steps without pushes
  Result<void> resume(const Snapshot& from, Executor& executor);

  /// The first agent whose count of contacts is not what looking at each of them gives; none: all are right. On one
  /// rank alone, which holds all whom its agents see. cost    agents x matchings gathers: some thousand steps
  std::optional<std::uint64_t> first_wrong_contact(Executor& executor);

 private:
  void sweep(Purpose purpose, std::uint32_t number, TableOf table, Executor& executor);
  void sweep_block(const SweepJob& job, std::size_t block, TableOf table);
  void sweep_contacts(SweepJob job, Swept& swept, std::vector<std::uint32_t>& changed) const;
  void gather_counts();
  void count_leaders(std::span<const std::int64_t> by_segment);
  void push(Executor& executor);
  void emit(std::uint64_t begin, std::uint64_t end, Outbox& outbox) const;
  void emit_matching(std::size_t matching, Outbox& outbox) const;
  void send();
  void apply(std::size_t block);
  void forget_pushes();
  void for_own_blocks(Executor& executor, FunctionRef<void(std::size_t block)> body) const;
  void sum_over_ranks(std::vector<std::uint64_t>& counts) const;
  bool arrives(std::size_t matching, std::uint32_t group, std::uint64_t agent) const;
  std::uint64_t recount(Executor& executor);
  std::uint64_t recount_segment(const Segment& segment, std::size_t number, std::int64_t& leaders);
  std::uint8_t pulled(std::size_t cell, std::uint64_t agent) const;

  const Layout& layout_;
  AgentSettings settings_;
  AgentMemory memory_;
  const Kernels& kernels_;
  Exchange& exchange_;
  BlockRange own_;
  bool with_contacts_ = false;
  std::uint8_t* state_ = nullptr;     // of agent 0, whoever holds it
  std::uint8_t* contacts_ = nullptr;  // of agent 0; null in mean field
  Census census_;
  std::vector<std::uint64_t> sums_;
  std::vector<Swept> swept_;                         // by segment
  std::vector<std::vector<std::uint32_t>> changed_;  // by block: offset and sign of each change, as in an outbox
  std::vector<std::uint64_t> first_change_;          // by block, cumulated
  std::vector<Outbox> outboxes_;
  std::size_t filled_ = 0;  // outboxes whose entries are still to be added
  bool unsettled_ = false;  // whether they, or those of other ranks, are there
  RankWords sent_;
  Inbox inbox_;
  Arrivals arrival_;
  std::uint64_t changes_ = 0;
};

}  // namespace tidu::diffusion::agents
