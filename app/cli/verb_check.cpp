// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "app/pipeline/pipeline.h"

namespace tidu::cli {

ExitCode check_verb(const Arguments& arguments, Console& console) {
  const auto loaded = app::load(arguments.target);
  if (!loaded.ok()) {
    const ExitCode code = exit_code_of(loaded.diagnostics, Phase::reading);
    return console.fail(loaded.diagnostics, code == ExitCode::ok ? ExitCode::internal : code);
  }
  console.show(loaded.diagnostics);
  const auto& inputs = app::inputs_of(**loaded.value);
  const std::size_t warnings = loaded.diagnostics.count(Severity::warning);
  if (!console.json()) {
    console.say(text("cli.check.good", arguments.target, inputs.size(), warnings));
    return ExitCode::ok;
  }
  JsonArray files;
  for (const auto& input : inputs) {
    files.add_raw(JsonObject().add("name", input.name).add("bytes", input.bytes).add("sha256", input.sha256).str());
  }
  JsonObject object;
  object.add("ok", true).add("study", app::study_of(**loaded.value).id).add_raw("inputs", files.str());
  console.data(object.add_raw("diagnostics", to_json(loaded.diagnostics, console.language())).str() + "\n");
  return ExitCode::ok;
}

}  // namespace tidu::cli
