// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/matchings.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/base/math.h"
#include "core/diffusion/population/domain_means.h"

namespace tidu::diffusion::population {
namespace {

double traded(std::span<const double> flows, std::size_t n, const Pairing& pairing) {
  double value = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) value += i != j && pairing[i] == pairing[j] ? flows[i * n + j] : 0;
  }
  return value;
}

// The best sum over pairings of sectors `from` on, tried one by one.
double best(std::span<const double> flows, std::size_t n, std::vector<bool> taken, std::size_t from) {
  while (from < n && taken[from]) ++from;
  if (from == n) return 0;
  taken[from] = true;
  double value = best(flows, n, taken, from + 1);
  for (std::size_t j = from + 1; j < n; ++j) {
    if (taken[j]) continue;
    taken[j] = true;
    value = std::max(value, flows[from * n + j] + flows[j * n + from] + best(flows, n, taken, from + 1));
    taken[j] = false;
  }
  return value;
}

TEST(Chains, PairsThatTradeMostAndNeverTwice) {
  // heaviest pair first would take 1-2 (10) and leave 0-3 (1); 0-1 and 2-3 trade 16
  const std::vector<double> flows{0, 4, 0, 1, 4, 0, 10, 0, 0, 0, 0, 8, 0, 0, 0, 0};
  const auto pairings = pair_sectors(flows, 3);
  ASSERT_TRUE(pairings);
  EXPECT_EQ((*pairings)[0], (Pairing{0, 0, 1, 1}));
  EXPECT_EQ((*pairings)[1], (Pairing{0, 1, 1, 0}));
  EXPECT_EQ((*pairings)[2], (Pairing{0, 1, 2, 3}));  // nothing is left to trade
}

RC_GTEST_PROP(Chains, ExactPairingsReachTheMaximum, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 9);
  std::vector<double> flows(n * n);
  for (double& f : flows) f = *rc::gen::inRange(0, 50);
  const auto pairings = pair_sectors(flows, 1);
  RC_ASSERT(pairings.has_value());
  RC_ASSERT(traded(flows, n, pairings->front()) == best(flows, n, std::vector<bool>(n, false), 0));
}

TEST(Chains, ManySectorsArePairedGreedily) {
  constexpr std::size_t kSectors = 42;
  std::vector<double> flows(kSectors * kSectors);
  for (std::size_t i = 0; i < kSectors; ++i) {
    for (std::size_t j = 0; j < kSectors; ++j) flows[i * kSectors + j] = i / 2 == j / 2 ? 10 : 1;
  }
  const auto pairings = pair_sectors(flows, 1);
  ASSERT_TRUE(pairings);
  for (std::size_t s = 0; s < kSectors; ++s) EXPECT_EQ((*pairings)[0][s], s / 2);
}

TEST(Chains, SaysWhatIsWrong) {
  EXPECT_EQ(pair_sectors(std::vector<double>(5, 1), 1).error().message.key, "diffusion.population.flows");
  EXPECT_EQ(pair_sectors(std::vector{1.0, -1.0, 1.0, 1.0}, 1).error().message.key, "diffusion.population.flow_value");
}

constexpr CellShape kShape{.regions = 3, .sectors = 4, .sizes = 2, .groups = 5};
const std::vector<Pairing> kPairings{{0, 0, 1, 1}, {0, 1, 1, 0}};

TEST(Matchings, DomainsAreCellsDistrictsChainsAndTheNation) {
  const auto plans = matching_plans(kShape, {.cell = 1, .district = 1, .chain = 3, .online = 1}, kPairings);
  ASSERT_TRUE(plans);
  ASSERT_EQ(plans->size(), 6U);
  const std::size_t c = kShape.cell(2, 3, 1) + 4;
  EXPECT_EQ((*plans)[0].domain_of_cell[c], c);
  EXPECT_EQ((*plans)[1].domain_of_cell[c], 2U * 4 + 3);
  EXPECT_EQ((*plans)[2].domain_of_cell[c], 1U);
  EXPECT_EQ((*plans)[3].domain_of_cell[c], 0U);
  EXPECT_EQ((*plans)[4].domain_of_cell, (*plans)[2].domain_of_cell);
  EXPECT_EQ((*plans)[5].domain_of_cell[c], 0U);
}

