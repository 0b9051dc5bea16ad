// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "app/cli/arguments.h"
#include "app/cli/json_text.h"
#include "app/cli/manual.h"
#include "app/cli/verbs.h"

namespace tidu::cli {
namespace {

namespace fs = std::filesystem;

bool write_page(const fs::path& folder, const ManualPage& page) {
  std::error_code problem;
  fs::create_directories((folder / page.file).parent_path(), problem);
  std::ofstream stream(folder / page.file, std::ios::binary | std::ios::trunc);
  stream.write(page.roff.data(), static_cast<std::streamsize>(page.roff.size()));
  stream.close();
  return !stream.fail();
}

ExitCode write_all(const std::vector<ManualPage>& pages, const std::string& folder, Console& console) {
  for (const ManualPage& page : pages) {
    if (write_page(folder, page)) continue;
    return console.fail({.code = ErrorCode::io,
                         .message = text("cli.man.not_written", (fs::path(folder) / page.file).string()),
                         .hint = text("cli.man.not_written.hint")},
                        ExitCode::internal);
  }
  console.say(text("cli.man.written", pages.size(), folder));
  if (console.json()) console.data(JsonObject().add("ok", true).add("pages", pages.size()).str() + "\n");
  return ExitCode::ok;
}

}  // namespace

ExitCode man_verb(const Arguments& arguments, Console& console) {
  const std::vector<ManualPage> pages = manual(console.language());
  if (!arguments.man_out.empty()) return write_all(pages, arguments.man_out, console);
  std::vector<std::string_view> names;
  for (const ManualPage& page : pages) {
    if (page.name == arguments.target) {
      console.data(console.json() ? JsonObject().add("ok", true).add("roff", page.roff).str() + "\n" : page.roff);
      return ExitCode::ok;
    }
    names.push_back(page.name);
  }
  return console.fail({.code = ErrorCode::unknown,
                       .message = text("cli.man.unknown", arguments.target),
                       .hint = nearest_hint(arguments.target, std::move(names), text("cli.usage.see_help"))},
                      ExitCode::usage);
}

}  // namespace tidu::cli
