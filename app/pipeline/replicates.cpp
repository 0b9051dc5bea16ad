// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/replicates.h"

#include <algorithm>
#include <utility>

#include "core/measure/index/tree_weights.h"

namespace tidu::app {
namespace {

// Without the weightings that these values do not allow on one of the scales (CRITIC where all indicators have one
// order); the study's own, which stands first, has made the index.
void keep_possible(const BuiltIndex& built, measure::RobustnessPlan& plan) {
  const auto impossible = [&](const measure::WeightRule& rule) {
    return std::any_of(plan.scales.begin(), plan.scales.end(), [&](const measure::ScaleRule& scale) {
      const auto z = measure::standardise(built.raw, built.rules, scale);
      return z && !measure::tree_weights(measure::without_given(built.nodes), measure::pooled(z->values.view()), rule);
    });
  };
  plan.weightings.erase(std::remove_if(plan.weightings.begin() + 1, plan.weightings.end(), impossible),
                        plan.weightings.end());
}

}  // namespace

Result<std::vector<measure::Robustness>> study_robustness(const LoadedStudy& loaded,
                                                          const std::vector<BuiltIndex>& indices,
                                                          const measure::AssessmentOptions& options,
                                                          Executor& executor) {
  std::vector<measure::Robustness> out;
  if (options.robustness_replicates == 0) return out;
  for (const BuiltIndex& built : indices) {
    measure::RobustnessOptions wanted;
    wanted.replicates = std::max<std::size_t>(4, options.robustness_replicates + options.robustness_replicates % 2);
    wanted.top = options.robustness_top;
    wanted.level = options.robustness_level;
    wanted.seed = loaded.study.seed;
    wanted.stream = out.size();
    auto plan = measure::robustness_plan(options, built.method);
    keep_possible(built, plan);
    auto found = measure::robustness({built.raw, built.rules, built.nodes}, built.method, plan, wanted, executor);
    if (!found) return tl::unexpected(found.error());
    out.push_back(std::move(*found));
  }
  return out;
}

const measure::Robustness* robustness_of(const MeasureContext& context, std::string_view index) {
  for (std::size_t i = 0; i < context.robustness.size(); ++i) {
    if (context.indices[i].tree->id == index) return &context.robustness[i];
  }
  return nullptr;
}

Result<std::vector<measure::ReplicateInterval>> over_replicates(const MeasureContext& context, std::string_view index,
                                                                std::size_t year, std::size_t values,
                                                                measure::ScoreStatistic statistic) {
  const measure::Robustness* robustness = robustness_of(context, index);
  if (robustness == nullptr) return std::vector<measure::ReplicateInterval>(values);
  return measure::over_replicates(robustness->replicates, year, values, statistic,
                                  context.assessment_options.robustness_level, context.executor);
}

}  // namespace tidu::app
