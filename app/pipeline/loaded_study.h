// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/pipeline/pipeline.h"
#include "data/dated_series.h"
#include "data/edge_list.h"
#include "data/facts.h"
#include "data/imputation.h"
#include "data/input_output.h"
#include "data/interregional.h"
#include "data/members.h"
#include "data/outline.h"
#include "data/panel.h"
#include "data/regions.h"
#include "data/results.h"

namespace tidu::app {

/// A variable of the study with its gaps filled.
struct VariableData {
  Array<double, Region, Year> values;
  double imputed_percent = 0;  ///< cells that rest on at least one filled cell
};

/// Cells that a series lacks in a region, and how many of them the study filled.
struct RegionGaps {
  std::uint64_t missing = 0;
  std::uint64_t imputed = 0;
};

/// A network that a study has recorded: its members, and who of them knows whom, by their numbers.
struct NetworkData {
  data::NetworkMembers members;
  std::vector<diffusion::agents::Contact> contacts;
};

struct LoadedStudy {
  /// Takes note of a file that was read, before its bytes are parsed. False: it was read before, with other bytes.
  bool add_input(const std::string& name, const std::string& bytes, const std::string& sha256);

  study::Study study;
  std::vector<InputFile> inputs;
  data::Regions regions;
  std::vector<data::IndicatorRow> indicators;
  std::vector<std::pair<std::size_t, std::size_t>> borders;
  std::vector<std::string> border_kinds;              ///< of each border; empty where the file does not say
  std::vector<measure::WeightEntry> spatial_weights;  ///< the study's own
  data::Panel panel;
  std::vector<data::Fact> facts;
  data::DatedSeries dated;  ///< of a study of one dated series
  std::optional<data::RegionColumns> published_index;
  std::optional<data::RegionColumns> published_shares;
  std::vector<data::RegionOutline> outlines;
  std::optional<data::SectorMargins> sector_margins;
  std::vector<double> input_coefficients;  ///< regions x sectors x sectors; empty where no file says
  std::vector<double> sector_sales;        ///< sectors of the margins, who sells to whom; empty where no file says
  std::optional<data::InterregionalTable> interregional;  ///< of [accounts]
  std::optional<std::vector<double>> migration;           ///< persons, regions x regions: [origin, destination]
  std::optional<NetworkData> network;                     ///< of [agents] with members
  std::vector<VariableData> variables;                    ///< in the order of study.variables
  std::map<std::string, std::vector<RegionGaps>> gaps;    ///< by series that is used, by region
  bool weighted = false;                                  ///< analysis.population weighs the regions
  std::vector<data::Source> sources;                      ///< everything that some result may come from

  std::size_t region_count() const { return regions.rows.size(); }
  std::size_t year_count() const { return static_cast<std::size_t>(study.last_year - study.first_year + 1); }
  std::size_t variable(std::string_view id) const;  ///< position; validation has made sure that it exists
  const study::IndexTree& index(std::string_view id) const;
  std::vector<std::size_t> group_of() const;  ///< macro-region of each region, as its position in regions.groups()
  std::vector<double> series(std::string_view indicator,
                             std::size_t year) const;   ///< by region; the indicator must exist
  std::vector<double> weights(std::size_t year) const;  ///< population by region; empty: all regions count alike
};

/// Gives a source the name, unit, publisher and years that the indicator catalogue has for its id.
void name_source(const LoadedStudy& loaded, data::Source& source);

/// Ids of the series behind a variable, numerators first.
std::vector<std::string> series_of(const study::Variable& variable);

/// Accounts have the series, sectors, cells and places that they are made from.
void check_accounts(const LoadedStudy& loaded, Diagnostics& diagnostics);

/// Shocks name regions that are there.
void check_shocks(const LoadedStudy& loaded, Diagnostics& diagnostics);

/// Computes the study's variables from its panel, and the account of what was used, missing and filled.
void make_variables(LoadedStudy& loaded, Diagnostics& diagnostics);

}  // namespace tidu::app
