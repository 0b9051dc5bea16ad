// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

namespace tidu::cli {

/// One function a verb. Each writes its data through the console and says how it ended.
ExitCode run_verb(const Arguments& arguments, Console& console);
ExitCode measure_verb(const Arguments& arguments, Console& console);
ExitCode calibrate_verb(const Arguments& arguments, Console& console);
ExitCode simulate_verb(const Arguments& arguments, Console& console);
ExitCode report_verb(const Arguments& arguments, Console& console);
ExitCode check_verb(const Arguments& arguments, Console& console);
ExitCode schema_verb(const Arguments& arguments, Console& console);
ExitCode checksum_verb(const Arguments& arguments, Console& console);
ExitCode doctor_verb(const Arguments& arguments, Console& console);
ExitCode verify_verb(const Arguments& arguments, Console& console);
ExitCode rerun_verb(const Arguments& arguments, Console& console);
ExitCode runs_verb(const Arguments& arguments, Console& console);  ///< list, show, diff, rescan, gc
ExitCode describe_verb(const Arguments& arguments, Console& console);
ExitCode init_verb(const Arguments& arguments, Console& console);
ExitCode completion_verb(const Arguments& arguments, Console& console);
ExitCode man_verb(const Arguments& arguments, Console& console);

ExitCode show_help(const Arguments& arguments, Console& console);
ExitCode show_version(const Arguments& arguments, Console& console);

}  // namespace tidu::cli
