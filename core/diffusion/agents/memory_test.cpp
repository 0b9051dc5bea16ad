// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/memory.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {
namespace {

// tests/memory holds the estimate against what a run takes.

TEST(Memory, OfTheNationIsThreeBytesAnAgentAndSome) {
  EXPECT_LT(memory_needed(190'000'000, true), 900'000'000U);
  EXPECT_LT(memory_needed(190'000'000, false), 500'000'000U);
  EXPECT_LT(memory_needed(1'406'280'000, true), 4'500'000'000U);
  const RunSize cascade{.changing = 1};
  EXPECT_GT(memory_needed(190'000'000, true, cascade), 6 * std::uint64_t{190'000'000});
}

RC_GTEST_PROP(Memory, TheMostAgentsThatFitAreTheMost, ()) {
  const RunSize run{.cells = *rc::gen::inRange<std::size_t>(1, 20'000),
                    .matchings = *rc::gen::inRange<std::size_t>(0, 14),
                    .changing = *rc::gen::inRange(0, 101) / 100.0};
  const bool with_contacts = *rc::gen::arbitrary<bool>();
  const auto agents = *rc::gen::inRange<std::uint64_t>(1, kMostAgents);
  const std::uint64_t bytes = memory_needed(agents, with_contacts, run) + *rc::gen::inRange<std::uint64_t>(0, 5000);
  const std::uint64_t fit = agents_that_fit(bytes, with_contacts, run);
  RC_ASSERT(fit >= agents);
  RC_ASSERT(memory_needed(fit, with_contacts, run) <= bytes);
  RC_ASSERT(fit == kMostAgents || memory_needed(fit + 1, with_contacts, run) > bytes);
}

TEST(Memory, ThatHoldsNoTablesHoldsNobody) {
  EXPECT_EQ(agents_that_fit(1 << 20, true), 0U);
  EXPECT_EQ(agents_that_fit(std::uint64_t{1} << 40, true), kMostAgents);
}

}  // namespace
}  // namespace tidu::diffusion::agents
