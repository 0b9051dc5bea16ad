// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "app/checksum/context.h"
#include "core/measure/gaps/bootstrap.h"
#include "core/measure/gaps/change.h"
#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/gap_measure.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/nested.h"
#include "core/measure/gaps/polarisation.h"
#include "core/measure/gaps/reweighted.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kRegions = 31;
constexpr std::size_t kGroups = 4;

std::vector<std::size_t> groups_of_regions() {
  std::vector<std::size_t> group(kRegions);
  for (std::size_t r = 0; r < kRegions; ++r) group[r] = r * r % kGroups;
  return group;
}

void measures(Context& context) {
  const GapParameters parameters{.entropy_order = -0.7, .atkinson_epsilon = 1.5};
  for (const std::size_t n : {2u, 31u, 1000u}) {
    const std::span<double> x = context.uniforms(n, 0.01, 100);
    const std::span<double> weights = context.uniforms(n, 0, 1e8);
    for (const GapMeasure m : kGapMeasures) {
      context.add(gap_measure(m, x, {}, parameters));
      context.add(gap_measure(m, x, weights));
    }
    context.add(bonferroni(x, {}, BonferroniForm::partial_means));
  }
}

void hash_decomposition(Context& context, const TheilDecomposition& parts) {
  for (const double value : {parts.total, parts.within, parts.between}) context.hash().add(value);
  for (const GroupInequality& group : parts.groups) {
    for (const double value :
         {group.population_share, group.value_share, group.mean, group.measure, group.within, group.between}) {
      context.hash().add(value);
    }
  }
}

template <auto Decompose>
void by_group(Context& context) {
  const std::vector<std::size_t> group = groups_of_regions();
  const std::span<double> x = context.uniforms(kRegions, 0.1, 9);
  context.add(Decompose({x, context.uniforms(kRegions), group, kGroups}),
              [&](const TheilDecomposition& parts) { hash_decomposition(context, parts); });
}

void spreads(Context& context) {
  const std::span<double> x = context.uniforms(kRegions);
  context.add(spread(x), [&](const Spread& result) {
    for (const double value : {result.mean, result.range, result.sd}) context.hash().add(value);
  });
  context.add(shifted_inequality(x, context.placed(std::array{0.0, 0.5, 10.0})),
              [&](const std::vector<ShiftedInequality>& result) {
                for (const ShiftedInequality& s : result) {
                  context.hash().add(s.gini);
                  context.hash().add(s.theil);
                }
              });
}

void dagums(Context& context) {
  const std::vector<std::size_t> group = groups_of_regions();
  const std::span<double> x = context.uniforms(kRegions, 0, 9);
  context.add(dagum({x, context.uniforms(kRegions), group, kGroups}), [&](const Dagum& d) {
    for (const double value : {d.gini, d.within, d.between, d.transvariation, d.residual}) context.hash().add(value);
    for (const DagumGroup& g : d.groups) {
      context.hash().add(std::uint64_t{g.group});
      for (const double value : {g.mean, g.gini, g.within, g.between, g.transvariation}) context.hash().add(value);
    }
    for (const DagumPair& p : d.pairs) {
      for (const double value : {p.gini, p.gross_affluence, p.transvariation_moment, p.relative_affluence, p.weight}) {
        context.hash().add(value);
      }
    }
  });
}

void nested(Context& context) {
  const std::vector<std::size_t> coarse = groups_of_regions();
  std::vector<std::size_t> fine(kRegions);
  for (std::size_t r = 0; r < kRegions; ++r) fine[r] = r % 3;
  const std::span<double> x = context.uniforms(kRegions, 0.1, 9);
  for (const double order : {-1.0, 0.0, 1.0, 1.7}) {
    context.add(nested_entropy({x, context.uniforms(kRegions), {coarse, fine}}, order), [&](const NestedEntropy& d) {
      context.hash().add(d.by_level);
      for (const NestedNode& node : d.nodes) {
        for (const double value : {node.total, node.parts, node.weight, node.contribution}) context.hash().add(value);
      }
    });
  }
}

void polarisations(Context& context) {
  const std::vector<std::size_t> group = groups_of_regions();
  const std::span<double> x = context.uniforms(kRegions, 0.1, 9);
  context.add(group_polarisation({x, context.uniforms(kRegions), group, kGroups}, 1.3, 0.5),
              [&](const GroupPolarisation& p) {
                for (const double value : {p.between, p.spread, p.extended}) context.hash().add(value);
              });
}

void changes(Context& context) {
  const std::vector<std::size_t> group = groups_of_regions();
  const GroupedValues before{context.uniforms(kRegions, 0.1, 9), context.uniforms(kRegions), group, kGroups};
  const GroupedValues after{context.uniforms(kRegions, 0.1, 9), context.uniforms(kRegions), group, kGroups};
  context.add(theil_l_change(before, after), [&](const TheilChangeDecomposition& d) {
    for (const double value : {d.change, d.growth}) context.hash().add(value);
    for (const TheilChange& g : d.groups) {
      for (const double value : {g.inequality, g.shares_within, g.shares_between, g.means}) context.hash().add(value);
    }
  });
}

void intervals(Context& context) {
  const std::vector<std::size_t> group = groups_of_regions();
  const std::span<double> x = context.uniforms(kRegions, 0.1, 9);
  const auto statistics = [&x](std::span<const double> counts, std::span<double> values) {
    values[0] = *gini(x, counts);
    values[1] = *theil_l(x, counts);
  };
  for (const IntervalMethod method : {IntervalMethod::percentile, IntervalMethod::basic, IntervalMethod::bca}) {
    const BootstrapOptions options{.replicates = 399, .method = method, .seed = 5};
    context.add(bootstrap(kRegions, group, 2, statistics, options, context.executor()),
                [&](const std::vector<Interval>& found) {
                  for (const Interval& i : found) {
                    for (const double value : {i.low, i.high, i.bias, i.sd}) context.hash().add(value);
                  }
                });
  }
}

void reweighted(Context& context) {
  const std::vector<std::size_t> group = groups_of_regions();
  const GroupedValues input{context.uniforms(kRegions, 0.1, 9), context.uniforms(kRegions), group, kGroups};
  context.add(ReweightedGaps::make(input, {.entropy_order = 1.7, .atkinson_epsilon = 0.6}),
              [&](const ReweightedGaps& gaps) {
                const std::span<double> out = context.array(kReweightedGaps);
                for (int k = 0; k < 3; ++k) {
                  gaps.measure(context.uniforms(kRegions, 0, 3), out);
                  context.hash().add(out);
                }
              });
}

constexpr std::array kRows{
    KernelRow{"measure.gap_measures", measures},
    KernelRow{"measure.theil_t_by_group", by_group<theil_t_by_group>},
    KernelRow{"measure.theil_l_by_group", by_group<theil_l_by_group>},
    KernelRow{"measure.spread", spreads},
    KernelRow{"measure.dagum", dagums},
    KernelRow{"measure.nested_entropy", nested},
    KernelRow{"measure.group_polarisation", polarisations},
    KernelRow{"measure.theil_l_change", changes},
    KernelRow{"measure.bootstrap", intervals},
    KernelRow{"measure.reweighted_gaps", reweighted},
};

}  // namespace

std::span<const KernelRow> gap_rows() { return kRows; }

}  // namespace tidu::checksum
