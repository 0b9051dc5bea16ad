// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/diffusion/agents/support_test.h"
#include "core/diffusion/process/map.h"

namespace tidu::diffusion::agents {
namespace {

ProcessRates lively(std::size_t cell) {
  return {.media = 0.6 + 0.05 * static_cast<double>(cell),
          .word_of_mouth = {0.5, 0.3, 0.2},
          .elaboration = 3,
          .attitude = 0.3,
          .attitude_contacts = {1, 0.5, 0.5},
          .attitude_discontinuers = 1,
          .innovation = 0.2,
          .imitation = {1, 0.5, 0.5},
          .leaders = 0.3,
          .implementation = 4,
          .abandonment = 0.2,
          .confirmation = 1,
          .disenchantment = 0.3,
          .discontinuance = 0.1,
          .reconsideration = 0.5,
          .readoption = 0.4,
          .demonstration = 0.02,
          .contagion = static_cast<Contagion>(cell % 3),
          .threshold = 2};
}

DecisionMap map_of(const Layout& layout) {
  std::vector<double> people;
  for (const CellPlan& cell : layout.cells()) people.push_back(static_cast<double>(cell.agents));
  LayerMixing local{.group = heterophily_push(0.05), .weighting = Weighting::people};
  LayerMixing nation{.region = everybody_factor(2), .group = heterophily_push(0.15), .weighting = Weighting::people};
  return *DecisionMap::make({.shape = {.regions = 2, .groups = kGroups}, .mixing = {local, nation, nation}}, people);
}

// Variances of the numbers after a step: of independent agents who leave stage k by the chances P_k,
// var n'_j = sum_k n_k P_kj (1 - P_kj).
std::array<double, kStages> variances(const StageCounts& counts, const StepChances& chances) {
  const Exits exits = rogers_exits();
  std::array<double, kStages> out{};
  for (std::size_t k = 0; k < kStages; ++k) {
    std::array<double, kStages> to{};
    to[k] = 1 - chances[k][0] - chances[k][1];
    for (std::size_t j = 0; j < 2; ++j) to[static_cast<std::size_t>(exits[k][j])] += chances[k][j];
    for (std::size_t j = 0; j < kStages; ++j) out[j] += static_cast<double>(counts[k]) * to[j] * (1 - to[j]);
  }
  return out;
}

// T13: given the state, the map is the expectation of agents in mean field, stage by stage; and they vary as
// independent agents do.
TEST(MeanField, AgentsScatterAroundTheMapAsIndependentOnesDo) {
  const Layout layout = testing::country(2, 20'000);
  testing::Bytes bytes(padded_agents(layout));
  Agents agents(layout, {.seed = 3, .decided_visible = 0.3}, {bytes.span(), {}});
  agents.start(Stage::unaware, serial_executor());
  DecisionMap map = map_of(layout);
  std::vector<ProcessRates> rates;
  for (std::size_t c = 0; c < layout.cells().size(); ++c) rates.push_back(lively(c));
  map.set_rates(rates, 1.0 / 12);
  Array<double, StageAxis, Cell> state({kStages, rates.size()});
  std::vector<StepChances> chances(rates.size());
  std::array<double, kStages> sum{};     // of (n' - expectation) / deviation
  std::array<double, kStages> square{};  // sum of (n' - expectation)^2 / variance
  std::array<double, kStages> terms{};
  for (std::uint32_t t = 0; t < 300; ++t) {
    const std::vector<StageCounts> before(agents.counts().begin(), agents.counts().end());
    for (std::size_t c = 0; c < rates.size(); ++c) {
      for (std::size_t k = 0; k < kStages; ++k) state(k, c) = static_cast<double>(before[c][k]);
    }
    map.set_state(state.view());
    map.chances(chances);
    map.step();
    agents.step(t, [&](std::size_t cell, CellTable& table) { set_table(chances[cell], table); }, serial_executor());
    for (std::size_t c = 0; c < rates.size(); ++c) {
      const auto variance = variances(before[c], chances[c]);
      for (std::size_t k = 0; k < kStages; ++k) {
        if (variance[k] < 25) continue;  // too few for a normal distribution
        const double off = static_cast<double>(agents.counts()[c][k]) - map.state()(k, c);
        sum[k] += off / std::sqrt(variance[k]);
        square[k] += off * off / variance[k];
        terms[k] += 1;
      }
    }
  }
  for (std::size_t k = 0; k < kStages; ++k) {
    ASSERT_GT(terms[k], 500) << k;
    EXPECT_LT(std::fabs(sum[k]) / std::sqrt(terms[k]), 3.9) << "p > 1e-4; stage " << k;
    const double z = (square[k] - terms[k]) / std::sqrt(2 * terms[k]);  // chi-square with many degrees of freedom
    EXPECT_LT(std::fabs(z), 3.9) << "p > 1e-4; stage " << k;
  }
}

}  // namespace
}  // namespace tidu::diffusion::agents
