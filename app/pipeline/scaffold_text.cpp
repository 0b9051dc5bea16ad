// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/scaffold_text.h"

#include <algorithm>

#include "study/registry.h"
#include "study/suggestion.h"

namespace tidu::app {

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string comment_text(std::string_view key, study::Language language) {
  const std::string all = study::Catalogue::instance().get(key, language);
  std::string out;
  for (std::size_t from = 0; from < all.size();) {
    const std::size_t end = std::min(all.find('\n', from), all.size());
    out += "# " + all.substr(from, end - from) + "\n";
    from = end + 1;
  }
  return out;
}

std::string settings_text(const DataRoles& roles, SettingsBySection sections) {
  for (const auto& [key, value] : roles.settings) {
    const std::size_t dot = key.find('.');
    const bool word = study::find_option(key)->type == OptionType::choice;
    sections[key.substr(0, dot)][key.substr(dot + 1)] = word ? toml_text(value) : value;
  }
  std::string out;
  for (const auto& [name, keys] : sections) {
    out += (out.empty() ? "[" : "\n[") + name + "]\n";
    for (const auto& [key, value] : keys) out += key + " = " + value + "\n";
  }
  return out;
}

// Each option that is set exists; its value is checked when the study is read.
void check_settings(const DataRoles& roles, Diagnostics& diagnostics) {
  for (const auto& [key, value] : roles.settings) {
    if (study::find_option(key)) continue;
    std::vector<std::string_view> known;
    for (const OptionRecord& record : study::all_options()) known.push_back(record.key);
    diagnostics.add({ErrorCode::unknown, text("scaffold.unknown_option", key),
                     study::did_you_mean(key, known, text("scaffold.unknown_option.hint"))});
  }
}

}  // namespace tidu::app
