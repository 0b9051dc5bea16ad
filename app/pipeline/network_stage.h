// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/measure_tables.h"
#include "core/measure/network/blocks.h"
#include "core/measure/network/centrality.h"
#include "core/measure/network/concor.h"
#include "core/measure/network/options.h"
#include "core/measure/network/structure.h"

namespace tidu::app {

/// A relation between regions with which the network is compared.
struct NamedRelation {
  std::string id;  ///< "distance", "borders", "same_group", or the variable whose differences it holds
  Array<double, Row, Column> values;
};

/// The gravity network of a study's regions.
struct StudyNetwork {
  measure::NetworkOptions options;
  Array<double, Row, Column> distances;  ///< km, along great circles
  Array<double, Year, Row, Column> strengths;
  std::vector<Array<double, Row, Column>> links;  ///< by year, 0 and 1
  std::vector<measure::NetworkStructure> structure;
  std::vector<measure::Centralities> centralities;  ///< with one definition of closeness for all years
  measure::Concor parts;                            ///< of the last year
  measure::BlockModel blocks;

  View<const double, Row, Column> last_strengths() const;
};

/// Fewer regions make no network worth measuring.
inline constexpr std::size_t kFewestNodes = 4;

/// The network by the gravity model: masses are the study's, the first of them gives links their direction, distances
/// lie between the points that the regions file has. No value: the study has no masses, no points or too few regions.
Result<std::optional<StudyNetwork>> study_network(const MeasureContext& context);

/// Distance, common borders, same macro-region and differences of the drivers in the last year; those that are equal
/// for all pairs are left out.
std::vector<NamedRelation> relations_of(const MeasureContext& context, const StudyNetwork& network);

}  // namespace tidu::app
