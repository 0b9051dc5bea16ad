// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/kernels.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

#include "core/base/rng.h"
#include "core/diffusion/agents/agents.h"
#include "tests/agent_bytes.h"

namespace tidu::diffusion::agents {
namespace {

using tests::Bytes;

constexpr std::uint64_t kSomeAgents = 12 * kTileAgents;

// Chances of all sizes: none, all, on the border of an upper byte, and those that hardly anybody meets.
double any_chance(std::uint64_t seed, std::uint64_t number) {
  constexpr std::array<double, 8> kSpecial{0, 1, 0.5, 1.0 / 256, 3.0 / 1024, 1e-7, 0.999999, 0.25};
  const std::uint64_t h = hash64(seed, number);
  return h % 3 == 0 ? kSpecial[(h >> 8) % kSpecial.size()] : static_cast<double>(h >> 40) / (1U << 24);
}

CellTable any_table(std::uint64_t seed) {
  StepChances chances{};
  for (std::size_t s = 0; s < kStages; ++s) {
    const double first = any_chance(seed, 2 * s);
    chances[s] = {first, (1 - first) * any_chance(seed, 2 * s + 1)};
  }
  for (const Stage one_exit : {Stage::unaware, Stage::persuasion}) chances[static_cast<std::size_t>(one_exit)][1] = 0;
  CellTable table{};
  set_table(chances, table);
  return table;
}

StepRule any_rule(std::uint64_t seed) {
  constexpr std::array<double, 3> kVisible{0, 0.3, 1};
  AgentSettings settings{.seed = seed, .decided_visible = kVisible[seed % 3]};
  for (std::size_t s = 0; s < kStages; ++s) {
    for (std::size_t e = 0; e < 2; ++e)
      settings.exits[s][e] = static_cast<Stage>(hash64(seed, 100 + 2 * s + e) % kStages);
  }
  return step_rule(settings, Purpose::agent_step, static_cast<std::uint32_t>(seed));
}

Bytes any_bytes(std::uint64_t seed) {
  Bytes bytes(kSomeAgents);
  for (std::size_t i = 0; i < kSomeAgents; ++i) bytes.span()[i] = static_cast<std::uint8_t>(hash64(seed, i));
  return bytes;
}

// What a kernel makes of a job, and of which bytes.
struct Made {
  Bytes state;
  Swept swept;
};

Made made(const Kernels& kernel, SweepJob job, Bytes state) {
  job.state = state.span().data();
  const Swept swept = kernel.mean_field(job);
  return {std::move(state), swept};
}

bool same(Made& a, Made& b) {
  return std::equal(a.state.span().begin(), a.state.span().end(), b.state.span().begin()) &&
         a.swept.stages == b.swept.stages && a.swept.changes == b.swept.changes && a.swept.leaders == b.swept.leaders;
}

// Any bytes, any table, any exits, any part of the agents: what the plain kernel does, and nothing outside the part.
RC_GTEST_PROP(AgentKernels, MeanFieldIsThePlainOnesByteForByte, (std::uint64_t seed)) {
  const auto begin = *rc::gen::inRange<std::uint64_t>(0, kSomeAgents);
  const auto end = *rc::gen::inRange<std::uint64_t>(begin, kSomeAgents + 1);
  const CellTable table = any_table(seed);
  const SweepJob job{.table = &table, .begin = begin, .end = end, .rule = any_rule(seed)};
  Made plain = made(kernels().front(), job, any_bytes(seed));
  RC_ASSERT(std::accumulate(plain.swept.stages.begin(), plain.swept.stages.end(), std::uint64_t{0}) == end - begin);
  for (const Kernels& kernel : kernels()) {
    Made other = made(kernel, job, any_bytes(seed));
    RC_ASSERT(same(other, plain));
  }
}

// More agents than a batch of a kernel: nobody moves, some do, everybody does and is then seen.
TEST(AgentKernels, MeanFieldOfManyAgents) {
  constexpr std::uint64_t kBegin = 5;
  constexpr std::uint64_t kEnd = 70 * kTileAgents + 19;
  const auto agents = [] {
    Bytes bytes(71 * kTileAgents);
    const auto state = static_cast<std::uint8_t>(static_cast<std::uint8_t>(Stage::decided) | kLeader);
    std::fill(bytes.span().begin(), bytes.span().end(), state);
    return bytes;
  };
  for (const double chance : {0.0, 0.02, 1.0}) {
    StepChances chances{};
    for (auto& stage : chances) stage = {chance, 0};
    CellTable table{};
    set_table(chances, table);
    const SweepJob job{.table = &table, .begin = kBegin, .end = kEnd, .rule = step_rule({}, Purpose::agent_step, 0)};
    Made plain = made(kernels().front(), job, agents());
    const auto moved = static_cast<double>(plain.swept.stages[static_cast<std::size_t>(Stage::implementing)]);
    EXPECT_NEAR(moved / (kEnd - kBegin), chance, chance == 0.02 ? 0.005 : 0);
    EXPECT_EQ(static_cast<double>(plain.swept.leaders), moved);
    for (const Kernels& kernel : kernels()) {
      Made other = made(kernel, job, agents());
      EXPECT_TRUE(same(other, plain)) << kernel.name << " " << chance;
    }
  }
}

}  // namespace
}  // namespace tidu::diffusion::agents
