// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/memory.h"

#include <algorithm>

#include "core/diffusion/agents/census.h"
#include "core/diffusion/agents/layout.h"
#include "core/diffusion/agents/outbox.h"
#include "core/diffusion/agents/step_rule.h"
#include "core/diffusion/agents/table.h"

namespace tidu::diffusion::agents {
namespace {

constexpr std::uint64_t kEntry = sizeof(std::uint32_t);
constexpr std::uint64_t kGrowth = 2;  // lists that grow double
constexpr std::uint64_t kHead = 16;   // of an allocation

// Lists of entries and of changes grow by an eighth.
constexpr std::uint64_t grown(std::uint64_t entries) { return kEntry * (entries + entries / 8); }

// A segment, its counts and the change of its leaders.
constexpr std::uint64_t kSegment = sizeof(Segment) + sizeof(StageCounts) + sizeof(std::int64_t);

std::uint64_t of_cell(std::uint64_t matchings) {
  const std::uint64_t plan = sizeof(CellPlan) + sizeof(std::uint64_t);
  constexpr std::uint64_t kGuesses = 5;  // of Domain, for a range
  const std::uint64_t range = sizeof(Range) + sizeof(std::uint64_t) + kGuesses * kEntry;
  const std::uint64_t domain = sizeof(Domain) + sizeof(FeistelKey) + kGrowth * range + 3 * kHead;
  const std::uint64_t matching = sizeof(std::uint32_t) + sizeof(Place) + domain;
  return plan + sizeof(StageCounts) + kSegment + matchings * matching + sizeof(TableMaker);
}

std::uint64_t of_block() {
  const std::uint64_t lists = sizeof(std::vector<std::uint32_t>) + 2 * sizeof(std::uint64_t) + kHead;
  return lists + kSegment;
}

std::uint64_t of_outbox(std::uint64_t blocks, const RunSize& run) {
  const std::uint64_t entries = kSenders * run.matchings;
  const std::uint64_t heads = 2 * run.matchings * (blocks + 1) + blocks;
  const std::uint64_t runs = std::min<std::uint64_t>(kSenders, run.cells + blocks);
  return grown(entries) + kEntry * (5 * kSenders + kGrowth * heads) + kGrowth * sizeof(Outbox::Run) * runs +
         sizeof(Outbox);
}

}  // namespace

std::uint64_t memory_needed(std::uint64_t agents, bool with_contacts, const RunSize& run) {
  const std::uint64_t padded = (agents + kTileAgents - 1) / kTileAgents * kTileAgents;
  const std::uint64_t blocks = (agents + kBlockAgents - 1) / kBlockAgents;
  const auto changes = static_cast<std::uint64_t>(static_cast<double>(agents) * run.changing + 0.5);
  const std::uint64_t outboxes =
      with_contacts ? std::min(most_outboxes(blocks), (changes + kSenders - 1) / kSenders) : 0;
  return padded * (with_contacts ? 2 : 1) + grown(changes) + outboxes * of_outbox(blocks, run) +
         run.cells * of_cell(run.matchings) + blocks * of_block();
}

std::uint64_t agents_that_fit(std::uint64_t bytes, bool with_contacts, const RunSize& run) {
  std::uint64_t fits = 0;
  std::uint64_t above = kMostAgents + 1;  // does not, or is not allowed
  while (above - fits > 1) {
    const std::uint64_t middle = fits + (above - fits) / 2;
    (memory_needed(middle, with_contacts, run) <= bytes ? fits : above) = middle;
  }
  return fits;
}

}  // namespace tidu::diffusion::agents
