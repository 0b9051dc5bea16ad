// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "app/checksum/context.h"
#include "core/measure/correlation.h"
#include "core/measure/index/coupling.h"
#include "core/measure/index/index.h"
#include "core/measure/index/tiers.h"
#include "core/measure/shares.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kIndicators = 12;
constexpr std::size_t kRegions = 31;
constexpr std::size_t kYears = 11;
constexpr std::size_t kGroups = 4;

void hash_counts(Context& context, std::span<const std::size_t> counts) {
  for (const std::size_t count : counts) context.hash().add(std::uint64_t{count});
}

std::vector<std::size_t> groups_of_regions() {
  std::vector<std::size_t> group(kRegions);
  for (std::size_t r = 0; r < kRegions; ++r) group[r] = r * r % kGroups;
  return group;
}

// Indicators of very different size; the last does not vary.
View<const double, Indicator, Region, Year> panel(Context& context) {
  const std::span<double> x = context.uniforms(kIndicators * kRegions * kYears, 0.5, 2);
  double size = 1e-3;
  for (std::size_t j = 0; j < kIndicators; ++j) {
    for (double& value : x.subspan(j * kRegions * kYears, kRegions * kYears))
      value = j + 1 == kIndicators ? 7 : value * value * size;
    size *= 10;
  }
  return {x.data(), {kIndicators, kRegions, kYears}};
}

std::array<IndicatorRule, kIndicators> directions() {
  std::array<IndicatorRule, kIndicators> out{};
  for (std::size_t j = 0; j < kIndicators; ++j)
    out[j].direction = j % 3 == 1 ? Direction::negative : Direction::positive;
  return out;
}

template <Pooling Pool>
void standardised(Context& context) {
  context.add(standardise(panel(context), directions(), {.pooling = Pool}), [&](const Standardised& result) {
    context.hash().add(result.values.values());
    hash_counts(context, result.constant);
  });
}

template <Weighting Rule>
void weights(Context& context) {
  const std::array<std::size_t, kIndicators> pillars{0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2};
  context.add(standardise(panel(context), directions()), [&](const Standardised& z) {
    const std::span<double> values = context.placed(z.values.values());
    WeightRule rule;
    rule.rule = Rule;
    context.add(tree_weights(pillar_tree(pillars), {values.data(), {kIndicators, kRegions * kYears}}, rule),
                [&](const TreeWeights& result) {
                  context.hash().add(result.values);
                  context.hash().add(result.groups);
                  hash_counts(context, result.constant);
                });
  });
}

void index(Context& context) {
  const std::array<std::size_t, kIndicators> pillars{0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2};
  const std::span<double> z = context.uniforms(kIndicators * kRegions * kYears);
  const std::span<double> w = context.array(kIndicators);
  for (std::size_t j = 0; j < kIndicators; ++j) w[j] = static_cast<double>(j + 1) / 78;
  context.add(index_scores(pillar_tree(pillars), {z.data(), {kIndicators, kRegions, kYears}}, w),
              [&](const IndexScores& result) {
                context.hash().add(result.scores.values());
                context.hash().add(result.group_scores.values());
                hash_counts(context, result.ranks.values());
              });
}

void tiers_of_regions(Context& context) {
  context.add(tiers(context.uniforms(kRegions)), [&](const std::vector<RegionTier>& result) {
    for (const RegionTier& tier : result) {
      context.hash().add(tier.z);
      context.hash().add(std::uint64_t{static_cast<std::uint8_t>(tier.tier)});
      context.hash().add(tier.border_distance);
    }
  });
}

void shares(Context& context) {
  const std::span<double> x = context.uniforms(kRegions);
  context.add(top_share(x, context.uniforms(kRegions), 5), [&](const TopShare& result) {
    context.hash().add(result.share);
    hash_counts(context, result.members);
  });
  const std::vector<std::size_t> group = groups_of_regions();
  context.add(share_above_mean(x, group, kGroups), [&](const AboveMeanByGroup& result) {
    context.hash().add(result.mean);
    for (const AboveMean& g : result.groups) context.hash().add(g.share);
  });
}

void couplings(Context& context) {
  const std::span<double> first = context.uniforms(kRegions * kYears);
  const std::span<double> second = context.uniforms(kRegions * kYears);
  const std::array<View<const double, Region, Year>, 2> systems{
      {{first.data(), {kRegions, kYears}}, {second.data(), {kRegions, kYears}}}};
  context.add(coupling_by_region(systems, std::array{0.4, 0.6}), [&](const CouplingField& field) {
    context.hash().add(field.coupling.values());
    context.hash().add(field.development.values());
    context.hash().add(field.coordination.values());
    for (const int grade : field.grade.values()) context.hash().add(static_cast<std::uint64_t>(grade));
  });
}

void overlaps(Context& context) {
  const std::array<std::string, 4> first{"a", "b", "c", "d"};
  const std::array<std::string, 3> second{"d", "x", "b"};
  const std::span<double> w = context.placed(std::array{0.1, 0.2, 0.3, 0.4});
  const std::span<double> v = context.placed(std::array{0.5, 0.2, 0.3});
  context.add(indicator_overlap({first, w}, {second, v}), [&](const IndicatorOverlap& overlap) {
    for (const double value : {overlap.weight_first, overlap.weight_second}) context.hash().add(value);
    for (const SharedIndicator& shared : overlap.shared)
      hash_counts(context, std::array{shared.in_first, shared.in_second});
  });
  context.add(weights_without(w, std::array<std::size_t, 2>{1, 3}),
              [&](const std::vector<double>& rest) { context.hash().add(rest); });
}

template <Result<double> (*Correlation)(std::span<const double>, std::span<const double>)>
void correlation(Context& context) {
  for (const std::size_t n : {6u, 31u, 700u}) {
    const std::span<double> x = context.uniforms(n);
    const std::span<double> y = context.uniforms(n);
    for (std::size_t i = 0; i < n; ++i) y[i] = static_cast<double>(static_cast<int>(8 * (y[i] + x[i])));  // with ties
    context.add(Correlation(x, y));
  }
}

constexpr std::array kRows{
    KernelRow{"measure.standardise_pooled", standardised<Pooling::pooled>},
    KernelRow{"measure.standardise_yearly", standardised<Pooling::yearly>},
    KernelRow{"measure.entropy_weights", weights<Weighting::entropy>},
    KernelRow{"measure.critic_weights", weights<Weighting::critic>},
    KernelRow{"measure.equal_pillar_weights", weights<Weighting::equal_in_pillars>},
    KernelRow{"measure.index", index},
    KernelRow{"measure.tiers", tiers_of_regions},
    KernelRow{"measure.shares", shares},
    KernelRow{"measure.coupling", couplings},
    KernelRow{"measure.indicator_overlap", overlaps},
    KernelRow{"measure.pearson", correlation<pearson>},
    KernelRow{"measure.spearman", correlation<spearman>},
    KernelRow{"measure.kendall_tau_b", correlation<kendall_tau_b>},
};

}  // namespace

std::span<const KernelRow> measure_rows() { return kRows; }

}  // namespace tidu::checksum
