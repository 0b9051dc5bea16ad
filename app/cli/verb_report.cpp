// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <system_error>

#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "data/file.h"
#include "report/report.h"
#include "store/results_json.h"
#include "store/runs.h"

namespace tidu::cli {
namespace {

namespace fs = std::filesystem;

/// Writes beside the target and renames, so that a reader never meets half a report.
bool write_whole(const fs::path& target, const std::string& bytes) {
  fs::path partial = target;
  partial += ".partial";
  std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  std::error_code problem;
  if (stream) fs::rename(partial, target, problem);
  if (stream && !problem) return true;
  std::error_code ignored;
  fs::remove(partial, ignored);
  return false;
}

}  // namespace

ExitCode report_verb(const Arguments& arguments, Console& console) {
  const auto found = store::find_run(arguments.target, arguments.out);
  if (!found) return console.fail(found.error(), ExitCode::data);
  const fs::path& run = *found;
  const auto file = data::read_file(run / "results.json", (run / "results.json").string());
  if (!file) return console.fail(file.error(), ExitCode::data);
  const auto results = store::results_from_json(file->bytes, file->name);
  if (!results.ok()) return console.fail(results.diagnostics, ExitCode::data);
  const std::string target = arguments.output.empty() ? (run / "report.html").string() : arguments.output;
  if (!write_whole(target, report::render_html(*results.value))) {
    return console.fail({.code = ErrorCode::io,
                         .message = text("cli.report.not_written", target),
                         .hint = text("cli.report.not_written.hint")},
                        ExitCode::internal);
  }
  console.data(console.json() ? JsonObject().add("ok", true).add("report", target).str() + "\n" : target + "\n");
  return ExitCode::ok;
}

}  // namespace tidu::cli
