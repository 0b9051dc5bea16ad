// SPDX-License-Identifier: Apache-2.0
#include "app/checksum/kernels.h"
#include "app/cli/job.h"
#include "app/cli/json_text.h"
#include "app/cli/stages.h"
#include "app/cli/verbs.h"

namespace tidu::cli {

ExitCode checksum_verb(const Arguments& arguments, Console& console) {
  Job job(arguments, console);
  const checksum::Sums sums = checksum::run(job.executor(), arguments.shift);
  job.end_progress();
  if (job.interrupted()) return console.fail(interrupted(), ExitCode::interrupted);
  if (console.json()) {
    JsonObject kernels;
    for (const auto& kernel : sums.kernels) kernels.add(kernel.name, kernel.hash);
    console.data(JsonObject().add("ok", true).add("combined", sums.combined).add_raw("kernels", kernels.str()).str() +
                 "\n");
    return ExitCode::ok;
  }
  if (arguments.list) {
    for (const auto& kernel : sums.kernels) console.data(kernel.hash + "  " + std::string(kernel.name) + "\n");
  }
  console.data(sums.combined + (arguments.list ? "  combined\n" : "\n"));
  return ExitCode::ok;
}

}  // namespace tidu::cli
