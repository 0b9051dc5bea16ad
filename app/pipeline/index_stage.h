// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/measure/index/index.h"
#include "core/measure/index/options.h"
#include "core/measure/index/standardise.h"
#include "core/measure/index/tiers.h"

namespace tidu::app {

/// An index of the study with the study's weights and, to compare, with equal weights.
struct BuiltIndex {
  const study::IndexTree* tree = nullptr;
  std::vector<std::size_t> variables;  ///< of each indicator, positions in study.variables
  std::vector<std::size_t> pillar_of;
  measure::Standardised standardised;
  std::vector<double> weights;  ///< by the study's rule
  std::vector<double> equal_weights;
  measure::CompositeIndex index;
  measure::CompositeIndex equal_index;
};

/// Standardises, weighs and aggregates the indicators of one tree.
Result<BuiltIndex> build_index(const LoadedStudy& loaded, const study::IndexTree& tree,
                               const measure::IndexOptions& options);

/// The scores of one year by region.
std::vector<double> scores_of_year(const measure::CompositeIndex& index, std::size_t year);

/// Tiers of the last year by the study's rule on its capability index.
Result<std::vector<measure::RegionTier>> study_tiers(const LoadedStudy& loaded, const measure::CompositeIndex& index,
                                                     const measure::IndexOptions& options);

std::string_view tier_id(measure::Tier tier);

}  // namespace tidu::app
