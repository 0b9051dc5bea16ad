// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "app/checksum/context.h"
#include "core/measure/space/association.h"
#include "core/measure/space/connectivity.h"
#include "core/measure/space/join_counts.h"
#include "core/measure/space/local.h"
#include "core/measure/space/moran.h"
#include "core/measure/space/rates.h"
#include "core/measure/space/residual_moran.h"
#include "core/measure/space/spectrum.h"
#include "core/measure/space/weights_build.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kRegions = 31;
constexpr std::size_t kYears = 11;

// A ring with chords; the last region is an island.
Result<SpatialWeights> links(WeightTransform scaling) {
  std::vector<Link> borders;
  for (std::size_t r = 0; r + 1 < kRegions; ++r) {
    borders.push_back({r, (r + 1) % (kRegions - 1)});
    if (r % 3 == 0) borders.push_back({r, (r + 7) % (kRegions - 1)});
  }
  return SpatialWeights::contiguity(kRegions, borders, IslandRule::zero_lag, scaling);
}

void weights_matrix(Context& context) {
  for (const WeightTransform scaling : {WeightTransform::row, WeightTransform::none}) {
    context.add(links(scaling), [&](const SpatialWeights& w) {
      for (const double value : {w.s0(), w.s1(), w.s2()}) context.hash().add(value);
      const std::span<double> lag = context.array(kRegions);
      w.lag(context.uniforms(kRegions), lag);
      context.hash().add(lag);
    });
  }
}

void morans(Context& context) {
  const std::span<double> x = context.uniforms(kRegions * kYears);
  context.add(links(WeightTransform::row), [&](const SpatialWeights& w) {
    const PermutationTest test{.permutations = 1999, .seed = 3};
    context.add(moran_by_year({x.data(), {kRegions, kYears}}, w, test, context.executor()),
                [&](const std::vector<Moran>& result) {
                  for (const Moran& m : result) {
                    for (const double value :
                         {m.moran, m.expected, m.variance_normality, m.variance_randomisation, m.z_normality,
                          m.z_randomisation, m.p_two_sided, m.permutation_mean, m.permutation_sd}) {
                      context.hash().add(value);
                    }
                    context.hash().add(m.as_large);
                    context.hash().add(m.as_small);
                  }
                });
  });
}

// Every kind of weights in every scaling, and their spectrum.
void weights_kinds(Context& context) {
  const std::span<double> x = context.uniforms(kRegions, 0, 1000);
  const std::span<double> y = context.uniforms(kRegions, 0, 1000);
  const std::span<double> level = context.uniforms(kRegions, 1, 9);
  const auto distances = plane_distances(x, y);
  const auto given = k_nearest_entries(*distances, 3);
  const std::array<Link, 3> borders{Link{0, 1}, Link{1, 2}, Link{2, 3}};
  const WeightsSource source{
      .regions = kRegions, .links = borders, .distances = *distances, .level = level, .entries = *given};
  for (int kind = 0; kind <= static_cast<int>(WeightKind::given); ++kind) {
    for (int transform = 0; transform <= static_cast<int>(WeightTransform::global); ++transform) {
      const SpaceOptions options{.kind = static_cast<WeightKind>(kind),
                                 .exponent = 1.5,
                                 .cutoff = 400,
                                 .transform = static_cast<WeightTransform>(transform),
                                 .islands = IslandRule::nearest_link};
      context.add(spatial_weights(source, options), [&](const SpatialWeights& w) {
        for (const WeightEntry& e : w.entries()) context.hash().add(e.weight);
        for (const double value : {w.s0(), w.s1(), w.s2()}) context.hash().add(value);
        const Connectivity graph = connectivity(w);
        for (const std::size_t value : {graph.components, graph.diameter, graph.links})
          context.hash().add(std::uint64_t{value});
        context.add(admissible_interval(w), [&](const AdmissibleInterval& interval) {
          for (const double value : {interval.smallest, interval.largest, interval.lower, interval.upper})
            context.hash().add(value);
        });
      });
    }
  }
}

