// SPDX-License-Identifier: Apache-2.0
#include "core/base/rng.h"

#include <Random123/philox.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/base/philox.h"

namespace tidu {
namespace {

// Known answers of Random123's kat_vectors for philox4x32-10.
TEST(Philox, GivesTheKnownAnswers) {
  using Words = std::array<std::uint32_t, 4>;
  EXPECT_EQ(philox4x32_10({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32_10({~0U, ~0U, ~0U, ~0U}, {~0U, ~0U}), (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

RC_GTEST_PROP(Philox, EqualsRandom123WordForWord,
              (std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)) {
  const r123::Philox4x32_R<10> reference;
  const auto theirs = reference({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  const auto ours = philox4x32_10(counter, key);
  RC_ASSERT(std::equal(ours.begin(), ours.end(), theirs.begin()));
}

RC_GTEST_PROP(Philox, EqualsRandom123WithSevenRounds,
              (std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)) {
  const r123::Philox4x32_R<7> reference;
  const auto theirs = reference({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  const philox::Words ours = philox::generate<7>({{counter[0], counter[1], counter[2], counter[3]}}, key[0], key[1]);
  RC_ASSERT(std::equal(std::begin(ours.word), std::end(ours.word), theirs.begin()));
}

TEST(Rng, EveryPartOfTheAddressMatters) {
  const Rng rng(1);
  const DrawAddress base{.entity = 5, .draw = 1, .step = 2, .purpose = Purpose::test, .replicate = 3};
  std::vector<std::array<std::uint32_t, 4>> seen{rng.words(base)};
  for (DrawAddress a : {base, base, base, base, base}) {
    const std::size_t which = seen.size();
    if (which == 1) a.entity = (std::uint64_t{1} << 47) + 5;
    if (which == 2) a.draw = 2;
    if (which == 3) a.step = 3;
    if (which == 4) a.purpose = Purpose::checksum;
    if (which == 5) a.replicate = 4;
    seen.push_back(rng.words(a));
  }
  seen.push_back(Rng(2).words(base));
  seen.push_back(Rng(1, 1).words(base));
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST(Draws, UniformHasTheMomentsOfTheUniform) {
  const Rng rng(42);
  constexpr int kCount = 200000;
  double total = 0;
  double squares = 0;
  for (int i = 0; i < kCount; ++i) {
    const double u = uniform(rng, {.entity = static_cast<std::uint64_t>(i)});
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    total += u;
    squares += u * u;
  }
  EXPECT_NEAR(total / kCount, 0.5, 5 * std::sqrt(1.0 / 12 / kCount));
  EXPECT_NEAR(squares / kCount, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / kCount));
}

TEST(Draws, NormalIsTheQuantileOfTheUniform) {
  const Rng rng(42);
  const DrawAddress address{.entity = 9};
  EXPECT_EQ(normal(rng, address), math::normal_quantile(uniform(rng, address)));
}

// Mean and variance of a gamma variate are its shape; small shapes are compared by P(G > 1) = 1 - F(1), from R's
// pgamma.
TEST(Draws, GammaHasItsMomentsAndTail) {
  const Rng rng(17);
  constexpr int kCount = 40000;
  const std::array<std::pair<double, double>, 4> tails{
      {{0.1, 0.02414418}, {0.5, 0.15729921}, {1, 0.36787944}, {20, 1.0}}};
  for (const auto& [shape, tail] : tails) {
    double total = 0;
    double squares = 0;
    int above = 0;
    for (int i = 0; i < kCount; ++i) {
      const double g = math::exp(log_gamma_variate(rng, {.entity = static_cast<std::uint64_t>(i)}, shape));
      total += g;
      squares += (g - shape) * (g - shape);
      above += g > 1 ? 1 : 0;
    }
    EXPECT_NEAR(total / kCount, shape, 5 * std::sqrt(shape / kCount)) << shape;
    EXPECT_NEAR(squares / kCount, shape, 5 * std::sqrt((2 * shape * shape + 6 * shape) / kCount)) << shape;
    EXPECT_NEAR(above / static_cast<double>(kCount), tail, 5 * std::sqrt(tail * (1 - tail) / kCount) + 1e-12) << shape;
  }
  EXPECT_TRUE(std::isfinite(log_gamma_variate(rng, {}, 1e-4))) << "the variate itself would underflow";
}

TEST(Draws, BelowCoversTheRangeEvenly) {
  const Rng rng(3);
  constexpr int kCount = 70000;
  std::array<int, 7> counts{};
  for (int i = 0; i < kCount; ++i) ++counts[uniform_below(rng, {.entity = static_cast<std::uint64_t>(i)}, 7)];
  for (const int c : counts) EXPECT_NEAR(c, kCount / 7.0, 5 * std::sqrt(kCount / 7.0));
  EXPECT_EQ(uniform_below(rng, {}, 1), 0U);
}

RC_GTEST_PROP(Draws, PermutationHoldsEveryNumberOnce, (std::uint16_t size)) {
  std::vector<std::uint32_t> p(size % 1000);
  permutation(Rng(5), {.entity = size}, p);
  std::sort(p.begin(), p.end());
  for (std::size_t i = 0; i < p.size(); ++i) RC_ASSERT(p[i] == i);
}

TEST(Rng, ManyDrawsAreThoseOneByOne) {
  const Rng rng(7, 2);
  const DrawAddress first{
      .entity = 0xABCDEF012345, .draw = 65533, .step = 9, .purpose = Purpose::checksum, .replicate = 3};
  std::vector<std::uint64_t> all(10);
  rng.fill(first, all);
  DrawAddress address = first;
  for (std::size_t k = 0; k < all.size(); k += 2, ++address.draw) {  // past the end of 16 bits to 0, as draw does
    const auto words = rng.words(address);
    EXPECT_EQ(all[k], words[0] | static_cast<std::uint64_t>(words[1]) << 32);
    EXPECT_EQ(all[k + 1], words[2] | static_cast<std::uint64_t>(words[3]) << 32);
  }
}

TEST(Draws, ShuffleIsThePermutationOfPositions) {
  std::vector<std::uint32_t> order(5000);
  std::vector<double> values;
  permutation(Rng(3), {.step = 8}, order);
  for (std::size_t i = 0; i < order.size(); ++i) values.push_back(static_cast<double>(i));
  shuffle(Rng(3), {.step = 8}, values);
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(values[i], order[i]);
}

TEST(Draws, SamplesDoNotDependOnEarlierOnesOrOnTheirLength) {
  for (const std::size_t n : {1U, 5U, 30U, 5000U}) {
    SampleDraws sampler(n);
    std::vector<std::uint16_t> all(n);
    std::vector<std::uint16_t> few((n + 1) / 2);
    sampler.draw(Rng(4), {.step = 1}, all);
    sampler.draw(Rng(4), {.step = 1}, few);
    for (std::size_t k = 0; k < few.size(); ++k) EXPECT_EQ(few[k], all[k]);
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(all[i], i);
  }
}

// Each of the 20 ordered pairs from five things is as likely: chi-square with 19 degrees of freedom, 0.9999 quantile
// 50.8.
TEST(Draws, SamplesAreEquallyLikely) {
  constexpr int kCount = 40000;
  std::array<int, 25> counts{};
  SampleDraws sampler(5);
  std::array<std::uint16_t, 2> pair{};
  for (int i = 0; i < kCount; ++i) {
    sampler.draw(Rng(12), {.entity = static_cast<std::uint64_t>(i)}, pair);
    ++counts[static_cast<std::size_t>(pair[0] * 5 + pair[1])];
  }
  double chi_square = 0;
  for (std::size_t k = 0; k < 25; ++k) {
    const double expected = k % 6 == 0 ? 0 : kCount / 20.0;
    if (expected == 0) {
      EXPECT_EQ(counts[k], 0);
    } else {
      chi_square += (counts[k] - expected) * (counts[k] - expected) / expected;
    }
  }
  EXPECT_LT(chi_square, 50.8);
}

// Each of the 24 orders of four things is as likely: chi-square with 23 degrees of freedom, 0.9999 quantile 56.5.
TEST(Draws, PermutationsAreEquallyLikely) {
  constexpr int kCount = 48000;
  std::array<int, 256> counts{};
  std::array<std::uint32_t, 4> p{};
  for (int i = 0; i < kCount; ++i) {
    permutation(Rng(11), {.entity = static_cast<std::uint64_t>(i)}, p);
    ++counts[p[0] * 64 + p[1] * 16 + p[2] * 4 + p[3]];
  }
  double chi_square = 0;
  int seen = 0;
  for (const int c : counts) {
    if (c == 0) continue;
    ++seen;
    chi_square += (c - kCount / 24.0) * (c - kCount / 24.0) / (kCount / 24.0);
  }
  EXPECT_EQ(seen, 24);
  EXPECT_LT(chi_square, 56.5);
}

}  // namespace
}  // namespace tidu
