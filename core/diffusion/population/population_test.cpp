// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/population.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/rng.h"

namespace tidu::diffusion::population {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Margins small() {
  return {.agents = 10'000,
          .counts = {},
          .proxy = {5, 3, 1},
          .sectors = {0.2, 0.3, 0.5, 0.4, 0.4, 0.2, 0.1, 0.2, 0.7},
          .sizes = {0.8, 0.15, 0.05}};
}

std::uint64_t total(std::span<const agents::CellPlan> cells) {
  std::uint64_t n = 0;
  for (const auto& cell : cells) n += cell.agents;
  return n;
}

std::string key(const Margins& margins) {
  const auto result = allocate(margins);
  return result ? "none" : std::string(result.error().message.key);
}

std::vector<double> random_shares(std::size_t n) {
  std::vector<double> shares(n);
  for (double& s : shares) s = *rc::gen::inRange(0, 1'000'000);
  shares[*rc::gen::inRange<std::size_t>(0, n)] += 1;
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& s : shares) s /= sum;
  return shares;
}

Margins random_margins() {
  const auto regions = *rc::gen::inRange<std::size_t>(1, 8);
  const auto sectors = *rc::gen::inRange<std::size_t>(1, 6);
  Margins margins{
      .agents = *rc::gen::inRange<std::uint64_t>(1'000'000, std::uint64_t{1} << 32) - 4096, .counts = {}, .proxy = {}};
  for (std::size_t r = 0; r < regions; ++r) {
    margins.proxy.push_back(*rc::gen::inRange(1000, 1'000'000) + 0.001 * static_cast<double>(r));
    const auto row = random_shares(sectors);
    margins.sectors.insert(margins.sectors.end(), row.begin(), row.end());
  }
  margins.sizes = random_shares(*rc::gen::inRange<std::size_t>(1, 5));
  return margins;
}

RC_GTEST_PROP(Population, KeepsSumsAndStaysWithinOneOfTheRealNumbers, ()) {
  const Margins margins = random_margins();
  const auto population = allocate(margins);
  RC_ASSERT(population.has_value());
  const CellShape& shape = population->shape;
  const double weight = std::accumulate(margins.proxy.begin(), margins.proxy.end(), 0.0);
  RC_ASSERT(total(population->cells) == margins.agents);
  RC_ASSERT(population->cells.size() == shape.cells());
  for (std::size_t r = 0; r < shape.regions; ++r) {
    const std::uint64_t agents = population->region_agents[r];
    const auto cells = std::span(population->cells).subspan(shape.cell(r, 0, 0), shape.per_region());
    RC_ASSERT(total(cells) == agents);
    const double real = static_cast<double>(margins.agents) * margins.proxy[r] / weight;
    RC_ASSERT(std::abs(static_cast<double>(agents) - real) < 1 + 1e-5);
    for (std::size_t s = 0; s < shape.sectors; ++s) {
      for (std::size_t z = 0; z < shape.sizes; ++z) {
        for (std::size_t g = 0; g < shape.groups; ++g) {
          const auto& cell = population->cells[shape.cell(r, s, z) + g];
          const double wanted = static_cast<double>(agents) * margins.sectors[r * shape.sectors + s] *
                                margins.sizes[z] * margins.groups[g];
          RC_ASSERT(std::abs(static_cast<double>(cell.agents) - wanted) < 1 + 1e-5);
          RC_ASSERT(cell.region == r && cell.group == g);
        }
      }
    }
  }
}

