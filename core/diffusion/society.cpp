// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/society.h"

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::diffusion {
namespace {

constexpr double kInverseSqrt2Pi = 0x1.9884533d43651p-2;

double normal_density(double z) { return kInverseSqrt2Pi * math::exp(-0.5 * z * z); }

constexpr FormulaRecord kFormulas[] = {
    {"group_factor", "fₐ = exp(s·zₐ) / Σ share_b·exp(s·z_b)", "Tidu; groups after Rogers 2003, ch. 7"},
};

}  // namespace

std::array<double, kGroups> group_scores() {
  std::array<double, kGroups> scores{};
  double below = 1;  // cumulated share from the top
  double density_above = 0;
  for (std::size_t a = 0; a < kGroups; ++a) {
    below -= kGroupShares[a];
    const double density = a + 1 < kGroups ? normal_density(math::normal_quantile(below)) : 0;
    scores[a] = (density - density_above) / kGroupShares[a];
    density_above = density;
  }
  return scores;
}

std::array<double, kGroups> group_factors(double spread) {
  const auto z = group_scores();
  std::array<double, kGroups> factor{};
  double average = 0;
  for (std::size_t a = 0; a < kGroups; ++a) {
    factor[a] = math::exp(spread * z[a]);
    average += kGroupShares[a] * factor[a];
  }
  for (double& f : factor) f /= average;
  return factor;
}

RegionLinks make_links(std::span<const std::pair<std::size_t, std::size_t>> pairs, std::span<const double> population) {
  const std::size_t n = population.size();
  RegionLinks links;
  links.start.assign(n + 1, 0);
  for (const auto& [a, b] : pairs) {
    TIDU_ASSERT(a < n && b < n && a != b);
    ++links.start[a + 1];
    ++links.start[b + 1];
  }
  for (std::size_t r = 0; r < n; ++r) links.start[r + 1] += links.start[r];
  links.neighbour.resize(2 * pairs.size());
  std::vector<std::size_t> next(links.start.begin(), links.start.end() - 1);
  for (const auto& [a, b] : pairs) {
    links.neighbour[next[a]++] = b;
    links.neighbour[next[b]++] = a;
  }
  const double total = sum(population);
  for (const double p : population) links.share.push_back(p / total);
  return links;
}

std::span<const FormulaRecord> formulas() { return kFormulas; }

}  // namespace tidu::diffusion
