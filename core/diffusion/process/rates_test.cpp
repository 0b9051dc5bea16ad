// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/rates.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "core/diffusion/process/support_test.h"

namespace tidu::diffusion {
namespace {

constexpr CellShape kRatesShape{2, 1, 1, kGroups};

/// The reference; region 1 thinks better of it in all respects but complexity.
std::vector<CellConditions> conditions() {
  std::vector<CellConditions> out(kRatesShape.cells());
  for (std::size_t c = kGroups; c < out.size(); ++c) out[c].attributes = {0.7, 0.6, 0.8, 0.9, 0.75};
  return out;
}

ProcessRates rates_of(const ProcessParameters& p, std::size_t cell) {
  return make_process_rates(p, kRatesShape, {}, conditions())[cell];
}

TEST(Rates, TheReferenceHasTheParametersThemselves) {
  const ProcessParameters p{.observability_exposure = 0, .group_spread = 0};
  const ProcessRates r = rates_of(p, 2);
  EXPECT_EQ(r.media, 0.35);
  EXPECT_NEAR(r.word_of_mouth[0] + r.word_of_mouth[1] + r.word_of_mouth[2], 0.3, 1e-16);
  EXPECT_EQ(r.elaboration, 4);
  EXPECT_EQ(r.attitude, 1);
  EXPECT_EQ(r.innovation, 0.01);
  EXPECT_NEAR(r.imitation[0], 0.19, 1e-16) << "four of eight contacts";
  EXPECT_NEAR(r.imitation[1], 0.095, 1e-16);
  EXPECT_EQ(r.implementation, 2);
  EXPECT_EQ(r.confirmation, 1);
  EXPECT_EQ(r.abandonment, 0.05);
  EXPECT_EQ(r.authority, 0);
  EXPECT_EQ(r.threshold, 2);
  EXPECT_FALSE(r.gate_closed || r.collective);
}

TEST(Rates, AttributesEnterWhereTheFormulasSay) {
  const ProcessParameters p{.group_spread = 0};
  const ProcessRates r = rates_of(p, 7);
  const double theta = 2 * (0.30 * 0.2 + 0.25 * 0.1 - 0.20 * 0.3 + 0.15 * 0.25);
  EXPECT_NEAR(r.innovation, 0.01 * std::exp(theta), 1e-16);
  EXPECT_NEAR(r.imitation[0], 0.19 * std::exp(theta) * 0.75, 1e-15) << "observability of 0.75";
  EXPECT_NEAR(r.word_of_mouth[0], 0.15 * 0.75, 1e-16);
  EXPECT_NEAR(r.attitude_contacts[0], 0.5 * 0.75, 1e-16);
  EXPECT_NEAR(r.attitude, 1 + theta + 2 * 0.10 * 0.4, 1e-15) << "trialability in the attitude alone";
  EXPECT_EQ(r.elaboration, 4);
  EXPECT_NEAR(r.implementation, 2 * std::exp(-0.5 * 0.3), 1e-15);
  EXPECT_NEAR(r.abandonment, 0.05 * std::exp(0.5 * 0.3), 1e-16);
  EXPECT_NEAR(r.disenchantment, 0.05 * std::exp(-0.5 * 0.2), 1e-16);
  EXPECT_NEAR(r.discontinuance, 0.02 * std::exp(-0.5 * 0.2), 1e-16);
}

TEST(Rates, TrialabilityHastensBothOpinionsOnlyOnDemand) {
  ProcessParameters p{.trialability_place = TrialabilityPlace::elaboration};
  const ProcessRates r = rates_of(p, 7);
  EXPECT_NEAR(r.elaboration, 4 * std::exp(2 * 0.10 * 0.4), 1e-14);
  p.weight_trialability = 0;
  EXPECT_EQ(rates_of(p, 7).elaboration, 4);
  EXPECT_EQ(rates_of(p, 7).attitude, r.attitude) << "one place, not two";
}

TEST(Rates, GroupsKeepTheMeanAndHaveTheirThresholds) {
  const auto rates = make_process_rates({}, kRatesShape);
  double mean = 0;
  for (std::size_t a = 0; a < kGroups; ++a) {
    mean += kGroupShares[a] * rates[a].innovation;
    EXPECT_EQ(rates[a].threshold, a) << "0 to 4 of 8 contacts";
    if (a == 0) continue;
    EXPECT_LT(rates[a].innovation, rates[a - 1].innovation);
  }
  EXPECT_NEAR(mean, 0.01, 1e-17);
}

TEST(Rates, WhatIsKnownOfCells) {
  std::vector<CellConditions> known(kRatesShape.cells());
  for (std::size_t c = kGroups; c < known.size(); ++c) {
    known[c] = {.media = 3, .demonstration = 0.1, .training = 0.5, .incidents = 0.3};
  }
  known[5].talent = 2;
  known[6].exchange = 1.5;
  known[7].distrust = 0.25;
  known[8].ordered = 0.5;
  known[9].residual = 0.2;
  const ProcessParameters p{.gate_late_majority = 0.4, .gate_laggards = 0.3};
  const auto plain = make_process_rates(p, kRatesShape);
  const auto rates = make_process_rates(p, kRatesShape, {}, known);
  EXPECT_EQ(rates[5].media, 3 * 0.35);
  EXPECT_EQ(rates[5].demonstration, 0.1);
  EXPECT_NEAR(rates[5].implementation, 2 * std::exp(0.5), 1e-15);
  EXPECT_EQ(rates[5].innovation, 2 * plain[5].innovation);
  EXPECT_EQ(rates[5].imitation, plain[5].imitation);
  EXPECT_EQ(rates[6].imitation[1], 1.5 * plain[6].imitation[1]) << "the chain layer alone";
  EXPECT_EQ(rates[6].word_of_mouth[1], 1.5 * plain[6].word_of_mouth[1]);
  EXPECT_EQ(rates[6].imitation[0], plain[6].imitation[0]);
  EXPECT_EQ(rates[7].attitude_discontinuers, 0.25);
  EXPECT_EQ(rates[8].authority, 0.5);
  EXPECT_NEAR(rates[9].innovation / plain[9].innovation, std::exp(0.2), 1e-15);
  EXPECT_FALSE(rates[8].gate_closed) << "late majority: 0.3 is below its gate of 0.4";
  EXPECT_TRUE(rates[9].gate_closed) << "laggards";
  EXPECT_FALSE(rates[4].gate_closed) << "region 0 has no incidents";
}

TEST(Rates, ShareOfTheDifferencesThatAttributesExplain) {
  // theta.A is 0 in one region and 0.125 in the other: variance 0.0625^2; eps is 0.0625 up and down in turn: as much.
  EXPECT_EQ(explained_share({}, {}, conditions()), 1);
  auto known = conditions();
  for (std::size_t c = 0; c < kRatesShape.cells(); ++c) known[c].residual = c % 2 == 0 ? 0.0625 : -0.0625;
  EXPECT_NEAR(explained_share({}, {}, known), 0.5, 1e-14);
  EXPECT_EQ(explained_share({.attributes_in_decision = false}, {}, known), 0);
  EXPECT_EQ(explained_share({}, {}, {}), 0);
}

TEST(Rates, CellsThatDecideTogetherDoSoAboveTheShare) {
  std::vector<ProcessRates> rates(3);
  const std::vector<std::uint8_t> collective{1, 1, 0};
  decide_together({.collective_share = 0.4}, collective, std::vector<double>{0.41, 0.4, 0.9}, rates);
  EXPECT_TRUE(rates[0].collective);
  EXPECT_FALSE(rates[1].collective);
  EXPECT_FALSE(rates[2].collective);
}

/// Named outputs of three years in two regions, which everything that can be set has to move.
std::map<std::string, double> outputs(const ProcessParameters& p) {
  auto known = conditions();
  for (std::size_t c = kGroups; c < known.size(); ++c) known[c].training = 0.5, known[c].incidents = 0.99;
  known[6].ordered = 1;
  auto rates = make_process_rates(p, kRatesShape, {}, known);
  const auto group = heterophily_factors(p, Weighting::shares);
  std::array<LayerMixing, kLayers> layers;
  for (std::size_t l = 0; l < kLayers; ++l) layers[l].group = group[l];
  layers[1].region = dense_factor({0.2, 0.8, 0.7, 0.3});
  layers[2].region = everybody_factor({0.5, 0.5});
  std::vector<double> people(kRatesShape.cells());
  for (std::size_t c = 0; c < people.size(); ++c) people[c] = kGroupShares[c % kGroups] / 2;
  auto map = *DecisionMap::make(
      {.shape = kRatesShape, .decided_visible = p.decided_visible, .degrees = degrees_of(p), .mixing = layers}, people);
  std::vector<std::uint8_t> collective(kRatesShape.cells());
  collective[6] = 1;
  std::vector<double> visible(kRatesShape.cells());
  for (int month = 0; month < 60; ++month) {
    map.visible_shares(visible);
    decide_together(p, collective, visible, rates);
    map.set_rates(rates, 1.0 / 12);
    map.step();
  }
  return {{"adopters", map.adopters()},
          {"unaware", map.share(Stage::unaware)},
          {"unfavourable", map.share(Stage::unfavourable)},
          {"confirmed", map.share(Stage::confirmed)},
          {"discontinued", map.share(Stage::discontinued)}};
}

struct Change {
  double value;
  const char* output;
  double difference;
};

const std::map<std::string, Change>& changes() {
  static const std::map<std::string, Change> all{
      {"adoption.media", {0.7, "unaware", -0.1411461326}},
      {"adoption.word_of_mouth", {0, "unaware", 0.0034196836}},
      {"adoption.elaboration", {8, "adopters", 0.0036011918}},
      {"adoption.attitude", {0, "unfavourable", 0.1475409438}},
      {"adoption.attitude_contacts", {0, "unfavourable", 0.0013080876}},
      {"adoption.attitude_discontinuers", {0, "unfavourable", -0.0001087840}},
      {"adoption.innovation", {0.03, "adopters", 0.0377945595}},
      {"adoption.imitation", {0, "adopters", -0.0123682154}},
      {"adoption.leaders", {0, "adopters", -0.0111528372}},
      {"adoption.authority", {0, "adopters", -0.0554912504}},
      {"adoption.collective_share", {0.1, "adopters", 0.0044679195}},
      {"adoption.implementation_years", {1, "confirmed", -0.0075672971}},
      {"adoption.abandonment", {0, "discontinued", -0.0012074529}},
      {"adoption.confirmation_years", {2, "confirmed", -0.0123036921}},
      {"adoption.disenchantment", {0, "discontinued", -0.0017385683}},
      {"adoption.discontinuance", {0, "discontinued", -0.0009963653}},
      {"adoption.reconsideration", {0, "unfavourable", 0.0703898717}},
      {"adoption.readoption", {0, "discontinued", 0.0005715542}},
      {"adoption.decided_visible", {1, "adopters", 0.0049432564}},
      {"adoption.attribute_scale", {0, "adopters", -0.0122548178}},
      {"adoption.weight_relative_advantage", {0, "adopters", -0.0050315362}},
      {"adoption.weight_compatibility", {0, "adopters", -0.0021834350}},
      {"adoption.weight_complexity", {0, "adopters", 0.0057214123}},
      {"adoption.weight_observability", {0, "adopters", -0.0032217996}},
      {"adoption.weight_trialability", {0, "unfavourable", 0.0042242718}},
      {"adoption.attributes_in_attitude", {0, "unfavourable", 0.0113036220}},
      {"adoption.attributes_in_decision", {0, "adopters", -0.0033284798}},
      {"adoption.trialability_place", {1, "unfavourable", 0.0042515904}},
      {"adoption.observability_exposure", {0, "adopters", 0.0078105995}},
      {"adoption.complexity_on_implementation", {0, "confirmed", 0.0012870727}},
      {"adoption.training_on_implementation", {0, "confirmed", -0.0042018388}},
      {"adoption.advantage_on_discontinuance", {0, "discontinued", 0.0002419076}},
      {"adoption.group_spread", {0, "adopters", 0.0038824684}},
      {"adoption.heterophily_local", {0, "adopters", 0.0008946878}},
      {"adoption.heterophily_chain", {0, "adopters", 0.0003690639}},
      {"adoption.heterophily_online", {0, "adopters", 0.0009181721}},
      {"adoption.contacts_local", {1, "adopters", -0.0007307164}},
      {"adoption.contacts_chain", {0, "adopters", 0.0000054092}},
      {"adoption.contacts_online", {0, "adopters", 0.0008143182}},
      {"adoption.contagion", {1, "adopters", 0.0170491615}},
      {"adoption.threshold_innovators", {1, "adopters", -0.0096181309}},
      {"adoption.threshold_early_adopters", {0, "adopters", 0.0219306034}},
      {"adoption.threshold_early_majority", {1, "adopters", 0.0443471683}},
      {"adoption.threshold_late_majority", {1, "adopters", 0.0334310450}},
      {"adoption.threshold_laggards", {1, "adopters", 0.0069609131}},
      {"adoption.hill_exponent", {1, "adopters", 0.0387354530}},
      {"adoption.hill_half", {0.1, "adopters", 0.0471466279}},
      {"adoption.gate_late_majority", {0.5, "adopters", -0.0090391761}},
      {"adoption.gate_laggards", {0.5, "adopters", -0.0024382840}},
  };
  return all;
}

// What an option acts on when a choice has been made first.
void prepare(const std::string& key, ProcessParameters& p) {
  p.leaders = 0.2;
  if (key.starts_with("adoption.threshold")) p.contagion = Contagion::threshold;
  if (key.starts_with("adoption.hill")) p.contagion = Contagion::hill;
}

TEST(Rates, EachOptionMovesItsOutputByThisMuch) {
  for (const auto& option : process_options()) {
    const std::string key(option.record.key);
    ASSERT_TRUE(changes().contains(key)) << key;
    const Change& change = changes().at(key);
    ProcessParameters p;
    prepare(key, p);
    const double before = outputs(p).at(change.output);
    option.set(p, change.value);
    const double difference = outputs(p).at(change.output) - before;
    EXPECT_NEAR(difference, change.difference, 1e-9) << key;
    EXPECT_GT(std::fabs(difference), 1e-7) << key;
  }
  EXPECT_EQ(changes().size(), process_options().size());
}

TEST(Rates, RecordsAgreeWithTheDefaultsAndEachSetsItsOwnField) {
  const ProcessParameters defaults;
  std::set<std::string_view> keys;
  for (const auto& option : process_options()) {
    const OptionRecord& r = option.record;
    EXPECT_TRUE(r.key.starts_with("adoption.")) << r.key;
    EXPECT_TRUE(keys.insert(r.key).second) << r.key;
    EXPECT_EQ(option.get(defaults), r.default_value) << r.key;
    EXPECT_LE(r.minimum, r.default_value) << r.key;
    EXPECT_LE(r.default_value, r.maximum) << r.key;
    EXPECT_FALSE(r.source.empty()) << r.key;
    if (r.type == OptionType::real || r.type == OptionType::integer) {
      EXPECT_LE(r.minimum, r.low) << r.key;
      EXPECT_LE(r.low, r.default_value) << r.key;
      EXPECT_LE(r.default_value, r.high) << r.key;
      EXPECT_LE(r.high, r.maximum) << r.key;
    }
    ProcessParameters changed;
    const double value = r.default_value == r.maximum ? r.minimum : r.maximum;
    option.set(changed, value);
    for (const auto& other : process_options()) {
      EXPECT_EQ(other.get(changed), other.record.key == r.key ? value : other.record.default_value) << r.key;
    }
  }
}

RC_GTEST_PROP(Rates, BetterAttributesNeverMeanFewerAdopters, ()) {
  // Monotone without discontinuance and without discontinuers (design, C4); by trialability only in the attitude.
  const auto share = [] { return *rc::gen::inRange(0, 101) / 100.0; };
  const ProcessParameters p{
      .attitude_discontinuers = 0, .abandonment = 0, .disenchantment = 0, .discontinuance = 0, .decided_visible = 1};
  const CellShape shape;
  const auto adopters = [&](const Attributes& a) {
    auto map = *DecisionMap::make({.shape = shape, .decided_visible = 1}, std::vector<double>{1});
    map.set_rates(make_process_rates(p, shape, {}, std::vector<CellConditions>{{.attributes = a}}), 1.0 / 12);
    for (int i = 0; i < 48; ++i) map.step();
    return map.adopters();
  };
  const Attributes a{share(), share(), share(), share(), share()};
  Attributes better = a;
  double Attributes::* const up[] = {&Attributes::relative_advantage, &Attributes::compatibility,
                                     &Attributes::trialability, &Attributes::observability};
  better.*up[*rc::gen::inRange(0, 4)] = 1;
  RC_ASSERT(adopters(better) >= adopters(a) - 1e-15);
  Attributes harder = a;
  harder.complexity = 1;
  RC_ASSERT(adopters(harder) <= adopters(a) + 1e-15);
}

}  // namespace
}  // namespace tidu::diffusion
