// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/diagnostic.h"

namespace tidu::cli {

/// What the program says to the shell; documented in `tidu --help`.
enum class ExitCode : int {
  ok = 0,
  internal = 1,        ///< our mistake, or the world did not let us write
  usage = 2,           ///< the command line
  study = 3,           ///< the study file
  data = 4,            ///< the data that the study names
  no_convergence = 5,  ///< an iteration or a search without result
  check_failed = 6,    ///< verify, doctor: something is not as it should be
  interrupted = 130,   ///< SIGINT or SIGTERM; nothing half-written is left
};

/// Where in the pipeline findings come from.
enum class Phase { reading, computing, writing };

/// The exit code of findings that hold an error; ok without errors. A study file (.toml) that is wrong outranks data
/// that are wrong: the data may be right for the study that was meant.
ExitCode exit_code_of(const Diagnostics& diagnostics, Phase phase);

}  // namespace tidu::cli
