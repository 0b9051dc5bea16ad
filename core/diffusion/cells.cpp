// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/cells.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::diffusion {
namespace {

constexpr double kInverseSqrt2Pi = 0x1.9884533d43651p-2;

double normal_density(double z) { return kInverseSqrt2Pi * math::exp(-0.5 * z * z); }

std::array<double, kGroups * kGroups> group_mixing(double heterophily) {
  std::array<double, kGroups * kGroups> mixing{};
  for (std::size_t a = 0; a < kGroups; ++a) {
    double total = 0;
    for (std::size_t b = 0; b < kGroups; ++b) {
      const double distance = static_cast<double>(a) - static_cast<double>(b);
      mixing[a * kGroups + b] = kGroupShares[b] * math::exp(-heterophily * distance * distance);
      total += mixing[a * kGroups + b];
    }
    for (std::size_t b = 0; b < kGroups; ++b) mixing[a * kGroups + b] /= total;
  }
  return mixing;
}

constexpr FormulaRecord kFormulas[] = {
    {"bass_hazard", "λᵣₐ = pᵣₐ·media(t) + qᵣₐ·xᵣₐ;  A′ = A + (m − A)(1 − e^(−λΔt)) − A(1 − e^(−δΔt))",
     "Bass 1969, Management Science 15:215-227; groups and discontinuance: Rogers 2003"},
    {"kronecker_mixing", "x = (W_region ⊗ G_group)·F,  G_ab ∝ share_b·exp(−γ(a − b)²)",
     "Tidu; heterophily after Rogers 2003, ch. 8"},
    {"group_factor", "fₐ = exp(s·zₐ) / Σ share_b·exp(s·z_b)", "Tidu; groups after Rogers 2003, ch. 7"},
    {"region_speed", "Mᵣ = exp(λuᵣ + σεᵣ), mean over people 1", "Tidu"},
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

CellRates make_rates(const DiffusionParameters& parameters, std::span<const double> speed) {
  const std::size_t n = speed.size();
  const auto factor = group_factors(parameters.group_spread);
  CellRates rates;
  rates.innovation.resize(n * kGroups);
  rates.imitation.resize(n * kGroups);
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t a = 0; a < kGroups; ++a) {
      rates.innovation[r * kGroups + a] = parameters.innovation * speed[r] * factor[a];
      rates.imitation[r * kGroups + a] = parameters.imitation * speed[r] * factor[a];
    }
  }
  rates.market.assign(n, parameters.market);
  rates.outside.assign(n, parameters.outside);
  rates.demonstration.assign(n, 0.0);
  rates.national = parameters.national;
  rates.discontinuance = parameters.discontinuance;
  rates.mixing = group_mixing(parameters.heterophily);
  return rates;
}

void CellMap::expose(const CellRates& rates, std::span<const double> adopters) {
  const std::size_t n = links_.regions();
  std::array<double, kGroups> nation{};
  for (std::size_t r = 0; r < n; ++r) {
    const double d = rates.demonstration[r];
    for (std::size_t a = 0; a < kGroups; ++a) {
      const double f = d + (1 - d) * adopters[r * kGroups + a] / rates.market[r];
      seen_[r * kGroups + a] = f;
      nation[a] += links_.share[r] * f;
    }
  }
  for (std::size_t r = 0; r < n; ++r) {
    const std::size_t begin = links_.start[r];
    const std::size_t end = links_.start[r + 1];
    const double o = rates.outside[r];
    std::array<double, kGroups> around{};
    for (std::size_t a = 0; a < kGroups; ++a) {
      double near = 0;
      for (std::size_t k = begin; k < end; ++k) near += seen_[links_.neighbour[k] * kGroups + a];
      near = end > begin ? near / static_cast<double>(end - begin) : nation[a];
      around[a] = (1 - o) * seen_[r * kGroups + a] + o * ((1 - rates.national) * near + rates.national * nation[a]);
    }
    for (std::size_t a = 0; a < kGroups; ++a) {
      double x = 0;
      for (std::size_t b = 0; b < kGroups; ++b) x += rates.mixing[a * kGroups + b] * around[b];
      exposure_[r * kGroups + a] = x;
    }
  }
}

void CellMap::step(const CellRates& rates, double dt, double media, std::span<double> adopters) {
  const std::size_t cells = links_.regions() * kGroups;
  TIDU_ASSERT(adopters.size() == cells);
  exposure_.resize(cells);
  seen_.resize(cells);
  predicted_.resize(cells);
  expose(rates, adopters);
  for (std::size_t c = 0; c < cells; ++c) {
    const double market = rates.market[c / kGroups];
    const double lambda = rates.innovation[c] * media + rates.imitation[c] * exposure_[c];
    const double half = adopters[c] + 0.5 * dt * ((market - adopters[c]) * lambda - adopters[c] * rates.discontinuance);
    predicted_[c] = std::clamp(half, 0.0, market);
  }
  expose(rates, predicted_);
  const double leaving = 1 - math::exp(-rates.discontinuance * dt);
  for (std::size_t c = 0; c < cells; ++c) {
    const double market = rates.market[c / kGroups];
    const double lambda = rates.innovation[c] * media + rates.imitation[c] * exposure_[c];
    adopters[c] += (market - adopters[c]) * (1 - math::exp(-lambda * dt)) - adopters[c] * leaving;
  }
}

double media_factor(const DiffusionParameters& parameters, double time, double dt) {
  const double begin = std::max(time, parameters.pulse_start);
  const double end = std::min(time + dt, parameters.pulse_start + parameters.pulse_years);
  return 1 + parameters.pulse * std::max(0.0, end - begin) / dt;
}

void region_shares(std::span<const double> adopters, std::span<double> out) {
  for (std::size_t r = 0; r < out.size(); ++r) {
    double share = 0;
    for (std::size_t a = 0; a < kGroups; ++a) share += kGroupShares[a] * adopters[r * kGroups + a];
    out[r] = share;
  }
}

std::span<const FormulaRecord> formulas() { return kFormulas; }

}  // namespace tidu::diffusion
