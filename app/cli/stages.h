// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "app/cli/console.h"
#include "app/cli/job.h"
#include "app/pipeline/pipeline.h"

namespace tidu::cli {

enum class LastStage { measure, calibrate, simulate };

/// What the stages left behind: results, or the exit code of the first stage that failed (its findings are shown
/// already).
struct StagesOutcome {
  ExitCode code = ExitCode::ok;
  app::LoadedStudyPtr loaded;
  data::ResultSet results;
  Diagnostics diagnostics;                   ///< warnings and notes of all stages
  std::optional<app::AgentsOptions> agents;  ///< how agents were run; none: they were not
};

/// The finding that stands for Ctrl-C.
Error interrupted();

/// Reads a study and computes up to the last stage, the same way for every verb. Without `load` the study is the one
/// that the command line names.
StagesOutcome run_stages(const Arguments& arguments, Console& console, Job& job, LastStage last,
                         const std::function<Outcome<app::LoadedStudyPtr>()>& load = {});

/// The verbs of single stages: prints one table as CSV (--table), or which tables there are.
ExitCode print_tables(const Arguments& arguments, Console& console, LastStage last);

/// The same from results that are there.
ExitCode print_tables(const Arguments& arguments, Console& console, const StagesOutcome& outcome);

}  // namespace tidu::cli
