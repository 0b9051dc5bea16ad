// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/base/assert.h"
#include "core/base/rng.h"
#include "core/diffusion/agents/agents.h"

namespace tidu::diffusion::agents {
namespace {

/// Reads bytes in order, one of each line: from memory in the order that a processor foresees, for use in any order.
void fetch(const std::uint8_t* bytes, std::size_t size) {
  constexpr std::size_t kLine = 64;
  for (std::size_t k = 0; k < size; k += kLine)
    static_cast<void>(*static_cast<const volatile std::uint8_t*>(bytes + k));
}

/// Whether pushes of one matching arrive: thresholds by distance of groups, and the key of what is fixed about an edge.
struct ArrivalRule {
  const std::uint32_t* threshold;
  std::uint64_t key;

  /// group  the sender's; state  the receiver's
  bool arrives(std::uint32_t group, std::uint64_t agent, std::uint8_t state) const {
    const std::uint32_t own = std::uint32_t{state} >> kGroupShift & kGroupMask;
    const std::uint32_t needed = threshold[own > group ? own - group : group - own];
    return needed == kCertain || trait_of(key, agent) < needed;
  }
};

// The largest of the ranks' numbers, which are below 2^53.
std::uint64_t largest(Exchange& exchange, std::uint64_t mine) {
  std::vector<double> all(static_cast<std::size_t>(exchange.size()));
  const auto number = static_cast<double>(mine);
  exchange.all_gather(std::span(&number, 1), all);
  return static_cast<std::uint64_t>(*std::max_element(all.begin(), all.end()));
}

}  // namespace

void Agents::push(Executor& executor) {
  const std::uint64_t changes = first_change_.back();  // of own agents
  const std::uint64_t jobs = (changes + kSenders - 1) / kSenders;
  const std::uint64_t most = most_outboxes(layout_.blocks());
  outboxes_.resize(std::max(outboxes_.size(), static_cast<std::size_t>(std::min(jobs, most))));
  const std::uint64_t rounds = largest(exchange_, (jobs + most - 1) / most);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    settle(executor);
    const std::uint64_t first = std::min(round * most, jobs);
    filled_ = static_cast<std::size_t>(std::min(most, jobs - first));
    executor.for_blocks(filled_, [&](std::size_t k) {
      const std::uint64_t begin = (first + k) * kSenders;
      emit(begin, std::min(begin + kSenders, changes), outboxes_[k]);
    });
    if (exchange_.size() > 1) send();
    unsettled_ = true;
  }
}

void Agents::settle(Executor& executor) {
  if (!unsettled_) return;
  for_own_blocks(executor, [&](std::size_t block) { apply(block); });
  forget_pushes();
}

void Agents::forget_pushes() {
  filled_ = 0;
  unsettled_ = false;
}

void Agents::send() {
  sent_.words.clear();
  sent_.counts.assign(static_cast<std::size_t>(exchange_.size()), 0);
  for (int rank = 0; rank < exchange_.size(); ++rank) {
    if (rank == exchange_.rank()) continue;  // own blocks take from the outboxes
    const BlockRange blocks = blocks_of_rank(layout_, rank, exchange_.size());
    const std::size_t begin = sent_.words.size();
    std::size_t count = begin;  // place of the next number of entries
    sent_.words.resize(begin + blocks.size() * layout_.matchings());
    for (std::size_t block = blocks.first; block < blocks.end; ++block) {
      for (std::size_t m = 0; m < layout_.matchings(); ++m) {
        const std::size_t before = sent_.words.size();
        for (const Outbox& outbox : std::span(outboxes_).first(filled_)) {
          const auto entries = outbox.entries(m, block);
          sent_.words.insert(sent_.words.end(), entries.begin(), entries.end());
        }
        sent_.words[count++] = static_cast<std::uint32_t>(sent_.words.size() - before);
      }
    }
    sent_.counts[static_cast<std::size_t>(rank)] = sent_.words.size() - begin;
  }
  exchange_.all_to_all(sent_, inbox_.words());
  inbox_.open(own_, layout_.matchings());
}

namespace {

/// Agents in place of positions, as numbers behind what is returned: where the domain is one range, positions are that.
std::uint32_t to_agents(const Domain& domain, std::span<std::uint32_t> positions) {
  if (domain.ranges().size() == 1) return static_cast<std::uint32_t>(domain.ranges()[0].begin);
  for (std::uint32_t& position : positions) {
    if (position != kAlone) position = static_cast<std::uint32_t>(domain.agent_at(position));
  }
  return 0;
}

}  // namespace

