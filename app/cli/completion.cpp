// SPDX-License-Identifier: Apache-2.0
#include "app/cli/completion.h"

#include "app/cli/json_text.h"
#include "app/cli/verbs.h"

namespace tidu::cli {

std::vector<std::string> table_names() {
  constexpr std::string_view kBegin = "table.";
  constexpr std::string_view kEnd = ".title";
  std::vector<std::string> names;
  for (const auto& [key, title] : study::Catalogue::instance().all(study::Language::en)) {
    if (!key.starts_with(kBegin) || !key.ends_with(kEnd)) continue;
    const std::string name = key.substr(kBegin.size(), key.size() - kBegin.size() - kEnd.size());
    names.push_back(title.find("{0}") == std::string::npos ? name : name + "_");
  }
  return names;
}

std::vector<std::string> spellings(const CommandOption& option) {
  std::vector<std::string> names;
  for (const std::string_view name : {option.short_name, option.name, option.other_name}) {
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

ExitCode completion_verb(const Arguments& arguments, Console& console) {
  std::string script;
  if (arguments.target == "bash") script = bash_completion();
  if (arguments.target == "zsh") script = zsh_completion(console.language());
  if (arguments.target == "fish") script = fish_completion(console.language());
  console.data(console.json() ? JsonObject().add("ok", true).add("script", script).str() + "\n" : script);
  return ExitCode::ok;
}

}  // namespace tidu::cli
