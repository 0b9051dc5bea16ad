// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/map.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/diffusion/process/support_test.h"
#include "tests/executors.h"

namespace tidu::diffusion {
namespace {

using testing::kInfinity;

constexpr CellShape kShape{2, 2, 1, kGroups};

ProcessRates usual_rates() {
  return {.media = 0.35,
          .word_of_mouth = {0.1, 0.1, 0.1},
          .elaboration = 4,
          .attitude = 0.5,
          .attitude_contacts = {0.5, 0.5, 0.5},
          .attitude_discontinuers = 2,
          .innovation = 0.05,
          .imitation = {0.3, 0.15, 0.15},
          .leaders = 0.1,
          .authority = 0.02,
          .implementation = 2,
          .abandonment = 0.1,
          .confirmation = 1,
          .disenchantment = 0.1,
          .discontinuance = 0.05,
          .reconsideration = 0.3,
          .readoption = 0.2,
          .demonstration = 0.01};
}

std::array<LayerMixing, kLayers> usual_layers() {
  return {{{.group = heterophily_thinning(0.05)},
           {.sector = dense_factor({0.3, 0.7, 0.8, 0.2}), .group = heterophily_mixing(0.05)},
           {.region = everybody_factor({0.5, 0.5}),
            .sector = everybody_factor({0.5, 0.5}),
            .group = heterophily_thinning(0.15)}}};
}

std::vector<double> group_people(double scale = 1) {
  std::vector<double> people(kShape.cells());
  for (std::size_t c = 0; c < people.size(); ++c) people[c] = scale * kGroupShares[c % kGroups];
  return people;
}

DecisionMap usual_map(StepScheme scheme = StepScheme::start_of_step, double scale = 1) {
  return *DecisionMap::make({.shape = kShape, .mixing = usual_layers(), .scheme = scheme}, group_people(scale));
}

std::vector<double> values(const DecisionMap& map) { return {map.state().begin(), map.state().end()}; }

struct Outputs {
  double adopters = 0;
  double aware = 0;         // not in U
  double unfavourable = 0;  // N
  double discontinued = 0;  // X
};

Outputs outputs_after(int months, const std::function<void(ProcessRates&)>& change) {
  DecisionMap map = usual_map();
  ProcessRates rates = usual_rates();
  change(rates);
  map.set_rates(std::vector<ProcessRates>(kShape.cells(), rates), 1.0 / 12);
  for (int i = 0; i < months; ++i) map.step();
  return {map.adopters(), 1 - map.share(Stage::unaware), map.share(Stage::unfavourable),
          map.share(Stage::discontinued)};
}

struct Switch {
  const char* name;
  std::function<void(ProcessRates&)> change;
  double Outputs::* output;
  double difference;  // after three years
};

const std::vector<Switch>& switches() {
  static const std::vector<Switch> all{
      {"media", [](auto& r) { r.media = 0; }, &Outputs::aware, -0.6468552837},
      {"word_of_mouth", [](auto& r) { r.word_of_mouth = {}; }, &Outputs::aware, -0.0058287788},
      {"elaboration", [](auto& r) { r.elaboration = 0; }, &Outputs::adopters, -0.0467026910},
      {"attitude", [](auto& r) { r.attitude = 0; }, &Outputs::unfavourable, 0.0657668104},
      {"attitude_contacts", [](auto& r) { r.attitude_contacts = {}; }, &Outputs::unfavourable, 0.0035192099},
      {"attitude_discontinuers", [](auto& r) { r.attitude_discontinuers = 0; }, &Outputs::unfavourable, -0.0001839560},
      {"innovation", [](auto& r) { r.innovation = 0; }, &Outputs::adopters, -0.0298365005},
      {"imitation", [](auto& r) { r.imitation = {}; }, &Outputs::adopters, -0.0076288919},
      {"leaders", [](auto& r) { r.leaders = 0; }, &Outputs::adopters, -0.0008728416},
      {"authority", [](auto& r) { r.authority = 0; }, &Outputs::adopters, -0.0115445571},
      {"implementation", [](auto& r) { r.implementation = 1; }, &Outputs::adopters, -0.0011928963},
      {"abandonment", [](auto& r) { r.abandonment = 0; }, &Outputs::discontinued, -0.0013680986},
      {"confirmation", [](auto& r) { r.confirmation = 0.1; }, &Outputs::discontinued, 0.0003637536},
      {"disenchantment", [](auto& r) { r.disenchantment = 0; }, &Outputs::discontinued, -0.0012613379},
      {"discontinuance", [](auto& r) { r.discontinuance = 0; }, &Outputs::discontinued, -0.0003947794},
      {"reconsideration", [](auto& r) { r.reconsideration = 0; }, &Outputs::unfavourable, 0.0596379884},
      {"readoption", [](auto& r) { r.readoption = 0; }, &Outputs::discontinued, 0.0004200860},
      {"demonstration", [](auto& r) { r.demonstration = 0; }, &Outputs::adopters, -0.0039064102},
      {"gate_closed", [](auto& r) { r.gate_closed = true; }, &Outputs::adopters, -0.0467026910},
      {"collective", [](auto& r) { r.collective = true; }, &Outputs::adopters, 0.3748300364},
      {"threshold 1",
       [](auto& r) {
         r.contagion = Contagion::threshold;
         r.threshold = 1;
       },
       &Outputs::adopters, 0.0643669984},
      {"threshold 3",
       [](auto& r) {
         r.contagion = Contagion::threshold;
         r.threshold = 3;
       },
       &Outputs::adopters, -0.0073811744},
      {"hill",
       [](auto& r) {
         r.contagion = Contagion::hill;
         r.hill_exponent = 2;
         r.hill_half = 0.25;
       },
       &Outputs::adopters, -0.0045974186},
  };
  return all;
}

TEST(Map, EachSwitchMovesItsOutputByThisMuch) {
  const Outputs base = outputs_after(36, [](ProcessRates&) {});
  EXPECT_NEAR(base.adopters, 0.0467026910, 1e-9);
  for (const Switch& s : switches()) {
    const double difference = outputs_after(36, s.change).*s.output - base.*s.output;
    EXPECT_NEAR(difference, s.difference, 1e-9) << s.name;
    EXPECT_GT(std::fabs(difference), 1e-5) << s.name;
  }
}

ProcessRates any_rates() {
  const auto rate = [] {
    const int v = *rc::gen::inRange(0, 300);
    return v > 290 ? kInfinity : v / 20.0;
  };
  const auto share = [] { return *rc::gen::inRange(0, 101) / 100.0; };
  return {.media = rate(),
          .word_of_mouth = {rate(), rate(), rate()},
          .elaboration = rate(),
          .attitude = share() * 20 - 10,
          .attitude_contacts = {share(), share(), share()},
          .attitude_discontinuers = share(),
          .innovation = rate(),
          .imitation = {rate(), rate(), rate()},
          .leaders = share(),
          .authority = share(),
          .implementation = rate(),
          .abandonment = rate(),
          .confirmation = rate(),
          .disenchantment = rate(),
          .discontinuance = rate(),
          .reconsideration = rate(),
          .readoption = rate(),
          .demonstration = share(),
          .gate_closed = *rc::gen::inRange(0, 5) == 0,
          .collective = *rc::gen::inRange(0, 5) == 0,
          .contagion = static_cast<Contagion>(*rc::gen::inRange(0, 3)),
          .threshold = static_cast<std::uint8_t>(*rc::gen::inRange(0, 9))};
}

RC_GTEST_PROP(Map, NobodyIsMadeOrLost, ()) {
  const StepScheme scheme = *rc::gen::element(StepScheme::start_of_step, StepScheme::midpoint);
  DecisionMap map = usual_map(scheme, *rc::gen::element(1.0, 1e7 / 3, 1e-9));
  const std::vector<double> people(map.people().begin(), map.people().end());
  std::vector<ProcessRates> rates;
  for (std::size_t c = 0; c < kShape.cells(); ++c) rates.push_back(any_rates());
  map.set_rates(rates, *rc::gen::element(0.01, 1.0 / 12, 2.0));
  for (int i = 0; i < 120; ++i) {
    map.step();
    for (std::size_t c = 0; c < people.size(); ++c) {
      long double total = 0;  // exact to 1/2048 of the last place of a double
      for (std::size_t k = 0; k < kStages; ++k) {
        RC_ASSERT(map.state()(k, c) >= 0 && map.state()(k, c) <= people[c]);
        total += map.state()(k, c);
      }
      const double ulp = std::nextafter(people[c], kInfinity) - people[c];
      RC_ASSERT(std::fabs(static_cast<double>(total - people[c])) <= 2 * ulp);
    }
  }
}

TEST(Map, WithIdentityMixingCellsAreIndependent) {
  const CellShape shape{.regions = 3};
  std::vector<ProcessRates> rates(3, usual_rates());
  for (ProcessRates& r : rates) r.leaders = r.attitude_discontinuers = 0;
  rates[0].innovation = 2;
  auto together = *DecisionMap::make({.shape = shape}, std::vector<double>{1, 5, 2});
  together.set_rates(rates, 0.1);
  for (int i = 0; i < 40; ++i) together.step();
  for (std::size_t c = 0; c < 3; ++c) {
    auto alone = *DecisionMap::make({}, std::vector<double>{together.people()[c]});
    alone.set_rates({&rates[c], 1}, 0.1);
    for (int i = 0; i < 40; ++i) alone.step();
    for (std::size_t k = 0; k < kStages; ++k) EXPECT_EQ(alone.state()(k, 0), together.state()(k, c)) << c << ' ' << k;
  }
}

TEST(Map, ScalingAllNumbersChangesNothing) {
  for (const StepScheme scheme : {StepScheme::start_of_step, StepScheme::midpoint}) {
    DecisionMap one = usual_map(scheme);
    DecisionMap many = usual_map(scheme, 1024);
    DecisionMap odd = usual_map(scheme, 333.3);
    const std::vector<ProcessRates> rates(kShape.cells(), usual_rates());
    for (DecisionMap* map : {&one, &many, &odd}) {
      map->set_rates(rates, 1.0 / 12);
      for (int i = 0; i < 60; ++i) map->step();
    }
    EXPECT_EQ(one.adopters(), many.adopters()) << "a power of two: the same bits";
    EXPECT_NEAR(one.adopters(), odd.adopters(), 1e-14);
  }
}

TEST(Map, SameBitsForAnotherOrderOfBlocks) {
  const CellShape shape{13, 20, 4, 5};
  const std::vector<double> people(shape.cells(), 3.0);
  std::vector<ProcessRates> rates(shape.cells(), usual_rates());
  for (std::size_t c = 0; c < rates.size(); ++c) rates[c].innovation = 0.001 * static_cast<double>(c % 89);
  const auto run = [&](Executor& executor, StepScheme scheme) {
    auto layers = usual_layers();
    layers[1].sector = {};
    layers[2].region = everybody_factor(13);
    layers[2].sector = everybody_factor(20);
    layers[2].size = everybody_factor(4);
    layers[2].group = heterophily_push(0.15);
    layers[2].weighting = Weighting::people;
    auto map = *DecisionMap::make({.shape = shape, .mixing = layers, .scheme = scheme}, people);
    map.set_rates(rates, 1.0 / 12);
    for (int i = 0; i < 12; ++i) map.step(executor);
    return values(map);
  };
  tests::BackwardExecutor backward;
  for (const StepScheme scheme : {StepScheme::start_of_step, StepScheme::midpoint}) {
    EXPECT_EQ(run(serial_executor(), scheme), run(backward, scheme));
  }
}

TEST(Map, ACancelledStepLeavesTheState) {
  DecisionMap map = usual_map();
  map.set_rates(std::vector<ProcessRates>(kShape.cells(), usual_rates()), 1.0 / 12);
  EXPECT_TRUE(map.step());
  const auto before = values(map);
  tests::CancelledExecutor cancelled;
  EXPECT_FALSE(map.step(cancelled));
  EXPECT_EQ(values(map), before);
}

TEST(Map, WhoIsSeenAndWhere) {
  DecisionMap map = usual_map();
  Array<double, StageAxis, Cell> state({kStages, kShape.cells()});
  for (std::size_t c = 0; c < kShape.cells(); ++c) state(0, c) = 1;
  state(0, 7) = 0;
  state(4, 7) = 2;  // D: seen in part
  state(5, 7) = 1;
  state(7, 7) = 1;
  map.set_state(state.view());
  std::vector<double> visible(kShape.cells());
  map.visible_shares(visible);
  EXPECT_NEAR(visible[7], (0.3 * 2 + 1) / 4, 1e-16);
  EXPECT_EQ(visible[6], 0);
  Array<double, Region, StageAxis> regions({2, kStages});
  map.region_stages(regions.view());
  EXPECT_EQ(regions(0, 0), 9);
  EXPECT_EQ(regions(0, 4), 2);
  EXPECT_EQ(regions(1, 0), 10);
  EXPECT_NEAR(map.adopters(), 3.0 / 23, 1e-16);
}

TEST(Map, ChancesAreThoseOfTheNextStep) {
  DecisionMap map = usual_map(StepScheme::start_of_step, 1000);
  map.set_rates(std::vector<ProcessRates>(kShape.cells(), usual_rates()), 1.0 / 12);
  for (int i = 0; i < 20; ++i) map.step();
  std::vector<StepChances> chances(kShape.cells());
  map.chances(chances);
  const auto before = values(map);
  map.step();
  const Exits exits = rogers_exits();
  for (std::size_t c = 0; c < kShape.cells(); ++c) {
    std::array<double, kStages> next{};
    for (std::size_t k = 0; k < kStages; ++k) {
      const double n = before[k * kShape.cells() + c];
      next[k] += n * (1 - chances[c][k][0] - chances[c][k][1]);
      for (std::size_t j = 0; j < 2; ++j) next[static_cast<std::size_t>(exits[k][j])] += n * chances[c][k][j];
    }
    for (std::size_t k = 0; k < kStages; ++k) EXPECT_NEAR(map.state()(k, c), next[k], 1e-12 * map.people()[c]);
  }
}

TEST(Map, AnEmptyCellStaysEmptyAndShowsNothing) {
  std::vector<double> people = group_people();
  people[3] = 0;
  auto map = *DecisionMap::make({.shape = kShape, .mixing = usual_layers()}, people);
  map.set_rates(std::vector<ProcessRates>(kShape.cells(), usual_rates()), 1.0 / 12);
  for (int i = 0; i < 12; ++i) map.step();
  for (std::size_t k = 0; k < kStages; ++k) EXPECT_EQ(map.state()(k, 3), 0);
  EXPECT_GT(map.adopters(), 0);
}

TEST(Map, MistakesAreLocated) {
  const auto few = DecisionMap::make({.shape = kShape}, std::vector<double>(3, 1.0));
  ASSERT_FALSE(few.has_value());
  EXPECT_EQ(few.error().message, text("diffusion.map.cells", 3, 20));
  std::vector<double> people = group_people();
  people[4] = -1;
  const auto negative = DecisionMap::make({.shape = kShape}, people);
  ASSERT_FALSE(negative.has_value());
  EXPECT_EQ(negative.error().message, text("diffusion.map.people", 5, -1.0));
  const auto mixing =
      DecisionMap::make({.shape = kShape, .mixing = {{{.region = everybody_factor({1, 1})}, {}, {}}}}, group_people());
  ASSERT_FALSE(mixing.has_value());
  EXPECT_EQ(mixing.error().message, text("diffusion.mixing.row_sum", 1, 1, 2.0));
}

}  // namespace
}  // namespace tidu::diffusion