void Agents::emit(std::uint64_t begin, std::uint64_t end, Outbox& outbox) const {
  outbox.clear(layout_.blocks());
  auto block = static_cast<std::size_t>(std::upper_bound(first_change_.begin(), first_change_.end(), begin) -
                                        first_change_.begin() - 1);
  for (std::uint64_t next = begin; next < end; ++block) {
    const std::uint64_t stop = std::min(end, first_change_[block + 1]);
    std::span<const std::uint32_t> changes = changed_[block];
    changes =
        changes.subspan(static_cast<std::size_t>(next - first_change_[block]), static_cast<std::size_t>(stop - next));
    for (const Segment& segment : layout_.segments(block)) {
      const std::uint64_t beyond = segment.range.end - block * kBlockAgents;
      const auto after = std::partition_point(changes.begin(), changes.end(), [&](std::uint32_t change) {
        return (change & Outbox::kOffsetMask) < beyond;
      });
      const auto run = static_cast<std::size_t>(after - changes.begin());
      if (run > 0) {
        outbox.add_run(segment.cell, static_cast<std::uint32_t>(block), layout_.cells()[segment.cell].group,
                       changes.first(run));
      }
      changes = changes.subspan(run);
      if (changes.empty()) break;
    }
    next = stop;
  }
  for (std::size_t m = 0; m < layout_.matchings(); ++m) emit_matching(m, outbox);
}

void Agents::emit_matching(std::size_t matching, Outbox& outbox) const {
  const std::span<std::uint32_t> partners = outbox.begin_matching();
  const std::span<const Outbox::Run> runs = outbox.runs();
  const auto shift_of = [&](const Outbox::Run& run) {
    return layout_.place(matching, run.cell).first - static_cast<std::uint32_t>(layout_.range(run.cell).begin);
  };
  for (std::size_t r = 0; r < runs.size();) {
    // cells that lie side by side in a domain are one run
    const std::uint32_t domain = layout_.place(matching, runs[r].cell).domain;
    const std::uint32_t shift = shift_of(runs[r]);
    std::size_t next = r + 1;
    while (next < runs.size() && runs[next].block == runs[r].block && shift_of(runs[next]) == shift &&
           layout_.place(matching, runs[next].cell).domain == domain)
      ++next;
    const std::size_t first = runs[r].first;
    const std::size_t end = runs[next - 1].end;
    kernels_.pair(layout_.keys(matching)[domain], shift, end - first, outbox.senders().data() + first,
                  partners.data() + first);
    outbox.add_contacts(runs[r].block, first, end,
                        to_agents(layout_.domain(matching, domain), partners.subspan(first, end - first)),
                        kernels_.part);
    r = next;
  }
  outbox.end_matching();
}

bool Agents::arrives(std::size_t matching, std::uint32_t group, std::uint64_t agent) const {
  const ArrivalRule rule{arrival_[static_cast<std::size_t>(layout_.layer(matching))].data(),
                         edge_trait_key(settings_.seed, matching)};
  return rule.arrives(group, agent, state_[agent]);
}

namespace {

/// Adds entries to the counts of a block's agents.
void add_all(std::span<const std::uint32_t> entries, std::array<std::uint8_t, 2> change, std::uint8_t* contacts) {
  for (const std::uint32_t entry : entries) {
    std::uint8_t& count = contacts[entry & Outbox::kOffsetMask];
    count = static_cast<std::uint8_t>(count + change[(entry & Outbox::kTaken) != 0 ? 1 : 0]);
  }
}

/// Those that arrive.
void add_arriving(std::span<const std::uint32_t> entries, std::array<std::uint8_t, 2> change, const ArrivalRule& rule,
                  std::uint64_t first, const std::uint8_t* state, std::uint8_t* contacts) {
  for (const std::uint32_t entry : entries) {
    const std::uint32_t offset = entry & Outbox::kOffsetMask;
    if (!rule.arrives(entry >> Outbox::kGroupShift, first + offset, state[offset])) continue;
    contacts[offset] = static_cast<std::uint8_t>(contacts[offset] + change[(entry & Outbox::kTaken) != 0 ? 1 : 0]);
  }
}

}  // namespace

void Agents::apply(std::size_t block) {
  bool all_arrive = true;
  for (const double gamma : settings_.heterophily) all_arrive &= gamma == 0;
  const ContactUnits units = contact_units(layout_.degrees());
  const std::uint64_t first = block * kBlockAgents;
  std::uint8_t* contacts = contacts_ + first;
  const std::uint8_t* state = state_ + first;
  const std::size_t size = static_cast<std::size_t>(std::min(kBlockAgents, layout_.agents() - first));
  fetch(contacts, size);
  if (!all_arrive) fetch(state, size);
  for (std::size_t m = 0; m < layout_.matchings(); ++m) {
    const std::uint8_t one = units[static_cast<std::size_t>(layout_.layer(m))];
    const std::array<std::uint8_t, 2> change{one, static_cast<std::uint8_t>(0x100U - one)};
    const ArrivalRule rule{arrival_[static_cast<std::size_t>(layout_.layer(m))].data(),
                           edge_trait_key(settings_.seed, m)};
    const auto add = [&](std::span<const std::uint32_t> entries) {
      if (all_arrive) {
        add_all(entries, change, contacts);
      } else {
        add_arriving(entries, change, rule, first, state, contacts);
      }
    };
    for (const Outbox& outbox : std::span(outboxes_).first(filled_)) {
      add(outbox.own_entries(m, block));
      add(outbox.entries(m, block));
    }
    for (std::size_t message = 0; message < inbox_.messages(); ++message) add(inbox_.entries(message, m, block));
  }
}

}  // namespace tidu::diffusion::agents
