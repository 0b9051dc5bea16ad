// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/scaffold.h"

namespace tidu::app {

/// What a study makes of the series of a file, by their positions.
struct ScaffoldChoice {
  int first_year = 0;
  int last_year = 0;
  std::vector<std::size_t> usable;    ///< each becomes a variable: complete (or to be filled) and not constant
  std::vector<std::size_t> unusable;  ///< with gaps, or constant
  std::vector<std::size_t> indicators;
  std::vector<std::size_t> negative;
  std::vector<std::size_t> quantities;
  std::vector<std::size_t> drivers;
  std::vector<std::size_t> adoption;  ///< panels that the decision map is calibrated to
  std::optional<std::size_t> population;
};

/// Ids of the series in a study: "gdp_per_head" of "GDP per head", "series_3" where nothing of the name may stand in an
/// id; each once.
std::vector<std::string> series_ids(const data::Survey& survey);

/// Cells that a series lacks in the years of the choice.
std::size_t missing_cells(const data::Survey& survey, std::size_t series, const ScaffoldChoice& choice);

/// Resolves the roles and finds the years: of the span in which the wanted series are complete, the one with the most
/// cells; of equal ones that with more series, then the latest.
/// errors  as make_scaffold
Outcome<ScaffoldChoice> choose_series(const data::Survey& survey, const ScaffoldRequest& request);

}  // namespace tidu::app
