// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/agents.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/rng.h"

namespace tidu::diffusion::agents {
namespace {

// Streams of hash64(seed, .).
constexpr std::uint64_t kLeaderTrait = 1;
constexpr std::uint64_t kSeenTrait = 2;
constexpr std::uint64_t kEdgeTrait = 16;  // + matching

std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

std::size_t padded(std::uint64_t agents) {
  return static_cast<std::size_t>((agents + kTileAgents - 1) / kTileAgents * kTileAgents);
}

// Where agent 0 would stand, so that kernels count from it on any rank. An address alone, to which own numbers are
// added.
std::uint8_t* origin(std::span<std::uint8_t> memory, std::uint64_t first_agent) {
  return reinterpret_cast<std::uint8_t*>(reinterpret_cast<std::uintptr_t>(memory.data()) -
                                         static_cast<std::uintptr_t>(first_agent));
}

}  // namespace

StepRule step_rule(const AgentSettings& settings, Purpose purpose, std::uint32_t number) {
  StepRule rule;
  const auto key = Rng(settings.seed).key();
  std::copy(key.begin(), key.end(), rule.key);
  rule.step = number;
  rule.purpose = static_cast<std::uint32_t>(purpose) | std::uint32_t{settings.replicate} << 16;
  for (std::size_t s = 0; s < kStages; ++s) {
    rule.first_exit[s] = static_cast<std::uint8_t>(settings.exits[s][0]);
    rule.second_exit[s] = static_cast<std::uint8_t>(settings.exits[s][1]);
  }
  rule.decided_seen = threshold_of(settings.decided_visible);
  rule.trait_key = hash64(settings.seed, kSeenTrait);
  return rule;
}

Arrivals arrivals_of(const AgentSettings& settings) {
  Arrivals arrivals{};
  for (std::size_t l = 0; l < kLayers; ++l) {
    for (std::size_t d = 0; d < arrivals[l].size(); ++d)
      arrivals[l][d] = threshold_of(math::exp(-settings.heterophily[l] * static_cast<double>(d * d)));
  }
  return arrivals;
}

std::uint64_t leader_trait_key(std::uint64_t seed) { return hash64(seed, kLeaderTrait); }

std::uint64_t edge_trait_key(std::uint64_t seed, std::size_t matching) { return hash64(seed, kEdgeTrait + matching); }

std::size_t padded_agents(const Layout& layout) { return padded(layout.agents()); }

std::size_t padded_agents(const BlockRange& blocks) { return padded(blocks.agents.size()); }

Agents::Agents(const Layout& layout, const AgentSettings& settings, AgentMemory memory, const Kernels& kernels,
               Exchange& exchange)
    : layout_(layout),
      settings_(settings),
      memory_(memory),
      kernels_(kernels),
      exchange_(exchange),
      own_(blocks_of_rank(layout, exchange.rank(), exchange.size())),
      state_(origin(memory.state, own_.agents.begin)),
      census_(layout),
      swept_(layout.segment_count()),
      changed_(layout.blocks()),
      first_change_(layout.blocks() + 1),
      arrival_(arrivals_of(settings)) {
  TIDU_ASSERT(memory.state.size() == padded_agents(own_));
  TIDU_ASSERT(memory.contacts.empty() || memory.contacts.size() == memory.state.size());
  std::vector<std::uint64_t> with_contacts{memory.contacts.empty() ? 0U : 1U};
  sum_over_ranks(with_contacts);  // a rank without blocks has no memory that would say
  with_contacts_ = with_contacts[0] > 0;
  if (with_contacts_) contacts_ = origin(memory.contacts, own_.agents.begin);
}

void Agents::for_own_blocks(Executor& executor, FunctionRef<void(std::size_t)> body) const {
  executor.for_blocks(own_.size(), [&](std::size_t k) { body(own_.first + k); });
}

void Agents::sum_over_ranks(std::vector<std::uint64_t>& counts) const {
  if (exchange_.size() > 1) exchange_.all_sum(counts);
}

void Agents::start(Stage stage, Executor& executor) {
  TIDU_ASSERT(stage != Stage::decided && stage != Stage::implementing && stage != Stage::confirmed);
  const std::uint32_t leader = threshold_of(settings_.leader_share);
  const std::uint64_t key = leader_trait_key(settings_.seed);
  std::vector<std::int64_t> leaders_of(layout_.segment_count(), 0);
  for_own_blocks(executor, [&](std::size_t block) {
    for (std::size_t k = 0; k < layout_.segments(block).size(); ++k) {
      const Segment& segment = layout_.segments(block)[k];
      const auto plain =
          static_cast<std::uint8_t>(at(stage) | unsigned{layout_.cells()[segment.cell].group} << kGroupShift);
      std::uint8_t* state = state_;
      std::int64_t leaders = 0;
      for (std::uint64_t i = segment.range.begin; i < segment.range.end; ++i) {
        const bool leads = leader > 0 && trait_of(key, i) < leader;
        leaders += leads ? 1 : 0;
        state[i] = leads ? static_cast<std::uint8_t>(plain | kLeader) : plain;
      }
      const std::size_t s = layout_.first_segment(block) + k;
      leaders_of[s] = leaders;
      swept_[s] = {};
      swept_[s].stages[at(stage)] = segment.range.size();
    }
  });
  std::fill(memory_.contacts.begin(), memory_.contacts.end(), std::uint8_t{0});
  forget_pushes();
  census_.start(layout_, stage);
  count_leaders(leaders_of);
}

void Agents::count_leaders(std::span<const std::int64_t> by_segment) {
  std::fill(census_.leaders.begin(), census_.leaders.end(), 0);
  for (std::size_t block = own_.first; block < own_.end; ++block) {
    for (std::size_t k = 0; k < layout_.segments(block).size(); ++k) {
      census_.leaders[layout_.cells()[layout_.segments(block)[k].cell].region] +=
          static_cast<std::uint64_t>(by_segment[layout_.first_segment(block) + k]);
    }
  }
  sum_over_ranks(census_.leaders);
}

void Agents::seed_adopters(FunctionRef<double(std::size_t)> share, Executor& executor) {
  const auto table = [&](std::size_t cell, CellTable& out) { set_seed_table(share(cell), out); };
  sweep(Purpose::agent_trait, 0, table, executor);
}

void Agents::step(std::uint32_t number, TableOf table, Executor& executor) {
  sweep(Purpose::agent_step, settings_.fixed_draws ? 0 : number, table, executor);
}

void Agents::sweep(Purpose purpose, std::uint32_t number, TableOf table, Executor& executor) {
  SweepJob job;
  job.state = state_;
  job.contacts = contacts_;
  job.rule = step_rule(settings_, purpose, number);
  for_own_blocks(executor, [&](std::size_t block) {
    if (unsettled_) apply(block);
    sweep_block(job, block, table);
  });
  forget_pushes();
  gather_counts();
  if (with_contacts_ && changes_ > 0) push(executor);
}

void Agents::sweep_block(const SweepJob& whole, std::size_t block, TableOf table) {
  CellTable cell_table{};
  changed_[block].clear();
  for (std::size_t k = 0; k < layout_.segments(block).size(); ++k) {
    const Segment& segment = layout_.segments(block)[k];
    table(segment.cell, cell_table);
    SweepJob job = whole;
    job.table = &cell_table;
    job.begin = segment.range.begin;
    job.end = segment.range.end;
    Swept& swept = swept_[layout_.first_segment(block) + k];
    if (with_contacts_) {
      sweep_contacts(job, swept, changed_[block]);
    } else {
      swept = kernels_.mean_field(job);
    }
  }
}

void Agents::sweep_contacts(SweepJob job, Swept& swept, std::vector<std::uint32_t>& changed) const {
  std::array<std::uint32_t, kSweepAgents> changes;  // not filled: the kernel writes what it returns
  const std::uint64_t end = job.end;
  swept.changes = 0;
  swept.leaders = 0;
  for (; job.begin < end; job.begin = job.end) {
    job.end = std::min(end, (job.begin / kSweepAgents + 1) * kSweepAgents);
    const std::size_t count = kernels_.sweep(job, swept.stages.data(), changes.data());
    if (const std::size_t size = changed.size() + count; size > changed.capacity()) changed.reserve(size + size / 8);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t state = state_[changes[i]];
      const bool seen = (state & kSeen) != 0;
      changed.push_back((changes[i] & Outbox::kOffsetMask) | (seen ? 0 : Outbox::kTaken));
      if ((state & kLeader) != 0) swept.leaders += seen ? 1 : -1;
    }
    swept.changes += count;
  }
}

