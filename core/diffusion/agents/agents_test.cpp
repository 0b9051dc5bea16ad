// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/agents.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/base/distributions.h"
#include "core/base/math.h"
#include "core/diffusion/agents/support_test.h"

namespace tidu::diffusion::agents {
namespace {

using testing::Population;
using testing::share;

AgentSettings lively_settings() {
  return {.seed = 7, .decided_visible = 0.3, .leader_share = 0.05, .heterophily = {0.05, 0, 0.15}};
}

void step(Population& population, std::uint32_t t, const ProcessRates& rates, Executor& executor) {
  const TableMaker maker(rates, population.layout.degrees(), 1.0 / 12);
  population.agents.step(
      t,
      [&](std::size_t cell, CellTable& table) {
        maker.make(population.agents.surroundings(population.layout.cells()[cell].region), table);
      },
      executor);
}

// What the agents' bytes say, counted anew: stages by cell, and the contacts of each from its partners.
void expect_consistent(Population& population, const AgentSettings& settings) {
  population.agents.settle(serial_executor());
  const Layout& layout = population.layout;
  const auto state = population.state.span();
  std::vector<StageCounts> counts(layout.cells().size());
  for (std::size_t c = 0; c < layout.cells().size(); ++c) {
    for (std::uint64_t i = layout.range(c).begin; i < layout.range(c).end; ++i) {
      ++counts[c][state[i] & kStageMask];
      std::uint8_t code = 0;
      for (std::size_t m = 0; m < layout.matchings(); ++m) {
        const std::uint64_t mate = partner(layout, m, c, i);
        if (mate == kNobody || (state[mate] & kSeen) == 0) continue;
        const int distance = std::abs((state[mate] >> kGroupShift & 7) - (state[i] >> kGroupShift & 7));
        const double gamma = settings.heterophily[static_cast<std::size_t>(layout.layer(m))];
        if (trait_of(edge_trait_key(settings.seed, m), i) < threshold_of(math::exp(-gamma * distance * distance)))
          code = static_cast<std::uint8_t>(code +
                                           contact_units(layout.degrees())[static_cast<std::size_t>(layout.layer(m))]);
      }
      ASSERT_EQ(population.contacts.span()[i], code) << i;
    }
  }
  EXPECT_TRUE(std::equal(counts.begin(), counts.end(), population.agents.counts().begin()));
}

// T12, and the invariant of pushing: counts of contacts are what pulling would find.
TEST(Agents, CountsAndContactsAreWhatCountingAnewGives) {
  const Layout layout = testing::country(5, 400);
  Population population(layout, lively_settings());
  population.agents.start(Stage::unaware, serial_executor());
  for (std::uint32_t t = 0; t < 60; ++t) {
    step(population, t, tests::lively_rates(), serial_executor());
    if (t % 20 == 19) expect_consistent(population, lively_settings());
  }
  EXPECT_GT(share(population.agents, Stage::confirmed), 0.1);
  EXPECT_GT(share(population.agents, Stage::discontinued), 0.02);
}

// T16: every kernel, byte for byte, in every step.
TEST(Agents, KernelsGiveTheSameBits) {
  const Layout layout = testing::country(3, 3000);
  Population plain(layout, lively_settings(), kernels().front());
  plain.agents.start(Stage::unaware, serial_executor());
  std::vector<std::uint64_t> sums;
  for (std::uint32_t t = 0; t < 40; ++t) {
    step(plain, t, tests::lively_rates(), serial_executor());
    sums.push_back(plain.agents.checksum(serial_executor()));
  }
  for (const Kernels& kernel : kernels()) {
    Population population(layout, lively_settings(), kernel);
    population.agents.start(Stage::unaware, serial_executor());
    for (std::uint32_t t = 0; t < 40; ++t) {
      step(population, t, tests::lively_rates(), serial_executor());
      ASSERT_EQ(population.agents.checksum(serial_executor()), sums[t]) << kernel.name << " " << t;
    }
    EXPECT_TRUE(
        std::equal(plain.agents.counts().begin(), plain.agents.counts().end(), population.agents.counts().begin()));
  }
}

// T6: Bass on a random regular graph, 4 + 2 + 2 matchings, month by month, against the edge-based closure.
TEST(Agents, RegularGraphMeetsTheClosure) {
  const Degrees degrees{4, 2, 2};
  const Layout layout = testing::one_cell(1U << 22, degrees);
  Population population(layout, {.seed = 3});
  population.agents.start(Stage::persuasion, serial_executor());
  const auto path =
      testing::run(population.agents, layout, bass_preset(0.0025, 0.032, degrees), 1, 120, serial_executor());
  EXPECT_NEAR(path[59], 0.302357, 6e-4);  // half of the design's 3e-4 at 2^24: a quarter of the agents here
  EXPECT_NEAR(path[119], 0.756435, 6e-4);
}

// T9: needing k of 8, a seeded share just below the critical one dies out, just above it takes everybody.
TEST(Agents, ComplexContagionHasItsCriticalSeed) {
  struct Case {
    std::uint8_t threshold;
    double below, above;
  };
  const Degrees degrees{4, 2, 2};
  const Layout layout = testing::one_cell(1U << 20, degrees);
  for (const Case& c : {Case{2, 0.0122, 0.0142}, Case{3, 0.0805, 0.0860}, Case{4, 0.194, 0.204}}) {
    for (const bool above : {false, true}) {
      Population population(layout, {.seed = 5});
      population.agents.start(Stage::persuasion, serial_executor());
      population.agents.seed_adopters([&](std::size_t) { return above ? c.above : c.below; }, serial_executor());
      EXPECT_NEAR(share(population.agents, Stage::decided), above ? c.above : c.below, 1e-3);
      const auto path =
          testing::run(population.agents, layout, cascade_preset(c.threshold, degrees), 1, 400, serial_executor());
      EXPECT_EQ(path.back() > 0.999, above) << int{c.threshold} << " " << path.back();
      EXPECT_EQ(path.back() < 0.35, !above) << int{c.threshold} << " " << path.back();
    }
  }
}

// T7 away from the jump: a threshold of one's own, compared with the share of all who have decided.
TEST(Agents, ThresholdsOfOnesOwnReachGranovettersEquilibrium) {
  struct Case {
    double sd, equilibrium;
  };
  constexpr std::uint64_t kAgents = 1U << 20;
  const Layout layout = testing::one_cell(kAgents, {});
  for (const Case& c : {Case{0.10, 0.007696}, Case{0.12, 0.040211}, Case{0.13, 1}}) {
    testing::Bytes state(padded_agents(layout));
    Agents agents(layout, {.seed = 9, .fixed_draws = true}, {state.span(), {}});
    agents.start(Stage::persuasion, serial_executor());
    for (std::uint32_t t = 0; t < 400; ++t) {
      StepChances chances{};
      chances[static_cast<std::size_t>(Stage::persuasion)][0] =
          math::normal_cdf((share(agents, Stage::decided) - 0.25) / c.sd);
      agents.step(t, [&](std::size_t, CellTable& table) { set_table(chances, table); }, serial_executor());
    }
    // the fixed point's slope magnifies the draws' error near the jump
    EXPECT_NEAR(share(agents, Stage::decided), c.equilibrium, c.sd == 0.12 ? 5e-3 : 6e-4) << c.sd;
  }
}

TEST(Agents, MonotoneDrawsShareOneNumber) {
  const Layout layout = testing::one_cell(1U << 14, {});
  testing::Bytes state(padded_agents(layout));
  Agents agents(layout, {.seed = 9, .fixed_draws = true}, {state.span(), {}});
  agents.start(Stage::persuasion, serial_executor());
  StepChances chances{};
  chances[static_cast<std::size_t>(Stage::persuasion)][0] = 0.3;
  const auto same = [&](std::size_t, CellTable& table) { set_table(chances, table); };
  agents.step(0, same, serial_executor());
  const double first = share(agents, Stage::decided);
  agents.step(1, same, serial_executor());
  EXPECT_EQ(share(agents, Stage::decided), first);
}

// T13: agents in mean field against the map, whose step is their exact expectation: chi-square over all cells, stages
// and steps.
TEST(Agents, MeanFieldAgentsMoveAsTheChancesSay) {
  const Layout layout = testing::country(4, 3000);
  testing::Bytes state(padded_agents(layout));
  Agents agents(layout, lively_settings(), {state.span(), {}});
  agents.start(Stage::unaware, serial_executor());
  const ProcessRates rates = tests::lively_rates();
  double chi = 0;
  double freedom = 0;
  for (std::uint32_t t = 0; t < 200; ++t) {
    const ByLayer x{share(agents, Stage::implementing), share(agents, Stage::confirmed), 0.1};
    StepChances chances = plain_chances(rates, 1.0 / 12);
    set_contact_chances(rates, x, x, {}, 1.0 / 12, chances);
    const std::vector<StageCounts> before(agents.counts().begin(), agents.counts().end());
    agents.step(t, [&](std::size_t, CellTable& table) { set_table(chances, table); }, serial_executor());
    for (std::size_t c = 0; c < before.size(); ++c) {
      // U only loses: its number after the step is binomial
      const auto n = static_cast<double>(before[c][0]);
      const double p = chances[0][0];
      const double variance = n * p * (1 - p);
      if (variance < 10) continue;
      const double z = (static_cast<double>(agents.counts()[c][0]) - n * (1 - p)) / std::sqrt(variance);
      chi += z * z;
      ++freedom;
    }
  }
  EXPECT_GT(freedom, 500);
  EXPECT_GT(math::chi_square_upper(chi, freedom), 1e-4);
  EXPECT_GT(1 - math::chi_square_upper(chi, freedom), 1e-4);
}

// T15, as restricted: nobody gives up, and knowledge comes from the media alone, so that both runs hear of it in the
// same step. Then whoever is ahead stays ahead, agent by agent.
TEST(Agents, WhatHelpsHelpsEveryAgent) {
  ProcessRates rates = tests::lively_rates();
  rates.word_of_mouth = {};
  rates.abandonment = rates.disenchantment = rates.discontinuance = rates.attitude_discontinuers = 0;
  const auto better = [&](int which) {
    ProcessRates r = rates;
    if (which == 0) r.attitude += 0.4;              // compatibility, trialability
    if (which == 1) r.innovation *= 1.3;            // relative advantage, subsidy
    if (which == 2) r.imitation = {1.3, 0.7, 0.6};  // observability
    if (which == 3) r.implementation *= 1.5;        // training
    if (which == 4) r.demonstration = 0.1;
    return r;
  };
  const std::array<int, kStages> order{0, 1, 3, 2, 4, 5, 6, 7};  // N stands before P
  const Layout layout = testing::country(3, 500);
  for (int which = 0; which < 5; ++which) {
    Population base(layout, lively_settings());
    Population helped(layout, lively_settings());
    base.agents.start(Stage::unaware, serial_executor());
    helped.agents.start(Stage::unaware, serial_executor());
    for (std::uint32_t t = 0; t < 80; ++t) {
      step(base, t, rates, serial_executor());
      step(helped, t, better(which), serial_executor());
      for (std::uint64_t i = 0; i < layout.agents(); ++i) {
        ASSERT_LE(order[base.state.span()[i] & kStageMask], order[helped.state.span()[i] & kStageMask])
            << which << " " << t << " " << i;
      }
    }
    EXPECT_NE(base.agents.checksum(serial_executor()), helped.agents.checksum(serial_executor())) << which;
  }
}

// T14, C119: without media and without contacts nobody adopts faster than p lets them.
TEST(Agents, WithoutMediaAndContactsOnlyInnovatorsDecide) {
  const Degrees degrees{4, 2, 2};
  const Layout layout = testing::one_cell(1U << 18, degrees);
  Population population(layout, {.seed = 3});
  population.agents.start(Stage::persuasion, serial_executor());
  const auto path = testing::run(population.agents, layout, bass_preset(0.01, 0, degrees), 1, 60, serial_executor());
  EXPECT_NEAR(path.back(), 1 - std::exp(-0.6), 5 * std::sqrt(0.25 / (1U << 18)));
}

// T11: those who give up fall back and may begin again.
TEST(Agents, LeaversAndAdoptersComeToABalance) {
  const Layout layout = testing::one_cell(1U << 18, {});
  testing::Bytes state(padded_agents(layout));
  const Preset preset = sis_preset(0.4, 0.1, {1, 0, 0});
  Agents agents(layout, {.seed = 4, .exits = preset.exits}, {state.span(), {}});
  agents.start(Stage::persuasion, serial_executor());
  agents.seed_adopters([](std::size_t) { return 0.1; }, serial_executor());
  double mean = 0;
  for (std::uint32_t t = 0; t < 2000; ++t) {
    const ByLayer x{share(agents, Stage::decided), 0, 0};
    StepChances chances = plain_chances(preset.rates, 0.1);
    set_contact_chances(preset.rates, x, x, {}, 0.1, chances);
    agents.step(t, [&](std::size_t, CellTable& table) { set_table(chances, table); }, serial_executor());
    if (t >= 1000) mean += share(agents, Stage::decided) / 1000;
  }
  // in steps of dt the balance is (1 - e^{-qF dt})(1 - F) = (1 - e^{-delta dt}) F, 4e-3 below 1 - delta/q
  EXPECT_NEAR(mean, 1 - 0.1 / 0.4, 5e-3);
}

}  // namespace
}  // namespace tidu::diffusion::agents
