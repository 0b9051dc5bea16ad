// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/pipeline/audit.h"
#include "app/pipeline/index_stage.h"
#include "app/pipeline/space_stage.h"
#include "core/base/diagnostic.h"
#include "core/base/executor.h"
#include "core/measure/gaps/options.h"
#include "core/measure/index/assessment_options.h"
#include "core/measure/index/robustness.h"
#include "core/measure/space/geography_options.h"
#include "core/measure/space/options.h"
#include "data/results.h"

namespace tidu::app {

/// Everything that the tables of the measure stage are made from. tables.md lists the tables.
struct MeasureContext {
  const LoadedStudy& loaded;
  measure::IndexOptions index_options;
  measure::GapOptions gap_options;
  measure::SpaceOptions space_options;
  const StudySpace& space;
  measure::GeographyOptions geography_options;
  measure::AssessmentOptions assessment_options;
  const std::vector<BuiltIndex>& indices;              ///< the capability index first, then in the order of the study
  const std::vector<measure::Robustness>& robustness;  ///< of each index; empty when the study asks for no replicates
  std::vector<measure::RegionTier> tiers;
  const BuiltIndex& capability;
  const BuiltIndex* productivity;  ///< null: the study has no second index, so nothing is coupled
  Audit& audit;
  Diagnostics& diagnostics;  ///< mistakes that have a place in the study file; after one there are no results
  Executor& executor;
};

// Each function appends its tables (and remarks) to the results.
Result<void> add_data_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_index_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_robustness_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_tier_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_obstacle_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_weight_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_treatment_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_gap_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_dynamics_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_convergence_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_weights_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_space_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_geography_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_detector_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_network_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_coupling_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_growth_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_accounts_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_model_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_economy_tables(const MeasureContext& context, data::ResultSet& results);
/// Values, ranges and sources of everything the economy assumes.
Result<void> add_economy_parameter_tables(const MeasureContext& context, data::ResultSet& results);
Result<void> add_published_tables(const MeasureContext& context, data::ResultSet& results);

}  // namespace tidu::app