TEST(Matchings, SaysWhatIsWrong) {
  const auto key = [](const ContactDesign& design, std::span<const Pairing> pairings) {
    return std::string(matching_plans(kShape, design, pairings).error().message.key);
  };
  EXPECT_EQ(key({.cell = 255, .district = 255}, kPairings), "diffusion.agents.contacts");
  EXPECT_EQ(key({.online = 4}, kPairings), "diffusion.agents.contacts");  // 5 x 3 x 5 = 75
  EXPECT_EQ(key({}, {}), "diffusion.population.no_pairing");
  EXPECT_EQ(key({}, std::vector<Pairing>{{0, 0, 1}}), "diffusion.population.pairing");
}

TEST(Matchings, MakeALayoutOfAPopulation) {
  const auto population = allocate({.agents = 10'000,
                                    .counts = {},
                                    .proxy = {5, 3, 1},
                                    .sectors = {0.2, 0.3, 0.5, 0.4, 0.4, 0.2, 0.1, 0.2, 0.7},
                                    .sizes = {0.8, 0.15, 0.05}});
  ASSERT_TRUE(population);
  const std::vector<double> flows{0, 5, 1, 2, 0, 1, 0, 9, 0};
  const auto plans = matching_plans(population->shape, {}, *pair_sectors(flows, 2));
  ASSERT_TRUE(plans);
  const auto layout = agents::Layout::make(population->cells, *plans, 1);
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout->agents(), 10'000U);
  EXPECT_EQ(layout->degrees(), (Degrees{4, 2, 2}));
}

// Over many seeds, what an agent that nobody sees finds among its contacts. Small domains, odd and even, so that the
// difference between n, n - 1 and n - 1 with one alone shows.
TEST(DomainMeans, AreWhatMatchingsShowOnAverage) {
  const CellShape shape{.regions = 2, .sectors = 2, .sizes = 1, .groups = 3};
  std::vector<agents::CellPlan> cells;
  std::vector<double> seen;
  for (std::uint32_t c = 0; c < shape.cells(); ++c) {
    cells.push_back({4 + c % 4, static_cast<std::uint32_t>(c / 6), static_cast<std::uint8_t>(c % 3)});
    seen.push_back(static_cast<double>(1 + c % 2) / static_cast<double>(4 + c % 4));
  }
  const ByLayer gamma{0.2, 0, 0.1};
  const auto plans = matching_plans(shape, {}, std::vector<Pairing>{{0, 0}, {0, 1}});
  std::vector<ByLayer> expected(cells.size());
  std::vector<ByLayer> found(cells.size());
  constexpr int kSeeds = 20'000;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto layout = *agents::Layout::make(cells, *plans, static_cast<std::uint64_t>(seed));
    if (seed == 0) DomainMeans(layout, gamma)(seen, expected);
    for (std::size_t m = 0; m < layout.matchings(); ++m) {
      const auto l = static_cast<std::size_t>(layout.layer(m));
      for (std::size_t c = 0; c < cells.size(); ++c) {
        const std::uint64_t agent = layout.range(c).end - 1;  // the first of a cell are seen, the last is not
        const std::uint64_t mate = agents::partner(layout, m, c, agent);
        if (mate == agents::kNobody) continue;
        std::size_t d = 0;
        while (layout.range(d).end <= mate) ++d;
        if (mate - layout.range(d).begin >= 1 + d % 2) continue;
        const double distance = static_cast<double>(cells[c].group) - static_cast<double>(cells[d].group);
        found[c][l] += math::exp(-gamma[l] * distance * distance) / layout.degrees()[l] / kSeeds;
      }
    }
  }
  for (std::size_t c = 0; c < cells.size(); ++c) {
    for (std::size_t l = 0; l < kLayers; ++l) EXPECT_NEAR(found[c][l], expected[c][l], 0.013) << c << " " << l;
  }
}

TEST(DomainMeans, OfEverybodyIsOneAndWithoutContactsNothing) {
  const std::vector<agents::CellPlan> cells(kShape.cells(), agents::CellPlan{.agents = 100});
  const auto plans = matching_plans(kShape, {.chain = 0}, {});
  const auto layout = *agents::Layout::make(cells, *plans, 1);
  std::vector<ByLayer> x(cells.size());
  DomainMeans means(layout);
  means(std::vector<double>(cells.size(), 1), x);
  EXPECT_EQ(x[7], (ByLayer{1, 0, 1}));
  means(std::vector<double>(cells.size(), 0.25), x);
  EXPECT_NEAR(x[7][0], (25.0 / 99 + 250.0 / 999) / 2, 1e-15);
  EXPECT_NEAR(x[7][2], 0.25, 1e-4);
}

}  // namespace
}  // namespace tidu::diffusion::population
