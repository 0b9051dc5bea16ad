// SPDX-License-Identifier: Apache-2.0
#include "app/cli/verbs.h"
#include "study/schema.h"

namespace tidu::cli {

ExitCode schema_verb(const Arguments& arguments, Console& console) {
  console.data(arguments.options ? study::options_page(console.language()) : study::json_schema(console.language()));
  return ExitCode::ok;
}

}  // namespace tidu::cli
