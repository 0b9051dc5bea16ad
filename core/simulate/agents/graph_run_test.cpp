// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/graph_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/diffusion/population/domain_means.h"
#include "core/simulate/agents/formulas.h"
#include "tests/executors.h"
#include "tests/lively_rates.h"

namespace tidu::simulate {
namespace {

using namespace diffusion;
using namespace diffusion::agents;

/// The same rates in every cell and step.
class SameRates final : public RateSource {
 public:
  SameRates(const ProcessRates& rates, std::size_t cells) : rates_(cells, rates) {}
  std::uint64_t epoch(const CalendarStep&) const override { return 0; }
  std::vector<ProcessRates> at(const CalendarStep&) const override { return rates_; }

 private:
  std::vector<ProcessRates> rates_;
};

ProcessRates lively(Contagion contagion) {
  ProcessRates rates = tests::lively_rates();
  rates.word_of_mouth = {0.9, 0, 0};
  rates.attitude_contacts = {1, 0, 0};
  rates.imitation = {2, 0, 0};
  rates.contagion = contagion;
  rates.threshold = 2;
  rates.leaders = 0;
  return rates;
}

constexpr CellShape kTwoRegions{.regions = 2, .groups = 2};

Layout two_regions(std::uint64_t each) {
  const std::vector<CellPlan> cells{{each, 0, 0}, {each, 0, 1}, {each, 1, 0}, {each, 1, 1}};
  return *Layout::make(cells, {}, 1);
}

Graph complete(std::uint32_t agents) {
  std::vector<Contact> contacts;
  for (std::uint32_t i = 0; i < agents; ++i) {
    for (std::uint32_t j = i + 1; j < agents; ++j) contacts.push_back({i, j});
  }
  return *Graph::make(contacts, {.agents = agents});
}

double users_in(const YearRecord& record) {
  return users(std::span(record.groups).subspan(0, kStages)) +
         users(std::span(record.groups).subspan(kStages, kStages));
}

// T6 of the design on a recorded graph: everybody knows everybody, so that the graph is the mean field of its cells.
TEST(GraphMixing, OfACompleteGraphIsTheMeanFieldOfOneDomain) {
  const Layout layout = two_regions(25);
  const GraphMixing mixing(layout, complete(100), 0.2);
  const std::vector<MatchingPlan> one{{Layer::local, {0, 0, 0, 0}}};
  const Layout matched = *Layout::make(layout.cells(), one, 1);
  population::DomainMeans means(matched, {0.2, 0, 0});
  const std::vector<double> seen{0.1, 0.7, 0.3, 0.05};
  std::vector<double> x(4);
  std::vector<ByLayer> expected(4);
  mixing(seen, x);
  means(seen, expected);
  for (std::size_t c = 0; c < 4; ++c) EXPECT_NEAR(x[c], expected[c][0], 1e-14) << c;
  EXPECT_NEAR(mixing.within_regions(), 2 * 50.0 * 49 / (100 * 99), 1e-14);
}

TEST(GraphMixing, WeighsContactsByWhoLooks) {
  // A star between cells: 0 sees 1, 2 and 3, who see 0 alone; 4 sees nobody.
  const std::vector<CellPlan> cells{{1, 0, 0}, {2, 0, 0}, {2, 1, 0}};
  const Layout layout = *Layout::make(cells, {}, 1);
  const std::vector<Contact> star{{0, 1}, {0, 2}, {0, 3}};
  const GraphMixing mixing(layout, *Graph::make(star, {.agents = 5}), 0);
  std::vector<double> x(3);
  mixing(std::vector<double>{0.5, 0.25, 1}, x);
  EXPECT_DOUBLE_EQ(x[0], (2 * 0.25 + 1) / 3);
  EXPECT_DOUBLE_EQ(x[1], 0.5);
  EXPECT_DOUBLE_EQ(x[2], 0.25) << "one of two has a contact";
  ProcessRates rates = lively(Contagion::threshold);
  rates.threshold = 1;
  EXPECT_NEAR(mixing.contagion(rates, 0, 0.5), 1 - 0.125, 1e-14);
  EXPECT_NEAR(mixing.contagion(rates, 2, 0.25), 0.25, 1e-14) << "half of them see a user with probability one half";
  rates.threshold = 2;
  EXPECT_EQ(mixing.contagion(rates, 1, 0.5), 0) << "two of one";
}

TEST(BinomialTail, IsThatOfTables) {
  // Binomial(10, 0.3): P(X >= 3) = 0.6172 (any table of the binomial distribution).
  EXPECT_NEAR(binomial_tail(10, 3, 0.3), 0.6172, 5e-5);
  EXPECT_EQ(binomial_tail(2, 3, 0.9), 0);
  EXPECT_EQ(binomial_tail(2, 0, 0), 1);
  EXPECT_NEAR(binomial_tail(65'535, 96, 0.02), 1, 1e-12);
}

void expect_near_map(Contagion contagion) {
  constexpr std::uint32_t kAgents = 1200;
  const Layout layout = two_regions(kAgents / 4);
  const Graph graph = complete(kAgents);
  const AgentSettings settings{.seed = 3, .decided_visible = 0.3, .heterophily = {0.1, 0, 0}};
  const GraphMixing mixing(layout, graph, 0.1);
  const SameRates rates(lively(contagion), 4);
  const AgentPlan plan{.layout = layout,
                       .shape = kTwoRegions,
                       .rates = rates,
                       .steps = calendar(2020, 2025, 12),
                       .settings = settings,
                       .mixing = &mixing};
  GraphRun run(plan, graph);
  run.start(serial_executor());
  while (!run.over()) run.step(serial_executor());
  const auto map = run_map(plan, serial_executor());
  ASSERT_EQ(run.records().size(), map.size());
  bool moved = false;
  for (std::size_t t = 0; t < map.size(); ++t) {
    const double expected = users_in(map[t]);
    const double sd = sampling_deviation(expected, kAgents, kAgents) * kAgents / 100;
    EXPECT_NEAR(users_in(run.records()[t]), expected, 4 * sd + 4) << map[t].year;
    moved = moved || (expected > 0.2 * kAgents && expected < 0.9 * kAgents);
  }
  EXPECT_TRUE(moved) << "something to compare";
}

TEST(GraphRun, OnACompleteGraphIsTheMapWithinSampling) {
  expect_near_map(Contagion::linear);
  expect_near_map(Contagion::hill);
  expect_near_map(Contagion::threshold);
}

TEST(GraphRun, AnyExecutorGivesTheSameBits) {
  const Layout layout = two_regions(9000);
  std::vector<Contact> ring;
  for (std::uint32_t i = 0; i < 36'000; ++i) ring.push_back({i, (i + 1) % 36'000});
  const Graph graph = *Graph::make(ring, {.agents = 36'000});
  const GraphMixing mixing(layout, graph, 0);
  const SameRates rates(lively(Contagion::linear), 4);
  const AgentPlan plan{
      .layout = layout, .shape = kTwoRegions, .rates = rates, .steps = calendar(2020, 2021, 12), .mixing = &mixing};
  tests::BackwardExecutor backward;
  for (const bool with_contacts : {true, false}) {
    GraphRun forth(plan, graph, with_contacts);
    GraphRun back(plan, graph, with_contacts);
    forth.start(serial_executor());
    back.start(backward);
    while (!forth.over()) {
      forth.step(serial_executor());
      back.step(backward);
    }
    EXPECT_EQ(forth.checksum(serial_executor()), back.checksum(backward));
  }
}

TEST(OneLayerRates, AddUpWhatLayersPush) {
  ProcessRates rates = lively(Contagion::linear);
  rates.imitation = {1, 2, 4};
  rates.word_of_mouth = {0.5, 0.25, 0};
  rates.attitude_contacts = {0, 0, 3};
  const SameRates source(rates, 2);
  const auto one = OneLayerRates(source).at({});
  ASSERT_EQ(one.size(), 2U);
  EXPECT_EQ(one[1].imitation, (ByLayer{7, 0, 0}));
  EXPECT_EQ(one[1].word_of_mouth, (ByLayer{0.75, 0, 0}));
  EXPECT_EQ(one[1].attitude_contacts, (ByLayer{3, 0, 0}));
}

}  // namespace
}  // namespace tidu::simulate