RC_GTEST_PROP(Population, PermutedRegionsHavePermutedCells, ()) {
  const Margins margins = random_margins();
  const std::size_t regions = margins.proxy.size();
  const std::size_t sectors = margins.sectors.size() / regions;
  Margins turned = margins;
  const auto turn = *rc::gen::inRange<std::size_t>(0, regions);
  for (std::size_t r = 0; r < regions; ++r) {
    const std::size_t to = (r + turn) % regions;
    turned.proxy[to] = margins.proxy[r];
    std::copy_n(margins.sectors.begin() + static_cast<std::ptrdiff_t>(r * sectors), sectors,
                turned.sectors.begin() + static_cast<std::ptrdiff_t>(to * sectors));
  }
  const auto a = allocate(margins);
  const auto b = allocate(turned);
  RC_ASSERT(a.has_value() && b.has_value());
  const std::size_t width = a->shape.per_region();
  for (std::size_t r = 0; r < regions; ++r) {
    const std::size_t to = (r + turn) % regions;
    RC_ASSERT(a->region_agents[r] == b->region_agents[to]);
    for (std::size_t c = 0; c < width; ++c)
      RC_ASSERT(a->cells[r * width + c].agents == b->cells[to * width + c].agents);
  }
}

TEST(Population, CountsAreTakenAsTheyAreAndTheRestIsSharedOut) {
  Margins margins = small();
  margins.counts = {1234, kNone, kNone};
  margins.national = 10'000;
  const auto population = allocate(margins);
  ASSERT_TRUE(population);
  EXPECT_EQ(population->region_agents, (std::vector<std::uint64_t>{1234, 6575, 2191}));  // 8766 as 3 : 1, remainder .5
  EXPECT_NEAR(population->assumed.regions, 0.8766, 1e-12);
  EXPECT_EQ(population->assumed.sectors, 1);
  EXPECT_EQ(population->assumed.any, 1);
}

