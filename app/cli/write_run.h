// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "app/cli/job.h"
#include "app/cli/stages.h"
#include "core/base/result.h"

namespace tidu::cli {

/// Options of a manifest that say how agents were run; without the first there were none.
inline constexpr std::string_view kAgentsCount = "agents.count";
inline constexpr std::string_view kAgentsUnit = "agents.unit";

struct RunTarget {
  std::filesystem::path folder;  ///< of run folders
  std::string repeats;           ///< name of the run that is repeated; empty: none
};

/// Writes everything that a run leaves - inputs, results, tables, report, manifest - into a folder of its own and
/// returns its path. The first refusal of the world, or an interruption, ends it and leaves nothing.
Result<std::filesystem::path> write_run(const RunTarget& target, const StagesOutcome& outcome, Job& job);

/// Says before the work what would be said after it: that nothing can be written where the command line wants the run.
ExitCode check_room(const Arguments& arguments, Console& console);

/// Writes the run below the folder that the command line names and says where its report is.
ExitCode write_and_tell(const Arguments& arguments, Console& console, const StagesOutcome& outcome, Job& job);

}  // namespace tidu::cli
