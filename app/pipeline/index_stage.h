// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/measure/index/index.h"
#include "core/measure/index/options.h"
#include "core/measure/index/standardise.h"
#include "core/measure/index/tiers.h"
#include "study/index_tree.h"

namespace tidu::app {

/// An index of the study with the study's weights and, to compare, with equal weights.
struct BuiltIndex {
  const study::IndexTree* tree = nullptr;
  std::vector<std::size_t> variables;  ///< of each indicator, positions in study.variables
  std::vector<std::size_t> pillar_of;  ///< of each indicator, positions in tree->pillars
  std::vector<measure::IndicatorRule> rules;
  study::IndexNodes layout;  ///< what stands at each node
  measure::IndexTree nodes;  ///< the tree as core sees it
  measure::IndexMethod method;
  Array<double, Indicator, Region, Year> raw;
  measure::TreatedIndicators treated;
  measure::Standardised standardised;
  bool unit_interval = true;  ///< scores lie in [0, 1] by rule
  measure::TreeWeights weighing;
  std::vector<double> weights;  ///< by the study's rule
  std::vector<double> equal_weights;
  measure::IndexScores index;
  measure::IndexScores equal_index;
};

/// Standardises, weighs and aggregates the indicators of one tree.
Result<BuiltIndex> build_index(const LoadedStudy& loaded, const study::IndexTree& tree,
                               const measure::IndexOptions& options);

/// The scores of one year by region.
std::vector<double> scores_of_year(const measure::IndexScores& index, std::size_t year);

/// Tiers of the last year by the study's rule: of the scores, or of the groups just below the root (k_means).
Result<std::vector<measure::RegionTier>> study_tiers(const measure::IndexTree& nodes, const measure::IndexScores& index,
                                                     const measure::IndexOptions& options);

/// Tiers of the study's capability index, built for this alone.
Result<std::vector<measure::RegionTier>> capability_tiers(const LoadedStudy& loaded);

/// The rule that the options describe.
measure::TierRule tier_rule(const measure::IndexOptions& options);

/// Scores of a year by region and group just below the root; of a flat tree the scores themselves.
Array<double, Row, Column> pillar_scores_of_year(const measure::IndexTree& nodes, const measure::IndexScores& index,
                                                 std::size_t year);

std::string_view tier_id(measure::Tier tier);

}  // namespace tidu::app