TEST(Population, EveryPersonOfTheCountedRegionsIsOneAgent) {
  // 31 provinces at the end of 2024, 1e4 persons: one sector, one size, groups alone
  const std::vector<double> persons{2183, 1364, 7378, 3446,  2388, 4155, 2317, 3029,  2480, 8526, 6670,
                                    6123, 4193, 4502, 10080, 9785, 5834, 6539, 12780, 5013, 1048, 3190,
                                    8364, 3860, 4655, 370,   3953, 2458, 593,  729,   2623};
  Margins margins{.counts = persons, .proxy = {}};
  for (double& p : margins.counts) {
    p *= 10'000;
    margins.agents += static_cast<std::uint64_t>(p);
  }
  margins.sectors.assign(31, 1);
  const auto population = allocate(margins);
  ASSERT_TRUE(population);
  EXPECT_EQ(population->region_agents[18], 127'800'000U);
  EXPECT_EQ(total(population->cells), 1'406'280'000U);
  EXPECT_EQ(population->cells[0].agents, 545'750U);  // 2.5 % of Beijing
  EXPECT_EQ(population->assumed.any, 0);
}

// 31 regions x 14 sectors x 4 sizes x 5 groups; the same numbers with any compiler.
TEST(Population, OfTheNationIsTheSameEverywhere) {
  Margins margins{.agents = 190'000'000, .counts = {}, .proxy = {}, .sizes = {0.66, 0.28, 0.05, 0.01}};
  for (int r = 0; r < 31; ++r) {
    margins.proxy.push_back(1 + 0.1 * r * r);
    for (int s = 0; s < 14; ++s) margins.sectors.push_back((1 + (s + r) % 14) / 105.0);
  }
  for (int k = 0; k < 14 * 4; ++k) margins.sector_sizes.push_back(1 + k % 7);
  const auto population = allocate(margins);
  ASSERT_TRUE(population);
  EXPECT_EQ(total(population->cells), 190'000'000U);
  std::uint64_t hash = 0;
  for (const auto& cell : population->cells) hash = hash64(hash, cell.agents);
  EXPECT_EQ(hash, 8602821634138352719U);
}

TEST(Population, SizesFollowATableOfSectors) {
  Margins margins = small();
  margins.agents = 1'000'000;
  margins.sector_sizes = {90, 9, 1, 80, 15, 5, 60, 25, 15};
  const auto population = allocate(margins);
  ASSERT_TRUE(population);
  EXPECT_GT(population->fit_cycles, 1U);
  EXPECT_LE(population->fit_error, 1e-10);
  std::array<double, 3> sizes{};
  std::array<double, 9> nation{};
  const CellShape& shape = population->shape;
  for (std::size_t c = 0; c < shape.cells(); ++c) {
    const auto agents = static_cast<double>(population->cells[c].agents);
    sizes[c / shape.groups % 3] += agents;
    nation[c / shape.groups % 9] += agents;
  }
  for (std::size_t z = 0; z < 3; ++z) EXPECT_NEAR(sizes[z], 1e6 * margins.sizes[z], 9) << z;
  // odds ratios of the table stay
  EXPECT_NEAR(nation[0] * nation[4] / (nation[1] * nation[3]), 90.0 * 15 / (9 * 80), 1e-3);
}

TEST(Population, SaysWhatIsWrong) {
  const auto with = [](auto change) {
    Margins margins = small();
    change(margins);
    return key(margins);
  };
  EXPECT_EQ(key(small()), "none");
  EXPECT_EQ(with([](Margins& m) { m.agents = 0; }), "diffusion.agents.none");
  EXPECT_EQ(with([](Margins& m) { m.agents = agents::kMostAgents + 1; }), "diffusion.agents.many");
  EXPECT_EQ(with([](Margins& m) { m.proxy = {}; }), "diffusion.population.regions");
  EXPECT_EQ(with([](Margins& m) { m.counts = {1, 2}; }), "diffusion.population.regions");
  EXPECT_EQ(with([](Margins& m) { m.sectors.pop_back(); }), "diffusion.population.sectors");
  EXPECT_EQ(with([](Margins& m) { m.sectors[4] = 0.5; }), "diffusion.population.sector_sum");
  EXPECT_EQ(with([](Margins& m) { m.sectors[4] = -0.1; }), "diffusion.population.sector_value");
  EXPECT_EQ(with([](Margins& m) { m.sizes[1] = kNone; }), "diffusion.population.size_value");
  EXPECT_EQ(with([](Margins& m) { m.sizes = {0.5, 0.4}; }), "diffusion.population.size_sum");
  EXPECT_EQ(with([](Margins& m) { m.sizes = {}; }), "diffusion.population.size_sum");
  EXPECT_EQ(with([](Margins& m) { m.groups = {0.5, -0.5, 1}; }), "diffusion.population.group_value");
  EXPECT_EQ(with([](Margins& m) { m.groups = {0.5}; }), "diffusion.population.group_sum");
  EXPECT_EQ(with([](Margins& m) { m.groups.assign(10, 0.1); }), "diffusion.population.groups");
  EXPECT_EQ(with([](Margins& m) { m.sizes.assign(5000, 1.0 / 5000); }), "diffusion.population.cells");
  EXPECT_EQ(with([](Margins& m) { m.proxy[1] = -3; }), "diffusion.population.region_value");
  EXPECT_EQ(with([](Margins& m) { m.counts = {1, kNone, 2}, m.proxy = {}; }), "diffusion.population.region_value");
  EXPECT_EQ(with([](Margins& m) { m.counts = {9, kNone, 2}, m.national = 11; }), "diffusion.population.national");
  EXPECT_EQ(with([](Margins& m) { m.proxy[2] = 0; }), "diffusion.population.empty_region");
  EXPECT_EQ(with([](Margins& m) { m.proxy = {0, 0, 0}; }), "diffusion.agents.none");
  EXPECT_EQ(with([](Margins& m) { m.sector_sizes = {1, 2}; }), "diffusion.population.table");
  Margins margins = small();
  margins.sectors[4] = 0.5;
  const auto error = allocate(margins).error();
  EXPECT_EQ(std::get<std::int64_t>(error.message.args[0]), 2);
  EXPECT_NEAR(std::get<double>(error.message.args[1]), 1.1, 1e-12);
}

}  // namespace
}  // namespace tidu::diffusion::population
