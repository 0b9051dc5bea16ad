// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "store/runs.h"
#include "store/verify.h"

namespace tidu::cli {

ExitCode verify_verb(const Arguments& arguments, Console& console) {
  const auto run = store::find_run(arguments.target, arguments.out);
  if (!run) return console.fail(run.error(), ExitCode::check_failed);
  const Outcome<std::size_t> verified = store::verify(*run);
  if (!verified.ok()) return console.fail(verified.diagnostics, ExitCode::check_failed);
  console.say(text("cli.verify.good", run->string(), *verified.value));
  if (console.json()) console.data(JsonObject().add("ok", true).add("files", *verified.value).str() + "\n");
  return ExitCode::ok;
}

}  // namespace tidu::cli
