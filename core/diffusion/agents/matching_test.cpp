// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/matching.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "core/base/distributions.h"
#include "core/diffusion/agents/kernels.h"
#include "core/diffusion/agents/support_test.h"

namespace tidu::diffusion::agents {
namespace {

RC_GTEST_PROP(Matching, IsABijectionAndItsInverse, ()) {
  const auto size = *rc::gen::inRange<std::uint32_t>(1, 3000);
  const FeistelKey key = feistel_key(*rc::gen::arbitrary<std::uint64_t>(), 3, 5, size);
  std::vector<bool> hit(size, false);
  for (std::uint32_t x = 0; x < size; ++x) {
    const std::uint32_t y = permuted(key, x);
    RC_ASSERT(y < size && !hit[y]);
    hit[y] = true;
    RC_ASSERT(unpermuted(key, y) == x);
  }
}

RC_GTEST_PROP(Matching, PairsAreSymmetricAndNobodyIsHisOwnPartner, ()) {
  const auto size = *rc::gen::inRange<std::uint32_t>(1, 3000);
  const FeistelKey key = feistel_key(*rc::gen::arbitrary<std::uint64_t>(), 0, 0, size);
  std::uint32_t alone = 0;
  for (std::uint32_t x = 0; x < size; ++x) {
    const std::uint32_t mate = partner_position(key, x);
    if (mate == kAlone) {
      ++alone;
      continue;
    }
    RC_ASSERT(mate < size && mate != x && partner_position(key, mate) == x);
  }
  RC_ASSERT(alone == size % 2);
}

RC_GTEST_PROP(Matching, EveryKernelPairsAlike, ()) {
  const auto bits = *rc::gen::inRange(0, 33);
  const auto most = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
  const FeistelKey key = feistel_key(*rc::gen::arbitrary<std::uint64_t>(), 1, 0, std::max(1U, most - most / 3));
  const auto shift = *rc::gen::arbitrary<std::uint32_t>();
  std::vector<std::uint32_t> number(*rc::gen::inRange<std::size_t>(0, 200));
  std::vector<std::uint32_t> expected;
  for (std::uint32_t& n : number) {
    const auto position = *rc::gen::inRange<std::uint32_t>(0, key.size);
    n = position - shift;
    expected.push_back(partner_position(key, position));
  }
  for (const Kernels& kernel : kernels()) {
    std::vector<std::uint32_t> partner(number.size());
    kernel.pair(key, shift, number.size(), number.data(), partner.data());
    RC_ASSERT(partner == expected);
  }
}

// Partners of one position over many keys are uniform over all others, and so are differences of positions over one
// key: chi-square with as many cells.
void expect_uniform(std::uint32_t size) {
  constexpr std::uint32_t kKeys = 200000;
  std::vector<std::uint64_t> seen(size, 0);
  std::uint64_t paired = 0;
  for (std::uint32_t d = 0; d < kKeys; ++d) {
    const std::uint32_t mate = partner_position(feistel_key(11, 0, d, size), 3);
    if (mate == kAlone) continue;
    ++seen[mate];
    ++paired;
  }
  EXPECT_EQ(seen[3], 0U);
  const double expected = static_cast<double>(paired) / (size - 1);
  double chi = 0;
  for (std::uint32_t k = 0; k < size; ++k) {
    if (k != 3) chi += (static_cast<double>(seen[k]) - expected) * (static_cast<double>(seen[k]) - expected) / expected;
  }
  EXPECT_GT(math::chi_square_upper(chi, size - 2), 1e-4) << size;
  const double alone = size % 2 == 0 ? 0 : kKeys / static_cast<double>(size);
  EXPECT_NEAR(static_cast<double>(kKeys - paired), alone, 5 * std::sqrt(alone)) << size;
}

// Sizes that are no powers of two walk their cycles.
TEST(Matching, PartnersAreUniform) {
  for (const std::uint32_t size : {5U, 16U, 65U, 128U, 300U, 1024U, 4096U}) expect_uniform(size);
}

TEST(Matching, DistancesOfPartnersAreUniform) {
  constexpr std::uint32_t kSize = 1U << 20;
  constexpr std::size_t kBins = 256;
  const FeistelKey key = feistel_key(12, 0, 0, kSize);
  std::vector<std::uint64_t> seen(kBins, 0);
  for (std::uint32_t x = 0; x < kSize; ++x) ++seen[((partner_position(key, x) - x) & (kSize - 1)) / (kSize / kBins)];
  double chi = 0;
  const double expected = static_cast<double>(kSize) / kBins;
  for (const std::uint64_t s : seen)
    chi += (static_cast<double>(s) - expected) * (static_cast<double>(s) - expected) / expected;
  // each pair is seen from both ends with opposite distances: the variance is twice that of independent draws
  EXPECT_GT(math::chi_square_upper(chi / 2, kBins / 2 - 1), 1e-4);
}

// Two matchings share an edge with probability 1/(n - 1): the number of double edges of n_l = 8 is Poisson with mean
// C(8,2) n / 2 / (n - 1).
TEST(Matching, DoubleEdgesAreAsRareAsChanceMakesThem) {
  constexpr std::uint32_t kSize = 1U << 10;
  constexpr std::uint32_t kDomains = 64;
  std::uint64_t doubled = 0;
  for (std::uint32_t d = 0; d < kDomains; ++d) {
    std::vector<FeistelKey> keys;
    for (std::uint32_t m = 0; m < 8; ++m) keys.push_back(feistel_key(13, m, d, kSize));
    for (std::uint32_t x = 0; x < kSize; ++x) {
      std::vector<std::uint32_t> mates;
      for (const FeistelKey& key : keys) mates.push_back(partner_position(key, x));
      for (std::size_t a = 0; a < mates.size(); ++a) {
        for (std::size_t b = a + 1; b < mates.size(); ++b) doubled += mates[a] == mates[b] && x < mates[a] ? 1U : 0U;
      }
    }
  }
  const double mean = kDomains * 28.0 * kSize / 2 / (kSize - 1);
  EXPECT_NEAR(static_cast<double>(doubled), mean, 5 * std::sqrt(mean));
}

TEST(Layout, DomainsOfCellsThatLieApart) {
  const Layout layout = testing::country(4, 100);
  for (std::size_t m = 0; m < layout.matchings(); ++m) {
    std::set<std::uint64_t> alone;
    for (std::size_t c = 0; c < layout.cells().size(); ++c) {
      for (std::uint64_t i = layout.range(c).begin; i < layout.range(c).end; ++i) {
        const std::uint64_t mate = partner(layout, m, c, i);
        if (mate == kNobody) {
          alone.insert(i);
          continue;
        }
        std::size_t other = 0;
        while (layout.range(other).end <= mate) ++other;
        ASSERT_EQ(layout.place(m, c).domain, layout.place(m, other).domain);
        ASSERT_EQ(partner(layout, m, other, mate), i);
      }
    }
    EXPECT_LE(alone.size(), 4U);
  }
}

TEST(Layout, SaysWhatIsWrong) {
  const std::vector<CellPlan> none{{.agents = 0}};
  EXPECT_EQ(Layout::make(none, {}, 1).error().code, ErrorCode::domain);
  const std::vector<CellPlan> many{{.agents = kMostAgents}, {.agents = 1}};
  EXPECT_EQ(Layout::make(many, {}, 1).error().code, ErrorCode::limit);
  const std::vector<CellPlan> one{{.agents = 10}};
  const std::vector<CellPlan> group{{.agents = 10, .group = 8}};
  EXPECT_EQ(Layout::make(group, {}, 1).error().code, ErrorCode::domain);
  const std::vector<MatchingPlan> wrong{{Layer::local, {0, 0}}};
  EXPECT_EQ(Layout::make(one, wrong, 1).error().code, ErrorCode::shape);
  const std::vector<MatchingPlan> many_ties(64, {Layer::chain, {0}});
  EXPECT_EQ(Layout::make(one, many_ties, 1).error().code, ErrorCode::limit);
}

}  // namespace
}  // namespace tidu::diffusion::agents