void hash_test(Context& context, const PermutationResult& test) {
  context.hash().add(test.as_large);
  context.hash().add(test.as_small);
  context.hash().add(test.mean);
  context.hash().add(test.sd);
}

void associations(Context& context) {
  const std::span<double> first = context.uniforms(kRegions * kYears);
  const std::span<double> second = context.uniforms(kRegions * kYears);
  const View<const double, Region, Year> x(first.data(), {kRegions, kYears});
  const View<const double, Region, Year> y(second.data(), {kRegions, kYears});
  context.add(links(WeightTransform::row), [&](const SpatialWeights& w) {
    const PermutationTest test{.permutations = 499, .seed = 4};
    Executor& executor = context.executor();
    for (const auto& result :
         {geary_by_year(x, w, test, executor), global_g_by_year(x, w, test, executor),
          bivariate_moran_by_year(x, y, w, test, executor), lee_by_year(x, y, w, test, executor)}) {
      context.add(result, [&](const std::vector<Association>& years) {
        for (const Association& a : years) {
          for (const double value : {a.value, a.expected, a.variance, a.z, a.variance_normality, a.z_normality})
            context.hash().add(value);
          hash_test(context, a.test);
        }
      });
    }
  });
}

void local_statistics(Context& context) {
  const std::span<double> first = context.uniforms(kRegions * kYears);
  const std::span<double> second = context.uniforms(kRegions * kYears);
  const View<const double, Region, Year> x(first.data(), {kRegions, kYears});
  const View<const double, Region, Year> y(second.data(), {kRegions, kYears});
  context.add(links(WeightTransform::row), [&](const SpatialWeights& w) {
    const LocalTest test{.permutations = 499, .seed = 5};
    Executor& executor = context.executor();
    for (const auto& result :
         {local_moran(x, w, test, executor), local_geary(x, w, test, executor), local_g(x, w, false, test, executor),
          local_g(x, w, true, test, executor), local_bivariate(x, y, w, test, executor)}) {
      context.add(result, [&](const LocalField& field) {
        for (const LocalValue& v : field.values()) {
          for (const double value : {v.value, v.expected, v.variance, v.z, v.p, v.p_corrected})
            context.hash().add(value);
          hash_test(context, v.test);
        }
      });
    }
  });
}

void classes_and_residuals(Context& context) {
  std::vector<std::size_t> colour(kRegions);
  for (std::size_t r = 0; r < kRegions; ++r) colour[r] = r * r % 3;
  const std::span<double> y = context.uniforms(kRegions);
  const std::span<double> x = context.uniforms(kRegions * 2, 0.5, 2);
  context.add(links(WeightTransform::none), [&](const SpatialWeights& w) {
    context.add(join_counts(colour, 3, w), [&](const std::vector<JoinCount>& joins) {
      for (const JoinCount& join : joins) {
        for (const double value : {join.count, join.expected, join.variance, join.z}) context.hash().add(value);
      }
    });
    context.add(residual_moran(y, {x.data(), {kRegions, 2}}, w), [&](const ResidualMoran& out) {
      for (const double value : {out.moran, out.expected, out.variance, out.z}) context.hash().add(value);
    });
  });
  context.add(standardised_rates(y, context.uniforms(kRegions, 10, 1000)),
              [&](const std::vector<double>& rates) { context.hash().add(rates); });
}

constexpr std::array kRows{
    KernelRow{"measure.weights_matrix", weights_matrix},
    KernelRow{"measure.weights_kinds", weights_kinds},
    KernelRow{"measure.moran", morans},
    KernelRow{"measure.association", associations},
    KernelRow{"measure.local_association", local_statistics},
    KernelRow{"measure.join_counts", classes_and_residuals},
};

}  // namespace

std::span<const KernelRow> space_rows() { return kRows; }

}  // namespace tidu::checksum
