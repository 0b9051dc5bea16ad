// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/base/assert.h"
#include "core/base/rng.h"
#include "core/diffusion/agents/agents.h"

// Agents from bytes that somebody has kept, and what the bytes must obey.

namespace tidu::diffusion::agents {
RunIdentity Agents::identity(std::uint64_t rates) const {
  return {.seed = settings_.seed,
          .replicate = settings_.replicate,
          .layout = layout_hash(layout_),
          .settings = settings_hash(settings_),
          .rates = rates,
          .agents = layout_.agents(),
          .with_contacts = with_contacts_};
}

Snapshot Agents::snapshot(std::uint32_t steps, std::uint64_t rates, Executor& executor) {
  return {.run = identity(rates), .step = steps, .checksum = checksum(executor), .census = census_words(census_)};
}

Result<void> Agents::resume(const Snapshot& from, Executor& executor) {
  if (const auto same = check_same_run(from.run, identity(from.run.rates)); !same) return same;
  forget_pushes();
  const auto hint = [] { return text("diffusion.checkpoint.damaged.hint"); };
  if (const std::uint64_t wrong = recount(executor); wrong != kNobody) {
    return failure(ErrorCode::io, text("diffusion.checkpoint.agent", wrong), hint());
  }
  if (census_words(census_) != from.census) {
    return failure(ErrorCode::io, text("diffusion.checkpoint.census"), hint());
  }
  if (checksum(executor) != from.checksum) {
    return failure(ErrorCode::io, text("diffusion.checkpoint.checksum"), hint());
  }
  return {};
}

std::uint64_t Agents::recount(Executor& executor) {
  std::vector<std::uint64_t> wrong(layout_.blocks(), kNobody);
  std::vector<std::int64_t> leaders(layout_.segment_count(), 0);
  for_own_blocks(executor, [&](std::size_t block) {
    for (std::size_t k = 0; k < layout_.segments(block).size(); ++k) {
      const std::size_t s = layout_.first_segment(block) + k;
      const std::uint64_t found = recount_segment(layout_.segments(block)[k], s, leaders[s]);
      wrong[block] = std::min(wrong[block], found);
    }
    changed_[block].clear();
  });
  census_.start(layout_, Stage::unaware);
  gather_counts();
  count_leaders(leaders);
  const auto first = static_cast<double>(std::min(*std::min_element(wrong.begin(), wrong.end()), kMostAgents));
  std::vector<double> all(static_cast<std::size_t>(exchange_.size()));
  exchange_.all_gather(std::span(&first, 1), all);
  const auto found = static_cast<std::uint64_t>(*std::min_element(all.begin(), all.end()));
  return found < kMostAgents ? found : kNobody;
}

std::uint64_t Agents::recount_segment(const Segment& segment, std::size_t number, std::int64_t& leaders) {
  const StepRule rule = step_rule(settings_, Purpose::agent_step, 0);
  const std::uint32_t leader = threshold_of(settings_.leader_share);
  const std::uint64_t key = leader_trait_key(settings_.seed);
  const std::uint8_t group = layout_.cells()[segment.cell].group;
  const std::size_t codes = contact_codes(layout_.degrees());
  StageCounts counts{};
  std::int64_t seen = 0;
  std::uint64_t wrong = kNobody;
  for (std::uint64_t i = segment.range.begin; i < segment.range.end; ++i) {
    const std::uint8_t state = state_[i];
    const auto stage = static_cast<std::uint8_t>(state & kStageMask);
    const bool leads = leader > 0 && trait_of(key, i) < leader;
    const auto right = static_cast<std::uint8_t>(stage | (is_seen(rule, i, stage) ? kSeen : 0) |
                                                 unsigned{group} << kGroupShift | (leads ? kLeader : 0));
    const bool fits = !with_contacts_ || contacts_[i] < codes;
    if ((state != right || !fits) && wrong == kNobody) wrong = i;
    ++counts[stage];
    leaders += leads ? 1 : 0;
    seen += leads && (state & kSeen) != 0 ? 1 : 0;
  }
  swept_[number] = {counts, 0, seen};
  return wrong;
}

std::optional<std::uint64_t> Agents::first_wrong_contact(Executor& executor) {
  settle(executor);
  std::vector<std::uint64_t> wrong(layout_.blocks(), kNobody);
  TIDU_ASSERT(exchange_.size() == 1);
  if (!with_contacts_) return std::nullopt;
  executor.for_blocks(layout_.blocks(), [&](std::size_t block) {
    for (const Segment& segment : layout_.segments(block)) {
      for (std::uint64_t i = segment.range.begin; i < segment.range.end && wrong[block] == kNobody; ++i) {
        if (contacts_[i] != pulled(segment.cell, i)) wrong[block] = i;
      }
    }
  });
  const std::uint64_t first = *std::min_element(wrong.begin(), wrong.end());
  return first == kNobody ? std::nullopt : std::optional(first);
}

std::uint8_t Agents::pulled(std::size_t cell, std::uint64_t agent) const {
  const ContactUnits units = contact_units(layout_.degrees());
  unsigned code = 0;
  for (std::size_t m = 0; m < layout_.matchings(); ++m) {
    const std::uint64_t mate = partner(layout_, m, cell, agent);
    if (mate == kNobody || (state_[mate] & kSeen) == 0) continue;
    const std::uint32_t group = state_[mate] >> kGroupShift & kGroupMask;
    if (arrives(m, group, agent)) code += units[static_cast<std::size_t>(layout_.layer(m))];
  }
  return static_cast<std::uint8_t>(code);
}

}  // namespace tidu::diffusion::agents
