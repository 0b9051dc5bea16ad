// SPDX-License-Identifier: Apache-2.0
#include "app/cli/stages.h"
#include "app/cli/verbs.h"
#include "app/cli/write_run.h"

namespace tidu::cli {

ExitCode run_verb(const Arguments& arguments, Console& console) {
  if (const ExitCode code = check_room(arguments, console); code != ExitCode::ok) return code;
  Job job(arguments, console);
  const StagesOutcome outcome = run_stages(arguments, console, job, LastStage::simulate);
  if (outcome.code != ExitCode::ok) return outcome.code;
  return write_and_tell(arguments, console, outcome, job);
}

}  // namespace tidu::cli
