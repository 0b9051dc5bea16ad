// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/console.h"
#include "app/cli/stages.h"

namespace tidu::cli {

/// The verbs of single stages. Of a study: prints one table as CSV (--table), or which tables there are. Of a data
/// file: makes a study of it in memory, and writes a run unless a table is asked for.
ExitCode stage_verb(const Arguments& arguments, Console& console, LastStage last);

}  // namespace tidu::cli
