// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/outbox.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "core/diffusion/agents/kernels.h"

namespace tidu::diffusion::agents {
namespace {

using Entries = std::vector<std::uint32_t>;

constexpr std::uint32_t kBlocks = 4;

Entries of(std::span<const std::uint32_t> entries) { return {entries.begin(), entries.end()}; }

// Senders of several blocks, with and without contacts, most of them near: every kernel gives each block what a list
// of all would, its own senders' apart.
RC_GTEST_PROP(Outbox, EveryKernelPartsAlike, ()) {
  struct Sender {
    std::uint32_t block, change, contact;
  };
  std::vector<Sender> senders(*rc::gen::inRange<std::size_t>(1, 200));
  for (Sender& sender : senders) {
    sender.block = *rc::gen::inRange<std::uint32_t>(1, kBlocks);
    sender.change = *rc::gen::inRange<std::uint32_t>(0, 2 * Outbox::kTaken);
    const std::uint32_t block = *rc::gen::weightedElement<std::uint32_t>({{3, sender.block}, {1, 0}, {1, 2}});
    sender.contact = block << Outbox::kOffsetBits | *rc::gen::inRange<std::uint32_t>(0, Outbox::kTaken);
    if (*rc::gen::inRange(0, 10) == 0) sender.contact = kAlone;
  }
  std::sort(senders.begin(), senders.end(), [](const Sender& a, const Sender& b) { return a.block < b.block; });
  const auto origin = *rc::gen::inRange<std::uint32_t>(0, 1000);
  for (const Kernels& kernel : kernels()) {
    Outbox outbox;
    outbox.clear(kBlocks);
    for (const Sender& sender : senders) outbox.add_run(0, sender.block, 5, std::span(&sender.change, 1));
    for (std::size_t matching = 0; matching < 2; ++matching) {
      const std::span<std::uint32_t> positions = outbox.begin_matching();
      for (std::size_t k = 0; k < senders.size(); ++k)
        positions[k] = senders[k].contact == kAlone ? kAlone : senders[k].contact - origin;
      for (std::size_t first = 0; first < senders.size();) {
        std::size_t end = first;
        while (end < senders.size() && senders[end].block == senders[first].block) ++end;
        outbox.add_contacts(senders[first].block, first, end, origin, kernel.part);
        first = end;
      }
      outbox.end_matching();
    }
    for (std::uint32_t block = 0; block < kBlocks; ++block) {
      Entries own;
      Entries others;
      for (const Sender& sender : senders) {
        if (sender.contact == kAlone || sender.contact >> Outbox::kOffsetBits != block) continue;
        (sender.block == block ? own : others)
            .push_back((sender.contact & Outbox::kOffsetMask) | (sender.change & Outbox::kTaken) |
                       5U << Outbox::kGroupShift);
      }
      for (std::size_t matching = 0; matching < 2; ++matching) {
        RC_ASSERT(of(outbox.own_entries(matching, block)) == own);
        RC_ASSERT(of(outbox.entries(matching, block)) == others);
      }
    }
  }
}

}  // namespace
}  // namespace tidu::diffusion::agents
