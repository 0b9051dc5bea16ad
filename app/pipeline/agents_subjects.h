// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/pipeline/agents_population.h"
#include "app/pipeline/origins.h"
#include "core/base/formula.h"
#include "data/results.h"

namespace tidu::app {

/// Who is counted in a row of a table: some of the rows of an axis.
struct Subject {
  std::string id;
  std::vector<std::size_t> rows;
  double whole = 0;      ///< agents, all of them
  double potential = 0;  ///< of these, who may ever adopt
};

/// Agents, and by what they can be told apart.
struct AgentAxes {
  const LoadedStudy& loaded;
  const AgentPopulation& population;
  const diffusion::population::Population& all;
  const diffusion::population::Population& potential;
};

/// Agents of a population by the number below `rows` that `row_of` gives each cell.
template <class RowOf>
std::vector<double> agents_by(const diffusion::population::Population& population, std::size_t rows, RowOf row_of) {
  std::vector<double> out(rows, 0);
  for (std::size_t c = 0; c < population.cells.size(); ++c)
    out[row_of(c)] += static_cast<double>(population.cells[c].agents);
  return out;
}

// One subject for each value of an axis.
std::vector<Subject> regions_of(const AgentAxes& axes);
std::vector<Subject> sectors_of(const AgentAxes& axes);
std::vector<Subject> sizes_of(const AgentAxes& axes);
std::vector<Subject> groups_of(const AgentAxes& axes);
/// Those who decide collectively or by order, and the others: rows of YearRecord::sizes.
std::vector<Subject> units_of(const AgentAxes& axes);

Subject joined(std::string id, const std::vector<Subject>& parts);

/// Regions, the nation, and the tiers as the measure stage found them.
std::vector<Subject> areas_of(const AgentAxes& axes, const data::ResultSet& results);

/// The origin of what agents and their map say.
OriginBuilder agents_origin(const LoadedStudy& loaded, const AgentPopulation& population);

/// Adds a name that the results do not have yet.
void add_label(data::Label label, data::ResultSet& results);

/// Adds sources that the results do not have yet.
/// cells  that a file which is no panel has
void add_sources(const LoadedStudy& loaded, const std::vector<std::string>& ids, std::size_t cells,
                 data::ResultSet& results);

/// Adds formulas that the results do not have yet.
void add_formulas(std::span<const FormulaRecord> records, data::ResultSet& results);

}  // namespace tidu::app
