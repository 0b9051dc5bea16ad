// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/pipeline/economy_setup.h"
#include "app/pipeline/growth_history.h"
#include "core/simulate/economy/baseline.h"
#include "core/simulate/economy/options.h"

namespace tidu::app {

/// What the study's baseline is made from, and what its draws are taken from.
struct StudyBaseline {
  StudyAccounts made;
  simulate::BaselineOptions options;
  simulate::BaselineInput input;
  simulate::BaselineAssumptions assumptions;
  simulate::BaselinePoint central;  ///< the study's own values, and trends as they were estimated
  int first_year = 0;               ///< of growth that the trends are taken from
  std::optional<int> moves_year;    ///< when people were asked where they lived before; none: nobody moves

  int base_year() const { return made.options.base_year; }
  std::size_t rows() const;  ///< of the design of the variance
};

/// The baseline of a study that has a section [baseline]. From an origin: the one that could have been made in that
/// year of the years up to the study's last; workers are alike, since skills are those of one census. errors  those of
/// study_accounts and growth_history; pipeline.baseline_growth (missing: too few years of growth up to
///         the base year), pipeline.baseline_people (missing: no population)
Result<StudyBaseline> study_baseline(const LoadedStudy& loaded, std::optional<int> origin = std::nullopt);

/// Where its numbers come from.
OriginBuilder baseline_origin(const LoadedStudy& loaded, const StudyBaseline& baseline);

/// Appends the tables of the baseline; nothing where the study asks for none.
Result<void> add_baseline_tables(const LoadedStudy& loaded, data::ResultSet& results, Executor& executor);

}  // namespace tidu::app
