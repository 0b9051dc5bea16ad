// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>

#include "app/cli/data_request.h"
#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "app/pipeline/scaffold.h"
#include "store/disk.h"

namespace tidu::cli {
namespace fs = std::filesystem;

ExitCode init_verb(const Arguments& arguments, Console& console) {
  auto roles = roles_of(arguments);
  if (!roles) return console.fail(roles.error(), ExitCode::usage);
  ReadSurvey read = survey_of(arguments, arguments.from);
  const fs::path folder =
      arguments.target.empty() ? fs::path(read.name).stem() : fs::path(arguments.target).lexically_normal();
  const fs::path named = folder.has_filename() ? folder : folder.parent_path();
  const std::string name = named.filename().string();
  const auto [files, code] = make_study(read, std::move(*roles), name, arguments.verb, console);
  if (!files.ok()) return console.fail(files.diagnostics, code);
  console.show(files.diagnostics);
  std::vector<std::pair<std::string, std::string>> contents;
  for (const app::StudyFile& file : *files.value) contents.emplace_back(file.path, file.bytes);
  if (const auto done = store::write_new_folder(folder, contents); !done) {
    const bool taken = done.error().code == ErrorCode::duplicate;
    return console.fail(done.error(), taken ? ExitCode::usage : ExitCode::internal);
  }
  const std::string study = (folder / "study.toml").string();
  console.data(console.json() ? JsonObject().add("ok", true).add("study", study).str() + "\n" : study + "\n");
  console.say(text("cli.init.next", folder.string()));
  return ExitCode::ok;
}

}  // namespace tidu::cli
