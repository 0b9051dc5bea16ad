// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "app/checksum/context.h"
#include "core/measure/dynamics/clubs.h"
#include "core/measure/dynamics/convergence.h"
#include "core/measure/dynamics/early_warning.h"
#include "core/measure/dynamics/kernel_density.h"
#include "core/measure/dynamics/mobility.h"
#include "core/measure/dynamics/spatial_markov.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kRegions = 31;
constexpr std::size_t kYears = 11;

using Panel = View<const double, Region, Year>;

// Levels above 1 that drift.
Panel panel(Context& context) {
  const std::span<double> x = context.uniforms(kRegions * kYears, 0.9, 1.15);
  for (std::size_t r = 0; r < kRegions; ++r) {
    double level = 2 + static_cast<double>(r) / 4;
    for (std::size_t t = 0; t < kYears; ++t) {
      level *= x[r * kYears + t];
      x[r * kYears + t] = level;
    }
  }
  return {x.data(), {kRegions, kYears}};
}

SpatialWeights ring() {
  std::vector<Link> links;
  for (std::size_t r = 0; r < kRegions; ++r) links.push_back({r, (r + 1) % kRegions});
  return *SpatialWeights::contiguity(kRegions, links, IslandRule::error);
}

void densities(Context& context) {
  const std::span<double> x = context.uniforms(kRegions);
  const std::span<double> weights = context.uniforms(kRegions);
  for (const auto rule : {BandwidthRule::silverman, BandwidthRule::scott, BandwidthRule::sheather_jones,
                          BandwidthRule::sheather_jones_r}) {
    context.add(bandwidth(x, rule));
  }
  for (const auto kernel : {Kernel::gaussian, Kernel::epanechnikov, Kernel::biweight, Kernel::triweight,
                            Kernel::triangular, Kernel::rectangular}) {
    const DensityRequest request{.kernel = kernel, .weights = weights, .lower = 0, .upper = 1};
    context.add(density_on_grid(x, request, {.points = 64}), [&](const Density& d) {
      context.hash().add(d.values);
      context.add(density_shape(d), [&](const DensityShape& shape) {
        for (const double value : {shape.mean, shape.sd, shape.mass}) context.hash().add(value);
      });
    });
  }
}

void hash_chain(Context& context, const MarkovChain& chain) {
  context.hash().add(chain.p.values());
  context.hash().add(chain.sojourn);
  context.hash().add(chain.first_passage.values());
  for (const StateGroup& group : chain.groups) {
    context.hash().add(group.ergodic);
    context.hash().add(std::uint64_t{group.period});
  }
}

void chains(Context& context) {
  const auto result = spatial_markov(panel(context), ring(), {.classes = 5, .lag_classes = 4});
  context.add(result, [&](const SpatialMarkov& spatial) {
    context.hash().add(spatial.own.cutoffs);
    context.hash().add(spatial.lag.cutoffs);
    for (const double value : {spatial.test.q, spatial.test.lr, spatial.test.q_p, spatial.test.lr_p}) {
      context.hash().add(value);
    }
    for (const Counts& counts : spatial.by_lag) {
      context.add(markov_chain(counts), [&](const MarkovChain& chain) { hash_chain(context, chain); });
    }
    context.add(markov_chain(spatial.pooled), [&](const MarkovChain& chain) {
      hash_chain(context, chain);
      context.add(mobility(chain), [&](const Mobility& m) {
        for (const double value : {m.prais, m.determinant, m.second_eigenvalue, m.distance, m.half_life}) {
          context.hash().add(value);
        }
      });
    });
  });
  context.add(lisa_markov(panel(context), ring()), [&](const LisaMarkov& lisa) {
    context.hash().add(lisa.expected.values());
    context.hash().add(lisa.chi_square);
    context.hash().add(lisa.p);
  });
}

void hash_coefficient(Context& context, const Coefficient& c) {
  for (const double value : {c.value, c.error, c.t, c.p}) context.hash().add(value);
}

void growth(Context& context) {
  const Panel y = panel(context);
  const std::span<double> weights = context.uniforms(kRegions);
  const std::span<double> condition = context.uniforms(kRegions);
  context.add(sigma_convergence(y), [&](const SigmaPath& path) {
    context.hash().add(path.variation);
    context.hash().add(path.log_sd);
    if (path.trend) hash_coefficient(context, path.trend->slope);
  });
  std::vector<double> first;
  std::vector<double> last;
  for (std::size_t r = 0; r < kRegions; ++r) {
    first.push_back(y(r, 0U));
    last.push_back(y(r, kYears - 1));
  }
  for (const auto rule : {CovarianceRule::iid, CovarianceRule::hc1, CovarianceRule::hc3}) {
    const auto fit = beta_convergence({.initial = first,
                                       .final = last,
                                       .years = kYears - 1,
                                       .weights = weights,
                                       .conditions = {condition.data(), {kRegions, 1}},
                                       .errors = rule});
    context.add(fit, [&](const BetaFit& beta) {
      hash_coefficient(context, beta.beta);
      if (beta.speed) context.hash().add(beta.speed->lambda);
    });
  }
  context.add(panel_beta({.y = y, .weights = weights}),
              [&](const BetaFit& beta) { hash_coefficient(context, beta.beta); });
}

void clubs(Context& context) {
  const auto paths = convergence_paths(panel(context), {.filter = PathFilter::hodrick_prescott});
  if (!paths) return context.add(Result<double>(tl::unexpected(paths.error())));
  context.add(convergence_clubs(*paths), [&](const Clubs& found) {
    for (const Club& club : found.clubs) {
      for (const double value : {club.test.gamma, club.test.error, club.test.p}) context.hash().add(value);
      for (const std::size_t member : club.members) context.hash().add(std::uint64_t{member});
    }
  });
}

void early_warnings(Context& context) {
  const std::span<double> x = context.uniforms(kRegions * kYears);
  const auto found = early_warning({.paths = {x.data(), {kRegions, kYears}}, .bandwidth = 2.5, .window = kYears / 2});
  context.add(found, [&](const EarlyWarning& warning) {
    for (const double value : warning.autocorrelation.values()) context.hash().add(value);
    for (const double value : warning.pooled_variance) context.hash().add(value);
    context.hash().add(warning.pooled_autocorrelation_trend);
  });
}

constexpr std::array kRows{
    KernelRow{"measure.kernel_density", densities},     KernelRow{"measure.markov_chains", chains},
    KernelRow{"measure.growth_convergence", growth},    KernelRow{"measure.convergence_clubs", clubs},
    KernelRow{"measure.early_warning", early_warnings},
};

}  // namespace

std::span<const KernelRow> dynamics_rows() { return kRows; }

}  // namespace tidu::checksum
