// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/diffusion/process/support_test.h"

namespace tidu::diffusion {
namespace {

using testing::kContacts;
using testing::one_cell;
using enum StepScheme;

Decisions total(const Decisions& a, const Decisions& b) {
  return {.alone = a.alone + b.alone,
          .leaders = a.leaders + b.leaders,
          .contacts = a.contacts + b.contacts,
          .collective = a.collective + b.collective};
}

double everybody(const Decisions& d) { return d.alone + d.leaders + d.contacts + d.collective; }

TEST(MapDecisions, AreNotCountedUnlessAsked) {
  const Preset preset = bass_preset(0.03, 0.38, kContacts);
  DecisionMap map = one_cell(preset, start_of_step);
  map.set_rates({&preset.rates, 1}, 0.1);
  map.step();
  EXPECT_TRUE(map.decisions().empty());
}

TEST(MapDecisions, SplitAsTheRates) {
  // With F = 0.2 of one cell: p : q_L F : q F = 0.03 : 0.05 : 0.08, of the 0.8 (1 - e^(-0.16/2)) who decide.
  Preset preset = bass_preset(0.02, 0.4, kContacts);
  preset.rates.authority = 0.01;
  preset.rates.leaders = 0.25;
  DecisionMap map = one_cell(preset, start_of_step, 0.2);
  map.count_decisions(true);
  map.set_rates({&preset.rates, 1}, 0.5);
  map.step();
  const double decided = 0.8 * -std::expm1(-0.08);
  const Decisions& found = map.decisions()[0];
  EXPECT_NEAR(found.alone, decided * 3 / 16, 1e-15);
  EXPECT_NEAR(found.leaders, decided * 5 / 16, 1e-15);
  EXPECT_NEAR(found.contacts, decided * 8 / 16, 1e-15);
  EXPECT_EQ(found.collective, 0);
}

TEST(MapDecisions, OfThoseWhoAreReachedContactsMoveTheirShareAlone) {
  // Threshold 1 of 8 with F = 0.1: reached 1 - 0.9^8; the others decide alone.
  Preset preset = bass_preset(0.1, 0.3, kContacts);
  preset.rates.contagion = Contagion::threshold;
  preset.rates.threshold = 1;
  DecisionMap map = one_cell(preset, start_of_step, 0.1);
  map.count_decisions(true);
  map.set_rates({&preset.rates, 1}, 1);
  map.step();
  const double reached = 1 - std::pow(0.9, 8);
  EXPECT_NEAR(map.decisions()[0].contacts, 0.9 * reached * -std::expm1(-0.4) * 0.75, 1e-15);
  EXPECT_NEAR(map.decisions()[0].alone, 0.9 * (reached * -std::expm1(-0.4) * 0.25 + (1 - reached) * -std::expm1(-0.1)),
              1e-15);
}

TEST(MapDecisions, CollectiveShutAndCertain) {
  Preset preset = bass_preset(0.1, 0.3, kContacts);
  const auto counted = [&preset](StepScheme scheme) {
    DecisionMap map = one_cell(preset, scheme, 0.1);
    map.count_decisions(true);
    map.set_rates({&preset.rates, 1}, 1);
    map.step();
    return map.decisions()[0];
  };
  preset.rates.collective = true;
  EXPECT_EQ(counted(start_of_step), (Decisions{.collective = 0.9}));
  preset.rates.gate_closed = true;
  EXPECT_EQ(counted(midpoint), Decisions{}) << "the gate shuts out what the cell decides too";
  preset = cascade_preset(1, kContacts);
  EXPECT_NEAR(counted(start_of_step).contacts, 0.9 * (1 - std::pow(0.9, 8)), 1e-15) << "an infinite rate";
  EXPECT_EQ(counted(start_of_step).alone, 0);
}

// A map of all stages with rates drawn at random, and the same for both.
ProcessRates random_rates() {
  const auto rate = [] { return *rc::gen::inRange(0, 300) / 100.0; };
  ProcessRates rates{.media = rate(),
                     .word_of_mouth = {rate(), rate(), rate()},
                     .elaboration = rate(),
                     .attitude = rate(),
                     .innovation = rate(),
                     .imitation = {rate(), rate(), rate()},
                     .leaders = rate(),
                     .authority = rate(),
                     .implementation = rate(),
                     .confirmation = rate(),
                     .reconsideration = rate(),
                     .readoption = rate(),
                     .demonstration = *rc::gen::inRange(0, 100) / 100.0};
  rates.contagion = *rc::gen::element(Contagion::linear, Contagion::threshold, Contagion::hill);
  rates.threshold = *rc::gen::inRange<std::uint8_t>(0, 5);
  rates.collective = *rc::gen::inRange(0, 5) == 0;
  return rates;
}

RC_GTEST_PROP(MapDecisions, NobodyIsForgottenAndNothingElseChanges, ()) {
  const StepScheme scheme = *rc::gen::element(start_of_step, midpoint);
  const std::vector<double> people{2.0, 1.0, 4.0};
  DecisionMap plain = *DecisionMap::make({.shape = {.regions = 3}, .degrees = kContacts, .scheme = scheme}, people);
  plain.start(Stage::knowledge);
  DecisionMap counting = plain;
  counting.count_decisions(true);
  // Nobody who has decided leaves, so that adopters are all who ever decided.
  const std::vector<ProcessRates> rates{random_rates(), random_rates(), random_rates()};
  for (DecisionMap* map : {&plain, &counting}) map->set_rates(rates, 0.2);
  std::vector<Decisions> sum(3);
  for (int step = 0; step < 12; ++step) {
    plain.step();
    counting.step();
    for (std::size_t r = 0; r < 3; ++r) sum[r] = total(sum[r], counting.decisions()[r]);
  }
  RC_ASSERT(std::equal(plain.state().begin(), plain.state().end(), counting.state().begin()));
  for (std::size_t r = 0; r < 3; ++r) {
    const double adopters = counting.state()(4, r) + counting.state()(5, r) + counting.state()(6, r);
    RC_ASSERT(std::fabs(everybody(sum[r]) - adopters) < 1e-13 * people[r]);
    RC_ASSERT(sum[r].alone >= 0 && sum[r].leaders >= 0 && sum[r].contacts >= 0 && sum[r].collective >= 0);
  }
}

}  // namespace
}  // namespace tidu::diffusion
