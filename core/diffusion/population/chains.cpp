// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/chains.h"

#include <bit>
#include <cmath>

#include "core/base/order.h"

namespace tidu::diffusion::population {
namespace {

// z_ij + z_ji, sectors x sectors; 0 for a pair that is not to be had.
struct Trade {
  std::size_t sectors;
  std::vector<double> weight;

  double operator()(std::size_t i, std::size_t j) const { return weight[i * sectors + j]; }
  void remove(std::size_t i, std::size_t j) { weight[i * sectors + j] = weight[j * sectors + i] = 0; }
};

// The partner of each sector, itself where it has none.
using Partners = std::vector<std::size_t>;

Partners nobody(std::size_t sectors) {
  Partners partner(sectors);
  for (std::size_t s = 0; s < sectors; ++s) partner[s] = s;
  return partner;
}

// best[set] is the most that the sectors of a set can trade in pairs: its first one is alone, or has one of the others.
Partners exact(const Trade& trade) {
  const std::uint32_t all = (std::uint32_t{1} << trade.sectors) - 1;
  std::vector<double> best(std::size_t{all} + 1, 0);
  std::vector<std::uint8_t> choice(std::size_t{all} + 1, 0);
  for (std::uint32_t set = 1; set <= all; ++set) {
    const auto i = static_cast<std::uint32_t>(std::countr_zero(set));
    const std::uint32_t others = set & (set - 1);
    best[set] = best[others];
    choice[set] = static_cast<std::uint8_t>(i);
    for (std::uint32_t rest = others; rest != 0; rest &= rest - 1) {
      const auto j = static_cast<std::uint32_t>(std::countr_zero(rest));
      const double value = trade(i, j) + best[others & ~(std::uint32_t{1} << j)];
      if (trade(i, j) > 0 && value > best[set]) {
        best[set] = value;
        choice[set] = static_cast<std::uint8_t>(j);
      }
    }
  }
  Partners partner = nobody(trade.sectors);
  for (std::uint32_t set = all; set != 0;) {
    const auto i = static_cast<std::size_t>(std::countr_zero(set));
    const std::size_t j = choice[set];
    partner[i] = j;
    partner[j] = i;
    set &= ~(std::uint32_t{1} << i) & ~(std::uint32_t{1} << j);
  }
  return partner;
}

Partners greedy(const Trade& trade) {
  struct Pair {
    std::size_t i, j;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < trade.sectors; ++i) {
    for (std::size_t j = i + 1; j < trade.sectors; ++j) {
      if (trade(i, j) > 0) pairs.push_back({i, j});
    }
  }
  stable_sort(pairs, [&](const Pair& a, const Pair& b) { return trade(a.i, a.j) > trade(b.i, b.j); });
  Partners partner = nobody(trade.sectors);
  for (const Pair& pair : pairs) {
    if (partner[pair.i] != pair.i || partner[pair.j] != pair.j) continue;
    partner[pair.i] = pair.j;
    partner[pair.j] = pair.i;
  }
  return partner;
}

Pairing numbered(const Partners& partner) {
  Pairing pairing(partner.size());
  std::uint32_t next = 0;
  for (std::size_t s = 0; s < partner.size(); ++s) pairing[s] = partner[s] < s ? pairing[partner[s]] : next++;
  return pairing;
}

}  // namespace

Result<std::vector<Pairing>> pair_sectors(std::span<const double> flows, std::size_t count) {
  std::size_t sectors = 0;
  while (sectors * sectors < flows.size()) ++sectors;
  if (sectors == 0 || sectors * sectors != flows.size()) {
    return failure(ErrorCode::shape, text("diffusion.population.flows", flows.size()),
                   text("diffusion.population.flows.hint"));
  }
  for (std::size_t k = 0; k < flows.size(); ++k) {
    if (!(flows[k] >= 0) || std::isinf(flows[k])) {
      return failure(ErrorCode::domain,
                     text("diffusion.population.flow_value", k / sectors + 1, k % sectors + 1, flows[k]),
                     text("diffusion.population.flow_value.hint"));
    }
  }
  Trade trade{sectors, std::vector<double>(flows.size())};
  for (std::size_t i = 0; i < sectors; ++i) {
    for (std::size_t j = 0; j < sectors; ++j)
      trade.weight[i * sectors + j] = i == j ? 0 : flows[i * sectors + j] + flows[j * sectors + i];
  }
  std::vector<Pairing> pairings;
  for (std::size_t k = 0; k < count; ++k) {
    const Partners partner = sectors <= kExactSectors ? exact(trade) : greedy(trade);
    for (std::size_t s = 0; s < sectors; ++s) trade.remove(s, partner[s]);
    pairings.push_back(numbered(partner));
  }
  return pairings;
}

}  // namespace tidu::diffusion::population
