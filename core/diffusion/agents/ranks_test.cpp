// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/ranks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/diffusion/agents/support_test.h"
#include "core/diffusion/agents/thread_ranks_test.h"

namespace tidu::diffusion::agents {
namespace {

using testing::ThreadRanks;

constexpr std::uint64_t kRatesOfRanks = 17;

AgentSettings settings_of_ranks() {
  return {.seed = 7, .decided_visible = 0.3, .leader_share = 0.05, .heterophily = {0.05, 0, 0.15}};
}

/// The agents of one rank with their memory.
struct Part {
  const Layout& layout;
  BlockRange own;
  testing::Bytes state;
  testing::Bytes contacts;
  Agents agents;

  Part(const Layout& of, Exchange& exchange, const Kernels& kernel = kernels().back())
      : layout(of),
        own(blocks_of_rank(of, exchange.rank(), exchange.size())),
        state(padded_agents(own)),
        contacts(padded_agents(own)),
        agents(of, settings_of_ranks(), {state.span(), contacts.span()}, kernel, exchange) {}

  void step(std::uint32_t t, const TableMaker& maker) {
    agents.step(
        t,
        [&](std::size_t cell, CellTable& table) {
          maker.make(agents.surroundings(layout.cells()[cell].region), table);
        },
        serial_executor());
  }
};

/// What a run looks like after each step: from any rank.
struct Trace {
  std::vector<std::uint64_t> checksums;
  std::vector<std::uint64_t> changes;
  std::vector<std::vector<std::uint64_t>> census;
  friend bool operator==(const Trace&, const Trace&) = default;
};

Trace trace_of(const Layout& layout, Exchange& exchange, std::uint32_t steps) {
  Part part(layout, exchange);
  const TableMaker maker(tests::lively_rates(), layout.degrees(), 0.5);
  part.agents.start(Stage::unaware, serial_executor());
  Trace trace;
  for (std::uint32_t t = 0; t < steps; ++t) {
    part.step(t, maker);
    const Snapshot now = part.agents.snapshot(t + 1, kRatesOfRanks, serial_executor());
    trace.checksums.push_back(now.checksum);
    trace.changes.push_back(part.agents.changes());
    trace.census.push_back(now.census);
  }
  return trace;
}

TEST(Ranks, ShareBlocksInOrder) {
  const Layout layout = testing::one_cell(5 * kBlockAgents + 10, {});
  for (int ranks = 1; ranks <= 8; ++ranks) {
    std::size_t next = 0;
    std::uint64_t agent = 0;
    for (int r = 0; r < ranks; ++r) {
      const BlockRange own = blocks_of_rank(layout, r, ranks);
      EXPECT_EQ(own.first, next);
      EXPECT_EQ(own.agents.begin, agent);
      EXPECT_LE(own.size(), (6U + static_cast<unsigned>(ranks) - 1) / static_cast<unsigned>(ranks));
      next = own.end;
      agent = own.agents.end;
    }
    EXPECT_EQ(next, layout.blocks());
    EXPECT_EQ(agent, layout.agents());
  }
}

// T16: any number of ranks, those that hold nothing included; partners of all layers lie on other ranks.
TEST(Ranks, AnyNumberGivesTheSameBits) {
  const Layout layout = testing::country(5, 70'000);  // cells and matchings across two blocks
  const Trace alone_trace = trace_of(layout, alone(), 10);
  ASSERT_GE(layout.blocks(), 2U);
  EXPECT_GT(alone_trace.changes.back(), 0U);
  for (const int ranks : {1, 2, 3, 4}) {
    std::vector<Trace> traces(static_cast<std::size_t>(ranks));
    ThreadRanks(ranks).run([&](Exchange& exchange) {
      traces[static_cast<std::size_t>(exchange.rank())] = trace_of(layout, exchange, 10);
    });
    for (const Trace& trace : traces) EXPECT_EQ(trace, alone_trace) << ranks;
  }
}

// Across blocks each kernel gives the bytes of the others, as within one (Agents.KernelsGiveTheSameBits).
TEST(Ranks, EveryKernelGivesTheSameBitsAcrossBlocks) {
  const Layout layout = testing::country(5, 70'000);
  const TableMaker maker(tests::lively_rates(), layout.degrees(), 0.5);
  std::vector<std::uint64_t> sums;
  for (const Kernels& kernel : kernels()) {
    Part part(layout, alone(), kernel);
    part.agents.start(Stage::unaware, serial_executor());
    for (std::uint32_t t = 0; t < 6; ++t) part.step(t, maker);
    sums.push_back(part.agents.checksum(serial_executor()));
    if (&kernel == &kernels().back()) {
      EXPECT_EQ(part.agents.first_wrong_contact(serial_executor()), std::nullopt);
    }
  }
  EXPECT_EQ(sums, std::vector<std::uint64_t>(sums.size(), sums.front()));
}

// Enough changes for several rounds of outboxes, of different number on each rank.
TEST(Ranks, ManyRoundsOfPushes) {
  const Layout layout = testing::one_cell(4 * kBlockAgents + 1000, {4, 2, 2});
  const auto run = [&](Exchange& exchange) {
    Part part(layout, exchange);
    part.agents.start(Stage::persuasion, serial_executor());
    part.agents.seed_adopters([](std::size_t) { return 0.4; }, serial_executor());
    const Preset preset = bass_preset(0.1, 1, layout.degrees());
    part.step(0, TableMaker(preset.rates, layout.degrees(), 1));
    return part.agents.checksum(serial_executor());
  };
  const std::uint64_t alone_sum = run(alone());
  for (const int ranks : {2, 3, 4}) {
    std::vector<std::uint64_t> sums(static_cast<std::size_t>(ranks));
    ThreadRanks(ranks).run(
        [&](Exchange& exchange) { sums[static_cast<std::size_t>(exchange.rank())] = run(exchange); });
    EXPECT_EQ(sums, std::vector<std::uint64_t>(sums.size(), alone_sum)) << ranks;
  }
}

// A checkpoint of one rank goes on on three: each takes its part of the bytes.
TEST(Ranks, GoOnFromACheckpointOfAnotherNumber) {
  const Layout layout = testing::country(5, 70'000);
  const TableMaker maker(tests::lively_rates(), layout.degrees(), 0.5);
  Part whole(layout, alone());
  whole.agents.start(Stage::unaware, serial_executor());
  for (std::uint32_t t = 0; t < 5; ++t) whole.step(t, maker);
  const Snapshot kept = whole.agents.snapshot(5, kRatesOfRanks, serial_executor());
  std::vector<std::uint64_t> sums(3);
  ThreadRanks(3).run([&](Exchange& exchange) {
    Part part(layout, exchange);
    const auto begin = static_cast<std::ptrdiff_t>(part.own.agents.begin);
    const auto size = static_cast<std::ptrdiff_t>(part.own.agents.size());
    std::copy_n(whole.state.span().begin() + begin, size, part.state.span().begin());
    std::copy_n(whole.contacts.span().begin() + begin, size, part.contacts.span().begin());
    ASSERT_TRUE(part.agents.resume(kept, serial_executor()));
    for (std::uint32_t t = 5; t < 8; ++t) part.step(t, maker);
    sums[static_cast<std::size_t>(exchange.rank())] = part.agents.checksum(serial_executor());
    // one wrong agent, on the last rank: all hear of it
    if (exchange.rank() == 2) part.state.span()[5] ^= 0x10U;
    const auto resumed =
        part.agents.resume(part.agents.snapshot(8, kRatesOfRanks, serial_executor()), serial_executor());
    EXPECT_FALSE(resumed);
  });
  for (std::uint32_t t = 5; t < 8; ++t) whole.step(t, maker);
  EXPECT_EQ(sums, std::vector<std::uint64_t>(3, whole.agents.checksum(serial_executor())));
}

}  // namespace
}  // namespace tidu::diffusion::agents
