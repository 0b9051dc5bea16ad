// SPDX-License-Identifier: Apache-2.0
#include "app/cli/stages.h"
#include "app/cli/verbs.h"

namespace tidu::cli {

ExitCode measure_verb(const Arguments& arguments, Console& console) {
  return print_tables(arguments, console, LastStage::measure);
}

}  // namespace tidu::cli
