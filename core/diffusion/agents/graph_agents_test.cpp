// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/graph_agents.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>
#include <vector>

#include "core/diffusion/agents/support_test.h"
#include "tests/executors.h"

namespace tidu::diffusion::agents {
namespace {

/// Rates that move agents through every stage, by contacts of one layer.
ProcessRates one_layer_rates() {
  ProcessRates rates = tests::lively_rates();
  rates.word_of_mouth = {0.9, 0, 0};
  rates.attitude_contacts = {2, 0, 0};
  rates.imitation = {2, 0, 0};
  return rates;
}

const AgentSettings kLively{.seed = 7, .decided_visible = 0.3, .leader_share = 0.05};

/// The matchings of a layout as a list of contacts, each given once.
std::vector<Contact> matchings_of(const Layout& layout) {
  std::vector<Contact> contacts;
  for (std::size_t m = 0; m < layout.matchings(); ++m) {
    for (std::size_t c = 0; c < layout.cells().size(); ++c) {
      for (std::uint64_t i = layout.range(c).begin; i < layout.range(c).end; ++i) {
        const std::uint64_t mate = partner(layout, m, c, i);
        if (mate != kNobody && i < mate)
          contacts.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(mate)});
      }
    }
  }
  return contacts;
}

/// Everybody may have met twice in matchings: such pairs count twice.
Graph copy_of(const Layout& layout) {
  return *Graph::make(matchings_of(layout), {.agents = layout.agents(), .repeated = true});
}

/// Cells of even numbers of agents in three regions, with `matchings` matchings in each region.
Layout even_country(std::size_t matchings, std::uint64_t cell_agents) {
  std::vector<CellPlan> cells;
  std::vector<std::uint32_t> region;
  for (std::uint32_t r = 0; r < 3; ++r) {
    for (std::uint8_t g = 0; g < 4; ++g) {
      cells.push_back({cell_agents + 2 * r + 4 * g, r, g});
      region.push_back(r);
    }
  }
  return *Layout::make(cells, std::vector<MatchingPlan>(matchings, {Layer::local, region}), 1);
}

void step(GraphAgents& agents, const Layout& layout, const GraphTableMaker& maker, std::uint32_t t, Executor& with) {
  agents.step(
      t,
      [&](std::size_t cell, GraphTable& table) { maker.make(agents.surroundings(layout.cells()[cell].region), table); },
      with);
}

double share(const GraphAgents& agents, Stage stage) {
  std::uint64_t there = 0;
  for (const StageCounts& counts : agents.counts()) there += counts[static_cast<std::size_t>(stage)];
  return static_cast<double>(there) / static_cast<double>(agents.state().size());
}

/// Even blocks in one thread, odd blocks in another.
class TwoThreads final : public Executor {
 public:
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    std::thread other([&] {
      for (std::size_t b = 1; b < blocks; b += 2) body(b);
    });
    for (std::size_t b = 0; b < blocks; b += 2) body(b);
    other.join();
  }
  bool cancelled() const noexcept override { return false; }
  void progress(std::string_view, std::uint64_t, std::uint64_t) noexcept override {}
};

// C2: the same draws and thresholds, so the same run as on the implicit matchings, agent by agent.
TEST(GraphAgents, OnACopyOfTheMatchingsAreTheImplicitRun) {
  const Layout layout = even_country(4, 3000);
  const Graph graph = copy_of(layout);
  testing::Population implicit(layout, kLively);
  GraphAgents agents(layout, graph, kLively);
  implicit.agents.start(Stage::unaware, serial_executor());
  agents.start(Stage::unaware, serial_executor());
  const TableMaker implicit_maker(one_layer_rates(), layout.degrees(), 1.0 / 12);
  const GraphTableMaker maker(one_layer_rates(), {}, 1.0 / 12);
  for (std::uint32_t t = 0; t < 80; ++t) {
    implicit.agents.step(
        t,
        [&](std::size_t cell, CellTable& table) {
          implicit_maker.make(implicit.agents.surroundings(layout.cells()[cell].region), table);
        },
        serial_executor());
    implicit.agents.settle(serial_executor());
    step(agents, layout, maker, t, serial_executor());
    const auto state = agents.state();
    ASSERT_TRUE(std::equal(state.begin(), state.end(), implicit.state.span().begin())) << t;
    ASSERT_TRUE(std::equal(agents.contacts().begin(), agents.contacts().end(), implicit.contacts.span().begin())) << t;
    ASSERT_EQ(agents.checksum(serial_executor()), implicit.agents.checksum(serial_executor())) << t;
    ASSERT_TRUE(std::equal(agents.counts().begin(), agents.counts().end(), implicit.agents.counts().begin())) << t;
  }
  EXPECT_GT(share(agents, Stage::confirmed), 0.1);
  EXPECT_GT(share(agents, Stage::discontinued), 0.02);
}

