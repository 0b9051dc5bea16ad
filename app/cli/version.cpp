// SPDX-License-Identifier: Apache-2.0
#include "app/cli/version.h"

#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "exec/executors.h"

namespace tidu::cli {

std::string_view version() { return TIDU_VERSION; }

std::string compiler() {
#if defined(__clang__)
  return "clang " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) + "." +
         std::to_string(__clang_patchlevel__);
#else
  return "g++ " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "." +
         std::to_string(__GNUC_PATCHLEVEL__);
#endif
}

ExitCode show_version(const Arguments& arguments, Console& console) {
  if (!arguments.json) {
    console.data("tidu " + std::string(version()) + "\n");
    return ExitCode::ok;
  }
  JsonObject object;
  object.add("name", "tidu").add("version", version()).add("compiler", compiler()).add("tbb", exec::tbb_version());
  console.data(object.str() + "\n");
  return ExitCode::ok;
}

}  // namespace tidu::cli
