// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/checkpoint.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/diffusion/agents/support_test.h"

namespace tidu::diffusion::agents {
namespace {

using testing::Population;

constexpr std::uint64_t kRates = 17;
constexpr std::uint32_t kSteps = 20;

AgentSettings settings() {
  return {.seed = 7, .replicate = 2, .decided_visible = 0.3, .leader_share = 0.05, .heterophily = {0.05, 0, 0.15}};
}

void step(Population& population, std::uint32_t t) {
  const TableMaker maker(tests::lively_rates(), population.layout.degrees(), 0.5);  // through all stages in kSteps
  population.agents.step(
      t,
      [&](std::size_t cell, CellTable& table) {
        maker.make(population.agents.surroundings(population.layout.cells()[cell].region), table);
      },
      serial_executor());
}

void copy(Population& from, Population& to) {
  const auto agents = static_cast<std::ptrdiff_t>(from.layout.agents());
  std::copy_n(from.state.span().begin(), agents, to.state.span().begin());
  std::copy_n(from.contacts.span().begin(), agents, to.contacts.span().begin());
}

Snapshot after_steps(Population& population, std::uint32_t steps) {
  population.agents.start(Stage::unaware, serial_executor());
  for (std::uint32_t t = 0; t < steps; ++t) step(population, t);
  return population.agents.snapshot(steps, kRates, serial_executor());
}

// T16: a run that is cut after any step and goes on from its bytes ends as if it had not been.
TEST(Checkpoint, RestartFromEveryStepEndsAlike) {
  const Layout layout = testing::country(3, 300);
  Population whole(layout, settings());
  const Snapshot end = after_steps(whole, kSteps);
  for (std::uint32_t cut = 0; cut <= kSteps; ++cut) {
    Population first(layout, settings());
    const Snapshot kept = after_steps(first, cut);
    Population second(layout, settings());
    copy(first, second);
    ASSERT_TRUE(second.agents.resume(kept, serial_executor())) << cut;
    EXPECT_EQ(second.agents.first_wrong_contact(serial_executor()), std::nullopt);
    for (std::uint32_t t = kept.step; t < kSteps; ++t) step(second, t);
    EXPECT_EQ(second.agents.snapshot(kSteps, kRates, serial_executor()), end) << cut;
  }
  const StageCounts& cell = whole.agents.counts()[0];
  for (const Stage stage : {Stage::confirmed, Stage::discontinued})
    EXPECT_GT(cell[static_cast<std::size_t>(stage)], 5U);
}

TEST(Checkpoint, WhatAnAgentCannotBeIsFound) {
  const Layout layout = testing::country(3, 300);
  Population population(layout, settings());
  const Snapshot kept = after_steps(population, 10);
  for (const std::uint8_t bit :
       std::initializer_list<std::uint8_t>{0x01, 0x08, 0x10, 0x80}) {  // stage, seen, group, leader
    population.state.span()[1234] ^= bit;
    const auto resumed = population.agents.resume(kept, serial_executor());
    population.state.span()[1234] ^= bit;
    ASSERT_FALSE(resumed) << int{bit};
    if (bit == 0x01) continue;  // may be a stage that it might have had
    EXPECT_EQ(resumed.error().message, text("diffusion.checkpoint.agent", 1234));
  }
  population.contacts.span()[77] = static_cast<std::uint8_t>(population.contacts.span()[77] | 0x80U);
  EXPECT_EQ(population.agents.resume(kept, serial_executor()).error().message, text("diffusion.checkpoint.agent", 77));
  population.contacts.span()[77] = static_cast<std::uint8_t>((population.contacts.span()[77] & 0x7FU) ^ 1U);
  EXPECT_EQ(population.agents.resume(kept, serial_executor()).error().message, text("diffusion.checkpoint.checksum"));
  EXPECT_EQ(population.agents.first_wrong_contact(serial_executor()), 77U) << "found without the kept checksum as well";
  population.contacts.span()[77] ^= 1U;
  Snapshot other = kept;
  ++other.census[3];
  EXPECT_EQ(population.agents.resume(other, serial_executor()).error().message, text("diffusion.checkpoint.census"));
  EXPECT_TRUE(population.agents.resume(kept, serial_executor())) << "and the agents can be resumed after errors";
}

TEST(Checkpoint, OtherRunsAreRefused) {
  const Layout layout = testing::country(3, 300);
  Population population(layout, settings());
  const RunIdentity run = after_steps(population, 1).run;
  const auto key = [&](const RunIdentity& wanted) {
    const auto same = check_same_run(run, wanted);
    return same ? std::string_view() : same.error().message.key;
  };
  const auto with = [&](const Layout& on, const AgentSettings& by) {
    Population other(on, by);
    return other.agents.identity(kRates);
  };
  EXPECT_EQ(key(with(layout, settings())), "");
  AgentSettings changed = settings();
  changed.seed = 8;
  EXPECT_EQ(key(with(layout, changed)), "diffusion.checkpoint.seed");
  changed = settings();
  changed.replicate = 3;
  EXPECT_EQ(key(with(layout, changed)), "diffusion.checkpoint.replicate");
  changed = settings();
  changed.heterophily[2] = 0.1;
  EXPECT_EQ(key(with(layout, changed)), "diffusion.checkpoint.settings");
  changed = settings();
  changed.exits[0][1] = Stage::persuasion;
  EXPECT_EQ(key(with(layout, changed)), "diffusion.checkpoint.settings");
  EXPECT_EQ(key(with(testing::country(3, 300, 2), settings())), "diffusion.checkpoint.layout") << "other matchings";
  EXPECT_EQ(key(with(testing::country(3, 301), settings())), "diffusion.checkpoint.layout");
  EXPECT_EQ(key(population.agents.identity(kRates + 1)), "diffusion.checkpoint.rates");
  testing::Bytes state(padded_agents(layout));
  EXPECT_EQ(key(Agents(layout, settings(), {state.span(), {}}).identity(kRates)), "diffusion.checkpoint.contacts");
}

}  // namespace
}  // namespace tidu::diffusion::agents