// T16, and pushing against pulling; with heterophily, which a count at random cannot get right.
TEST(GraphAgents, AnyExecutorGivesTheSameBits) {
  const Layout layout = even_country(6, 9000);
  const Graph graph = copy_of(layout);
  AgentSettings settings = kLively;
  settings.heterophily = {0.1, 0, 0};
  tests::BackwardExecutor backward;
  TwoThreads threads;
  GraphAgents forward(layout, graph, settings);
  GraphAgents back(layout, graph, settings);
  GraphAgents two(layout, graph, settings);
  const GraphTableMaker maker(one_layer_rates(), {}, 1.0 / 12);
  for (auto& [agents, executor] :
       {std::pair<GraphAgents&, Executor&>{forward, serial_executor()}, {back, backward}, {two, threads}}) {
    agents.start(Stage::unaware, executor);
    for (std::uint32_t t = 0; t < 40; ++t) step(agents, layout, maker, t, executor);
    EXPECT_EQ(agents.checksum(executor), forward.checksum(serial_executor()));
  }
  const std::uint32_t never = threshold_of(std::exp(-0.1));
  std::vector<std::uint16_t> pulled(layout.agents(), 0);
  for (std::uint32_t j = 0; j < layout.agents(); ++j) {
    if ((forward.state()[j] & kSeen) == 0) continue;
    for (const std::uint32_t i : graph.audience(j)) {
      const int d = std::abs((forward.state()[i] >> kGroupShift & 7) - (forward.state()[j] >> kGroupShift & 7));
      const std::uint32_t threshold = d == 1 ? never : threshold_of(std::exp(-0.1 * d * d));
      if (trait_of(hash64(edge_trait_key(7, 0), j), i) < threshold) ++pulled[i];
    }
  }
  EXPECT_TRUE(std::equal(pulled.begin(), pulled.end(), forward.contacts().begin()));
}

TEST(GraphAgents, CountsPassEightBitsAndComeBack) {
  constexpr std::uint32_t kFollowers = 40'000;
  std::vector<Contact> star;
  for (std::uint32_t i = 1; i <= kFollowers; ++i) star.push_back({i, 0});  // 0 sees everybody
  const Graph graph = *Graph::make(star, {.agents = kFollowers + 1, .directed = true});
  const CellPlan cell{.agents = kFollowers + 1};
  const Layout layout = *Layout::make(std::span(&cell, 1), {}, 1);
  const Preset sis = sis_preset(0, 1e9, {1, 0, 0});
  GraphAgents agents(layout, graph, {.seed = 2, .exits = sis.exits});
  agents.start(Stage::persuasion, serial_executor());
  agents.seed_adopters([](std::size_t) { return 1.0; }, serial_executor());
  EXPECT_EQ(agents.contacts()[0], kFollowers);
  EXPECT_EQ(agents.changes(), kFollowers + 1);
  step(agents, layout, GraphTableMaker(sis.rates, {}, 1), 0, serial_executor());
  EXPECT_EQ(agents.contacts()[0], 0) << "all gave up";
}

/// Random pairs, Poisson degrees of mean z.
Graph random_graph(std::uint32_t agents, double z, std::uint64_t seed) {
  const Rng rng(seed);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  const auto wanted = static_cast<std::uint64_t>(z * agents / 2);
  for (std::uint64_t k = 0; k < wanted; ++k) {
    const auto words = rng.words({.entity = k, .purpose = Purpose::test});
    const auto a = static_cast<std::uint32_t>(std::uint64_t{words[0]} * agents >> 32);
    const auto b = static_cast<std::uint32_t>(std::uint64_t{words[1]} * agents >> 32);
    if (a != b) pairs.emplace_back(std::min(a, b), std::max(a, b));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<Contact> contacts;
  for (const auto& [a, b] : pairs) contacts.push_back({a, b});
  return *Graph::make(contacts, {.agents = agents});
}

/// Runs until nobody decides any more.
double final_share(GraphAgents& agents, const Layout& layout, const GraphTableMaker& maker) {
  for (std::uint32_t t = 0; t < 2000; ++t) {
    step(agents, layout, maker, t, serial_executor());
    if (agents.changes() == 0) break;
  }
  return share(agents, Stage::decided);
}

// T8: with a threshold of 18 percent of the neighbours a few adopters move a random graph for z in [1.021, 5.764]
// alone.
TEST(GraphAgents, CascadesHappenInWattsWindow) {
  constexpr std::uint32_t kAgents = 100'000;
  const Layout layout = testing::one_cell(kAgents, {});
  const GraphTableMaker maker(share_preset().rates, {.parts = 18, .whole = 100}, 1);
  const auto largest = [&](double z) {
    double found = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const Graph graph = random_graph(kAgents, z, seed);
      GraphAgents agents(layout, graph, {.seed = seed});
      agents.start(Stage::persuasion, serial_executor());
      agents.seed_adopters([](std::size_t) { return 5e-5; }, serial_executor());
      found = std::max(found, final_share(agents, layout, maker));
    }
    return found;
  };
  EXPECT_LT(largest(0.8), 0.01);
  EXPECT_GT(largest(3), 0.9);
  EXPECT_LT(largest(7), 0.01);
}

