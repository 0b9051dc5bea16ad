// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "app/checksum/context.h"
#include "core/measure/breaks.h"
#include "core/measure/cross_table.h"
#include "core/measure/index/coupling.h"
#include "core/measure/index/kmeans.h"
#include "core/measure/index/obstacle.h"
#include "core/measure/index/robustness.h"
#include "core/measure/index/stages.h"
#include "core/measure/index/tiers.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kIndicators = 8;
constexpr std::size_t kRegions = 31;
constexpr std::size_t kYears = 4;

template <class Counts>
void hash_counts(Context& context, const Counts& counts) {
  for (const auto count : counts) context.hash().add(static_cast<std::uint64_t>(count));
}

void coupling_forms(Context& context) {
  for (const std::size_t systems : {2U, 3U, 5U}) {
    for (int i = 0; i < 20; ++i) {
      const std::span<double> u = context.uniforms(systems);
      context.add(coupling(u, {}, CouplingForm::modified), [&](const Coupling& c) {
        for (const double value : {c.coupling, c.development, c.coordination}) context.hash().add(value);
      });
      context.add(relative_development(u), [&](const RelativeDevelopment& r) {
        context.hash().add(r.ratio);
        hash_counts(context, std::array{r.leading, r.lagging});
      });
    }
  }
}

void obstacles(Context& context) {
  const std::array<std::size_t, kIndicators> pillars{0, 0, 0, 1, 1, 2, 2, 2};
  const std::span<double> z = context.uniforms(kIndicators * kRegions * kYears);
  context.add(
      obstacles_by_region({{z.data(), {kIndicators, kRegions, kYears}}, context.uniforms(kIndicators), pillars}),
      [&](const ObstacleField& field) {
        context.hash().add(field.degree.values());
        context.hash().add(field.pillar_degree.values());
      });
}

void classes(Context& context) {
  const std::span<double> x = context.uniforms(kRegions * kYears);
  context.add(natural_breaks(x, 5), [&](const NaturalBreaks& breaks) {
    hash_counts(context, breaks.class_of);
    context.hash().add(breaks.means);
    context.hash().add(breaks.goodness);
  });
  context.add(stages({x.data(), {kRegions, kYears}}), [&](const Stages& found) {
    hash_counts(context, found.stage.values());
    context.hash().add(found.borders);
  });
  context.add(k_means({x.data(), {kRegions, kYears}}, {.clusters = 4, .seed = 7}), [&](const Clusters& clusters) {
    hash_counts(context, clusters.cluster_of);
    context.hash().add(clusters.centres.values());
    context.hash().add(clusters.within);
  });
  context.add(tiers(x.first(kRegions), {.method = TierMethod::natural_breaks}), [&](const std::vector<RegionTier>& t) {
    for (const RegionTier& region : t) context.hash().add(region.border_distance);
  });
  std::array<std::size_t, kRegions> a{};
  std::array<std::size_t, kRegions> b{};
  for (std::size_t r = 0; r < kRegions; ++r) {
    a[r] = r * r % 3;
    b[r] = r * r * r % 5;
  }
  context.add(cross_table({a, 3}, {b, 5}), [&](const CrossTable& cross) {
    hash_counts(context, cross.counts.values());
    context.hash().add(cross.cramers_v);
    context.hash().add(cross.adjusted_rand);
  });
}

void hash_sensitivity(Context& context, const Sensitivity& s) {
  context.hash().add(s.mean);
  context.hash().add(s.variance);
  for (const FactorSensitivity& f : s.factors) {
    for (const double value : {f.first, f.first_low, f.first_high, f.total, f.total_low, f.total_high})
      context.hash().add(value);
  }
}

void sensitivity(Context& context) {
  const auto g = [](std::span<const double> u) { return u[0] + 2 * u[1] + u[0] * u[2]; };
  context.add(sobol_indices(3, g, {.samples = 512, .resamples = 50, .seed = 5}, context.executor()),
              [&](const Sensitivity& s) { hash_sensitivity(context, s); });
}

template <WeightNoise Noise>
void replicates(Context& context) {
  const std::span<double> raw = context.uniforms(kIndicators * kRegions * kYears, 0.1, 9);
  const std::vector<IndicatorRule> rules(kIndicators);
  const IndexTree tree = flat_tree(kIndicators);
  const IndexMethod method;
  RobustnessPlan plan = usual_plan(method);
  plan.noise = Noise;
  context.add(robustness({{raw.data(), {kIndicators, kRegions, kYears}}, rules, tree}, method, plan,
                         {.replicates = 64, .resamples = 20, .seed = 11}, context.executor()),
              [&](const Robustness& found) {
                context.hash().add(found.replicates.scores.values());
                context.hash().add(found.weights.values());
                context.hash().add(found.ranks.above.values());
                for (const RegionRank& rank : found.ranks.regions) context.hash().add(rank.mean);
                for (const LevelEffect& effect : found.levels) context.hash().add(effect.mean_shift);
                hash_sensitivity(context, found.sensitivity);
              });
}

constexpr std::array kRows{
    KernelRow{"measure.coupling_forms", coupling_forms},
    KernelRow{"measure.obstacles", obstacles},
    KernelRow{"measure.classes", classes},
    KernelRow{"measure.sensitivity", sensitivity},
    KernelRow{"measure.replicates_relative", replicates<WeightNoise::relative>},
    KernelRow{"measure.replicates_dirichlet", replicates<WeightNoise::dirichlet>},
};

}  // namespace

std::span<const KernelRow> assessment_rows() { return kRows; }

}  // namespace tidu::checksum
