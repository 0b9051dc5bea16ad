// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "app/pipeline/origins.h"
#include "core/calibrate/heterogeneity.h"
#include "core/calibrate/national.h"
#include "core/measure/index/tiers.h"
#include "core/simulate/ensemble.h"
#include "data/results.h"

namespace tidu::app {

/// A point of the national series, as the study names it.
struct SeriesPoint {
  calibrate::Observation observed;
  std::string date;
  std::string survey;
};

/// Everything that the tables of the simulate stage are made from. tables.md lists the tables.
struct AdoptionContext {
  const LoadedStudy& loaded;
  calibrate::CalibrateOptions calibrate_options;
  simulate::SimulateOptions simulate_options;
  const std::vector<measure::RegionTier>& tiers;
  const std::vector<calibrate::SeriesPanel>& panels;
  const calibrate::RegionEffects& effects;
  const diffusion::RegionLinks& links;
  const simulate::Assumptions& assumptions;
  const std::vector<SeriesPoint>& series;
  const calibrate::NationalFit& fit;
  const std::vector<std::uint64_t>& members;
  const simulate::Ensemble& ensemble;
};

/// The study's whole in the column `region`.
inline constexpr std::string_view kNation = "ALL";

/// The origin of everything that the fitted adoption model says.
OriginBuilder model_origin(const AdoptionContext& context);

// Each function appends its tables (and remarks) to the results.
Result<void> add_calibration_tables(const AdoptionContext& context, data::ResultSet& results);
Result<void> add_adoption_tables(const AdoptionContext& context, data::ResultSet& results);

}  // namespace tidu::app
