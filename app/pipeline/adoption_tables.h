// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/pipeline/agents_population.h"
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
  const std::vector<simulate::ParameterDraw>& members;
  const simulate::Ensemble& ensemble;
  const SectorAllocation& sectors;
  std::span<const simulate::Schedule> schedules;  ///< of the scenarios; the first is the baseline

  simulate::SectorShares sector_shares() const { return {sectors.ids.size(), sectors.share}; }
};

/// The study's whole in the column `region`.
inline constexpr std::string_view kNation = "ALL";

/// The origin of everything that the fitted adoption model says.
OriginBuilder model_origin(const AdoptionContext& context);

// Each function appends its tables (and remarks) to the results.
Result<void> add_calibration_tables(const AdoptionContext& context, data::ResultSet& results);
Result<void> add_adoption_tables(const AdoptionContext& context, data::ResultSet& results);
/// Critical mass by region and by contacts needed, in runs of its own.
Result<void> add_critical_tables(const AdoptionContext& context, data::ResultSet& results, Executor& executor);
/// Effects by sector, and levers for some sectors by unit of support, in runs of their own; nothing where no lever
/// tells sectors apart.
Result<void> add_sector_tables(const AdoptionContext& context, data::ResultSet& results, Executor& executor);
/// Programmes by unit of support, in runs of their own.
Result<void> add_lever_tables(const AdoptionContext& context, data::ResultSet& results, Executor& executor);
/// The members with which programmes are compared.
std::vector<simulate::ParameterDraw> support_members(const AdoptionContext& context);

}  // namespace tidu::app
