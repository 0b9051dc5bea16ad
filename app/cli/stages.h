// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/console.h"
#include "app/cli/job.h"
#include "app/pipeline/pipeline.h"

namespace tidu::cli {

enum class LastStage { measure, simulate };

/// What the stages left behind: results, or the exit code of the first stage that failed (its findings are shown
/// already).
struct StagesOutcome {
  ExitCode code = ExitCode::ok;
  app::LoadedStudyPtr loaded;
  data::ResultSet results;
  Diagnostics diagnostics;  ///< warnings and notes of all stages
};

/// The finding that stands for Ctrl-C.
Error interrupted();

/// Reads the study and computes up to the last stage, the same way for every verb.
StagesOutcome run_stages(const Arguments& arguments, Console& console, Job& job, LastStage last);

/// The verbs of single stages: prints one table as CSV (--table), or which tables there are.
ExitCode print_tables(const Arguments& arguments, Console& console, LastStage last);

}  // namespace tidu::cli
