// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/step.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/diffusion/process/map.h"
#include "core/diffusion/process/support_test.h"

namespace tidu::diffusion {
namespace {

using testing::kInfinity;

constexpr CellShape kStepShape{.regions = 3, .sectors = 2, .groups = kGroups};

double any_chance() { return *rc::gen::inRange(0, 1000) / 1000.0; }
double any_rate() { return *rc::gen::inRange(0, 6000) / 1000.0; }
ByLayer any_layers() { return {any_rate(), any_rate(), any_rate()}; }

// What the kernels can say: everything but thresholds, Hill's curve and infinite rates.
ProcessRates plain_rates() {
  return {.media = any_rate(),
          .word_of_mouth = any_layers(),
          .elaboration = any_rate(),
          .attitude = 10 * any_chance() - 5,
          .attitude_contacts = any_layers(),
          .attitude_discontinuers = any_rate(),
          .innovation = any_rate(),
          .imitation = any_layers(),
          .leaders = any_rate(),
          .authority = any_rate(),
          .implementation = any_rate(),
          .abandonment = any_rate(),
          .confirmation = any_rate(),
          .disenchantment = any_rate(),
          .discontinuance = any_rate(),
          .reconsideration = any_rate(),
          .readoption = any_rate(),
          .demonstration = any_chance(),
          .gate_closed = *rc::gen::inRange(0, 6) == 0,
          .collective = *rc::gen::inRange(0, 6) == 0};
}

std::vector<double> any_chances(std::size_t n) {
  std::vector<double> out(n);
  for (double& x : out) x = any_chance();
  return out;
}

RC_GTEST_PROP(Step, AnyNumberOfLanesGivesTheSameBits, ()) {
  const std::size_t cells = *rc::gen::inRange<std::size_t>(8, 30);
  std::vector<ProcessRates> rates;
  for (std::size_t c = 0; c < cells; ++c) rates.push_back(plain_rates());
  RateTable table;
  table.set(rates, 0.25);
  RC_ASSERT(table.plain());
  const std::array<std::vector<double>, kLayers> exposure{any_chances(cells), any_chances(cells), any_chances(cells)};
  const std::vector<double> leaders = any_chances(cells);
  const std::vector<double> discontinuers = any_chances(cells);
  const std::vector<double> state = any_chances(kStages * cells);
  std::vector<double> people(cells, 0.0);
  for (std::size_t c = 0; c < cells; ++c) {
    for (std::size_t k = 0; k < kStages; ++k) people[c] += state[k * cells + c];
  }
  const StepJob job{.cells = cells,
                    .begin = *rc::gen::inRange<std::size_t>(0, cells - 7),
                    .end = cells,
                    .rates = table.data(),
                    .exposure = {exposure[0].data(), exposure[1].data(), exposure[2].data()},
                    .leaders = leaders.data(),
                    .discontinuers = discontinuers.data(),
                    .people = people.data(),
                    .state = state.data(),
                    .media = 1.5,
                    .dt = 0.25};
  for (std::size_t way = 0; way < 3; ++way) {
    std::vector<double> first(state.size(), -1.0);
    for (const StepKernels& kernels : step_kernels()) {
      std::vector<double> next(state.size(), -1.0);
      StepJob own = job;
      own.next = next.data();
      kernels.by_way[way](own);
      if (kernels.lanes == 2) first = next;
      RC_ASSERT(next == first);
      for (std::size_t k = 0; k < kStages; ++k) {
        for (std::size_t c = 0; c < cells; ++c) RC_ASSERT((next[k * cells + c] == -1) == (c < job.begin));
      }
    }
  }
}

// Who counts decisions goes through one cell after another.
RC_GTEST_PROP(Step, KernelsGiveTheBitsOfOneCellAfterAnother, ()) {
  const StepScheme scheme = *rc::gen::element(StepScheme::start_of_step, StepScheme::midpoint);
  std::vector<double> people = any_chances(kStepShape.cells());
  people[3] = 0;
  DecisionMap map = *DecisionMap::make({.shape = kStepShape, .scheme = scheme}, people);
  std::vector<ProcessRates> rates;
  for (std::size_t c = 0; c < kStepShape.cells(); ++c) rates.push_back(plain_rates());
  map.set_rates(rates, 0.25);
  map.set_media(1.25);
  DecisionMap one_by_one = map;
  one_by_one.count_decisions(true);
  for (int step = 0; step < 12; ++step) {
    map.step();
    one_by_one.step();
  }
  RC_ASSERT(std::equal(map.state().begin(), map.state().end(), one_by_one.state().begin()));
}

TEST(Step, WhatKernelsCannotSayIsLeftToTheMap) {
  const auto plain = [](const ProcessRates& rates) {
    RateTable table;
    table.set({&rates, 1}, 0.1);
    return table.plain();
  };
  EXPECT_TRUE(plain({.innovation = kInfinity})) << "nothing is multiplied with it";
  EXPECT_TRUE(plain({.elaboration = kInfinity, .implementation = kInfinity, .collective = true}));
  EXPECT_FALSE(plain({.imitation = {0, kInfinity, 0}}));
  EXPECT_FALSE(plain({.media = kInfinity}));
  EXPECT_FALSE(plain({.contagion = Contagion::threshold}));
  EXPECT_FALSE(plain({.contagion = Contagion::hill}));
}

TEST(Step, FewCellsTakeFewLanes) {
  EXPECT_EQ(kernel_for(1, StepWay::forward), nullptr);
  EXPECT_EQ(kernel_for(2, StepWay::forward), step_kernels()[0].by_way[0]);
  EXPECT_EQ(kernel_for(1000, StepWay::together), step_kernels().back().by_way[2]);
}

}  // namespace
}  // namespace tidu::diffusion
