// SPDX-License-Identifier: Apache-2.0
#include "app/cli/data_stage.h"
#include "app/cli/verbs.h"

namespace tidu::cli {

ExitCode measure_verb(const Arguments& arguments, Console& console) {
  return stage_verb(arguments, console, LastStage::measure);
}

}  // namespace tidu::cli