double bass_share(const Layout& layout, const Graph& graph, double dt) {
  const Preset preset = bass_preset(0.03, 0.38, {1, 0, 0});
  GraphAgents agents(layout, graph, {.seed = 11});
  agents.start(Stage::persuasion, serial_executor());
  const GraphTableMaker maker(preset.rates, {}, dt);
  const auto steps = static_cast<std::uint32_t>(std::lround(5 / dt));
  for (std::uint32_t t = 0; t < steps; ++t) step(agents, layout, maker, t, serial_executor());
  return share(agents, Stage::decided);
}

// Neighbours adopt together: over 40 seeds the variance of F is 2.4 times that of independent agents on the circle, 3.6
// times at d = 4. An explicit step lags by 0.0286 dt and 0.0505 dt, which the closure in discrete time has as well.
double tolerance(double f, double agents, double lag) { return 5 * std::sqrt(4 * f * (1 - f) / agents) + lag; }

// T4: two neighbours.
TEST(GraphAgents, TheCircleMeetsItsExactCurve) {
  constexpr std::uint32_t kAgents = 200'000;
  std::vector<Contact> ring;
  for (std::uint32_t i = 0; i < kAgents; ++i) ring.push_back({i, (i + 1) % kAgents});
  const Graph graph = *Graph::make(ring, {.agents = kAgents});
  const double f = bass_share(testing::one_cell(kAgents, {}), graph, 0.02);
  EXPECT_NEAR(f, 0.2484626482, tolerance(0.2484626482, kAgents, 0.03 * 0.02));
}

// T5: four neighbours on a random regular graph.
TEST(GraphAgents, TheRandomRegularGraphMeetsTheClosure) {
  constexpr std::uint32_t kAgents = 200'000;
  const Layout layout = testing::one_cell(kAgents, {4, 0, 0});
  EXPECT_NEAR(bass_share(layout, copy_of(layout), 0.02), 0.283385, tolerance(0.283385, kAgents, 0.051 * 0.02));
}

// T10: each contact passes on with a chance T, once and for all; what a few first adopters reach is the giant share.
TEST(GraphAgents, OneShotTransmissionReachesTheGiantShare) {
  constexpr std::uint32_t kAgents = 200'000;
  const Layout layout = testing::one_cell(kAgents, {4, 2, 2});
  const std::vector<Contact> all = matchings_of(layout);
  for (const auto& [transmission, giant] : {std::pair{0.2, 0.623254}, {0.3, 0.915154}}) {
    std::vector<Contact> open;
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (Rng(3).words({.entity = k, .purpose = Purpose::test})[0] < transmission * 0x1p32) open.push_back(all[k]);
    }
    const Graph graph = *Graph::make(open, {.agents = kAgents, .repeated = true});
    GraphAgents agents(layout, graph, {.seed = 5});
    agents.start(Stage::persuasion, serial_executor());
    agents.seed_adopters([](std::size_t) { return 5e-5; }, serial_executor());
    // the giant component's share has a standard deviation of about 1/sqrt(N) at T = 0.2; small components add 1e-4
    EXPECT_NEAR(final_share(agents, layout, GraphTableMaker(share_preset().rates, {.contacts = 1}, 1)), giant,
                5 * std::sqrt(2.0 / kAgents) + 1e-4);
  }
}

// Saturating contagion and absolute thresholds at a high degree: chances against the formula.
TEST(GraphTable, ChancesFollowCountAndDegree) {
  const Preset hill = hill_preset(0.01, 0.5, 2, 0.25, {1, 0, 0});
  const std::vector<std::uint16_t> degrees{0, 3, 1000};
  GraphTable table;
  table.set_degrees(degrees);
  GraphTableMaker(hill.rates, {}, 0.5).make({}, table);
  for (const std::uint16_t d : degrees) {
    for (std::uint32_t n = 0; n <= d; ++n) {
      const double x = d > 0 ? n / static_cast<double>(d) : 0;
      const double chance = 1 - std::exp(-(0.01 + 0.5 * x * x / (x * x + 0.0625)) * 0.5);
      ASSERT_NEAR(table.at(d, static_cast<std::uint16_t>(n)).persuasion, chance * kCertain, 1) << d << " " << n;
    }
  }
  GraphTableMaker(share_preset().rates, {.contacts = 300}, 1).make({}, table);
  EXPECT_EQ(table.at(1000, 299).persuasion, 0U);
  EXPECT_EQ(table.at(1000, 300).persuasion, kCertain);
  EXPECT_EQ(table.at(3, 3).persuasion, 0U);
}

}  // namespace
}  // namespace tidu::diffusion::agents