void Agents::gather_counts() {
  const std::size_t cells = layout_.cells().size();
  std::vector<std::uint64_t>& sums = sums_;  // stages of cells, seen leaders of regions (changes), changes
  sums.assign(cells * kStages + layout_.regions() + 1, 0);
  for (std::size_t block = 0; block < layout_.blocks(); ++block) {
    const bool own = own_.first <= block && block < own_.end;
    const auto segments = own ? layout_.segments(block) : std::span<const Segment>();
    for (std::size_t k = 0; k < segments.size(); ++k) {
      const std::size_t s = layout_.first_segment(block) + k;
      const std::uint32_t cell = segments[k].cell;
      for (std::size_t stage = 0; stage < kStages; ++stage) sums[cell * kStages + stage] += swept_[s].stages[stage];
      sums[cells * kStages + layout_.cells()[cell].region] += static_cast<std::uint64_t>(swept_[s].leaders);
      sums.back() += swept_[s].changes;
    }
    first_change_[block + 1] = first_change_[block] + changed_[block].size();
  }
  sum_over_ranks(sums);
  for (std::size_t c = 0; c < cells; ++c)
    std::copy_n(sums.begin() + static_cast<std::ptrdiff_t>(c * kStages), kStages, census_.cells[c].begin());
  for (std::size_t r = 0; r < layout_.regions(); ++r) census_.leaders_seen[r] += sums[cells * kStages + r];
  changes_ = sums.back();
  census_.count_discontinuers(layout_);
}

std::uint64_t Agents::checksum(Executor& executor) {
  settle(executor);
  std::vector<std::uint64_t> sums(layout_.blocks(), 0);
  for_own_blocks(executor, [&](std::size_t block) {
    const std::uint64_t begin = block * kBlockAgents;
    const std::uint64_t end = std::min(begin + kBlockAgents, layout_.agents());
    const std::uint8_t* state = state_;
    const std::uint8_t* contacts = contacts_;
    std::uint64_t sum = 0;
    for (std::uint64_t i = begin; i < end; ++i) {
      const std::uint64_t known = contacts == nullptr ? 0 : contacts[i];
      sum += hash64(i, state[i] | known << 8);
    }
    sums[block] = sum;
  });
  std::vector<std::uint64_t> sum{0};
  for (const std::uint64_t s : sums) sum[0] += s;
  sum_over_ranks(sum);
  return sum[0];
}

}  // namespace tidu::diffusion::agents
